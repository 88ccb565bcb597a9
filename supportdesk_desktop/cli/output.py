"""What a command prints: lines for people, documents for machines."""

from __future__ import annotations

import re
import sys

import msgspec

_CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(text: str) -> str:
    """Return remote text fit for one line of a terminal: no control or direction characters."""
    return _CONTROLS.sub(" ", text)


def line(text: str) -> None:
    """Print one line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def document(value: object) -> None:
    """Print one JSON document on one line, at once."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()
