"""The whole window offscreen, in the loop of the test, beside a real desk on a real socket."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QWidget,
)

from supportdesk_desktop.app.options import Trace, WindowOptions, paths_of
from supportdesk_desktop.app.run import WindowRun
from supportdesk_desktop.app.start import contents_of
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.filing import Filing, FilingState
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.store.first_paint import read_first_paint
from supportdesk_desktop.system.notifications.notifier import Notifier
from supportdesk_desktop.ui.filing.panel import NewTicketPanel
from supportdesk_desktop.ui.filing.panels_presenter import FilingPanels
from supportdesk_desktop.ui.filing.presenter import NewTicketPresenter
from supportdesk_desktop.ui.language import install_language, remove_language
from supportdesk_desktop.ui.trust.states import NotificationState
from supportdesk_desktop.ui.window.commands import FINISH
from supportdesk_desktop.ui.window.frame import WindowContents
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.session.processes import COMMAND, Desk, environment
from tests.desktop.session.processes import desk as serving
from tests.desktop.ui.conftest import light_theme
from tests.desktop.ui.hands import click, find
from tests.fakes.notifier import FakeNotifier
from tests.fakes.toy_server import Answer, Request, reply

A_KEY = "sk_live_agent_" + "A1b2" * 12
SUBJECT = "Colis égaré entre Cotonou et Ouidah"
WHOAMI = (
    b'{"success":true,"data":{"appId":"cl1","slug":"b","name":"Boutique","keyType":"agent"},'
    b'"timestamp":"2026-04-18T10:00:00Z"}'
)
NOT_FOUND = reply(404, b'{"code":"NOT_FOUND","message":"Route inconnue"}')

__all__ = ["light_theme"]

WAIT_S = 15.0


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run the tests in the loop of the application."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication([])
    return {"qasync": lambda: qasync.QEventLoop(app)}


async def eventually(seen: Callable[[], object], what: str = "") -> None:
    """Wait until ``seen`` is true; how long it takes is not judged."""
    try:
        async with asyncio.timeout(WAIT_S):
            while not seen():  # noqa: ASYNC110 - any condition of a test, not one event
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"not within {WAIT_S} s: {what}") from None


def said(root: QWidget) -> str:
    """Return every text that is shown, and what a screen reader says of controls."""
    parts = [label.text() for label in root.findChildren(QLabel) if label.isVisible()]
    for button in root.findChildren(QAbstractButton):
        if button.isVisible():
            parts += [button.text(), button.accessibleName()]
    parts += [w.accessibleName() for w in root.findChildren(QWidget) if w.isVisible()]
    return "\n".join(part for part in parts if part)


@dataclass
class Opened:
    """One window with all that works behind it."""

    window: MainWindow
    running: asyncio.Task[int]

    @property
    def panel(self) -> NewTicketPanel:
        """The filing panel beside the list."""
        return self.window.pages.new_ticket()

    async def says(self, words: str) -> None:
        """Wait until the window says it, anywhere."""
        try:
            await eventually(lambda: words in self._said(), f"“{words}”")
        except AssertionError as problem:
            raise AssertionError(f"{problem}; it says:\n{self._said()}") from None

    def _said(self) -> str:
        assert not self.running.done(), self.running.result()
        return said(self.window)


@asynccontextmanager
async def opened(
    folder: Path, server: str, lang: str = "fr", *, painted: bool = False
) -> AsyncIterator[Opened]:
    """Open the window as the command does, and end it with the block.

    ``painted`` shows first what the store has, as after an earlier start.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    # As the command does: closing a window must not end the loop.
    app.setQuitOnLastWindowClosed(False)
    install_language(app, lang)
    options = WindowOptions(data_dir=folder, server=server, lang=lang)
    contents = WindowContents(language=lang)
    if painted:
        now_ms = time.time_ns() // 1_000_000
        contents = contents_of(options, read_first_paint(paths_of(options).store, now_ms))
    window = MainWindow(contents)
    window.resize(1440, 900)
    window.show()
    run = WindowRun(window, options, paths_of(options), Trace(None))
    running = asyncio.create_task(run.main(), name="window")
    # From its first turn on it hears that it is to quit.
    await asyncio.sleep(0)
    one = Opened(window, running)
    try:
        # A window of the test before may have been in front until now.
        window.activateWindow()
        await eventually(window.isActiveWindow, "it is in front")
        yield one
    finally:
        window.quit_requested.emit()
        await running
        window.deleteLater()
        remove_language(app)
    await all_ended()


async def all_ended() -> None:
    """Wait until nothing works any more but the test; say what does not end."""
    here = asyncio.current_task()
    left = asyncio.all_tasks() - {here}
    if left:
        _, left = await asyncio.wait(left, timeout=WAIT_S)
    assert not left, f"still at work: {left}"


@pytest.fixture(autouse=True)
def collect_here(qapp: QApplication) -> Iterator[None]:
    """Collect what a test leaves in this thread: a worker thread that collects the timer of an
    ended loop, or a window, would delete it under Qt."""
    gc.disable()
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> FakeNotifier:
    """No key of a person's, no keyring, no notification service of this session."""
    monkeypatch.delenv("SUPPORTDESK_API_KEY", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr(FilingPanels, "undo_ms", lambda _panels: 0)
    notifier = FakeNotifier()

    def fake() -> Notifier:
        return notifier

    for module in ("run", "first_run"):
        monkeypatch.setattr(f"supportdesk_desktop.app.{module}.system_notifier", fake)
    return notifier


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk without rate limits, in a process of its own, with the customer ``user_8841``."""
    with serving(tmp_path_factory.mktemp("desk"), "--no-rate-limits") as served:
        served.add_customer()
        yield served


@pytest.fixture
def key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of the desk's agent, in the environment."""
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)


