"""What a command prints: lines for people, documents for machines."""

from __future__ import annotations

import sys

import msgspec

from supportdesk_desktop.core.wording import CONTROLS


def shown(text: str) -> str:
    """Return remote text fit for one column of a line: no tab, control or direction character."""
    return CONTROLS.sub(" ", text)


def line(text: str) -> None:
    """Print one line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def document(value: object) -> None:
    """Print one JSON document on one line, at once."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()
