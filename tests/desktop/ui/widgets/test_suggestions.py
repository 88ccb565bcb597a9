"""Lines of suggestions are drawn in both themes, and said whole."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.widgets.popover import Suggestion, SuggestionBox

LINES = [
    Suggestion("user_8841", "Koffi Mensah", "user_8841", "koffi@exemple.bj", "hier", icon="user"),
    Suggestion("11111111", "paiement", dot="#D97B1C"),
]


def test_a_line_is_said_whole_and_its_matches_stand_on_their_ground(
    qtbot: QtBot, each_theme: Theme
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    edit = QLineEdit(window)
    edit.resize(420, 32)
    window.resize(440, 300)
    window.show()
    box = SuggestionBox(edit, "offers")
    box.offer(LINES, "mens")
    view = box.findChild(QListView, "offers-list")
    assert view is not None
    said = view.model().index(0, 0).data()
    assert said == "Koffi Mensah, user_8841, koffi@exemple.bj, hier"
    image = view.grab().toImage()
    colours = {image.pixelColor(x, 15).name() for x in range(image.width())}
    assert each_theme.palette.markbg.name() in colours
    box.offer([], "")
    assert box.lines == []
