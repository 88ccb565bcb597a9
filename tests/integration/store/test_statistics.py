"""What SQLite counts for the statistics is what a person would count."""

from __future__ import annotations

import asyncio
import math
import sqlite3
import statistics
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supportdesk_desktop.core.feed import Replaced
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.statistics import OpenSpan, Spread, Tally
from supportdesk_desktop.store import feed_state, schema, snapshots
from supportdesk_desktop.store import statistics as stored_statistics
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.statistics import Period
from tests.fakes.tickets import NOON_MS, a_ticket

Notice = tuple[int, str | None, float | None]
Filing = tuple[int, str, int | None, int | None]

TIMES = st.integers(0, 40)
NOTICES = st.lists(
    st.tuples(
        TIMES,
        st.sampled_from(["shown", "late", "first_sync", None]),
        st.one_of(st.none(), st.floats(0.1, 5000)),
    )
)
FILINGS = st.lists(
    st.tuples(
        TIMES,
        st.sampled_from(["queued", "confirmed", "refused", "withdrawn"]),
        st.one_of(st.none(), st.integers(100, 200)),
        st.one_of(st.none(), st.integers(100, 5000)),
    )
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "store.db"
    schema.prepare(path)
    with closing(schema.connect(path)) as db:
        yield db


class Here:
    """A store that reads in this thread: hypothesis has no loop of its own."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    async def read(self, work: Callable[..., Any], *arguments: object) -> object:
        return work(self._db, *arguments)


def read_tallies(db: sqlite3.Connection, periods: list[Period]) -> list[Tally]:
    return asyncio.run(stored_statistics.tallies(cast(Store, Here(db)), periods))


def fill(db: sqlite3.Connection, notices: list[Notice], filings: list[Filing]) -> None:
    """Replace what is there, past the rules that filings have in the program's own hands."""
    for trigger in ("filings_are_kept", "filing_history_is_kept"):
        db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    db.execute("DELETE FROM notices")
    db.execute("DELETE FROM filings")
    db.executemany(
        "INSERT INTO notices (ticket_id, assigned_at, number, subject, priority, customer,"
        " received_ms, late, first_sync, outcome, latency_ms)"
        " VALUES (?, '', '', '', '', '', ?, 0, 0, ?, ?)",
        [(f"t-{place}", *one) for place, one in enumerate(notices)],
    )
    db.executemany(
        "INSERT INTO filings (client_ref, idempotency_key, draft, sends_client_ref, created_ms,"
        " state, first_attempt_ms, settled_ms) VALUES (?, '', x'', 1, ?, ?, ?, ?)",
        [(f"ref-{place}", *one) for place, one in enumerate(filings)],
    )


def spread(times: list[float]) -> Spread | None:
    if not times:
        return None
    ordered = sorted(times)
    p95 = ordered[math.ceil(len(ordered) * 95 / 100) - 1]
    return Spread(len(ordered), statistics.median(ordered), p95)


def counted(begins: int, ends: int, notices: list[Notice], filings: list[Filing]) -> Tally:
    inside = [one for one in notices if begins <= one[0] < ends]
    filed = [one for one in filings if begins <= one[0] < ends and one[1] != "withdrawn"]
    confirmed = [one for one in filed if one[1] == "confirmed"]
    return Tally(
        received=sum(outcome != "first_sync" for _, outcome, _ in inside),
        filed=len(filed),
        confirmed=len(confirmed),
        confirmation=spread(
            [
                float(settled - first)
                for _, _, first, settled in confirmed
                if first is not None and settled is not None and settled >= first
            ]
        ),
        notification=spread(
            [ms for _, outcome, ms in inside if outcome == "shown" and ms is not None]
        ),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notices=NOTICES, filings=FILINGS, cuts=st.lists(TIMES, min_size=2, max_size=6))
def test_counts_and_spreads(
    db: sqlite3.Connection, notices: list[Notice], filings: list[Filing], cuts: list[int]
) -> None:
    fill(db, notices, filings)
    bounds = sorted(cuts)
    periods = [*pairwise(bounds), (bounds[0], bounds[-1])]
    for tally, period in zip(read_tallies(db, periods), periods, strict=True):
        expected = counted(*period, notices, filings)
        assert (tally.received, tally.filed, tally.confirmed) == (
            expected.received,
            expected.filed,
            expected.confirmed,
        )
        for found, right in (
            (tally.confirmation, expected.confirmation),
            (tally.notification, expected.notification),
        ):
            assert (found is None) == (right is None)
            if found is not None and right is not None:
                assert found.count == right.count
                assert found.median_ms == pytest.approx(right.median_ms)
                assert found.p95_ms == right.p95_ms


def test_every_count_comes_from_an_index_alone(db: sqlite3.Connection) -> None:
    plans: list[str] = []
    statements: list[str] = []
    db.set_trace_callback(statements.append)
    read_tallies(db, [(0, 10), (10, 20)])
    db.set_trace_callback(None)
    for sql in statements:
        plans += [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
    reads = [plan for plan in plans if "notices" in plan or "filings" in plan]
    assert len(reads) == 4
    assert all("SEARCH" in plan and "USING COVERING INDEX" in plan for plan in reads)


def leave(db: sqlite3.Connection, number: str, assigned_at: str, by: str, left_ms: int) -> None:
    facts: dict[str, object] = {
        "id": number,
        "assigned_at": assigned_at,
        "left_by": by,
        "left_ms": left_ms,
    }
    for name in ("number", "subject", "status", "priority", "channel", "customer", "tags", "body"):
        facts[name] = ""
    for name in ("priority_rank", "created_ms", "received_ms", "version", "held"):
        facts[name] = 0
    facts |= {"customer_external_id": "", "body": b""}
    db.execute(schema.insert("tickets", facts), facts)


def test_done_is_what_was_closed_while_it_was_ours(db: sqlite3.Connection) -> None:
    assigned = "2026-04-21T12:00:00.000Z"
    at_ms = 1_776_772_800_000
    leave(db, "one", assigned, "closed", at_ms + 60_000)
    leave(db, "two", assigned, "closed", at_ms + 180_000)
    leave(db, "passed on", assigned, "unassigned", at_ms + 60_000)
    leave(db, "no time", "soon", "closed", at_ms + 60_000)
    leave(db, "clock ahead", "2026-04-22T12:00:00Z", "closed", at_ms + 60_000)
    leave(db, "later", assigned, "closed", at_ms + 900_000)
    tally, nothing = read_tallies(db, [(at_ms, at_ms + 900_000), (0, 10)])
    assert tally.done == 4
    assert tally.finishing is not None
    assert tally.finishing.count == 2
    assert tally.finishing.median_ms == pytest.approx(120_000, abs=1)
    assert tally.finishing.p95_ms == pytest.approx(180_000, abs=1)
    assert (nothing.done, nothing.finishing) == (0, None)


def test_tickets_that_left_are_found_by_their_time(db: sqlite3.Connection) -> None:
    for sql in (stored_statistics._DONE, stored_statistics._FINISHING):
        query = (
            f"EXPLAIN QUERY PLAN WITH periods (period, begins, ends) AS (VALUES (0, 1, 2)) {sql}"
        )
        assert any("SEARCH tickets USING INDEX tickets_left" in row[3] for row in db.execute(query))


async def test_the_time_that_the_window_was_open(store: Store) -> None:
    first = await store.feed.write(stored_statistics.begin_open_span, NOON_MS)
    await store.feed.write(stored_statistics.extend_open_span, first, NOON_MS + 60_000)
    await store.feed.write(stored_statistics.extend_open_span, first, NOON_MS)
    await store.feed.write(stored_statistics.begin_open_span, NOON_MS + 900_000)
    assert await store.read(stored_statistics.open_spans_since, NOON_MS + 60_000) == [
        OpenSpan(NOON_MS, NOON_MS + 60_000),
        OpenSpan(NOON_MS + 900_000, NOON_MS + 900_000),
    ]
    assert await store.read(stored_statistics.open_spans_since, NOON_MS + 60_001) == [
        OpenSpan(NOON_MS + 900_000, NOON_MS + 900_000)
    ]


async def test_when_the_list_was_last_read_as_a_whole(store: Store) -> None:
    assert (await store.read(feed_state.load)).snapshot_ms is None
    replaced = Replaced(Cursor(epoch="e1", seq=4), (a_ticket(),), None)
    await snapshots.replace_all(store.feed, replaced.cursor, replaced.tickets, NOON_MS)
    assert (await store.read(feed_state.load)).snapshot_ms == NOON_MS
