"""Sees a sleep by the clocks: the monotonic one stands still meanwhile, the others do not."""

from __future__ import annotations

import asyncio

from supportdesk_desktop.core.waking import ClockLook, HostEvent, slept
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.host.watch import Hear

LOOK_S = 2.0


class ClockWatch:
    """Looks at the clocks every two seconds: that is how late it may see a wake."""

    def __init__(self, clock: Clock, look_s: float = LOOK_S) -> None:
        self._clock = clock
        self._look_s = look_s
        self._looking: asyncio.Task[None] | None = None

    async def start(self, hear: Hear) -> None:
        """Begin to look."""
        self._looking = asyncio.get_running_loop().create_task(
            self._watch(hear), name="host.clocks"
        )

    async def aclose(self) -> None:
        """Look no more."""
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()
            await asyncio.wait((looking,))

    async def _watch(self, hear: Hear) -> None:
        before = self._look()
        while True:
            await asyncio.sleep(self._look_s)
            now = self._look()
            if slept(before, now):
                hear(HostEvent.WOKE, before.wall_ms)
            before = now

    def _look(self) -> ClockLook:
        clock = self._clock
        return ClockLook(
            monotonic_ms=clock.monotonic_ns() // 1_000_000,
            boot_ms=clock.boot_ns() // 1_000_000,
            wall_ms=clock.wall_ms(),
        )
