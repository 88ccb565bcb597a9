"""Since when the feed is observed, and what was not seen in between."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.feed_status import BlindInterval
from supportdesk_desktop.core.statistics import days_until
from supportdesk_desktop.core.trust import TrustRecord
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.store import feed_state, settings, statistics
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.settings import FIRST_VERIFIED

DAY_MS = 86_400_000


class ObservedDay(msgspec.Struct, frozen=True):
    """The blind intervals of the last 24 hours; nothing before ``observed_from_ms`` is claimed."""

    intervals: tuple[BlindInterval, ...]
    observed_from_ms: int | None


class ObservationService:
    """Reads the journal of blind intervals. ``sample_data`` marks the local desk as such."""

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
