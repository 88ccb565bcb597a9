"""What lies over the window: shadow, Escape, language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsDropShadowEffect, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.widgets.popover import Popover
from supportdesk_desktop.ui.widgets.suggestions import SuggestionBox


class Card(Popover):
    def __init__(self) -> None:
        super().__init__("card")
        self.said = 0

    def retranslate(self) -> None:
        self.said += 1


@pytest.mark.parametrize("make", [Card, lambda: SuggestionBox(QLineEdit(), "offers")])
def test_the_shadow_has_the_colour_of_the_theme(
    qtbot: QtBot, light_theme: Theme, make: type[QWidget]
) -> None:
    box = make()
    qtbot.addWidget(box.window())
    shadow = box.graphicsEffect()
    assert isinstance(shadow, QGraphicsDropShadowEffect)
    assert shadow.color() == theme().palette.shadow
    light_theme.set_mode("dark")
    assert shadow.color() == theme().palette.shadow


def test_escape_asks_for_the_end_and_a_new_language_is_said(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.closed):
        QTest.keyClick(card, Qt.Key.Key_Escape)
    QApplication.sendEvent(card, QEvent(QEvent.Type.LanguageChange))
    assert card.said == 1
