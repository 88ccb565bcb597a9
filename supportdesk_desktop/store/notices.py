"""The account of every assignment: announced or not, when, and why.

One notice for each (ticket, ``assignedAt``), for ever; none is deleted. Beside them stands of which
tickets, announced and not opened, the agent was reminded once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from supportdesk_desktop.core.ids import NoticeId, TicketId
from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.store.engine import StoreConnection
from supportdesk_desktop.store.schema import AMONG, COUNTED_NOTICES, as_json, insert, named

_COLUMNS = (
    "id, ticket_id, assigned_at, number, subject, priority, customer, received_ms, late,"
    " outcome, settled_ms, latency_ms, seq"
)

SETTLED_AT_ONCE = 500

TOLD = (NoticeOutcome.SHOWN, NoticeOutcome.LATE, NoticeOutcome.MERGED, NoticeOutcome.HELD_DND)
"""Outcomes of what was announced by itself or in a summary."""

_UNHEARD = "retried_ms IS NULL AND outcome IN ('no_service', 'refused')"


class NewNotice(msgspec.Struct, frozen=True):
    """A notice that wants a decision.

    ``received_ns`` is CLOCK_MONOTONIC of this process at the frame's arrival; None after a restart
    or for one first seen in a snapshot.
    """

    record: NoticeRecord
    level: str | None
    received_ns: int | None = None


class Settlement(msgspec.Struct, frozen=True):
    """The outcome of one notice. ``latency_ms`` only where it was handed to the system.

    ``shown_as`` names its announcement at the notification service, where that took it.
    """

    notice_id: NoticeId
    ticket_id: TicketId
    outcome: NoticeOutcome
    settled_ms: int
    latency_ms: float | None = None
    shown_as: str | None = None


class Latency(msgspec.Struct, frozen=True):
    """Percentiles in milliseconds over ``count`` announced notices; None where there is none."""

    count: int
    p50: float | None
    p95: float | None


def insert_notice(
    db: sqlite3.Connection, values: Mapping[str, object], received_ns: int | None
) -> NewNotice | None:
    """Write a new notice within the transaction of its assignment.

    Args:
        db: inside that transaction.
        values: by the names of the columns.
        received_ns: CLOCK_MONOTONIC of the frame, where there was one.

    Returns:
        The notice, or None where this assignment had one already.
    """
    inserted = db.execute(
        insert("notices", values) + " ON CONFLICT (ticket_id, assigned_at) DO NOTHING RETURNING id",
        values,
    ).fetchone()
    if inserted is None:
        return None
    return _new({**values, "id": inserted[0]}, received_ns)


def insert_notices(
    db: sqlite3.Connection, assignments: Sequence[Mapping[str, object]]
) -> list[NewNotice]:
    """Write the notices of assignments that have none, each by the names of the same columns."""
    [last] = db.execute("SELECT coalesce(max(id), 0) FROM notices").fetchone()
    values = [{**one, "id": last + place} for place, one in enumerate(assignments, 1)]
    if values:
        db.executemany(insert("notices", values[0]), values)
    return [_new(one) for one in values]


def have_notices(db: sqlite3.Connection, ticket_ids: Sequence[TicketId]) -> set[TicketId]:
    """Return which of these tickets were ever accounted for."""
    found = db.execute(
        f"SELECT DISTINCT ticket_id FROM notices WHERE ticket_id {AMONG}", (as_json(ticket_ids),)
    )
    return {TicketId(one) for (one,) in found}


def notices_of(db: sqlite3.Connection, ticket_id: TicketId) -> list[NoticeRecord]:
    """Return every notice of a ticket, oldest first."""
    return _select(db, "ticket_id = ? ORDER BY id", ticket_id)


def percentile(ascending: Sequence[float], share: float) -> float | None:
    """Return the nearest-rank percentile of ascending values, None where there are none."""
    if not ascending:
        return None
    rank = -(-round(share * 100 * len(ascending)) // 100)
    return ascending[min(len(ascending), max(1, rank)) - 1]


def pending(db: sqlite3.Connection) -> list[NewNotice]:
    """Return the notices without an outcome, oldest first."""
    return _select_new(db, f"outcome IS NULL AND {COUNTED_NOTICES} ORDER BY id")


async def settle(feed: StoreConnection, settlements: Sequence[Settlement]) -> None:
    """Write down outcomes; the first one of a notice stands.

    Very many are no single transaction: others write in between.
    """
    for start in range(0, len(settlements), SETTLED_AT_ONCE):
        await feed.write(_settle, settlements[start : start + SETTLED_AT_ONCE])


def _settle(db: sqlite3.Connection, settlements: Sequence[Settlement]) -> None:
    db.executemany(
        "UPDATE notices SET outcome = ?, settled_ms = ?, latency_ms = ?, shown_as = ?"
        " WHERE id = ? AND outcome IS NULL",
        [
            (one.outcome, one.settled_ms, one.latency_ms, one.shown_as, one.notice_id)
            for one in settlements
        ],
    )


def unheard(db: sqlite3.Connection, since_ms: int = 0) -> list[NoticeRecord]:
    """Return the notices that no service took and that were not tried again, oldest first."""
    return _select(db, f"received_ms >= ? AND {_UNHEARD} ORDER BY id", since_ms)


def settle_again(db: sqlite3.Connection, settlements: Sequence[Settlement]) -> None:
    """Store the outcome of a second try; there is no third."""
    db.executemany(
        "UPDATE notices SET outcome = ?, settled_ms = ?, latency_ms = ?, retried_ms = ?,"
        " shown_as = ?"
        f" WHERE id = ? AND {_UNHEARD}",
        (
            (
                one.outcome,
                one.settled_ms,
                one.latency_ms,
                one.settled_ms,
                one.shown_as,
                one.notice_id,
            )
            for one in settlements
        ),
    )


def by_ids(db: sqlite3.Connection, ids: Sequence[NoticeId]) -> list[NoticeRecord]:
    """Return these notices, oldest first."""
    return _select(db, f"id {AMONG} ORDER BY id", as_json(ids))


def newest_of(db: sqlite3.Connection, ticket_ids: Iterable[TicketId]) -> list[NoticeRecord]:
    """Return the newest notice of each of these tickets, oldest first."""
    return _select(
        db,
        f"id IN (SELECT max(id) FROM notices WHERE ticket_id {AMONG} GROUP BY ticket_id)"
        " ORDER BY id",
        as_json(tuple(ticket_ids)),
    )


def recent(db: sqlite3.Connection, limit: int = 500) -> list[NoticeRecord]:
    """Return the newest notices, newest first."""
    return _select(db, f"{COUNTED_NOTICES} ORDER BY id DESC LIMIT ?", limit)


def since(db: sqlite3.Connection, since_ms: int) -> list[NoticeRecord]:
    """Return every notice received since then, newest first."""
    return _select(db, f"received_ms >= ? AND {COUNTED_NOTICES} ORDER BY id DESC", since_ms)


def with_outcome(db: sqlite3.Connection, outcome: NoticeOutcome) -> list[NoticeRecord]:
    """Return notices of this outcome, oldest first."""
    return _select(db, "outcome = ? ORDER BY id", outcome)


def totals(db: sqlite3.Connection) -> dict[NoticeOutcome | None, int]:
    """Return how many there are of each outcome; None stands for those pending."""
    records = db.execute(
        f"SELECT outcome, count(*) FROM notices WHERE {COUNTED_NOTICES} GROUP BY outcome"
    )
    return {None if name is None else NoticeOutcome(name): count for name, count in records}


def latency(db: sqlite3.Connection) -> Latency:
    """Return the latency of the announced notices."""
    records = db.execute(
        "SELECT latency_ms FROM notices WHERE outcome = 'shown' AND latency_ms IS NOT NULL"
        " ORDER BY latency_ms"
    )
    values = [value for (value,) in records]
    return Latency(len(values), percentile(values, 0.50), percentile(values, 0.95))


def unopened(db: sqlite3.Connection, since_ms: int, before_ms: int) -> list[NoticeRecord]:
    """Return the notices of tickets that are held, unread and here to be worked on.

    Args:
        db: a connection.
        since_ms: assigned from then on.
        before_ms: announced until then.

    Returns:
        The newest notice of each ticket, oldest first, of none that a reminder was put for.
    """
    return _select(
        db,
        f"received_ms >= ? AND settled_ms <= ? AND outcome {AMONG}"
        " AND id IN (SELECT notice_id FROM tickets"
        " WHERE id = notices.ticket_id AND held = 1 AND read = 0)"
        " AND ticket_id NOT IN (SELECT ticket_id FROM ticket_snoozes)"
        " AND ticket_id NOT IN (SELECT ticket_id FROM ticket_reminders) ORDER BY id",
        since_ms,
        before_ms,
        as_json(TOLD),
    )


def on_screen(db: sqlite3.Connection) -> dict[TicketId, str]:
    """Return as what the service keeps the newest announcement of each ticket, oldest first."""
    return dict(
        db.execute(
            "SELECT ticket_id, shown_as FROM notices WHERE shown_as IS NOT NULL"
            " ORDER BY id DESC LIMIT ?",
            (SETTLED_AT_ONCE,),
        ).fetchall()[::-1]
    )


def put_on_screen(db: sqlite3.Connection, ticket_ids: Iterable[TicketId], shown_as: str) -> None:
    """Write down as what the service keeps the announcement of these tickets."""
    db.executemany(
        "UPDATE notices SET shown_as = ?"
        " WHERE id = (SELECT max(id) FROM notices WHERE ticket_id = ?)",
        [(shown_as, one) for one in ticket_ids],
    )


def put_withdrawn(db: sqlite3.Connection, withdrawn: Mapping[TicketId, str]) -> None:
    """Write down that these tickets need their announcement no more."""
    db.executemany(
        "UPDATE notices SET shown_as = NULL WHERE ticket_id = ? AND shown_as = ?",
        withdrawn.items(),
    )


def waiting(db: sqlite3.Connection, ticket_ids: Iterable[TicketId]) -> set[TicketId]:
    """Return those of the tickets that are held, unread, not put off and not about to leave."""
    found = db.execute(
        f"SELECT id FROM tickets WHERE id {AMONG} AND held = 1 AND read = 0"
        " AND id NOT IN (SELECT ticket_id FROM ticket_snoozes)"
        " AND id NOT IN (SELECT ticket_id FROM ticket_actions)",
        (as_json(tuple(ticket_ids)),),
    )
    return {ticket_id for (ticket_id,) in found}


def put_reminded(db: sqlite3.Connection, ticket_ids: Iterable[TicketId], now_ms: int) -> None:
    """Write down that the agent is being reminded of these tickets.

    On the ledger's connection: neither a kill nor a power cut lets them be reminded of again.
    """
    db.executemany(
        "INSERT OR IGNORE INTO ticket_reminders (ticket_id, reminded_ms) VALUES (?, ?)",
        [(one, now_ms) for one in ticket_ids],
    )


def reminded_ms(db: sqlite3.Connection, ticket_id: TicketId) -> int | None:
    """Return when the agent was reminded of a ticket, None where this did not happen."""
    found = db.execute(
        "SELECT reminded_ms FROM ticket_reminders WHERE ticket_id = ?", (ticket_id,)
    ).fetchone()
    return None if found is None else int(found[0])


def _select(db: sqlite3.Connection, where: str, *arguments: object) -> list[NoticeRecord]:
    records = named(db, f"SELECT {_COLUMNS} FROM notices WHERE {where}", arguments)
    return [_record(one) for one in records]


def _select_new(db: sqlite3.Connection, where: str) -> list[NewNotice]:
    records = named(db, f"SELECT {_COLUMNS}, level FROM notices WHERE {where}")
    return [_new(one) for one in records]


def _new(columns: Mapping[str, Any], received_ns: int | None = None) -> NewNotice:
    return NewNotice(_record(columns), columns["level"], received_ns)


def _record(columns: Mapping[str, object]) -> NoticeRecord:
    # Lax: SQLite has no booleans.
    return msgspec.convert(columns, NoticeRecord, strict=False)
