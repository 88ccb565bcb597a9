"""Arithmetic of the rate budget: sliding windows over what was sent, in whole milliseconds."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class RateLimit(msgspec.Struct, frozen=True):
    """At most ``requests`` in any ``seconds``."""

    requests: int
    seconds: int


DOCUMENTED_LIMITS: tuple[RateLimit, ...] = (RateLimit(3, 1), RateLimit(20, 10), RateLimit(100, 60))
"""The vendor's global limits (``contract/rest.md``, 429)."""


class WindowUse(msgspec.Struct, frozen=True):
    """How much of one window is used now."""

    limit: RateLimit
    used: int


def earliest_ms(sent_ms: Sequence[int], limits: Sequence[RateLimit], now_ms: int) -> int:
    """Return when the next request may leave: ``now_ms``, or later.

    Args:
        sent_ms: when earlier requests left, ascending, at least over the longest window.
        limits: the windows; empty for none.
        now_ms: the present on the same clock.
    """
    earliest = now_ms
    for limit in limits:
        if len(sent_ms) >= limit.requests:
            earliest = max(earliest, sent_ms[-limit.requests] + limit.seconds * 1000)
    return earliest


def usage(
    sent_ms: Sequence[int], limits: Sequence[RateLimit], now_ms: int
) -> tuple[WindowUse, ...]:
    """Return how much of each window is used at ``now_ms``."""
    return tuple(
        WindowUse(limit, sum(1 for sent in sent_ms if sent > now_ms - limit.seconds * 1000))
        for limit in limits
    )


def longest_window_ms(limits: Sequence[RateLimit]) -> int:
    """Return how far back requests matter, in milliseconds."""
    return max((limit.seconds for limit in limits), default=0) * 1000
