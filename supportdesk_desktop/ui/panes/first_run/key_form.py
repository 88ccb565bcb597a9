"""Whether a text looks like an agent key (``contract/rest.md``, Authentication)."""

from __future__ import annotations

import re
from enum import StrEnum

PREFIX = "sk_live_agent_"
TAIL = 48
_WHOLE = re.compile(rf"{PREFIX}[A-Za-z0-9]{{{TAIL}}}")


class KeyForm(StrEnum):
    """What a typed key looks like."""

    EMPTY = "empty"
    GOOD = "good"
    BROWSER = "browser"
    SHORT = "short"
    WRONG = "wrong"


def key_form(text: str) -> KeyForm:
    """Return what ``text`` looks like, spaces around it left aside."""
    key = text.strip()
    if not key:
        return KeyForm.EMPTY
    if key.startswith("pk_live_"):
        return KeyForm.BROWSER
    if _WHOLE.fullmatch(key):
        return KeyForm.GOOD
    beginning = key.startswith(PREFIX) or PREFIX.startswith(key)
    if beginning and len(key) < len(PREFIX) + TAIL and key[len(PREFIX) :].isalnum():
        return KeyForm.SHORT
    return KeyForm.SHORT if PREFIX.startswith(key) or key == PREFIX else KeyForm.WRONG
