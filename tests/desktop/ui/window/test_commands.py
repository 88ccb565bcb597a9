"""One registry of commands, without two of the same keys."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.ui.language import install_language, remove_language
from supportdesk_desktop.ui.window.command import Command, Where
from supportdesk_desktop.ui.window.commands import (
    BOLD,
    COMMANDS,
    LARGER_TEXT,
    NEW_TICKET,
    NEW_URGENT_TICKET,
    SHOW_MINE,
    TOGGLE_RAIL,
    doubled_keys,
)
from tests.desktop.ui.keys_table import BEGIN, guide, table, with_table


def test_no_keys_are_claimed_twice(qapp: QApplication) -> None:
    assert doubled_keys(COMMANDS) == []


def test_a_doubled_key_would_be_found(qapp: QApplication) -> None:
    again = Command("again", "Encore", ("ctrl+n",))
    assert doubled_keys((*COMMANDS, again)) == ["Ctrl+N"]
    held = Command("held", "Tenue", held=("P",))
    assert doubled_keys((*COMMANDS, held)) == ["P"]
    letter = Command("letter", "Lettre", ("G, M",), Where.LIST)
    assert doubled_keys((*COMMANDS, letter)) == ["G, M"]


def test_a_field_may_take_a_key_of_the_window(qapp: QApplication) -> None:
    assert set(BOLD.held) == set(TOGGLE_RAIL.keys)
    twice = Command("twice", "Deux fois", held=BOLD.held, where=Where.FIELD)
    assert doubled_keys((*COMMANDS, twice)) == ["Ctrl+B"]


def test_ids_are_unique_and_keys_are_known_to_qt(qapp: QApplication) -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    for command in COMMANDS:
        for keys in command.every_key:
            assert QKeySequence(keys).toString(), keys


def test_a_hint_reads_as_people_write_keys(qapp: QApplication) -> None:
    assert NEW_TICKET.title() == "Nouveau ticket"
    assert NEW_TICKET.key_hint() == "Ctrl+N"
    assert NEW_URGENT_TICKET.key_hint() == "Ctrl+Maj+N"
    assert SHOW_MINE.key_hint() == "G puis M"
    assert LARGER_TEXT.key_hint() == "Ctrl++"
    assert NEW_TICKET.tip() == "Nouveau ticket (Ctrl+N)"


def test_keys_are_in_the_language_of_the_window(qapp: QApplication) -> None:
    install_language(qapp, "en")
    try:
        assert NEW_URGENT_TICKET.key_hint() == "Ctrl+Shift+N"
        assert SHOW_MINE.key_hint() == "G then M"
    finally:
        remove_language(qapp)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_guide_has_every_key_as_the_window_does(qapp: QApplication, lang: str) -> None:
    text = guide(lang).read_text()
    made = table(qapp, lang)
    assert BEGIN + made in text
    assert with_table(text, made) == text
    rows = sum(bool(command.every_key) for command in COMMANDS)
    assert made.count("\n") == rows + 2
