"""The category: chosen among those in use, or written anew."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from supportdesk_desktop.ui.filing.category import CategoryField
from tests.desktop.ui.hands import keys, press, shown

IN_USE = ("Paiement", "Livraison", "Retour", "Retour sous garantie")


@pytest.fixture
def field(qtbot: QtBot) -> CategoryField:
    """A shown field, four categories in use, its edit focused."""
    widget = shown(qtbot, CategoryField(), 400, 300)
    widget.set_in_use(IN_USE)
    widget.edit.setFocus()
    return widget


def test_enter_takes_the_only_one_that_fits(field: CategoryField) -> None:
    keys(field.edit, "pai")
    press(field.edit, Qt.Key.Key_Return)
    assert field.edit.text() == "Paiement"
    assert field.note.text == ""


def test_down_shows_all_and_enter_takes_the_chosen(field: CategoryField) -> None:
    press(field.edit, Qt.Key.Key_Down)
    assert [line.value for line in field.box.lines] == list(IN_USE)
    press(field.edit, Qt.Key.Key_Down)
    press(field.edit, Qt.Key.Key_Down)
    press(field.edit, Qt.Key.Key_Return)
    assert field.edit.text() == "Livraison"


def test_one_in_use_is_written_as_the_others_write_it(field: CategoryField) -> None:
    keys(field.edit, "retour")
    press(field.edit, Qt.Key.Key_Return)
    assert field.edit.text() == "Retour"


def test_a_new_one_stays_and_is_said(field: CategoryField) -> None:
    keys(field.edit, "Douane")
    press(field.edit, Qt.Key.Key_Return)
    assert field.edit.text() == "Douane"
    assert field.note.text == "Nouvelle catégorie."
    keys(field.edit, "s")
    assert field.note.text == ""
