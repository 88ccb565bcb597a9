"""Places in a text as Qt counts them: in UTF-16 units, where a character may take two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def utf16_spans(text: str, spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Return spans (start and length) counted in characters as spans counted in UTF-16 units."""
    if not spans or text.isascii() or max(text) <= "\uffff":
        return spans
    places = [0, *accumulate(2 if char > "\uffff" else 1 for char in text)]
    return [(places[start], places[start + size] - places[start]) for start, size in spans]
