"""The private note: what is written in it outlives what the store says late."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.ui.ticket.private_note import PrivateNote
from supportdesk_desktop.ui.widgets.labels import exact_text

ONE, OTHER = TicketId("one"), TicketId("other")


@pytest.fixture
def note(qtbot: QtBot) -> Iterator[PrivateNote]:
    """A note of a ticket that has none yet, with the focus beside it."""
    page = QWidget()
    qtbot.addWidget(page)
    note, beside = PrivateNote(page), QLineEdit(page)
    column = QVBoxLayout(page)
    column.addWidget(note)
    column.addWidget(beside)
    note.show_note(ONE, "")
    page.show()
    note.show()
    beside.setFocus()
    yield note
    page.close()


def write(note: PrivateNote, text: str) -> None:
    """Type at the end, then leave the field, so that it is told."""
    QTest.keyClicks(note.text, text)
    note.flush()


def test_what_was_read_before_it_was_kept_does_not_undo_it(note: PrivateNote) -> None:
    write(note, "call")
    note.show_note(ONE, "")
    assert exact_text(note.text) == "call"
    write(note, " back")
    note.take_as_kept(ONE, "call")
    note.show_note(ONE, "call")
    assert exact_text(note.text) == "call back"
    QTest.keyClicks(note.text, " today")
    assert exact_text(note.text) == "call back today"


def test_neither_does_a_look_at_another_ticket(note: PrivateNote) -> None:
    write(note, "call back")
    note.show_note(OTHER, "")
    assert exact_text(note.text) == ""
    note.show_note(ONE, "")
    assert exact_text(note.text) == "call back"


def test_once_kept_what_the_store_says_is_shown(note: PrivateNote) -> None:
    """Another window may have written it, or it was taken back."""
    write(note, "call back")
    note.take_as_kept(ONE, "call back")
    for said in ("call back", "done", "", "call back"):
        note.show_note(ONE, said)
        assert exact_text(note.text) == said


def test_a_pause_after_the_last_key_keeps_what_is_written(note: PrivateNote, qtbot: QtBot) -> None:
    note.write()
    with qtbot.waitSignal(note.written) as written:
        QTest.keyClicks(note.text, "call back")
    assert written.args == [ONE, "call back"]
    note.take_as_kept(ONE, "call back")
    # What is kept is not emitted again by leaving the field, or the ticket.
    emitted: list[str] = []
    note.written.connect(lambda _ticket, text: emitted.append(text))
    note.flush()
    note.show_note(OTHER, "")
    assert emitted == []
