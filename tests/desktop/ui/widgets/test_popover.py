"""What lies over the window: shadow, Escape."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.widgets.popover import Popover, SuggestionBox


@pytest.mark.parametrize(
    "make", [lambda: Popover("card"), lambda: SuggestionBox(QLineEdit(), "offers")]
)
def test_the_shadow_has_the_colour_of_the_theme(
    qtbot: QtBot, light_theme: Theme, make: Callable[[], QWidget]
) -> None:
    box = make()
    qtbot.addWidget(box.window())
    shadow = box.graphicsEffect()
    assert isinstance(shadow, QGraphicsDropShadowEffect)
    assert shadow.color() == theme().palette.shadow
    light_theme.set_mode("dark")
    assert shadow.color() == theme().palette.shadow


def test_escape_asks_for_the_end(qtbot: QtBot) -> None:
    card = Popover("card")
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.closed):
        QTest.keyClick(card, Qt.Key.Key_Escape)
