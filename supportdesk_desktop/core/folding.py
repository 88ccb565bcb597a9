"""Text compared as people read it: without case, without accents."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ɖ": "d", "ɔ": "o", "ɛ": "e", "ŋ": "n", "’": "'"}
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the text in lower case without accents; œ æ ß ɖ ɔ ɛ ŋ become plain letters."""
    if text.isascii():
        return text.lower()
    # Taking apart can uncover capitals (ᴬ), and folding can uncover accents.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # Most characters are ASCII by now: only the others cost a look each.
    return apart if apart.isascii() else _BEYOND_ASCII.sub(_bare, apart)


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, in their order; ``_`` parts words as a space does."""
    return tuple(_WORD.findall(fold(text)))


def _bare(found: re.Match[str]) -> str:
    letters = (char for char in found[0] if not unicodedata.combining(char))
    return "".join(letters).translate(_LETTERS)
