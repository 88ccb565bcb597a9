"""Metadata editor: both sides say the same, to the digit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.metadata import MetaType
from supportdesk_desktop.ui.filing.metadata import MetadataEditor
from supportdesk_desktop.ui.filing.metadata_rows import MetadataRowEdit
from supportdesk_desktop.ui.widgets.focus import order_by_layout
from tests.desktop.ui.hands import SHIFT, click, find, keys, press, shown, told, type_text

KEYPAD = Qt.KeyboardModifier.KeypadModifier
EXACT = '{"z":1.10,"orderId":"20418","big":12345678901234567890,"x":{"k" : [1.0]}}'


@pytest.fixture
def editor(qtbot: QtBot) -> MetadataEditor:
    """A shown editor."""
    return shown(qtbot, MetadataEditor(), 580, 400)


def row_edits(editor: MetadataEditor) -> list[MetadataRowEdit]:
    return [one for one in editor.findChildren(MetadataRowEdit) if not one.isHidden()]


def choose_type(row: MetadataRowEdit, kind: MetaType) -> None:
    row.type_box.setCurrentIndex(row.type_box.findData(kind.value))
    row.type_box.activated.emit(row.type_box.currentIndex())


def to_json(editor: MetadataEditor) -> QPlainTextEdit:
    click(find(editor, QPushButton, "segment-json"))
    return editor.json_edit


def test_going_to_json_and_back_changes_nothing(editor: MetadataEditor) -> None:
    editor.set_text(EXACT)
    shown = to_json(editor)
    assert '  "z": 1.10,\n  "orderId": "20418",' in shown.toPlainText()
    assert editor.text == EXACT
    click(find(editor, QPushButton, "segment-table"))
    assert editor.text == EXACT
    assert [row.type for row in editor.rows][:2] == [MetaType.NUMBER, MetaType.TEXT]


def test_looking_at_json_changes_no_character(editor: MetadataEditor) -> None:
    text = '{"a":"48\u00a0500","b":"x\u2028y"}'
    editor.set_text(text)
    shown = to_json(editor)
    assert editor.text == text
    assert editor.problem == ""
    shown.appendPlainText(" ")
    assert "48\u00a0500" in editor.text


def test_a_value_set_by_a_screen_reader_is_filed(editor: MetadataEditor) -> None:
    row = row_edits(editor)[0]
    row.key_edit.setText("orderId")
    row.value_edit.setText("20418")
    assert editor.text == '{"orderId":"20418"}'


def test_one_edited_value_leaves_the_others_as_they_are(editor: MetadataEditor) -> None:
    editor.set_text('{"a":1.10,"b":"\\u00e9","c":"x"}')
    value = row_edits(editor)[2].value_edit
    value.setFocus()
    value.end(False)
    keys(value, "20418")
    assert editor.text == '{"a":1.10,"b":"\\u00e9","c":"x20418"}'


def test_typed_digits_stay_text_until_the_type_says_number(editor: MetadataEditor) -> None:
    row = row_edits(editor)[0]
    keys(row.key_edit, "orderId")
    keys(row.value_edit, "0020418")
    assert editor.text == '{"orderId":"0020418"}'
    row.value_edit.clear()
    keys(row.value_edit, "48500")
    choose_type(row, MetaType.NUMBER)
    assert editor.text == '{"orderId":48500}'


def test_invalid_json_keeps_its_side_open_and_names_the_place(editor: MetadataEditor) -> None:
    edit = to_json(editor)
    edit.setPlainText('{\n  "a": 1,\n  "b" 2\n}')
    click(find(editor, QPushButton, "segment-table"))
    assert editor.side == "json"
    assert editor.problem == "JSON invalide, ligne 3, colonne 7."
    assert edit.property("refused") is True
    assert edit.accessibleDescription() == editor.problem
    assert edit.hasFocus()
    edit.setPlainText('{"a": 1, "b": 2}')
    assert editor.problem == ""
    click(find(editor, QPushButton, "segment-table"))
    assert editor.text == '{"a": 1, "b": 2}'


def test_a_text_that_is_no_json_opens_as_it_is(editor: MetadataEditor) -> None:
    editor.set_text('{"montant": 12a}')
    assert editor.side == "json"
    assert editor.text == '{"montant": 12a}'
    assert editor.problem


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        (MetaType.NUMBER, "48 500", "un nombre s’écrit 48500 ou 12.5"),
        (MetaType.JSON, "[1,", "cette valeur n’est pas du JSON"),
    ],
)
def test_a_bad_value_is_marked_and_kept(
    editor: MetadataEditor, kind: MetaType, value: str, says: str
) -> None:
    row = row_edits(editor)[0]
    keys(row.key_edit, "k")
    choose_type(row, kind)
    row.value_edit.clear()
    keys(row.value_edit, value)
    assert editor.find_fault()
    assert says in editor.problem
    assert row.value_edit.property("refused") is True
    assert editor.focus_target() is row.value_edit
    assert value in editor.text


def test_a_boolean_is_chosen_and_a_text_that_is_none_stays(editor: MetadataEditor) -> None:
    row = row_edits(editor)[0]
    keys(row.key_edit, "captured")
    keys(row.value_edit, "oui")
    choose_type(row, MetaType.BOOLEAN)
    assert not row.value_edit.isVisible()
    assert editor.find_fault()
    assert editor.focus_target() is row.choice
    assert row.choice.property("refused") is True
    press(row.choice, Qt.Key.Key_F)
    assert editor.text == '{"captured":false}'
    choose_type(row, MetaType.TEXT)
    assert row.value_edit.isVisible()
    assert editor.text == '{"captured":"false"}'


def test_key_and_value_flow_and_enter_makes_the_next_row(editor: MetadataEditor) -> None:
    first = row_edits(editor)[0]
    first.key_edit.setFocus()
    keys(first.key_edit, "orderId: ")
    assert first.value_edit.hasFocus()
    keys(first.value_edit, "20418")
    press(first.value_edit, Qt.Key.Key_Return)
    second = row_edits(editor)[1]
    assert second.key_edit.hasFocus()
    keys(second.key_edit, "captured")
    press(second.key_edit, Qt.Key.Key_Tab)
    assert second.value_edit.hasFocus()
    keys(second.value_edit, "true")
    press(second.value_edit, Qt.Key.Key_Enter, KEYPAD)
    third = row_edits(editor)[2]
    assert third.key_edit.hasFocus()
    assert second.choice.isVisible()
    assert editor.text == '{"orderId":"20418","captured":true}'
    left = told(editor.left)
    press(third.key_edit, Qt.Key.Key_Return)
    assert len(left) == 1
    assert len(row_edits(editor)) == 3


def test_a_pasted_line_is_parted(editor: MetadataEditor) -> None:
    row = row_edits(editor)[0]
    row.key_edit.setFocus()
    type_text(row.key_edit, "montant : 48500 XOF")
    assert editor.text == '{"montant":"48500 XOF"}'
    assert row.value_edit.hasFocus()


def test_a_text_that_was_chosen_stays_one(editor: MetadataEditor) -> None:
    row = row_edits(editor)[0]
    keys(row.key_edit, "k")
    keys(row.value_edit, "true")
    assert editor.text == '{"k":true}'
    choose_type(row, MetaType.TEXT)
    keys(row.value_edit, "s")
    press(row.value_edit, Qt.Key.Key_Backspace)
    assert editor.text == '{"k":"true"}'


def test_the_type_is_reached_backwards_from_the_value(editor: MetadataEditor) -> None:
    order_by_layout(editor)
    row = row_edits(editor)[0]
    row.value_edit.setFocus()
    press(row.value_edit, Qt.Key.Key_Backtab, SHIFT)
    assert row.type_box.hasFocus()


def test_rows_are_added_and_removed_by_button(qtbot: QtBot, editor: MetadataEditor) -> None:
    editor.set_text('{"a":1,"b":2}')
    click(find(editor, QPushButton, "metadata-add"))
    assert len(row_edits(editor)) == 3
    assert row_edits(editor)[2].key_edit.hasFocus()
    with qtbot.waitSignal(editor.changed):
        click(find(row_edits(editor)[0], QPushButton, "metadata-remove"))
    assert editor.text == '{"b":2}'


def test_null_needs_no_value(editor: MetadataEditor) -> None:
    row = row_edits(editor)[0]
    keys(row.key_edit, "rien")
    choose_type(row, MetaType.NULL)
    assert row.value_edit.isReadOnly()
    assert editor.text == '{"rien":null}'


def test_folded_it_names_its_keys(editor: MetadataEditor) -> None:
    editor.set_text('{"invoiceId":"F-2026-0317"}')
    editor.set_folded(True)
    unfold = find(editor, QPushButton, "metadata-unfold")
    assert "invoiceId" in unfold.text()
    assert not row_edits(editor)[0].isVisible()
    click(unfold)
    assert row_edits(editor)[0].isVisible()
