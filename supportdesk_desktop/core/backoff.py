"""Delays between tries (``contract/live-feed.md``, Back-off; ``contract/rest.md``, retries)."""

from __future__ import annotations

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

    Args:
        tries: failures since the last healthy minute.
        fraction: a random number in [0, 1), drawn by the caller.
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
