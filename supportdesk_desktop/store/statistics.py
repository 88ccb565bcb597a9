"""What the statistics count, added up by SQLite: no row of a ticket or a filing is brought here.

Each count is asked for many times at once and answered from an index alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from supportdesk_desktop.core.statistics import Spread, Tally

if TYPE_CHECKING:
    from supportdesk_desktop.store.connection import Connection

Period = tuple[int, int]
"""From, and up to but without (milliseconds since the epoch)."""

_RECEIVED = """
SELECT period, count(*) FROM periods CROSS JOIN notices
WHERE received_ms >= begins AND received_ms < ends AND outcome IS NOT 'first_sync'
GROUP BY period
"""
_FILED = """
SELECT period, count(*), sum(state = 'confirmed') FROM periods
CROSS JOIN filings INDEXED BY filings_statistics
WHERE created_ms >= begins AND created_ms < ends AND state <> 'withdrawn'
GROUP BY period
"""
_CONFIRMATIONS = """
SELECT period, settled_ms - first_attempt_ms AS ms FROM periods
CROSS JOIN filings INDEXED BY filings_statistics
WHERE created_ms >= begins AND created_ms < ends AND state = 'confirmed'
  AND first_attempt_ms IS NOT NULL AND settled_ms >= first_attempt_ms
"""
_ANNOUNCEMENTS = """
SELECT period, latency_ms AS ms FROM periods CROSS JOIN notices
WHERE received_ms >= begins AND received_ms < ends AND outcome = 'shown'
  AND latency_ms IS NOT NULL
"""
_SPREAD = """
, measured AS ({measures}),
placed AS (
  SELECT period, ms, row_number() OVER (PARTITION BY period ORDER BY ms) AS place,
    count(*) OVER (PARTITION BY period) AS total
  FROM measured
)
SELECT period, total,
  avg(ms) FILTER (WHERE place IN ((total + 1) / 2, (total + 2) / 2)),
  max(ms) FILTER (WHERE place = (total * 95 + 99) / 100)
FROM placed GROUP BY period
"""


class StatisticsReads:
    """Counts over any periods."""

    def __init__(self, reader: Connection) -> None:
        self._reader = reader

    async def tallies(self, periods: Sequence[Period]) -> list[Tally]:
        """Return what was counted in each period.

        Tickets that came with the first complete list were not received in it, and what was
        withdrawn was not filed. The time to a confirmation is counted from when a filing first
        left: the seconds in which it could be taken back are the agent's own.
        """
        # Each in a turn of its own: a list that scrolls meanwhile waits for one of them at most.
        received = await self._reader.read(_read_received, periods)
        filed = await self._reader.read(_read_filed, periods)
        confirmations = await self._reader.read(_spreads, _CONFIRMATIONS, periods)
        announcements = await self._reader.read(_spreads, _ANNOUNCEMENTS, periods)
        return [
            Tally(
                received=received.get(number, 0),
                filed=filed.get(number, (0, 0))[0],
                confirmed=filed.get(number, (0, 0))[1],
                confirmation=confirmations.get(number),
                notification=announcements.get(number),
            )
            for number in range(len(periods))
        ]


def _read_received(db: sqlite3.Connection, periods: Sequence[Period]) -> dict[int, int]:
    return dict(_rows(db, _RECEIVED, periods))


def _read_filed(db: sqlite3.Connection, periods: Sequence[Period]) -> dict[int, tuple[int, int]]:
    rows = _rows(db, _FILED, periods)
    return {number: (filed, confirmed) for number, filed, confirmed in rows}


def _spreads(db: sqlite3.Connection, measures: str, periods: Sequence[Period]) -> dict[int, Spread]:
    rows = _rows(db, _SPREAD.format(measures=measures), periods)
    return {number: Spread(count, median, p95) for number, count, median, p95 in rows}


def _rows(db: sqlite3.Connection, sql: str, periods: Sequence[Period]) -> sqlite3.Cursor:
    values = ", ".join(["(?, ?, ?)"] * len(periods))
    bounds = [bound for number, period in enumerate(periods) for bound in (number, *period)]
    return db.execute(f"WITH periods (period, begins, ends) AS (VALUES {values}) {sql}", bounds)
