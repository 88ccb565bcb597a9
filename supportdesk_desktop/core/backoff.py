"""Delays between tries (``contract/live-feed.md``, Back-off; ``contract/rest.md``, retries)."""

from __future__ import annotations

HEALTHY_S = 60.0
FLOOR_S = 0.35
CEILING_S = 60.0
RESTART_CEILING_S = 5.0
THROTTLED_DEFAULT_S = 60.0
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


def restart_delay_s(fraction: float) -> float:
    """Return ``uniform(0.35, 5)`` seconds: the server said that it restarts."""
    return FLOOR_S + fraction * (RESTART_CEILING_S - FLOOR_S)


def doubling_s(tries: int) -> float:
    """Return 1, 2, 4, 8, … seconds for 0, 1, 2, 3, … earlier tries, at most 60."""
    return CEILING_S if tries >= 6 else min(CEILING_S, 2.0**tries)
