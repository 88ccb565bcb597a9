"""Text as it is compared, as one line may hold it, and as cells of a table."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ɖ": "d", "ɔ": "o", "ɛ": "e", "ŋ": "n", "’": "'"}
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[^\W_]+")
_JOINERS = "\u200c\u200d"
"""Unprintable by Unicode, but parts of words and of emoji."""


def fold(text: str) -> str:
    """Return the text in lower case without accents; œ æ ß ɖ ɔ ɛ ŋ become plain letters."""
    if text.isascii():
        return text.lower()
    # Taking apart can uncover capitals (ᴬ), and folding can uncover accents.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # Most characters are ASCII by now: only the others cost a look each.
    return apart if apart.isascii() else _BEYOND_ASCII.sub(_bare, apart)


def one_line(text: str) -> str:
    """Return a text with single spaces, without control and bidirectional characters."""
    shown = (char for char in text if char.isprintable() or char.isspace() or char in _JOINERS)
    return " ".join("".join(shown).split())


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, in their order; ``_`` parts words as a space does."""
    return tuple(_WORD.findall(fold(text)))


def _bare(found: re.Match[str]) -> str:
    letters = (char for char in found[0] if not unicodedata.combining(char))
    return "".join(letters).translate(_LETTERS)


T = TypeVar("T")
Rank = tuple[int, int, int]


def rank(text: str, typed: str) -> Rank | None:
    """Return how well a text has what was typed, the least the best; None where it has not.

    A text that begins as typed comes first, then one that has the words early, then a short one.
    """
    wanted, has = words(typed), words(text)
    places: list[int] = []
    for word in wanted:
        place = next((at for at, one in enumerate(has) if one.startswith(word)), None)
        if place is None:
            return None
        places.append(place)
    begins = fold(text).startswith(fold(typed).strip())
    return (0 if begins else 1, sum(places), len(has))


def best_first(things: Iterable[T], typed: str, text_of: Callable[[T], str]) -> list[T]:
    """Return the things whose text has what was typed; equals keep their order, and all do where
    nothing was typed."""
    if not typed.strip():
        return list(things)
    ranked = [(rank(text_of(thing), typed), thing) for thing in things]
    found = [(order, thing) for order, thing in ranked if order is not None]
    return [thing for _, thing in sorted(found, key=lambda one: one[0])]


CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+"
)
"""Characters that could move the cursor of a terminal, or turn the text around them."""

MAX_TAG_NAME = 60


def is_tag_name(text: str) -> bool:
    """Return whether a text is one visible line of at most ``MAX_TAG_NAME`` characters."""
    return bool(text.strip()) and len(text) <= MAX_TAG_NAME and not CONTROLS.search(text)


BOM = "\ufeff"
"""At the head of a file, so that spreadsheets read it as UTF-8."""

# Quotes are read over: a part that a spreadsheet unquotes begins after them.
_PART_THAT_COMPUTES = r"(?:^|(?<=[,;\t\r\n]))%s(?=['\"]*[=+\-@\t\r])"
_BEFORE_IT = re.compile(_PART_THAT_COMPUTES % "")
_APOSTROPHE = re.compile(_PART_THAT_COMPUTES % "'")


def harmless(cell: str) -> str:
    """Return a cell with an apostrophe before each part that a spreadsheet would compute.

    Such a part begins with ``=``, ``+``, ``-``, ``@``, a tab or CR. What looks as if it had been
    treated gets one more apostrophe, so that ``as_written`` gives every cell back.
    """
    return _BEFORE_IT.sub("'", cell)


def as_written(cell: str) -> str:
    """Return the cell that ``harmless`` was given."""
    return _APOSTROPHE.sub("", cell)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of CSV, each cell harmless."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def tsv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of TSV, as spreadsheets paste it; breaks inside a cell are spaces."""
    lines = ("\t".join(harmless(" ".join(cell.split())) for cell in row) for row in rows)
    return "\n".join(lines)
