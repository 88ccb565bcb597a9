"""Rate limits of requests, and delays between tries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec


class RateLimit(msgspec.Struct, frozen=True):
    """At most ``requests`` in any ``seconds``."""

    requests: Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
    seconds: Annotated[int, msgspec.Meta(ge=0, lt=2**53)]


DOCUMENTED_LIMITS: tuple[RateLimit, ...] = (RateLimit(3, 1), RateLimit(20, 10), RateLimit(100, 60))
"""The vendor's global limits (``contract/rest.md``, 429)."""


class WindowUse(msgspec.Struct, frozen=True):
    """The use of one window now."""

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


HEALTHY_S = 60.0
PROVEN_S = 10.0
"""A heartbeat that agrees so long after welcome shows that the connection was of use."""

FLOOR_S = 0.35
CEILING_S = 60.0
RESTART_CEILING_S = 5.0
THROTTLED_DEFAULT_S = 60.0
HOUR_S = 3600.0
PATIENT_S = 300.0
"""Every five minutes: after a protocol error, or where a feed that once was is gone."""


def full_jitter_s(tries: int, fraction: float) -> float:
    """Return ``uniform(0, min(60, 2^tries))`` seconds, at least 0.35.

    ``tries`` are failures since the last healthy minute, ``fraction`` is random in [0, 1).
    """
    ceiling = CEILING_S if tries >= 6 else min(CEILING_S, 2.0**tries)
    return max(FLOOR_S, fraction * ceiling)


def tries_after(tries: int, *, healthy: bool, useful: bool) -> int:
    """Return how many tries count after a connection: a line cut every few seconds catches up.

    Args:
        tries: those that counted before it.
        healthy: it lasted for ``HEALTHY_S``.
        useful: it brought something: an event, a snapshot, or a heartbeat after ``PROVEN_S``.
    """
    if healthy:
        return 0
    return min(tries, 1) if useful else tries


def restart_delay_s(fraction: float) -> float:
    """Return ``uniform(0.35, 5)`` seconds: the server said that it restarts."""
    return FLOOR_S + fraction * (RESTART_CEILING_S - FLOOR_S)


def doubling_s(tries: int, ceiling_s: float = CEILING_S) -> float:
    """Return 1, 2, 4, 8, … seconds for 0, 1, 2, 3, … earlier tries, at most ``ceiling_s``."""
    return min(ceiling_s, 2.0 ** min(tries, 30))
