"""Choosing several tickets by keys and clicks, the bar that says how many, and its way out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.arrangement import ViewLayout
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from tests.desktop.ui.hands import CTRL, PLAIN, SHIFT, click, find, press
from tests.desktop.ui.sample_tickets import NOW_MS, ago_ms, many_rows, row
from tests.desktop.ui.tickets.conftest import show

ROWS = [*many_rows(5), row(1, ago_ms(days=1)), row(2, ago_ms(days=1, hours=1))]
NO_GRAB = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)


WIDTH = 900


@pytest.fixture(autouse=True)
def filled(pane: TicketListPane) -> None:
    show(pane, ROWS)
    pane.view.setFocus()


def chosen(pane: TicketListPane) -> list[int]:
    """Return which of ``ROWS`` are chosen."""
    return [at for at, one in enumerate(ROWS) if one.id in pane.model.selection]


def click_row(
    pane: TicketListPane, one: TicketRow, modifiers: Qt.KeyboardModifier = PLAIN, x: int = 300
) -> None:
    line = pane.model.row_of(one.id)
    assert line is not None
    middle = pane.view.rowViewportPosition(line) + pane.view.rowHeight(line) // 2
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, modifiers, QPoint(x, middle))


def bar_says(pane: TicketListPane) -> str:
    labels = [find(pane, QLabel, name) for name in ("selection-count", "selection-urgent")]
    return " ".join(label.text() for label in labels if label.isVisible())


def test_shift_stretches_over_headings_and_shrinks_again(pane: TicketListPane) -> None:
    pane.select(ROWS[3].id)
    for _ in range(3):
        press(pane.view, Qt.Key.Key_Down, SHIFT)
    assert chosen(pane) == [3, 4, 5, 6]
    press(pane.view, Qt.Key.Key_Up, SHIFT)
    assert chosen(pane) == [3, 4, 5]
    press(pane.view, Qt.Key.Key_Home, SHIFT)
    assert chosen(pane) == [0, 1, 2, 3]
    assert pane.view.current == ROWS[0].id


def test_a_second_stretch_adds_to_the_first(pane: TicketListPane) -> None:
    pane.select(ROWS[0].id)
    press(pane.view, Qt.Key.Key_Down, SHIFT)
    press(pane.view, Qt.Key.Key_Down)
    press(pane.view, Qt.Key.Key_Down)
    assert chosen(pane) == [0, 1]
    press(pane.view, Qt.Key.Key_Down, SHIFT)
    assert chosen(pane) == [0, 1, 3, 4]


def test_ctrl_adds_and_takes_one(pane: TicketListPane) -> None:
    click_row(pane, ROWS[1], CTRL)
    click_row(pane, ROWS[4], CTRL)
    click_row(pane, ROWS[2], CTRL)
    click_row(pane, ROWS[4], CTRL)
    assert chosen(pane) == [1, 2]
    press(pane.view, Qt.Key.Key_Space, CTRL)
    assert chosen(pane) == [1, 2, 4]


def test_shift_click_takes_all_between(pane: TicketListPane) -> None:
    click_row(pane, ROWS[4])
    click_row(pane, ROWS[1], SHIFT)
    assert chosen(pane) == [1, 2, 3, 4]
    click_row(pane, ROWS[5], SHIFT)
    assert chosen(pane) == [4, 5]


def test_ctrl_a_takes_every_ticket_and_escape_none(pane: TicketListPane) -> None:
    press(pane.view, Qt.Key.Key_A, CTRL)
    assert chosen(pane) == list(range(len(ROWS)))
    press(pane.view, Qt.Key.Key_Escape)
    assert chosen(pane) == []


def test_escape_with_nothing_chosen_is_left_to_the_window(pane: TicketListPane) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, PLAIN)
    event.ignore()
    QApplication.sendEvent(pane.view, event)
    assert not event.isAccepted()


def test_a_plain_click_empties_a_list_and_not_a_table_of_boxes(pane: TicketListPane) -> None:
    click_row(pane, ROWS[1], CTRL)
    click_row(pane, ROWS[2])
    assert chosen(pane) == []
    show(pane, ROWS, ViewLayout(table=True))
    click_row(pane, ROWS[1], x=20)
    click_row(pane, ROWS[3])
    assert chosen(pane) == [1]
    assert pane.view.current == ROWS[3].id


def test_space_works_the_box_of_a_table_and_reads_in_a_list(
    pane: TicketListPane, qtbot: QtBot
) -> None:
    pane.select(ROWS[2].id)
    with qtbot.waitSignal(pane.toggle_read):
        press(pane.view, Qt.Key.Key_Space)
    assert chosen(pane) == []
    show(pane, ROWS, ViewLayout(table=True))
    with qtbot.assertNotEmitted(pane.toggle_read):
        press(pane.view, Qt.Key.Key_Space)
    assert chosen(pane) == [2]
    press(pane.view, Qt.Key.Key_Space)
    assert chosen(pane) == []


def test_letters_act_on_all_that_are_chosen(pane: TicketListPane, qtbot: QtBot) -> None:
    press(pane.view, Qt.Key.Key_A, CTRL)
    for key, what in (
        (Qt.Key.Key_C, "copy"),
        (Qt.Key.Key_P, "toggle-pin"),
        (Qt.Key.Key_Space, "toggle-read"),
    ):
        with qtbot.waitSignal(pane.bar.asked) as asked:
            press(pane.view, key)
        assert asked.args[0] == what
        assert asked.args[1] == {one.id for one in ROWS}


def test_ctrl_c_asks_for_the_selection_or_the_one_row(pane: TicketListPane, qtbot: QtBot) -> None:
    pane.select(ROWS[2].id)
    with qtbot.waitSignal(pane.bar.asked) as asked:
        press(pane.view, Qt.Key.Key_C, CTRL)
    assert asked.args == ["copy-table", {ROWS[2].id}]
    click_row(pane, ROWS[0], CTRL)
    click_row(pane, ROWS[1], CTRL)
    with qtbot.waitSignal(pane.bar.asked) as asked:
        press(pane.view, Qt.Key.Key_C, CTRL)
    assert asked.args == ["copy-table", {ROWS[0].id, ROWS[1].id}]


def test_the_bar_says_how_many_and_goes_with_the_last(pane: TicketListPane) -> None:
    click_row(pane, ROWS[1], CTRL)
    assert bar_says(pane).startswith("1 sélectionné")
    click_row(pane, ROWS[2], CTRL)
    pane.bar.set_urgent(1)
    assert bar_says(pane).startswith("2 sélectionné")
    assert "dont 1 urgent" in bar_says(pane)
    pane.model.remove([ROWS[1].id])
    assert chosen(pane) == [2]
    assert bar_says(pane).startswith("1 sélectionné")
    pane.model.set_lines(TicketLines.of_rows(ViewLayout().order, ROWS[4:]))
    assert chosen(pane) == []
    assert bar_says(pane) == ""


def test_rows_that_move_or_are_sorted_anew_stay_chosen(pane: TicketListPane) -> None:
    click_row(pane, ROWS[1], CTRL)
    click_row(pane, ROWS[4], CTRL)
    pane.model.touch([row(9000 - 1, NOW_MS + 5)])
    show(pane, ROWS, ViewLayout(table=True))
    assert chosen(pane) == [1, 4]
    assert pane.view.current == ROWS[4].id


def test_the_bar_acts_and_gives_the_focus_back(pane: TicketListPane, qtbot: QtBot) -> None:
    press(pane.view, Qt.Key.Key_A, CTRL)
    for name, what in (("selection-copy", "copy"), ("selection-export", "export")):
        with qtbot.waitSignal(pane.bar.asked) as asked:
            click(find(pane, QAbstractButton, name))
        assert asked.args[0] == what
    finish = find(pane, QAbstractButton, "selection-finish")
    assert not finish.isVisible()
    pane.bar.set_can_finish(True)
    assert finish.isVisible()
    copy = find(pane, QAbstractButton, "selection-copy")
    copy.setFocus()
    press(copy, Qt.Key.Key_Escape)
    assert chosen(pane) == []
    qtbot.waitUntil(pane.view.hasFocus)


@NO_GRAB
def test_the_menu_offers_what_a_narrow_bar_has_no_room_for(
    pane: TicketListPane, qtbot: QtBot
) -> None:
    pane.resize(360, 600)
    press(pane.view, Qt.Key.Key_A, CTRL)
    assert not find(pane, QAbstractButton, "selection-copy").isVisible()
    click(find(pane, QAbstractButton, "selection-more"))
    menu = find(pane, QMenu, "selection-menu")
    names = [action.objectName() for action in menu.actions() if action.objectName()]
    assert names[:4] == ["menu-copy", "menu-copy-links", "menu-copy-csv", "menu-export"]
    with qtbot.waitSignal(pane.bar.asked) as asked:
        menu.actions()[1].trigger()
    assert asked.args[0] == "copy-links"
    menu.close()


def test_what_arrives_is_not_chosen_with_the_rest(pane: TicketListPane) -> None:
    rows = many_rows(20_000)
    pane.model.set_lines(TicketLines.of_rows(ViewLayout().order, rows))
    press(pane.view, Qt.Key.Key_A, CTRL)
    assert len(pane.model.selection) == 20_000
    pane.model.insert([row(50_000, NOW_MS + 1)])
    assert len(pane.model.selection) == 20_000
    assert TicketId("id-50000") not in pane.model.selection
