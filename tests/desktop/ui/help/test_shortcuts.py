"""The page of shortcuts: its cards, its filter, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.ui.help.shortcuts import (
    Card,
    KeysField,
    ShortcutRow,
    ShortcutsPage,
    place_title,
)
from supportdesk_desktop.ui.window.command import Place
from supportdesk_desktop.ui.window.commands import COMMANDS
from supportdesk_desktop.ui.window.frame import WindowContents
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.hands import CTRL, PLAIN, SHIFT, click, find, press, type_text

BOTH = CTRL | SHIFT


@pytest.fixture
def page(window: MainWindow) -> ShortcutsPage:
    press(window.ticket_list.view, Qt.Key.Key_F1)
    page = window.pages.shortcuts()
    assert page.isVisible()
    assert field(page).hasFocus()
    return page


def field(page: ShortcutsPage) -> KeysField:
    return find(page, KeysField, "shortcuts-filter")


def ids(page: ShortcutsPage) -> list[str]:
    return [command.id for command in page.shown()]


def test_every_key_of_the_registry_is_on_a_card(page: ShortcutsPage) -> None:
    rows = {row.command: row for row in page.findChildren(ShortcutRow) if row.isVisible()}
    assert set(rows) == {command for command in COMMANDS if command.every_key}
    names = {row.command.id: row.accessibleName() for row in rows.values()}
    assert names["new-urgent-ticket"] == "Nouveau ticket de priorité Urgente, Ctrl+Maj+N"
    assert names["next-row"] == "Ligne suivante, Bas ou J"
    assert names["show-mine"] == "Mes tickets, G puis M"
    cards = {card.accessibleName() for card in page.findChildren(Card)}
    assert cards == {place_title(place) for place in Place}


def test_words_find_actions_and_letters_the_keys_that_begin_so(page: ShortcutsPage) -> None:
    type_text(field(page), "epingl")
    assert ids(page) == ["toggle-pin"] or set(ids(page)) == {"toggle-pin"}
    field(page).clear()
    type_text(field(page), "g")
    assert {"show-mine", "show-urgent", "show-outbox", "show-notifications"} <= set(ids(page))
    field(page).clear()
    assert len(ids(page)) == sum(bool(command.every_key) for command in COMMANDS)


@pytest.mark.parametrize(
    ("key", "modifiers", "said", "found"),
    [
        (Qt.Key.Key_N, BOTH, "Ctrl+Maj+N", ["new-urgent-ticket"]),
        (Qt.Key.Key_B, CTRL, "Ctrl+B", ["toggle-rail", "bold"]),
        (Qt.Key.Key_F5, PLAIN, "F5", ["verify-now"]),
        (Qt.Key.Key_F1, PLAIN, "F1", ["shortcuts"]),
        (Qt.Key.Key_C, BOTH, "Ctrl+Maj+C", ["copy-curl"]),
        (Qt.Key.Key_M, CTRL, "Ctrl+M", []),
    ],
)
def test_a_combination_pressed_says_what_it_does_and_does_it_not(
    page: ShortcutsPage,
    window: MainWindow,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    said: str,
    found: list[str],
) -> None:
    press(field(page), key, modifiers)
    assert field(page).text() == said
    assert ids(page) == found
    assert not window.body.panel_is_open()
    assert page.isVisible()


def test_copying_in_the_field_still_copies(page: ShortcutsPage) -> None:
    type_text(field(page), "épin")
    press(field(page), Qt.Key.Key_A, CTRL)
    press(field(page), Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "épin"


@pytest.mark.parametrize("view", [View.URGENT, View.OUTBOX])
def test_escape_returns_to_the_view_and_the_row(window: MainWindow, view: View) -> None:
    window.go(view)
    before = window.focusWidget()
    press(before or window, Qt.Key.Key_F1)
    page = window.pages.shortcuts()
    assert not window.detail.isVisible()
    press(field(page), Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert window.view() is view
    assert window.focusWidget() is before


def test_the_row_is_the_same_after_it(window: MainWindow) -> None:
    view = window.ticket_list.view
    press(view, Qt.Key.Key_Down)
    chosen = view.current
    press(view, Qt.Key.Key_F1)
    click(find(window.pages.shortcuts(), QPushButton, "close-shortcuts"))
    assert view.current == chosen
    assert view.hasFocus()
    assert window.detail.isVisible()


def test_a_view_of_the_rail_takes_its_place(page: ShortcutsPage, window: MainWindow) -> None:
    click(find(window, QAbstractButton, "rail-mine"))
    assert not page.isVisible()
    assert window.ticket_list.isVisible()


def test_single_letters_can_be_switched_off(
    page: ShortcutsPage, window: MainWindow, qtbot: QtBot
) -> None:
    switch = find(page, QAbstractButton, "single-letters")
    assert switch.isChecked()
    with qtbot.waitSignal(window.letters_chosen) as told:
        click(switch)
    assert told.args == [False]
    press(field(page), Qt.Key.Key_Escape)
    view = window.ticket_list.view
    chosen = view.current
    for key in (Qt.Key.Key_J, Qt.Key.Key_G, Qt.Key.Key_O):
        press(view, key)
    assert window.view() is View.MINE
    assert view.current == chosen
    again = MainWindow(WindowContents(letters=False))
    qtbot.addWidget(again, before_close_func=lambda w: w.let_close())
    assert not again.shortcuts.letters


def test_the_list_is_copied_as_text(page: ShortcutsPage) -> None:
    click(find(page, QPushButton, "copy-shortcuts"))
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Partout\nCtrl+K\tPalette de commandes\n")
    assert "\n\nAller à\nG puis M\tMes tickets\n" in text


@pytest.mark.parametrize(("width", "columns"), [(1440, 3), (1000, 2), (720, 1)])
def test_cards_stand_in_as_many_columns_as_fit(
    page: ShortcutsPage, window: MainWindow, qtbot: QtBot, width: int, columns: int
) -> None:
    window.resize(width, 900)
    qtbot.waitUntil(lambda: window.width() == width)

    def places() -> set[int]:
        cards = [card for card in page.findChildren(Card) if card.isVisible()]
        return {card.mapTo(page, card.rect().topLeft()).x() for card in cards}

    qtbot.waitUntil(lambda: len(places()) == columns)
    wide = [one for one in page.findChildren(QWidget) if one.isVisible()]
    assert all(one.mapTo(page, one.rect().topRight()).x() <= page.width() for one in wide)
