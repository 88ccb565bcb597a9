"""The list of tickets alone, and the window with the presenters of its tickets over a store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.arrangement import ViewLayout
from supportdesk_desktop.core.changes import TicketsChanged
from supportdesk_desktop.core.errors import FeatureAbsent
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.search import SavedViewService, SearchService
from supportdesk_desktop.services.tickets import TicketService
from supportdesk_desktop.store import snapshots, ticket_events
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.tickets.presenter import TicketsPresenter
from supportdesk_desktop.ui.tickets.saved_views_presenter import SavedViewsPresenter
from supportdesk_desktop.ui.tickets.search_presenter import SearchPresenter
from supportdesk_desktop.ui.tickets.selection_presenter import TicketSelectionPresenter
from supportdesk_desktop.ui.window.frame import WindowContents
from supportdesk_desktop.ui.window.toasts import Toast
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.app.conftest import collect_here, eventually, pytest_asyncio_loop_factories
from tests.desktop.ui.sample_tickets import NOW_MS
from tests.fakes.tickets import NOON_MS, a_ticket, an_event
from tests.fakes.workspace import workspace

__all__ = ["collect_here", "pytest_asyncio_loop_factories"]


NEWEST_FIRST = ViewLayout()


@pytest.fixture
def pane(qtbot: QtBot, request: pytest.FixtureRequest) -> TicketListPane:
    """A pane without tickets, as wide as the ``WIDTH`` of the module."""
    pane = TicketListPane(TicketListModel(now_ms=lambda: NOW_MS))
    qtbot.addWidget(pane)
    pane.set_title("Mes tickets")
    pane.resize(getattr(request.module, "WIDTH", 676), 600)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def show(
    pane: TicketListPane, rows: Sequence[TicketRow], layout: ViewLayout = NEWEST_FIRST
) -> None:
    """Show tickets in a layout, their rows at hand."""
    pane.set_layout(layout)
    pane.model.set_lines(TicketLines.of_rows(layout.order, rows))
    pane.model.set_rows(rows)


class FakeActions:
    """Finishes tickets without a server."""

    def __init__(self) -> None:
        self.finished: tuple[TicketId, ...] = ()
        self.offered = True

    async def finish_all(self, ids: tuple[TicketId, ...]) -> tuple[TicketId, ...]:
        if not self.offered:
            raise FeatureAbsent("ticket actions")
        self.finished = ids
        return ids

    async def undo(self, ids: tuple[TicketId, ...]) -> list[TicketId]:
        taken = [one for one in self.finished if one in ids]
        self.finished = tuple(one for one in self.finished if one not in ids)
        return taken


@dataclass
class Seat:
    """The window with the presenters of its tickets; what they need beside them is kept here."""

    window: MainWindow
    store: Store
    bus: Bus = field(default_factory=Bus)
    actions: FakeActions = field(default_factory=FakeActions)
    told: list[TicketsChanged] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    undos: list[tuple[str, Callable[[], object]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        window, clock = self.window, Clock(wall_ms=lambda: NOON_MS)
        self.pane, self.model = window.ticket_list, window.ticket_model
        self.bridge = Bridge(self.bus, window)
        desk = workspace(
            self.bridge,
            tickets=TicketService(self.store, self.bus, clock),
            search=SearchService(self.store, clock),
            saved_views=SavedViewService(self.store, self.bus, clock),
            actions=self.actions,
            tell=self._hear,
            say=self.said.append,
        )
        self.tickets = TicketsPresenter(desk, self.pane, window.detail)
        self.selection = TicketSelectionPresenter(desk, self.pane)
        self.search = SearchPresenter(desk, window, self.tickets)
        self.views = SavedViewsPresenter(desk, window.rail, self.pane, window.top_bar.search)
        self.bridge.tickets.connect(self.told.append)

    async def settle(self) -> None:
        """Wait until all that was asked for is shown; a test ends so, with nothing under way."""
        for presenter in (self.tickets, self.selection, self.search, self.views) * 2:
            await presenter.settle()

    async def arrange(self, layout: ViewLayout) -> None:
        self.pane.layout_chosen.emit(layout)
        await self.settle()

    async def commit(self, number: int, kind: str = "ticket.assigned", **changes: object) -> None:
        """Let a ticket arrive or change, as the feed does it."""
        event = an_event(a_ticket(number, **changes), number + 100, kind)
        committed = await self.store.feed.write(ticket_events.store_events, [event])
        await self.publish(committed.changed)

    async def publish(self, change: TicketsChanged) -> None:
        """Publish a change, and wait for the frame in which the window is told of it."""
        before = len(self.told)
        self.bus.publish(change)
        await eventually(lambda: len(self.told) > before, "told in a frame")

    def undo(self) -> None:
        self.undos.pop()[1]()

    def _hear(self, toast: Toast) -> None:
        if toast.undo is None:
            self.said.append(toast.text)
        else:
            self.undos.append((toast.text, toast.undo.act))


@pytest.fixture
async def seat(unbegun: Seat) -> Seat:
    """A seat that shows what its store has."""
    unbegun.search.begin()
    unbegun.views.load()
    await unbegun.settle()
    return unbegun


@pytest.fixture
async def unbegun(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Seat]:
    """A seat with the ``TICKETS`` of the module, whose window began with its ``CONTENTS``."""
    store = await Store.open(tmp_path / "store.db")
    at = Cursor(epoch="e1", seq=1)
    await snapshots.replace_all(store.feed, at, request.module.TICKETS, NOON_MS)
    contents = cast(WindowContents, getattr(request, "param", WindowContents()))
    # Not of qtbot, which would close it before its presenters.
    window = MainWindow(contents)
    seat = Seat(window, store)
    window.show()
    yield seat
    for presenter in (seat.views, seat.search, seat.selection, seat.tickets):
        await presenter.aclose()
    seat.bridge.close()
    await store.aclose()
    window.let_close()
    window.close()
    window.deleteLater()
