"""Blind intervals, the time for which the window was open, and statistics of days."""

from __future__ import annotations

import logging

import msgspec

from supportdesk_desktop.core.errors import StoreError
from supportdesk_desktop.core.feed_status import BlindInterval
from supportdesk_desktop.core.statistics import (
    OpenSpan,
    Statistics,
    TrustRecord,
    days_until,
    statistics_of,
)
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.store import feed_state, settings, statistics
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.settings import FIRST_VERIFIED
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import declare

DAY_MS = 86_400_000


class ObservedDay(msgspec.Struct, frozen=True):
    """The blind intervals of the last 24 hours; nothing before ``observed_from_ms`` is claimed."""

    intervals: tuple[BlindInterval, ...]
    observed_from_ms: int | None


class DayService:
    """Reads the journal of blind intervals and the statistics.

    ``sample_data`` marks the local desk as such.
    """

    def __init__(self, store: Store, clock: Clock, *, sample_data: bool) -> None:
        self._store = store
        self._clock = clock
        self.sample_data = sample_data

    async def day(self) -> ObservedDay:
        """Return the last day."""
        since = self._clock.wall_ms() - DAY_MS
        return ObservedDay(
            tuple(await self._store.read(feed_state.intervals, since)),
            await self._store.ledger.read(settings.get, FIRST_VERIFIED, int),
        )

    async def days(self, count: int) -> tuple[BlindInterval, ...]:
        """Return the blind intervals that touch the last ``count`` days, today included."""
        first = days_until(self._clock.wall_ms(), count)[0]
        return tuple(await self._store.read(feed_state.intervals, first.from_ms))

    async def record(self) -> TrustRecord:
        """Return what is written down of the feed here."""
        memory = await self._store.read(feed_state.load)
        [today] = days_until(self._clock.wall_ms(), 1)
        [tally] = await statistics.tallies(self._store, [(today.from_ms, today.to_ms)])
        return TrustRecord(memory.cursor, memory.snapshot_ms, tally.notification)

    async def statistics(self, count: int) -> Statistics:
        """Return the last ``count`` days, today included. Raises ``StoreError``."""
        now = self._clock.wall_ms()
        days = days_until(now, count)
        first = days[0].from_ms
        periods = [(day.from_ms, day.to_ms) for day in days]
        *tallies, whole = await statistics.tallies(self._store, [*periods, (first, days[-1].to_ms)])
        spans = await self._store.read(statistics.open_spans_since, first)
        intervals = await self._store.read(feed_state.intervals, first)
        # Somebody is looking: the window is open now, whatever was written down last.
        spans.append(OpenSpan(now, now))
        first_ms = await self._store.ledger.read(settings.get, FIRST_VERIFIED, int)
        return statistics_of(now, days, tallies, whole, intervals, spans, first_ms)


log = logging.getLogger(__name__)

EVERY_S = 60.0
KEEP = declare("open_time.keep", part="store")
BREAK_MS = 180_000
"""Not written down for so long: this computer slept, and a new span begins."""


class OpenTime(Service):
    """Keeps the present span of this window up to date, once a minute."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        super().__init__(store, bus, clock)
        self._span: int | None = None
        self._reached_ms = 0

    def start(self) -> None:
        """Begin a span, and keep it until ``aclose``."""
        self._tasks.loop(KEEP, self.note)

    async def aclose(self) -> None:
        """Write down the last moment."""
        await super().aclose()
        if self._span is None:
            return
        try:
            await self.note()
        except StoreError as problem:
            log.warning("that the window is open could not be written down: %s", problem)

    async def note(self) -> float:
        """Write down that the window is open now; return in how many seconds to do so again."""
        now = self._clock.wall_ms()
        if self._span is None or not 0 <= now - self._reached_ms <= BREAK_MS:
            self._span = await self._store.feed.write(statistics.begin_open_span, now)
        else:
            await self._store.feed.write(statistics.extend_open_span, self._span, now)
        self._reached_ms = now
        return EVERY_S
