"""The statistics of the last days, of what is stored on this computer alone."""

from __future__ import annotations

from supportdesk_desktop.core.statistics import (
    OpenSpan,
    Statistics,
    days_until,
    statistics_of,
)
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.store import feed_state, settings, statistics
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.settings import FIRST_VERIFIED


class StatisticsService:
    """Reads statistics; all that is counted is counted off the loop."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def load(self, count: int) -> Statistics:
        """Return the last ``count`` days, today included, in the zone of this computer.

        Raises:
            StoreError: the local data cannot be read.
        """
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
