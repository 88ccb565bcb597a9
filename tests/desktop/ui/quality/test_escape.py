"""Escape always steps back: out of whatever a command opened, to the view and the focus of before.

The table is the registry itself: a new command is tried as soon as it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.arrangement import Arrangement
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.ui.settings.window import SettingsWindow
from supportdesk_desktop.ui.window import commands
from supportdesk_desktop.ui.window.command import Command
from supportdesk_desktop.ui.window.frame import WindowContents
from supportdesk_desktop.ui.window.state import TICKET_VIEWS, View
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui import sample_tickets as tickets
from tests.desktop.ui.sample_tickets import many_rows

ESCAPES = 3
"""So often at most: a word typed, a kind chosen, then the place itself."""

RETURNS_TO = {commands.JOURNAL: "strip-state", commands.DETAILS: "strip-state"}
"""What lies over the strip leads to it; without a day observed there is no track to lead to."""

MOVES = {
    commands.NEXT_REGION,
    commands.PREVIOUS_REGION,
    commands.NEXT_ROW,
    commands.PREVIOUS_ROW,
    commands.NEXT_TICKET,
    commands.PREVIOUS_TICKET,
}
"""These go from one place to another beside it, and open nothing."""

OPEN_SOMETHING = {
    *("palette", "search", "new-ticket", "new-urgent-ticket", "do-not-disturb", "shortcuts"),
    *("settings", "guide", "news", "journal", "verified", "open-ticket", "write-note", "snooze"),
    *("show-outbox", "show-notifications", "show-statistics"),
}
"""So that the test cannot pass because a command does nothing here."""

NARROW = 760
"""Pixels: one pane alone."""

LEAVES = {commands.CLOSE, commands.BACK, commands.QUIT, commands.NEW_KEY}

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
"""The offscreen platform says so of each menu."""


@dataclass(frozen=True)
class Place:
    """Where a person is."""

    page: QWidget | None
    view: str
    popups: tuple[str, ...]
    windows: tuple[str, ...]
    focus: str

    @property
    def shown(self) -> tuple[object, ...]:
        """What is seen of it, whatever has the focus."""
        return (self.page, self.view, self.popups, self.windows)


def place_of(window: MainWindow) -> Place:
    """Return where the person is now."""
    over = [
        window.overlays.palette_is_open() and "palette",
        *(one.objectName() for one in window.overlays.popovers()),
        window.body.panel_is_open() and "panel",
    ]
    popup = QApplication.activePopupWidget()
    focus = QApplication.focusWidget()
    return Place(
        page=window.body.pages.currentWidget(),
        view=window.view().value,
        popups=tuple(one for one in (*over, popup and popup.objectName()) if one),
        windows=tuple(
            sorted(
                one.objectName()
                for one in QApplication.topLevelWidgets()
                if one.isVisible() and one.windowType() == Qt.WindowType.Window
            )
        ),
        focus="" if focus is None else focus.objectName(),
    )


def escape(window: MainWindow) -> None:
    """Press Escape where a person's keys go."""
    target = (
        QApplication.activePopupWidget()
        or QApplication.focusWidget()
        or QApplication.activeWindow()
        or window
    )
    QTest.keyClick(target, Qt.Key.Key_Escape)
    QApplication.processEvents()
    if QApplication.activeWindow() is None:
        # Where another window closed, the window manager goes on with this one.
        window.activateWindow()
        QApplication.processEvents()


@pytest.fixture
def window(qtbot: QtBot, french: None) -> Iterator[MainWindow]:
    """The window with tickets, the focus on a row of the list."""
    rows = many_rows(12)
    lines = TicketLines.of_rows(Arrangement(), rows)
    window = MainWindow(WindowContents(lines=lines, rows=rows))
    qtbot.addWidget(window, before_close_func=lambda w: w.let_close())
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.ticket_list.select(rows[2].id)
    window.detail.show_detail(tickets.detail())
    window.focus_page()
    yield window
    for settings in window.findChildren(SettingsWindow):
        settings.close()


def back_in(window: MainWindow, before: Place, focus: str) -> bool:
    """Return whether the person is where they were."""
    now = place_of(window)
    return now.shown == before.shown and now.focus == focus


@pytest.mark.parametrize("width", [1440, NARROW])
def test_escape_leads_back_from_what_a_command_opens(window: MainWindow, width: int) -> None:
    for command in commands.COMMANDS:
        window.resize(width, 900)
        window.show_view(View.MINE)
        QApplication.processEvents()
        window.focus_page()
        steps_back(window, command)


def steps_back(window: MainWindow, command: Command) -> None:
    """Run a command, and leave by Escape what it opens."""
    if command in MOVES | LEAVES or window.commands.why_not(command):
        return
    before = place_of(window)
    focus = RETURNS_TO.get(command, before.focus)
    window.commands.run(command)
    QApplication.processEvents()
    opened = place_of(window)
    if opened.shown == before.shown and opened.focus == before.focus:
        assert command.id not in OPEN_SOMETHING, f"{command.id} opens nothing"
    elif opened.view in set(TICKET_VIEWS) and opened.view != before.view:
        assert opened.focus == before.focus, command.id
    else:
        for _ in range(ESCAPES):
            escape(window)
            if back_in(window, before, focus):
                break
        assert back_in(window, before, focus), (command.id, place_of(window), before)


def test_escape_leads_back_to_the_view_of_before(window: MainWindow) -> None:
    window.go(View.URGENT)
    before = place_of(window)
    window.go(View.OUTBOX)
    window.go(View.STATISTICS)
    escape(window)
    assert place_of(window) == before
    escape(window)
    assert place_of(window) == before
