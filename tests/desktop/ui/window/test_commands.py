"""One registry of commands, without two of the same keys."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.ui.language import install_language, remove_language
from supportdesk_desktop.ui.window.command import Command, Scope, portable
from supportdesk_desktop.ui.window.commands import (
    BOLD,
    COMMANDS,
    LARGER_TEXT,
    NEW_TICKET,
    NEW_URGENT_TICKET,
    SHOW_MINE,
    TOGGLE_RAIL,
)
from tests.desktop.ui.keys_table import BEGIN, guide, table, with_table


def doubled_keys(commands: tuple[Command, ...]) -> list[str]:
    """Return the key sequences that more than one command claims.

    What a field takes before the window is compared with the other commands of fields alone.
    """
    seen: set[tuple[bool, str]] = set()
    doubled: list[str] = []
    for command in commands:
        for keys in command.every_key:
            claim = (command.where is Scope.FIELD, portable(QKeySequence(keys)))
            if claim in seen:
                doubled.append(claim[1])
            seen.add(claim)
    return doubled


@pytest.mark.parametrize(
    ("command", "doubled"),
    [
        (None, []),
        (Command("again", "Encore", ("ctrl+n",)), ["Ctrl+N"]),
        (Command("held", "Tenue", held=("P",)), ["P"]),
        (Command("letter", "Lettre", ("G, M",), Scope.LIST), ["G, M"]),
        # A field may take a key of the window, but no two of them the same.
        (Command("twice", "Deux fois", held=BOLD.held, where=Scope.FIELD), ["Ctrl+B"]),
    ],
    ids=lambda one: getattr(one, "id", None),
)
def test_no_keys_are_claimed_twice(command: Command | None, doubled: list[str]) -> None:
    assert set(BOLD.held) == set(TOGGLE_RAIL.keys)
    assert doubled_keys((*COMMANDS, *([] if command is None else [command]))) == doubled


def test_ids_are_unique_and_keys_are_known_to_qt() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    for command in COMMANDS:
        for keys in command.every_key:
            assert QKeySequence(keys).toString(), keys


def test_a_hint_reads_as_people_write_keys(qapp: QApplication) -> None:
    assert (NEW_TICKET.title(), NEW_TICKET.tip()) == ("Nouveau ticket", "Nouveau ticket (Ctrl+N)")
    hinted = (NEW_TICKET, LARGER_TEXT, NEW_URGENT_TICKET, SHOW_MINE)
    french = [one.key_hint() for one in hinted]
    install_language(qapp, "en")
    english = [one.key_hint() for one in hinted]
    remove_language(qapp)
    assert french == ["Ctrl+N", "Ctrl++", "Ctrl+Maj+N", "G puis M"]
    assert english == ["Ctrl+N", "Ctrl++", "Ctrl+Shift+N", "G then M"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_guide_has_every_key_as_the_window_does(qapp: QApplication, lang: str) -> None:
    text = guide(lang).read_text()
    made = table(qapp, lang)
    assert BEGIN + made in text
    assert with_table(text, made) == text
    rows = sum(bool(command.every_key) for command in COMMANDS)
    assert made.count("\n") == rows + 2