def supportdesk_alone(create: Answer) -> Answer:
    """Answer as SupportDesk does, which has no feed: ``whoami``, and ``create`` to a new ticket."""

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        routes = {
            ("GET", "/api/v1/auth/whoami"): reply(200, WHOAMI),
            ("POST", "/api/v1/tickets/api-create"): create,
        }
        await routes.get((request.method, request.target), NOT_FOUND)(request, writer)

    return answer


async def announces(one: Opened) -> None:
    """Wait until the window knows that the system announces assignments."""
    strip = one.window.strip
    await eventually(lambda: strip.notifications is NotificationState.ACTIVE, "announcements")


async def write(one: Opened, customer: str = "user_8841", description: str = "Bonjour") -> None:
    """Open the panel and write a ticket."""
    click(find(one.window, QAbstractButton, "new-ticket-button"))
    await served(one)
    one.panel.form.set_draft(
        Draft(customer_external_id=customer, subject=SUBJECT, description=description)
    )


async def file(one: Opened, customer: str = "user_8841", description: str = "Bonjour") -> None:
    """Write a ticket, file it and look at the outbox."""
    await write(one, customer, description)
    one.panel.submit()
    await eventually(lambda: not one.window.body.panel_is_open(), "it is filed")
    one.window.show_view(View.OUTBOX)


def has_filing(one: Opened) -> bool:
    """Return whether the outbox shows any filing yet."""
    return one.window.pages.outbox().model.rowCount() > 0


def first_of_outbox(one: Opened) -> tuple[Filing, str]:
    """Return the first filing that the outbox shows and what is said of it."""
    model = one.window.pages.outbox().model
    return first(one), str(model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole))


@contextmanager
def serving_tickets(folder: Path, tickets: Iterable[tuple[str, str]]) -> Iterator[Desk]:
    """Serve a desk with tickets of one customer: each has this subject and priority."""
    with serving(folder, "--no-rate-limits") as served:
        served.add_customer()
        for subject, priority in tickets:
            served.file(subject, priority=priority)
        yield served


def is_so(one: Opened, ticket_id: str | None, mark: str) -> bool:
    """Return whether the list has a mark of a ticket."""
    row = one.window.ticket_model.row_data(TicketId(ticket_id or ""))
    return row is not None and bool(getattr(row, mark))


def is_read(one: Opened, ticket_id: str | None) -> bool:
    row = one.window.ticket_model.row_data(TicketId(ticket_id or ""))
    return row is not None and not row.unread


def change_elsewhere(desk: Desk, ticket_id: str, version: int, priority: str) -> None:
    """Change a ticket as another program of the agent would."""
    headers = {"X-API-Key": desk.agent_key, "If-Match": f'"{version}"'}
    desk.ask("PATCH", f"/desk/v1/tickets/{ticket_id}", {"priority": priority}, **headers)


async def finish_what_changes(one: Opened, desk: Desk, ticket: TicketId) -> None:
    """Finish the ticket shown while somebody else changes it; it is refused, and comes back."""
    window = one.window
    shown = window.detail.ticket()
    assert shown is not None
    window.commands.run(FINISH)
    await eventually(lambda: window.ticket_model.is_dimmed(ticket), "the row is dimmed")
    await asyncio.to_thread(change_elsewhere, desk, ticket, shown.version, "URGENT")
    await one.says("changé entre-temps")
    await eventually(lambda: not window.ticket_model.is_dimmed(ticket), "the row is back")


def first(one: Opened) -> Filing:
    """Return the first filing that the outbox lists."""
    model = one.window.pages.outbox().model
    filing = model.filing_at(1)  # under the heading of its group
    assert filing is not None
    return filing


def is_first(one: Opened, state: FilingState) -> bool:
    """Return whether the outbox lists a filing, and the first one is in this state."""
    return has_filing(one) and first(one).state is state


async def start_draft(one: Opened, subject: str, customer: str = "user_8841") -> None:
    """Open the panel and type a subject."""
    click(find(one.window, QAbstractButton, "new-ticket-button"))
    await served(one)
    type_into(one.panel, subject, customer)


async def served(one: Opened) -> None:
    """Wait until the panel has its presenter."""
    await eventually(lambda: one.panel.findChild(NewTicketPresenter), "the panel is served")


def type_into(panel: NewTicketPanel, subject: str, customer: str = "user_8841") -> None:
    find(panel, QLineEdit, "customer-external-id").setText(customer)
    find(panel, QLineEdit, "subject").setText(subject)


def kept_in(folder: Path, column: str = "subject") -> set[str]:
    """Return the subjects, or another column, of the drafts that are on disk now."""
    database = sqlite3.connect(f"file:{folder / 'default' / 'store.db'}?mode=ro", uri=True)
    try:
        return {value for (value,) in database.execute(f"SELECT {column} FROM drafts")}
    finally:
        database.close()


@contextmanager
def watching(folder: Path, desk: Desk) -> Iterator[subprocess.Popen[str]]:
    """Let ``watch`` own the profile until the block ends."""
    watch = subprocess.Popen(
        [*COMMAND, "watch", "--json", "--data-dir", str(folder), "--server", desk.base],
        stdout=subprocess.PIPE,
        text=True,
        env=environment({"SUPPORTDESK_API_KEY": desk.agent_key}),
    )
    assert watch.stdout is not None
    try:
        for line in watch.stdout:
            if json.loads(line)["what"] == "verified":
                break
        yield watch
    finally:
        watch.send_signal(signal.SIGINT)
        watch.communicate(timeout=WAIT_S)
