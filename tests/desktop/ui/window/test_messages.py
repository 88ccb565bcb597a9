"""What can be undone is offered for so long, in one place."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.ui.widgets.buttons import PlainButton
from supportdesk_desktop.ui.window.messages import UndoNotice
from tests.desktop.ui.hands import click, find


@pytest.fixture
def notice(qtbot: QtBot) -> UndoNotice:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    return UndoNotice(window)


def test_the_last_offer_is_what_is_undone(notice: UndoNotice) -> None:
    undone: list[str] = []
    notice.offer("INV-1045 marqué traité", 60, lambda: undone.append("first"))
    notice.offer("INV-1046 marqué traité", 60, lambda: undone.append("second"))
    assert notice.isVisible()
    assert notice.geometry().bottom() < 400
    click(find(notice, PlainButton, "undo"))
    assert undone == ["second"]
    assert not notice.isVisible()
    assert notice.withdraw() is None


def test_an_offer_ends_with_its_time(notice: UndoNotice, qtbot: QtBot) -> None:
    notice.offer("INV-1046 marqué traité", 0.05, lambda: None)
    qtbot.waitUntil(lambda: not notice.isVisible())
