"""Events of this computer: sleep and wake, network lost and back."""

from __future__ import annotations

import sys
from typing import Protocol

from supportdesk_desktop.core.feed_policy import ClockReading, Hear, HostEvent, set_back, slept
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import Report, TaskOwner, declare


class HostWatch(Protocol):
    """A source of events of this computer."""

    async def start(self, hear: Hear) -> None:
        """Start reporting; a missing source is no error, and reports nothing."""

    async def aclose(self) -> None:
        """Stop reporting."""


LOOK_S = 2.0
LOOK = declare("host.clocks", part="feed")


class ClockWatch:
    """Reads the clocks every two seconds, so it may notice a wake that much later."""

    def __init__(self, clock: Clock, report: Report | None = None, look_s: float = LOOK_S) -> None:
        self._clock = clock
        self._look_s = look_s
        self._tasks = TaskOwner("host", report)
        self._before: ClockReading | None = None

    async def start(self, hear: Hear) -> None:

        async def watch() -> float:
            before, self._before = self._before, self._read_clocks()
            if before is not None and slept(before, self._before):
                hear(HostEvent.WOKE, before.wall_ms)
            elif before is not None and set_back(before, self._before):
                hear(HostEvent.CLOCK_SET_BACK, None)
            return self._look_s

        self._tasks.loop(LOOK, watch)

    async def aclose(self) -> None:
        await self._tasks.aclose()

    def _read_clocks(self) -> ClockReading:
        clock = self._clock
        return ClockReading(
            monotonic_ms=clock.monotonic_ns() // 1_000_000,
            boot_ms=clock.boot_ns() // 1_000_000,
            wall_ms=clock.wall_ms(),
        )


if sys.platform == "linux":
    from supportdesk_desktop.system.system_bus import SystemBusWatch


def host_watches(report: Report) -> list[HostWatch]:
    """Return the event sources of this operating system, not yet started.

    The clocks are watched everywhere: a virtual machine that was stopped hears of no sleep.
    ``report`` hears of a watch that fails.
    """
    watches: list[HostWatch] = [ClockWatch(Clock(), report)]
    if sys.platform == "linux":
        watches.append(SystemBusWatch())
    return watches
