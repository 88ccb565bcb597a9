"""One registry of commands, without two of the same keys."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.ui.commands import COMMANDS, NEW_TICKET, Command, doubled_keys


def test_no_keys_are_claimed_twice(qapp: QApplication) -> None:
    assert doubled_keys(COMMANDS) == []


def test_a_doubled_key_would_be_found(qapp: QApplication) -> None:
    again = Command("again", "Encore", ("ctrl+n",))
    assert doubled_keys((*COMMANDS, again)) == ["Ctrl+N"]


def test_ids_are_unique_and_keys_are_known_to_qt(qapp: QApplication) -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    for command in COMMANDS:
        for keys in command.keys:
            assert QKeySequence(keys).toString(), keys


def test_a_hint_reads_as_people_write_keys(qapp: QApplication) -> None:
    assert NEW_TICKET.title() == "Nouveau ticket"
    assert NEW_TICKET.key_hint() == "Ctrl+N"
