"""The account of every assignment: announced or not, when, and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from supportdesk_desktop.core.ids import NoticeId, TicketId
from supportdesk_desktop.core.notices import NoticeIntent, NoticeOutcome, NoticeRecord
from supportdesk_desktop.store.connection import Connection
from supportdesk_desktop.store.staging import COUNTED_NOTICES

NOTICE_COLUMNS = (
    "id, ticket_id, assigned_at, number, subject, priority, customer, received_ms, late,"
    " outcome, settled_ms, latency_ms, seq"
)

SETTLED_AT_ONCE = 500

_UNHEARD = "retried_ms IS NULL AND outcome IN ('no_service', 'refused')"


class NewNotice(msgspec.Struct, frozen=True):
    """A notice that wants a decision.

    ``received_ns`` is CLOCK_MONOTONIC of this process at the frame's arrival; None after a restart
    or for one first seen in a snapshot.
    """

    record: NoticeRecord
    level: str | None
    first_sync: bool
    received_ns: int | None = None


class Settlement(msgspec.Struct, frozen=True):
    """What became of one notice. ``latency_ms`` only where it was handed to the system."""

    notice_id: NoticeId
    ticket_id: TicketId
    outcome: NoticeOutcome
    settled_ms: int
    latency_ms: float | None = None


class Latency(msgspec.Struct, frozen=True):
    """Percentiles in milliseconds over ``count`` announced notices; None where there is none."""

    count: int
    p50: float | None
    p95: float | None


class NoticeLedger:
    """One notice for each (ticket, ``assignedAt``), for ever; none is deleted."""

    def __init__(self, writer: Connection, reader: Connection) -> None:
        self._writer = writer
        self._reader = reader

    async def pending(self) -> list[NewNotice]:
        """Return the notices without an outcome, oldest first."""
        return await self._reader.read(_pending)

    async def settle(self, settlements: Sequence[Settlement]) -> list[NoticeId]:
        """Write down outcomes; the first one of a notice stands. Returns those settled now.

        Very many are no single transaction: others write in between.
        """
        settled: list[NoticeId] = []
        for start in range(0, len(settlements), SETTLED_AT_ONCE):
            some = settlements[start : start + SETTLED_AT_ONCE]
            settled += await self._writer.write(_settle, some)
        return settled

    async def unheard(self, since_ms: int = 0) -> list[NoticeRecord]:
        """Return the notices that no service took and that were not tried again, oldest first."""
        return await self._reader.read(_unheard, since_ms)

    async def retried(self, settlements: Sequence[Settlement]) -> None:
        """Write down what became of a second try; there is no third."""
        await self._writer.write(_retried, settlements)

    async def by_ids(self, ids: Iterable[NoticeId]) -> list[NoticeRecord]:
        """Return these notices, oldest first."""
        return await self._reader.read(_by_ids, tuple(ids))

    async def recent(self, limit: int = 500) -> list[NoticeRecord]:
        """Return the newest notices, newest first."""
        return await self._reader.read(_recent, limit)

    async def since(self, since_ms: int) -> list[NoticeRecord]:
        """Return every notice received since then, newest first."""
        return await self._reader.read(_since, since_ms)

    async def with_outcome(self, outcome: NoticeOutcome, since_ms: int = 0) -> list[NoticeRecord]:
        """Return notices of this outcome received since then, oldest first."""
        return await self._reader.read(_with_outcome, outcome, since_ms)

    async def totals(self, since_ms: int = 0) -> dict[NoticeOutcome | None, int]:
        """Return how many of each outcome since then; None stands for those pending."""
        return await self._reader.read(_totals, since_ms)

    async def latency(self, since_ms: int = 0) -> Latency:
        """Return the latency of the notices announced since then."""
        return await self._reader.read(_latency, since_ms)


def insert_intent(db: sqlite3.Connection, intent: NoticeIntent) -> NewNotice | None:
    """Write a new notice within the transaction of its assignment.

    Returns:
        The notice, or None where this assignment had one already.
    """
    cursor = db.execute(
        "INSERT INTO notices (ticket_id, assigned_at, number, subject, priority, customer, level,"
        " received_ms, seq, late, first_sync) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (ticket_id, assigned_at) DO NOTHING RETURNING id",
        (
            intent.ticket_id,
            intent.assigned_at,
            intent.number,
            intent.subject,
            intent.priority,
            intent.customer,
            intent.level,
            intent.received_ms,
            intent.seq,
            intent.late,
            intent.first_sync,
        ),
    )
    inserted = cursor.fetchone()
    if inserted is None:
        return None
    record = NoticeRecord(
        id=NoticeId(inserted[0]),
        ticket_id=intent.ticket_id,
        assigned_at=intent.assigned_at,
        number=intent.number,
        subject=intent.subject,
        priority=intent.priority,
        customer=intent.customer,
        received_ms=intent.received_ms,
        late=intent.late,
        seq=intent.seq,
    )
    return NewNotice(record, intent.level, intent.first_sync, intent.received_ns)


def notices_of(db: sqlite3.Connection, ticket_id: TicketId) -> list[NoticeRecord]:
    """Return every notice of a ticket, oldest first."""
    return records_of(
        db.execute(
            f"SELECT {NOTICE_COLUMNS} FROM notices WHERE ticket_id = ? ORDER BY id", (ticket_id,)
        )
    )


def percentile(ascending: Sequence[float], share: float) -> float | None:
    """Return the nearest-rank percentile of ascending values, None where there are none."""
    if not ascending:
        return None
    rank = -(-round(share * 100 * len(ascending)) // 100)
    return ascending[min(len(ascending), max(1, rank)) - 1]


def _pending(db: sqlite3.Connection) -> list[NewNotice]:
    records = db.execute(
        f"SELECT {NOTICE_COLUMNS}, level, first_sync FROM notices WHERE outcome IS NULL"
        f" AND {COUNTED_NOTICES} ORDER BY id"
    )
    return [
        NewNotice(_record(columns), level, bool(first_sync))
        for *columns, level, first_sync in records
    ]


def _settle(db: sqlite3.Connection, settlements: Sequence[Settlement]) -> list[NoticeId]:
    return [
        one.notice_id
        for one in settlements
        if db.execute(
            "UPDATE notices SET outcome = ?, settled_ms = ?, latency_ms = ?"
            " WHERE id = ? AND outcome IS NULL",
            (one.outcome, one.settled_ms, one.latency_ms, one.notice_id),
        ).rowcount
    ]


def _unheard(db: sqlite3.Connection, since_ms: int) -> list[NoticeRecord]:
    return records_of(
        db.execute(
            f"SELECT {NOTICE_COLUMNS} FROM notices WHERE received_ms >= ? AND {_UNHEARD}"
            " ORDER BY id",
            (since_ms,),
        )
    )


def _retried(db: sqlite3.Connection, settlements: Sequence[Settlement]) -> None:
    db.executemany(
        "UPDATE notices SET outcome = ?, settled_ms = ?, latency_ms = ?, retried_ms = ?"
        f" WHERE id = ? AND {_UNHEARD}",
        (
            (one.outcome, one.settled_ms, one.latency_ms, one.settled_ms, one.notice_id)
            for one in settlements
        ),
    )


def _by_ids(db: sqlite3.Connection, ids: tuple[NoticeId, ...]) -> list[NoticeRecord]:
    marks = ",".join("?" * len(ids))
    return records_of(
        db.execute(f"SELECT {NOTICE_COLUMNS} FROM notices WHERE id IN ({marks}) ORDER BY id", ids)
    )


def _recent(db: sqlite3.Connection, limit: int) -> list[NoticeRecord]:
    return records_of(
        db.execute(
            f"SELECT {NOTICE_COLUMNS} FROM notices WHERE {COUNTED_NOTICES}"
            " ORDER BY id DESC LIMIT ?",
            (limit,),
        )
    )


def _since(db: sqlite3.Connection, since_ms: int) -> list[NoticeRecord]:
    return records_of(
        db.execute(
            f"SELECT {NOTICE_COLUMNS} FROM notices WHERE received_ms >= ? AND {COUNTED_NOTICES}"
            " ORDER BY id DESC",
            (since_ms,),
        )
    )


def _with_outcome(
    db: sqlite3.Connection, outcome: NoticeOutcome, since_ms: int
) -> list[NoticeRecord]:
    return records_of(
        db.execute(
            f"SELECT {NOTICE_COLUMNS} FROM notices WHERE received_ms >= ? AND outcome = ?"
            " ORDER BY id",
            (since_ms, outcome),
        )
    )


def _totals(db: sqlite3.Connection, since_ms: int) -> dict[NoticeOutcome | None, int]:
    records = db.execute(
        f"SELECT outcome, count(*) FROM notices WHERE received_ms >= ? AND {COUNTED_NOTICES}"
        " GROUP BY outcome",
        (since_ms,),
    )
    return {None if name is None else NoticeOutcome(name): count for name, count in records}


def _latency(db: sqlite3.Connection, since_ms: int) -> Latency:
    values = [
        value
        for (value,) in db.execute(
            "SELECT latency_ms FROM notices WHERE received_ms >= ? AND outcome = 'shown'"
            " AND latency_ms IS NOT NULL ORDER BY latency_ms",
            (since_ms,),
        )
    ]
    return Latency(len(values), percentile(values, 0.50), percentile(values, 0.95))


def records_of(cursor: sqlite3.Cursor) -> list[NoticeRecord]:
    """Return the records of rows of ``NOTICE_COLUMNS``."""
    return [_record(columns) for columns in cursor]


def _record(columns: Sequence[object]) -> NoticeRecord:
    return msgspec.convert(
        dict(zip(NoticeRecord.__struct_fields__, columns, strict=True))
        | {"late": bool(columns[8])},
        NoticeRecord,
    )
