"""A key delivered to the search field until the list is painted, at 100,000 tickets; and the
opening of a ticket until the detail is. In this process and offscreen, so that nothing else counts.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import qasync
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from supportdesk_desktop.app.options import Trace, WindowOptions, paths_of
from supportdesk_desktop.app.run import WindowRun
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketDetail
from supportdesk_desktop.ui.theme import install
from supportdesk_desktop.ui.window.frame import WindowContents
from supportdesk_desktop.ui.window.window import MainWindow
from tests.benchmarks import profiles
from tests.benchmarks.measuring import Paints, tell

TICKETS = 100_000
ROUNDS = 6
OPENED = 200
WORDS = (
    "retrait mobile",
    "livraison parakou",
    "koffi paiement",
    'priorité:≥haute "mobile money"',
    "tag:paiement -carte",
    "inv-5",
    "client:zinsou reçu:<30j",
)
RANGES = ("méta.amount:>100000", "méta.amount:<2500", "méta.orderid:20418")
NOBODY = "http://127.0.0.1:9/api/v1"
KEY = {
    "SUPPORTDESK_API_KEY": "sk_live_agent_" + "b" * 48,
    "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
}


def search(folder: Path) -> None:
    """Measure typing and opening."""
    os.environ.update(KEY)
    asyncio.run(profiles.fill(folder / "default" / "store.db", TICKETS))
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    install(app, "light", 1.0)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        runner.run(_measure(folder))


async def _measure(folder: Path) -> None:
    async with _window(folder) as window:
        await _whole_list(window)
        words = [ms for _ in range(ROUNDS) for query in WORDS for ms in await _type(window, query)]
        tell("search, a key of a word, ms", words)
        ranges: list[float] = []
        for _ in range(ROUNDS):
            for query in RANGES:
                keys = await _type(window, query)
                ranges += keys[query.index(":") + 2 :]
        tell("search, a key of a range, ms", ranges)
        tell("open any ticket, ms", await _open(window))


@asynccontextmanager
async def _window(folder: Path) -> AsyncIterator[MainWindow]:
    options = WindowOptions(data_dir=folder, server=NOBODY, lang="fr")
    window = MainWindow(WindowContents(language="fr"))
    window.resize(1440, 900)
    window.show()
    run = WindowRun(window, options, paths_of(options), Trace(None))
    running = asyncio.create_task(run.main(), name="window")
    try:
        yield window
    finally:
        window.quit_requested.emit()
        await running


async def _whole_list(window: MainWindow) -> list[TicketId]:
    """Wait until the list has every ticket; return them."""
    async with asyncio.timeout(60):
        while len(found := list(window.ticket_model.ticket_ids())) < TICKETS:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return found


async def _type(window: MainWindow, query: str) -> list[float]:
    """Type a query key by key, as fast as its results are painted; return the time of each."""
    field, model = window.top_bar.search, window.ticket_model
    empty = window.ticket_list.findChild(QWidget, "list-empty")
    assert empty is not None
    painted = Paints(window.ticket_list.view.viewport(), empty)
    model.has_changed.connect(painted.note_change)
    took: list[float] = []
    for char in query:
        expected = painted.next(of_a_change=True)
        began = time.perf_counter()
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, _PLAIN, char))
        if not field.text().strip():
            continue
        if char == " ":
            # The same query as before: nothing is searched.
            continue
        try:
            async with asyncio.timeout(10):
                took.append((await expected - began) * 1000)
        except TimeoutError:
            raise AssertionError(f"nothing was painted after “{field.text()}”") from None
        # A person's next key comes later: what follows the paint is done by then.
        await asyncio.sleep(0.03)
    model.has_changed.disconnect(painted.note_change)
    painted.deleteLater()
    field.clear()
    await asyncio.sleep(0.5)
    return took


_PLAIN = Qt.KeyboardModifier.NoModifier


async def _open(window: MainWindow) -> list[float]:
    """Choose tickets anywhere in the list; return the time until each stands in the detail."""
    detail = window.detail
    ids = await _whole_list(window)
    dice = random.Random(1)
    painted = Paints(detail.sheet().header)
    show_detail = detail.show_detail

    def shown(one: TicketDetail) -> None:
        show_detail(one)
        if one.row.id == ticket_id:
            painted.note_change()

    detail.show_detail = shown  # type: ignore[method-assign, assignment]
    took: list[float] = []
    for ticket_id in dice.sample(ids, OPENED):
        expected = painted.next(of_a_change=True)
        began = time.perf_counter()
        window.ticket_list.select(ticket_id)
        async with asyncio.timeout(10):
            took.append((await expected - began) * 1000)
        await asyncio.sleep(0.05)
    return took
