"""The clocks and the dice, as services are given them: tests pass some that they move by hand."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable

import msgspec


def _boot_ns() -> int:
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic_ns() if boot is None else time.clock_gettime_ns(boot)


class Clock(msgspec.Struct, frozen=True):
    """The clocks of the operating system.

    Attributes:
        wall_ms: milliseconds since the epoch, UTC.
        monotonic_ns: CLOCK_MONOTONIC, which on Linux stands still while the computer sleeps.
        boot_ns: nanoseconds since boot, sleep included where the system tells it.
        fraction: a random number in [0, 1).
    """

    wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    monotonic_ns: Callable[[], int] = time.monotonic_ns
    boot_ns: Callable[[], int] = _boot_ns
    fraction: Callable[[], float] = random.random


SET_MS = 1000
"""A clock that is slewed, not set, loses less than that between two looks."""


class ClockCorrection:
    """Notices that the wall clock is set back, which makes every stored wait longer than meant."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_ms = self._ahead()

    async def mend(self, correct: Callable[[int], Awaitable[None]]) -> None:
        """Call ``correct`` with the milliseconds that the clock was set back, if it was."""
        ahead_ms = self._ahead()
        lost_ms = self._ahead_ms - ahead_ms
        if lost_ms > SET_MS:
            await correct(lost_ms)
        self._ahead_ms = ahead_ms

    def _ahead(self) -> int:
        return self._clock.wall_ms() - self._clock.monotonic_ns() // 1_000_000
