"""The whole window offscreen, in the loop of the test, beside a real desk on a real socket."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from supportdesk_desktop.app.filing_panels import FilingPanels
from supportdesk_desktop.app.options import WindowOptions, paths_of
from supportdesk_desktop.app.trace import Trace
from supportdesk_desktop.app.window import contents_of
from supportdesk_desktop.app.window_run import WindowRun
from supportdesk_desktop.store.first_paint import read_first_paint
from supportdesk_desktop.system.notifications.notifier import Notifier
from supportdesk_desktop.ui.filing.panel import NewTicketPanel
from supportdesk_desktop.ui.language import install_language, remove_language
from supportdesk_desktop.ui.window.actions import WindowCommands
from supportdesk_desktop.ui.window.contents import WindowContents
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.session.processes import Desk
from tests.desktop.session.processes import desk as serving
from tests.desktop.ui.conftest import light_theme
from tests.fakes.notifier import FakeNotifier

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
    window = MainWindow(contents, commands=WindowCommands)
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

    for module in ("window_run", "first_run"):
        monkeypatch.setattr(f"supportdesk_desktop.app.{module}.system_notifier", fake)
    return notifier


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk without rate limits, in a process of its own, with the customer ``user_8841``."""
    with serving(tmp_path_factory.mktemp("desk"), "--no-rate-limits") as served:
        served.add_customer("user_8841", "koffi.mensah@exemple.bj", "Koffi Mensah")
        yield served


@pytest.fixture(scope="module")
def full_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose monthly quota of tickets is used up."""
    with serving(tmp_path_factory.mktemp("full"), "--no-rate-limits", "--quota", "0") as served:
        yield served
