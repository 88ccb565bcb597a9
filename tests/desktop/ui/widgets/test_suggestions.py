"""The model of suggestions keeps Qt's rules; its lines are drawn in both themes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.widgets.lists import LinesModel
from supportdesk_desktop.ui.widgets.popover import Suggestion, SuggestionDelegate

LINES = [
    Suggestion("user_8841", "Koffi Mensah", "user_8841", "koffi@exemple.bj", "hier", icon="user"),
    Suggestion("11111111", "paiement", dot="#D97B1C"),
]


def test_the_model_keeps_qts_rules(qapp: QObject) -> None:
    model = LinesModel(qapp)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_lines(LINES)
    model.set_lines([])
    assert model.rowCount() == 0


def test_a_line_is_said_whole(qapp: QObject) -> None:
    model = LinesModel(qapp)
    model.set_lines(LINES)
    said = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Koffi Mensah, user_8841, koffi@exemple.bj, hier"


def test_matches_stand_on_their_ground(qtbot: QtBot, each_theme: Theme) -> None:
    view = QListView()
    qtbot.addWidget(view)
    model = LinesModel(view)
    delegate = SuggestionDelegate(view)
    delegate.query = "mens"
    model.set_lines(LINES)
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.resize(420, 90)
    view.show()
    image = view.grab().toImage()
    colours = {image.pixelColor(x, 15).name() for x in range(image.width())}
    assert each_theme.palette.markbg.name() in colours
