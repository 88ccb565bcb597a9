"""The clocks and the dice that services are given, so that tests can hold them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import msgspec


class Clock(msgspec.Struct, frozen=True):
    """``wall_ms``: milliseconds since the epoch. ``monotonic_ns``: CLOCK_MONOTONIC."""

    wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    monotonic_ns: Callable[[], int] = time.monotonic_ns
    fraction: Callable[[], float] = random.random


SET_MS = 1000
"""A clock that is slewed, not set, loses less than that between two looks."""


class SetBack:
    """Sees the wall clock being set back, which makes every stored wait longer than was meant."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_ms = self._ahead()

    def by_ms(self) -> int:
        """Return by how much it was set back since ``mended``, 0 where it was not."""
        ahead_ms = self._ahead()
        lost_ms = self._ahead_ms - ahead_ms
        if lost_ms > SET_MS:
            return lost_ms
        self._ahead_ms = ahead_ms
        return 0

    def mended(self, by_ms: int) -> None:
        """Take note that what is stored was brought forward by so much."""
        self._ahead_ms -= by_ms

    def _ahead(self) -> int:
        return self._clock.wall_ms() - self._clock.monotonic_ns() // 1_000_000
