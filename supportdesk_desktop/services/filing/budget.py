"""The rate budget of one key, shared by filings, handshakes and every process of the profile."""

from __future__ import annotations

import asyncio

from supportdesk_desktop.core.pacing import (
    DOCUMENTED_LIMITS,
    RateLimit,
    WindowUse,
    earliest_ms,
    longest_window_ms,
    usage,
)
from supportdesk_desktop.store import feed_state
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.feed_state import AHEAD_MS
from supportdesk_desktop.system.clock import Clock


class RateBudget:
    """Keeps requests within the desk's limits; the record of what left lives in the store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._turn = asyncio.Lock()
        self.limits: tuple[RateLimit, ...] = DOCUMENTED_LIMITS

    async def take(self) -> None:
        """Wait until a request may leave, and count it."""
        async with self._turn:
            while True:
                delay_ms = await self._store.feed.write(
                    feed_state.reserve_request, self.limits, self._clock.wall_ms()
                )
                if delay_ms <= 0:
                    return
                await asyncio.sleep(delay_ms / 1000)

    async def wait_ms(self) -> int:
        """Return how long a request would wait now, in milliseconds."""
        now = self._clock.wall_ms()
        return earliest_ms(await self._sent(now), self.limits, now) - now

    async def use(self) -> tuple[WindowUse, ...]:
        """Return how much of each window is used now, for the meter."""
        now = self._clock.wall_ms()
        return usage(await self._sent(now), self.limits, now)

    async def _sent(self, now_ms: int) -> list[int]:
        """Return when requests left, but for what a clock wrote that was ahead and is set back."""
        sent = await self._store.read(
            feed_state.recent_requests, now_ms - longest_window_ms(self.limits)
        )
        return [at_ms for at_ms in sent if at_ms <= now_ms + AHEAD_MS]
