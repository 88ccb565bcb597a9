"""Every test of the window runs in a theme; ask for ``each_theme`` to run in both."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.arrangement import Arrangement
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.ui.language import install_language, remove_language
from supportdesk_desktop.ui.theme import Mode, Theme, install
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.window.frame import WindowContents
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.sample_tickets import NOW_MS, many_rows

# Widgets alone need no display; where focus goes there depends on a window manager's mood.
# The whole program is tested on a real one, in tests/desktop/session.
os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme at 100 %, put back after a test that changed it."""
    yield install(qapp, "light", 1.0)
    # Widgets of the test are gone only now: else each change of theme dresses them all again.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    install(qapp, "light", 1.0)


@pytest.fixture(params=["light", "dark"])
def each_theme(request: pytest.FixtureRequest, light_theme: Theme) -> Theme:
    """The light, then the dark theme."""
    mode: Mode = request.param
    light_theme.set_mode(mode)
    return light_theme


@pytest.fixture
def french(qapp: QApplication) -> Iterator[None]:
    """French, with its plurals; the language of before is put back."""
    before = QLocale()
    install_language(qapp, "fr")
    yield
    remove_language(qapp)
    QLocale.setDefault(before)


@pytest.fixture
def pane(qtbot: QtBot) -> DetailPane:
    """The detail of a ticket, shown, at the time of the sample tickets."""
    pane = DetailPane(now_ms=lambda: NOW_MS)
    qtbot.addWidget(pane)
    pane.resize(540, 800)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """The main window with twelve tickets, in front, its keys bound."""
    rows = many_rows(12)
    lines = TicketLines.of_rows(Arrangement(), rows)
    window = MainWindow(WindowContents(lines=lines, rows=rows))
    qtbot.addWidget(window, before_close_func=lambda w: w.let_close())
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    # The keys are bound, and the icon set, in the second turn after the window is shown.
    qtbot.waitUntil(lambda: not window.windowIcon().isNull())
    return window
