"""Sorting, scrolling and events of a list of 100,000 tickets, until the viewport is painted.

List and presenter over a real store, in this process and offscreen, so that nothing else counts.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

import qasync
from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.core.arrangement import (
    Arrangement,
    Density,
    GroupBy,
    SortBy,
    ViewLayout,
    sorted_by,
)
from supportdesk_desktop.core.rows import TicketView
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.tickets import TicketService
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.theme import install
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.tickets.presenter import TicketsPresenter
from tests.benchmarks import profiles
from tests.benchmarks.measuring import Paints, tell
from tests.fakes.workspace import workspace

TICKETS = 100_000
ROUNDS = 5
FRAMES = 300
EVENTS = 60


def lists(folder: Path) -> None:
    """Measure on a store of its own."""
    path = folder / "lists" / "store.db"
    asyncio.run(profiles.fill(path, TICKETS))
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    install(app, "light", 1.0)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        runner.run(_measure(path))


async def _measure(path: Path) -> None:
    store, bus = await Store.open(path), Bus()
    pane, detail, owner = TicketListPane(TicketListModel()), DetailPane(), QObject()
    bridge = Bridge(bus, owner)
    tickets = TicketService(store, bus, Clock())
    presenter = TicketsPresenter(workspace(bridge, tickets=tickets), pane, detail)
    pane.resize(1180, 780)
    pane.show()
    presenter.show_view(TicketView.MINE)
    await presenter.settle()
    paints = Paints(pane.view.viewport())
    await _sort(pane, presenter, paints)
    for name, layout in (
        ("list", ViewLayout()),
        ("compact list", ViewLayout(density=Density.COMPACT)),
        ("table", ViewLayout(table=True)),
    ):
        pane.layout_chosen.emit(layout)
        await presenter.settle()
        await _scroll(pane, paints, name)
    await _events(pane, presenter)
    await presenter.aclose()
    bridge.close()
    await store.aclose()


async def _sort(pane: TicketListPane, presenter: TicketsPresenter, paints: Paints) -> None:
    """Choose an order; tell the time to its first paint, and to the paint of the whole."""
    first: list[float] = []
    whole: list[float] = []
    model = pane.model
    for sort in [one for one in SortBy for _ in range(ROUNDS)]:
        order = replace(sorted_by(sort), descending=not model_descends(model))
        changed = asyncio.get_running_loop().create_future()

        def note(changed: asyncio.Future[None] = changed) -> None:
            if not changed.done():
                changed.set_result(None)

        model.has_changed.connect(note)
        began = time.perf_counter()
        pane.layout_chosen.emit(ViewLayout(order))
        await changed
        first.append((await paints.next() - began) * 1000)
        await presenter.settle()
        pane.view.viewport().repaint()
        whole.append((time.perf_counter() - began) * 1000)
        model.has_changed.disconnect(note)
    tell("sort, to the painted viewport, ms", first)
    tell("sort, to the whole list, ms", whole)


def model_descends(model: TicketListModel) -> bool:
    """Return the direction of the list."""
    return model.arrangement is not None and model.arrangement.descending


async def _scroll(pane: TicketListPane, paints: Paints, name: str) -> None:
    """Move the bar through the whole list, a frame at each place, rows fetched on the way.

    The longest frame is told of the thread's own time too: on a machine that is busy elsewhere a
    frame may wait for its processor.
    """
    bar = pane.view.verticalScrollBar()
    frames: list[float] = []
    work: list[float] = []
    fetched: list[float] = []
    for at in range(FRAMES):
        began, worked = time.perf_counter(), time.thread_time()
        bar.setValue(bar.maximum() * at // FRAMES)
        pane.view.viewport().repaint()
        frames.append((time.perf_counter() - began) * 1000)
        work.append((time.thread_time() - worked) * 1000)
        await asyncio.sleep(0.02)
        before, worked = len(paints.took_ms), time.thread_time()
        pane.view.viewport().repaint()
        work.append((time.thread_time() - worked) * 1000)
        fetched += paints.took_ms[before:]
    tell(f"scroll the {name}, a frame, ms", frames, 0.99)
    tell(f"paint the {name}, all rows there, ms", fetched, 0.99)
    tell(f"work of a frame of the {name}, ms", work, 0.99)


async def _events(pane: TicketListPane, presenter: TicketsPresenter) -> None:
    """Insert, move and remove one ticket in each arrangement."""
    model = pane.model
    slowest: list[float] = []
    for sort in SortBy:
        for group in GroupBy:
            layout = ViewLayout(Arrangement(sort, True, group))
            pane.layout_chosen.emit(layout)
            await presenter.settle()
            pane.view.viewport().repaint()
            some = next(
                row for row in (model.row_data(one) for one in pane.view.visible_ids()) if row
            )
            took: list[float] = []
            for number in range(EVENTS):
                one = replace(some, id=type(some.id)(f"new-{number}"), number=f"INV-{number}")
                began = time.perf_counter()
                model.insert([one])
                model.touch([replace(one, priority="LOW", subject="zz", notice_outcome="late")])
                model.remove([one.id])
                took.append((time.perf_counter() - began) * 1000)
            slowest.append(statistics.median(took))
    tell("arrive, move and leave, ms (medians)", slowest)
