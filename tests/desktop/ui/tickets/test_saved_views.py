"""Saved views in the rail: order, names, menus, and one icon where the rail is narrow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.saved_views import SavedView, SavedViewId, Views
from supportdesk_desktop.ui.tickets.saved_views import SavedViewsSection
from supportdesk_desktop.ui.window.commands import MOVE_VIEW_UP, RENAME_VIEW
from supportdesk_desktop.ui.window.rail import Rail
from supportdesk_desktop.ui.window.state import View
from tests.desktop.ui.hands import click, find, press, type_text

ALT = Qt.KeyboardModifier.AltModifier
VIEWS: Views = (
    SavedView(SavedViewId("r"), "Retraits & mobile money", "retrait", pinned=True),
    SavedView(SavedViewId("p"), "Plus de 100 000 XOF", "méta.amount:>100000"),
    SavedView(SavedViewId("l"), "Livraisons Parakou", "tag:livraison parakou"),
)
NO_GRAB = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
"""The offscreen platform says so of each menu."""


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.resize(224, 860)
    rail.show()
    rail.saved_views.show_views(VIEWS)
    qtbot.waitExposed(rail)
    rail.activateWindow()
    return rail


def section(rail: Rail) -> SavedViewsSection:
    return rail.saved_views


def item(rail: Rail, view_id: str) -> QAbstractButton:
    return find(rail, QAbstractButton, f"rail-saved-{view_id}")


def order(rail: Rail) -> list[str]:
    items = [one for one in rail.findChildren(QAbstractButton) if one.isVisible()]
    saved = [one for one in items if one.objectName().startswith("rail-saved-")]
    return [one.objectName()[-1] for one in sorted(saved, key=lambda one: one.y())]


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(QAccessible.Text.Name)


def menu_line(rail: Rail, name: str) -> QAction:
    menu = find(rail, QMenu, "saved-views-menu")
    return next(one for one in menu.actions() if name in (one.objectName(), one.text()))


def test_nothing_is_shown_where_nothing_is_saved(rail: Rail) -> None:
    section(rail).show_views(())
    assert not section(rail).isVisible()


def test_views_are_read_with_count_and_pin(rail: Rail) -> None:
    assert order(rail) == ["r", "p", "l"]
    assert spoken(item(rail, "p")) == "Plus de 100 000 XOF"
    section(rail).show_count(SavedViewId("p"), 4)
    section(rail).show_count(SavedViewId("r"), 0)
    assert spoken(item(rail, "p")) == "Plus de 100 000 XOF, 4 ticket(s)"
    assert spoken(item(rail, "r")) == "Retraits & mobile money, 0 ticket(s), épinglée"


def test_one_view_is_marked_saved_or_not(rail: Rail, qtbot: QtBot) -> None:
    with qtbot.waitSignal(section(rail).chosen) as chosen:
        click(item(rail, "p"))
    assert chosen.args == ["p"]
    # A screen reader toggles instead; a second click chooses again.
    with qtbot.waitSignals([section(rail).chosen, rail.view_chosen], order="strict"):
        item(rail, "r").toggle()
        find(rail, QAbstractButton, "rail-mine").toggle()
    chosen_again: list[str] = []
    section(rail).chosen.connect(chosen_again.append)
    click(item(rail, "p"))
    click(item(rail, "p"))
    assert chosen_again == ["p", "p"]
    assert item(rail, "p").isChecked()
    assert not find(rail, QAbstractButton, "rail-mine").isChecked()
    assert rail.current() is View.MINE
    rail.mark_saved_view(SavedViewId("l"))
    assert [item(rail, one).isChecked() for one in "rpl"] == [False, False, True]
    rail.set_current(View.URGENT)
    assert not item(rail, "l").isChecked()
    assert find(rail, QAbstractButton, "rail-urgent").isChecked()
    rail.mark_saved_view(SavedViewId("l"))
    section(rail).show_views(VIEWS[:2])
    rail.mark_saved_view(None)
    assert find(rail, QAbstractButton, "rail-urgent").isChecked()


def test_alt_and_an_arrow_move_a_view_and_the_focus_stays(rail: Rail, qtbot: QtBot) -> None:
    item(rail, "p").setFocus()
    with qtbot.waitSignal(section(rail).moved) as moved:
        press(item(rail, "p"), Qt.Key.Key_Down, ALT)
    assert moved.args == ["p", 2]
    assert order(rail) == ["r", "l", "p"]
    assert item(rail, "p").hasFocus()
    with qtbot.assertNotEmitted(section(rail).moved):
        press(item(rail, "p"), Qt.Key.Key_Down, ALT)
    # Whoever keeps the order has the last word.
    section(rail).show_views(VIEWS)
    assert order(rail) == ["r", "p", "l"]
    assert item(rail, "p").hasFocus()


def test_a_view_is_dragged_past_others_and_not_chosen_by_it(rail: Rail, qtbot: QtBot) -> None:
    dragged, target = item(rail, "l"), item(rail, "p")
    middle = dragged.rect().center()
    way = QPoint(0, target.y() - dragged.y() - 4)
    with qtbot.assertNotEmitted(section(rail).chosen):
        QTest.mousePress(dragged, Qt.MouseButton.LeftButton, pos=middle)
        QTest.mouseMove(dragged, middle + way)
        assert order(rail) == ["r", "l", "p"]
        with qtbot.waitSignal(section(rail).moved) as moved:
            QTest.mouseRelease(dragged, Qt.MouseButton.LeftButton, pos=dragged.rect().center())
    assert moved.args == ["l", 1]
    assert not dragged.isChecked()


def test_a_view_is_named_in_its_place(rail: Rail, qtbot: QtBot) -> None:
    item(rail, "p").setFocus()
    press(item(rail, "p"), Qt.Key.Key_F2)
    edit = find(rail, QLineEdit, "rail-view-name")
    assert edit.isVisible()
    assert (edit.text(), edit.selectedText()) == ("Plus de 100 000 XOF",) * 2
    assert edit.geometry() == item(rail, "p").geometry()
    type_text(edit, "Gros montants")
    with qtbot.waitSignal(section(rail).renamed) as renamed:
        press(edit, Qt.Key.Key_Return)
    assert renamed.args == ["p", "Gros montants"]
    assert item(rail, "p").hasFocus()
    press(item(rail, "p"), Qt.Key.Key_F2)
    type_text(edit, "Autre")
    with qtbot.assertNotEmitted(section(rail).renamed):
        press(edit, Qt.Key.Key_Escape)
    assert not edit.isVisible()
    assert item(rail, "p").hasFocus()


def test_a_name_typed_is_kept_when_the_focus_goes_elsewhere(rail: Rail, qtbot: QtBot) -> None:
    press(item(rail, "p"), Qt.Key.Key_F2)
    edit = find(rail, QLineEdit, "rail-view-name")
    type_text(edit, "Gros montants")
    with qtbot.waitSignal(section(rail).renamed):
        item(rail, "r").setFocus()


def test_removing_gives_the_focus_to_the_next(rail: Rail, qtbot: QtBot) -> None:
    item(rail, "p").setFocus()
    with qtbot.waitSignal(section(rail).removed) as removed:
        press(item(rail, "p"), Qt.Key.Key_Delete)
    assert removed.args == ["p"]
    section(rail).show_views((VIEWS[0], VIEWS[2]))
    assert item(rail, "l").hasFocus()


@NO_GRAB
def test_the_menu_of_a_view_has_every_command(rail: Rail, qtbot: QtBot) -> None:
    item(rail, "p").menu_wanted.emit(QPoint(0, 0))  # type: ignore[attr-defined]
    with qtbot.waitSignal(section(rail).pin_wanted) as pinned:
        menu_line(rail, "pin-view").trigger()
    assert pinned.args == ["p", True]
    with qtbot.waitSignal(section(rail).link_wanted) as link:
        menu_line(rail, "copy-view-link").trigger()
    assert link.args == ["p"]
    hint = MOVE_VIEW_UP.key_hint()
    assert hint
    assert menu_line(rail, "move-view-up").text() == f"Monter la vue\t{hint}"


@NO_GRAB
def test_the_narrow_rail_has_one_icon_for_all(rail: Rail, qtbot: QtBot) -> None:
    section(rail).show_count(SavedViewId("r"), 6)
    rail.mark_saved_view(SavedViewId("p"))
    rail.set_icons_only(True)
    icon = find(rail, QAbstractButton, "rail-saved-menu")
    assert icon.isVisible()
    assert icon.isChecked()
    assert spoken(icon) == "Vues enregistrées"
    assert not item(rail, "r").isVisible()
    click(icon)
    assert icon.isChecked()
    assert menu_line(rail, "Plus de 100 000 XOF").isChecked()
    with qtbot.waitSignal(section(rail).chosen) as chosen:
        menu_line(rail, "Retraits && mobile money\t6").trigger()
    assert chosen.args == ["r"]
    with qtbot.waitSignal(section(rail).naming_wanted) as naming:
        menu_line(rail, "rename-view").trigger()
    assert naming.args == ["p"]


def test_a_command_acts_on_the_view_with_the_focus_else_on_the_one_shown(rail: Rail) -> None:
    assert not section(rail).act(RENAME_VIEW)
    rail.mark_saved_view(SavedViewId("l"))
    section(rail).act(RENAME_VIEW)
    edit = find(rail, QLineEdit, "rail-view-name")
    assert edit.text() == "Livraisons Parakou"
    press(edit, Qt.Key.Key_Escape)
    item(rail, "p").setFocus()
    section(rail).act(RENAME_VIEW)
    assert edit.text() == "Plus de 100 000 XOF"
