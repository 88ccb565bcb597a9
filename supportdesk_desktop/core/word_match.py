"""What was typed against short texts: each word the beginning of a word, the best text first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from supportdesk_desktop.core.folding import fold, words

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
