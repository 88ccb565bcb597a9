"""Reads that both the running window and its first paint need: plain functions on a connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from supportdesk_desktop.core.filing import OPEN_STATES, TO_DECIDE
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import (
    URGENT_RANK,
    LeftBy,
    RailCounts,
    TagMark,
    TicketRow,
    TicketView,
    midnight_ms,
)
from supportdesk_desktop.store import tag_book
from supportdesk_desktop.store.staging import HELD

_tags = msgspec.json.Decoder(tuple[TagMark, ...])


# No column but "key" belongs to tickets alone in every query that this stands in.
# Where nothing is snoozed, which is asked once, no ticket is looked up among the snoozed.
_AWAKE = (
    f"{HELD} AND (NOT EXISTS (SELECT 1 FROM ticket_snoozes) OR key NOT IN"
    " (SELECT x.key FROM ticket_snoozes AS s JOIN tickets AS x ON x.id = s.ticket_id))"
)
_WITHIN: dict[TicketView, str] = {
    TicketView.MINE: _AWAKE,
    TicketView.URGENT: f"{_AWAKE} AND priority_rank >= {URGENT_RANK}",
    TicketView.TODAY: f"{_AWAKE} AND received_ms >= ?",
    TicketView.PINNED: f"{HELD} AND pinned = 1",
}

_OPEN_FILINGS = (
    "SELECT state, count(*) FROM filings"
    f" WHERE state IN ({', '.join('?' * len(OPEN_STATES))}) GROUP BY state"
)
_COUNTS = f"""
    SELECT c.held - z.held, c.urgent - z.urgent,
        (SELECT count(*) FROM tickets WHERE {HELD} AND received_ms >= ?) - z.today,
        (SELECT count(*) FROM tickets WHERE {_WITHIN[TicketView.PINNED]}),
        (SELECT count(*) FROM notices WHERE outcome = 'unexplained'),
        z.snoozed
    FROM ticket_counts AS c,
        (SELECT count(*) AS snoozed, count(*) FILTER (WHERE x.held = 1) AS held,
            count(*) FILTER (WHERE x.held = 1 AND x.priority_rank >= {URGENT_RANK}) AS urgent,
            count(*) FILTER (WHERE x.held = 1 AND x.received_ms >= ?) AS today
        FROM ticket_snoozes AS s CROSS JOIN tickets AS x ON x.id = s.ticket_id) AS z
"""
"""Tickets of a view less those of them that are snoozed."""

ROW_COLUMNS = (
    "t.id, t.number, t.subject, t.priority, t.status, t.customer, t.tags, t.received_ms, t.read,"
    " t.pinned, n.outcome, n.latency_ms, t.left_by, t.unreadable IS NOT NULL,"
    " (SELECT s.until_ms FROM ticket_snoozes AS s WHERE s.ticket_id = t.id)"
)
ROW_TABLES = "tickets AS t LEFT JOIN notices AS n ON n.id = t.notice_id"

_BATCH = 500


def within(view: TicketView, now_ms: int) -> tuple[str, tuple[int, ...]]:
    """Return the condition of a view on ``tickets``, and its arguments."""
    return _WITHIN[view], (midnight_ms(now_ms),) if view is TicketView.TODAY else ()


def order(db: sqlite3.Connection, view: TicketView, now_ms: int) -> list[tuple[TicketId, int]]:
    """Return ids and times of assignment of a view, newest first."""
    where, arguments = within(view, now_ms)
    return db.execute(
        f"SELECT id, received_ms FROM tickets WHERE {where} ORDER BY received_ms DESC, id",
        arguments,
    ).fetchall()


def by_ids(db: sqlite3.Connection, ids: Sequence[TicketId]) -> list[TicketRow]:
    """Return the rows of these tickets, in this order; an unknown id is left out."""
    found: dict[TicketId, TicketRow] = {}
    names: dict[str, str] | None = None
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        marks = ",".join("?" * len(batch))
        for record in db.execute(
            f"SELECT {ROW_COLUMNS} FROM {ROW_TABLES} WHERE t.id IN ({marks})", batch
        ):
            row = row_of(record)
            if any(not tag.name for tag in row.tags):
                names = names if names is not None else tag_book.names(db)
                row = tag_book.named(row, names)
            found[row.id] = row
    return [found[one] for one in ids if one in found]


def counts(db: sqlite3.Connection, now_ms: int) -> RailCounts:
    """Return the numbers of the rail.

    What it costs grows with the tickets of today, pinned or snoozed and with open filings, never
    with all that are stored: a table that every change of a ticket keeps has the rest.
    """
    states = dict(db.execute(_OPEN_FILINGS, tuple(OPEN_STATES)))
    today_ms = midnight_ms(now_ms)
    mine, urgent, today, pinned, unexplained, snoozed = db.execute(
        _COUNTS, (today_ms, today_ms)
    ).fetchone()
    return RailCounts(
        mine=mine,
        urgent=urgent,
        today=today,
        pinned=pinned,
        open_filings=sum(states.values()),
        filings_to_decide=sum(states.get(state, 0) for state in TO_DECIDE),
        unexplained_notices=unexplained,
        snoozed=snoozed,
    )


def count_urgent(db: sqlite3.Connection, ids: Sequence[TicketId]) -> int:
    """Return how many of these tickets are URGENT or CRITICAL."""
    found = db.execute(
        f"SELECT count(*) FROM tickets WHERE priority_rank >= {URGENT_RANK}"
        " AND id IN (SELECT value FROM json_each(?))",
        (msgspec.json.encode(ids).decode(),),
    )
    return int(found.fetchone()[0])


def row_of(record: Sequence[object]) -> TicketRow:
    """Make a row of the ``ROW_COLUMNS``."""
    (
        ticket_id, number, subject, priority, status, customer, tags, received_ms, read,
        pinned, outcome, latency_ms, left_by, unreadable, snoozed,
    ) = record  # fmt: skip
    return TicketRow(
        id=TicketId(str(ticket_id)),
        number=str(number),
        subject=str(subject),
        priority=str(priority),
        status=str(status),
        customer=str(customer),
        tags=() if tags == "[]" else _tags.decode(str(tags)),
        received_ms=_integer(received_ms),
        unread=not read,
        pinned=bool(pinned),
        notice_outcome=None if outcome is None else str(outcome),
        notice_ms=None if latency_ms is None else _integer(latency_ms),
        left_by=None if left_by is None else LeftBy(str(left_by)),
        unreadable=bool(unreadable),
        snoozed_until_ms=None if snoozed is None else _integer(snoozed),
    )


def _integer(value: object) -> int:
    assert isinstance(value, int | float)
    return round(value)
