"""Tags: chosen by name, typed as a UUID, taken away by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.ui.filing.tags import TagEditor
from tests.desktop.ui.hands import keys, press, shown

PAYMENT = Tag(id="11111111-1111-4111-8111-111111111111", name="paiement", color="#D97B1C")
DOUBLE = Tag(id="22222222-2222-4222-8222-222222222222", name="double débit", color="#CF3B4A")
UNKNOWN = "99999999-9999-4999-8999-999999999999"


@pytest.fixture
def editor(qtbot: QtBot) -> TagEditor:
    """A shown editor with two known tags, its edit focused."""
    widget = shown(qtbot, TagEditor(), 400, 120)
    widget.set_book([PAYMENT, DOUBLE])
    widget.edit.setFocus()
    return widget


def test_a_name_is_completed_and_picked_by_arrows(editor: TagEditor) -> None:
    keys(editor.edit, "debit")
    assert [line.title for line in editor.box.lines] == ["double débit"]
    press(editor.edit, Qt.Key.Key_Down)
    press(editor.edit, Qt.Key.Key_Return)
    assert editor.tag_ids == (DOUBLE.id,)
    assert editor.edit.text() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Comma])
def test_a_whole_name_is_taken_by_enter_or_comma(editor: TagEditor, key: Qt.Key) -> None:
    keys(editor.edit, "PAIEMENT")
    press(editor.edit, key)
    assert editor.tag_ids == (PAYMENT.id,)


def test_enter_takes_the_only_one_that_fits(editor: TagEditor) -> None:
    keys(editor.edit, "pai")
    press(editor.edit, Qt.Key.Key_Return)
    assert editor.tag_ids == (PAYMENT.id,)
    assert editor.edit.text() == ""


def test_leaving_takes_the_only_one_that_fits(editor: TagEditor) -> None:
    keys(editor.edit, "pai")
    press(editor.edit, Qt.Key.Key_Tab)
    editor.edit.clearFocus()
    assert editor.tag_ids == (PAYMENT.id,)


def test_one_of_several_is_not_taken_by_enter(qtbot: QtBot, editor: TagEditor) -> None:
    editor.set_book([PAYMENT, DOUBLE, Tag(id=UNKNOWN, name="paiement mobile")])
    keys(editor.edit, "pai")
    with qtbot.waitSignal(editor.refused):
        press(editor.edit, Qt.Key.Key_Return)
    keys(editor.edit, "ement")
    press(editor.edit, Qt.Key.Key_Return)
    assert editor.tag_ids == (PAYMENT.id,)


def test_down_shows_every_tag(editor: TagEditor) -> None:
    press(editor.edit, Qt.Key.Key_Down)
    assert [line.title for line in editor.box.lines] == ["paiement", "double débit"]


def test_an_unknown_uuid_is_accepted(editor: TagEditor) -> None:
    keys(editor.edit, UNKNOWN.upper())
    press(editor.edit, Qt.Key.Key_Return)
    assert editor.tag_ids == (UNKNOWN,)


def test_an_unknown_word_is_refused_and_stays(qtbot: QtBot, editor: TagEditor) -> None:
    keys(editor.edit, "retrait")
    with qtbot.waitSignal(editor.refused) as refused:
        press(editor.edit, Qt.Key.Key_Return)
    assert refused.args == ["retrait"]
    assert editor.tag_ids == ()
    assert editor.edit.text() == "retrait"


def test_backspace_takes_the_last_tag_away(qtbot: QtBot, editor: TagEditor) -> None:
    editor.set_tag_ids([PAYMENT.id, UNKNOWN])
    with qtbot.waitSignal(editor.changed):
        press(editor.edit, Qt.Key.Key_Backspace)
    assert editor.tag_ids == (PAYMENT.id,)


def test_a_tag_is_not_taken_twice(editor: TagEditor) -> None:
    editor.set_tag_ids([PAYMENT.id])
    keys(editor.edit, "paiement,")
    assert editor.tag_ids == (PAYMENT.id,)


def test_many_tags_wrap_and_grow_the_box(editor: TagEditor) -> None:
    one_line = editor.heightForWidth(400)
    editor.set_tag_ids([f"{n}1111111-1111-4111-8111-111111111111" for n in range(1, 6)])
    assert editor.heightForWidth(400) > 2 * one_line
    assert editor.minimumSizeHint().width() <= 400
