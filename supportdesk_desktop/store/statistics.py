"""Counts for the statistics, and the spans in which the window was open.

Counts are added up by SQLite, no row of a ticket or a filing is brought here: each is asked for
many times at once and answered from an index, alone but for the tickets that left.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from supportdesk_desktop.core.statistics import OpenSpan, Spread, Tally
from supportdesk_desktop.store.engine import Store

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
_DONE = """
SELECT period, count(*) FROM periods CROSS JOIN tickets INDEXED BY tickets_left
WHERE left_ms >= begins AND left_ms < ends AND left_by = 'closed'
GROUP BY period
"""
# The times of a server may be ill formed, or ahead of its own: then nothing is measured.
_FINISHING = """
SELECT period, left_ms - (julianday(assigned_at) - 2440587.5) * 86400000.0 AS ms
FROM periods CROSS JOIN tickets INDEXED BY tickets_left
WHERE left_ms >= begins AND left_ms < ends AND left_by = 'closed'
  AND left_ms >= (julianday(assigned_at) - 2440587.5) * 86400000.0
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


async def tallies(store: Store, periods: Sequence[Period]) -> list[Tally]:
    """Return what was counted in each period.

    Tickets that came with the first complete list were not received in it, and what was withdrawn
    was not filed. The time to a confirmation is counted from when a filing first left: the seconds
    in which it could be taken back are the agent's own.
    """
    # Each in a turn of its own: a list that scrolls meanwhile waits for one of them at most.
    received = await store.read(_counts, _RECEIVED, periods)
    filed = await store.read(_filed, periods)
    done = await store.read(_counts, _DONE, periods)
    finishing = await store.read(_spreads, _FINISHING, periods)
    confirmations = await store.read(_spreads, _CONFIRMATIONS, periods)
    announcements = await store.read(_spreads, _ANNOUNCEMENTS, periods)
    return [
        Tally(
            received=received.get(number, 0),
            filed=filed.get(number, (0, 0))[0],
            confirmed=filed.get(number, (0, 0))[1],
            confirmation=confirmations.get(number),
            notification=announcements.get(number),
            done=done.get(number, 0),
            finishing=finishing.get(number),
        )
        for number in range(len(periods))
    ]


def begin_open_span(db: sqlite3.Connection, now_ms: int) -> int:
    """Begin a time in which the window is open; return its number, for ``extend_open_span``."""
    cursor = db.execute(
        "INSERT INTO open_spans (from_ms, to_ms) VALUES (?, ?) RETURNING id", (now_ms, now_ms)
    )
    return int(cursor.fetchone()[0])


def extend_open_span(db: sqlite3.Connection, number: int, now_ms: int) -> None:
    """Extend a span until now; it never becomes shorter."""
    db.execute("UPDATE open_spans SET to_ms = max(to_ms, ?) WHERE id = ?", (now_ms, number))


def open_spans_since(db: sqlite3.Connection, since_ms: int) -> list[OpenSpan]:
    """Return the spans that reach ``since_ms`` or beyond, oldest first."""
    records = db.execute(
        "SELECT from_ms, to_ms FROM open_spans WHERE to_ms >= ? ORDER BY from_ms", (since_ms,)
    )
    return [OpenSpan(*record) for record in records]


def _counts(db: sqlite3.Connection, sql: str, periods: Sequence[Period]) -> dict[int, int]:
    return dict(_rows(db, sql, periods))


def _filed(db: sqlite3.Connection, periods: Sequence[Period]) -> dict[int, tuple[int, int]]:
    rows = _rows(db, _FILED, periods)
    return {number: (filed, confirmed) for number, filed, confirmed in rows}


def _spreads(db: sqlite3.Connection, measures: str, periods: Sequence[Period]) -> dict[int, Spread]:
    rows = _rows(db, _SPREAD.format(measures=measures), periods)
    return {number: Spread(count, median, p95) for number, count, median, p95 in rows}


def _rows(db: sqlite3.Connection, sql: str, periods: Sequence[Period]) -> sqlite3.Cursor:
    values = ", ".join(["(?, ?, ?)"] * len(periods))
    bounds = [bound for number, period in enumerate(periods) for bound in (number, *period)]
    return db.execute(f"WITH periods (period, begins, ends) AS (VALUES {values}) {sql}", bounds)
