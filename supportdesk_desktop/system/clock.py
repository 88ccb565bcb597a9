"""The clocks: monotonic for durations, wall for display and storage, boot for sleep."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """What tells the time; tests pass one that they move by hand."""

    def monotonic_ns(self) -> int:
        """Return CLOCK_MONOTONIC in nanoseconds; on Linux it stands still during sleep."""

    def wall_ms(self) -> int:
        """Return milliseconds since the epoch, UTC."""

    def boot_ns(self) -> int:
        """Return nanoseconds since boot, sleep included where the system tells it."""


class SystemClock:
    """The clocks of the operating system."""

    def monotonic_ns(self) -> int:
        """Return CLOCK_MONOTONIC in nanoseconds; on Linux it stands still during sleep."""
        return time.monotonic_ns()

    def wall_ms(self) -> int:
        """Return milliseconds since the epoch, UTC."""
        return time.time_ns() // 1_000_000

    def boot_ns(self) -> int:
        """Return CLOCK_BOOTTIME in nanoseconds; elsewhere the monotonic clock."""
        boot = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic_ns() if boot is None else time.clock_gettime_ns(boot)
