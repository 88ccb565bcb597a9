"""Output of a command: lines and documents, and the names that people read in them.

Machines get the contract's own names.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

import msgspec

from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.core.text import CONTROLS
from supportdesk_desktop.core.wording import sentences

Names = Mapping[str, tuple[str, str]]
"""Names in French and English."""

BACK_ENDS: Names = {
    "absent": ("absent", "absent"),
    "locked": ("verrouillé ou muet", "locked or silent"),
    "refused": ("refusé", "refused"),
    "none": ("aucun", "none"),
    "no session bus": ("pas de bus de session", "no session bus"),
    "the session bus ended": ("le bus de session s’est arrêté", "the session bus ended"),
    "no notification service": ("aucun service", "no notification service"),
    "the notification service ended": ("le service s’est arrêté", "the notification service ended"),
    "starts when needed": ("démarre au besoin", "starts when needed"),
}
"""States of a keyring or notification service, in words."""


def line(text: str) -> None:
    """Print one line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def document(value: object) -> None:
    """Print one JSON document on one line, at once."""
    line(msgspec.json.encode(value).decode())


def answer(parsed: argparse.Namespace, value: object, *lines: str) -> None:
    """Print a document where ``--json`` asks for one, else the lines that say it to people."""
    if parsed.json:
        document(value)
        return
    for text in lines:
        line(text)


def remark(text: str) -> None:
    """Print a message on stderr, after everything printed before."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")


def said(name: str, /, **facts: object) -> str:
    """Return a sentence of ``Sentences.commands`` with the facts put in."""
    return sentences().commands[name].say(lang(), **facts)


def shown(text: str) -> str:
    """Return remote text fit for one column of a line: no tab, control or direction character."""
    return CONTROLS.sub(" ", text)


def columns(*parts: object) -> str:
    """Return the columns of a line."""
    return "\t".join(shown(str(part)) for part in parts)


def word(names: Names, name: str) -> str:
    """Return a name in the language in use; one that is not known as it is."""
    known = names.get(name)
    return name if known is None else say(*known)


def closing_word(closed_by: str | None) -> str:
    """Return how what was missed of an interval came back; dots where it has not yet."""
    if closed_by == "replay":
        return say("rejoué", "replayed")
    return "…" if closed_by is None else say("relu", "read again")


def tickets_word(count: int) -> str:
    return say(
        f"{count} ticket" + ("s" if count > 1 else ""),
        f"{count} ticket" + ("" if count == 1 else "s"),
    )
