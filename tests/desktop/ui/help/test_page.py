"""Guide and news are read offline, and left by Escape to where the agent was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from supportdesk_desktop import __version__
from supportdesk_desktop.ui.help.page import NewsLine
from supportdesk_desktop.ui.language import install_language
from supportdesk_desktop.ui.window.command import Command
from supportdesk_desktop.ui.window.commands import GUIDE, NEWS, SHORTCUTS
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.hands import click, find


@pytest.fixture
def window(qtbot: QtBot, french: None) -> MainWindow:
    """The window in French."""
    one = MainWindow()
    qtbot.addWidget(one)
    one.show()
    return one


def test_the_guide_is_shown_in_the_language_with_tables_and_without_links(
    window: MainWindow, qapp: QApplication
) -> None:
    window.commands.run(GUIDE)
    page = window.pages.help()
    assert window.body.pages.currentWidget() is page
    text = page.text.toPlainText()
    assert "Premier démarrage" in text
    assert "|---|" not in text
    assert "guide.en.md" not in page.text.toHtml()
    assert "href" not in page.text.toHtml()
    install_language(qapp, "en")
    qapp.processEvents()
    assert "First start" in page.text.toPlainText()
    assert page.text.accessibleName() == "Agent’s guide"


@pytest.mark.parametrize("command", [GUIDE, NEWS, SHORTCUTS])
def test_f6_goes_round_and_comes_back_to_the_page_that_is_seen(
    window: MainWindow, qapp: QApplication, command: Command
) -> None:
    qapp.processEvents()
    window.commands.run(command)
    qapp.processEvents()
    page = window.body.pages.currentWidget()
    assert page is not None
    window.rail.focus_current()
    seen = []
    for _ in range(4):
        QTest.keyClick(window, Qt.Key.Key_F6)
        focus = window.focusWidget()
        seen.append(focus is not None and page.isAncestorOf(focus) and focus.isVisible())
    assert seen.count(True) == 1


def test_news_are_of_this_version(window: MainWindow) -> None:
    window.commands.run(NEWS)
    page = window.pages.help()
    assert __version__ in page.text.accessibleName()
    assert "Rien ne bouge sous la main" in page.text.toPlainText()


def test_the_line_leads_to_the_news_and_goes(window: MainWindow, qtbot: QtBot) -> None:
    line = window.pages.news_line()
    assert line.height() < 60
    with qtbot.waitSignal(line.news_requested):
        click(find(line, QAbstractButton, "read-news"))
    assert line.isHidden()
    again = window.pages.news_line()
    click(find(again, QAbstractButton, "close-news"))
    assert again.isHidden()
    assert isinstance(again, NewsLine)
