"""Ticket numbers in what is said."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"INV-\d+")


def numbers_in(texts: Iterable[str]) -> set[str]:
    """Return every ticket number that the texts name."""
    return {number for text in texts for number in _NUMBER.findall(text)}
