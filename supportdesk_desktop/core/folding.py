"""Text compared as people read it: without case, without accents."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ɖ": "d", "ɔ": "o", "ɛ": "e", "ŋ": "n", "’": "'"}
)
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the text in lower case without accents; œ æ ß ɖ ɔ ɛ ŋ become plain letters."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return bare.translate(_LETTERS)


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, in their order; ``_`` parts words as a space does."""
    return tuple(_WORD.findall(fold(text)))
