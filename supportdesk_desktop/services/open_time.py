"""Writes down when the window was open: a day on which it was not is said to be closed."""

from __future__ import annotations

import logging

from supportdesk_desktop.core.errors import StoreError
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.store import statistics
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.tasks import TaskOwner, declare

log = logging.getLogger(__name__)

EVERY_S = 60.0
KEEP = declare("open_time.keep", part="store")
BREAK_MS = 180_000
"""Not written down for so long: this computer slept, and a new span begins."""


class OpenTime:
    """Keeps the present span of this window up to date, once a minute."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._tasks = TaskOwner("open-time", bus.report)
        self._span: int | None = None
        self._reached_ms = 0

    def start(self) -> None:
        """Begin a span, and keep it until ``aclose``."""
        self._tasks.loop(KEEP, self._keep)

    async def aclose(self) -> None:
        """Write down the last moment."""
        await self._tasks.aclose()
        if self._span is None:
            return
        try:
            await self.note()
        except StoreError as problem:
            log.warning("that the window is open could not be written down: %s", problem)

    async def note(self) -> None:
        """Write down that the window is open now."""
        now = self._clock.wall_ms()
        if self._span is None or not 0 <= now - self._reached_ms <= BREAK_MS:
            self._span = await self._store.feed.write(statistics.begin_open_span, now)
        else:
            await self._store.feed.write(statistics.extend_open_span, self._span, now)
        self._reached_ms = now

    async def _keep(self) -> float:
        await self.note()
        return EVERY_S
