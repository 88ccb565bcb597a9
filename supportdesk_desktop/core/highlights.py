"""The places of a query's words in a text, and an excerpt around the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from supportdesk_desktop.core.query_language import Query, Text
from supportdesk_desktop.core.text import fold, words

Span = tuple[int, int]
"""Start and length, in characters of the text as it is."""

EXCERPT = 160
"""Characters of an excerpt at most, ellipses included."""

_BEFORE = 32
_LOOKED_AT = 20_000
"""Characters of a text in which an excerpt is looked for: a row must not cost a long read."""

_WORD = re.compile(r"[^\W_]+")


class Wanted(msgspec.Struct, frozen=True):
    """Folded words that follow each other; the last is the beginning of a word unless ``whole``."""

    words: tuple[str, ...]
    whole: bool = False


def wanted_by(query: Query) -> tuple[Wanted, ...]:
    """Return what a query wants marked: its words and phrases, not what it leaves out."""
    texts = (node for node in query.nodes if isinstance(node, Text) and not node.negated)
    return tuple(Wanted(words(node.text), node.phrase) for node in texts)


def wanted_words(typed: str) -> tuple[Wanted, ...]:
    """Return each word typed as the beginning of a word."""
    return tuple(Wanted((word,)) for word in words(typed))


def spans(text: str, wanted: Iterable[Wanted]) -> list[Span]:
    """Return where a text has what is wanted, in order, none touching another's characters."""
    found = list(_WORD.finditer(text))
    folded = [fold(word[0]) for word in found]
    marked: list[Span] = []
    for one in wanted:
        count = len(one.words)
        for at in range(len(found) - count + 1 if count else 0):
            if _matches(folded[at : at + count], one):
                last = found[at + count - 1]
                rest = len(last[0]) if one.whole else min(len(one.words[-1]), len(last[0]))
                marked.append((found[at].start(), last.start() + rest - found[at].start()))
    return _apart(marked)


def has_all(texts: Sequence[str], wanted: Iterable[Wanted]) -> bool:
    """Return whether each thing wanted stands in one of these texts."""
    return all(any(spans(text, (one,)) for text in texts) for one in wanted)


def excerpt(text: str, wanted: Sequence[Wanted]) -> str:
    """Return a piece of one line around the first match, empty where there is none."""
    flat = " ".join(text[:_LOOKED_AT].split())
    found = spans(flat, wanted)
    if not found:
        return ""
    start = found[0][0] - _BEFORE
    start = 0 if start <= 0 else flat.find(" ", start, found[0][0]) + 1 or start
    piece = flat[start : start + EXCERPT - 2]
    cut = start + len(piece) < len(flat) or len(text) > _LOOKED_AT
    return f"{'…' if start else ''}{piece.rstrip()}{'…' if cut else ''}"


def _matches(folded: Sequence[str], one: Wanted) -> bool:
    *first, last = one.words
    whole = folded[-1] == last if one.whole else folded[-1].startswith(last)
    return whole and list(folded[:-1]) == first


def _apart(marked: list[Span]) -> list[Span]:
    apart: list[Span] = []
    for start, length in sorted(marked):
        if apart and start < apart[-1][0] + apart[-1][1]:
            before, covered = apart[-1]
            apart[-1] = (before, max(covered, start + length - before))
        else:
            apart.append((start, length))
    return apart
