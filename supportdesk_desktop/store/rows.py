"""A view as it is read: its numbers, its order in any arrangement, the rows of its tickets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from supportdesk_desktop.core.arrangement import Arrangement, GroupBy, Placing, SortBy
from supportdesk_desktop.core.filing import OPEN_STATES, TO_DECIDE
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import (
    URGENT_RANK,
    RailCounts,
    TagMark,
    TicketRow,
    TicketView,
    count_of,
    midnight_ms,
)
from supportdesk_desktop.core.ticket_lines import Entry, TicketLines
from supportdesk_desktop.core.tickets import TicketStatus
from supportdesk_desktop.store import directory
from supportdesk_desktop.store.schema import (
    AMONG,
    ESCALATED,
    ESCALATION_IS_OPEN,
    HELD,
    UNTOLD_MS,
    as_json,
    named,
)

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
_OPEN_ESCALATIONS = (
    f"SELECT count(*) FROM filings WHERE {ESCALATED} > '' AND {ESCALATION_IS_OPEN}"
    " AND (created_ms >= ? OR ticket_number IN (SELECT number FROM filed_tickets))"
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

_ROW = (
    "SELECT t.id, t.number, t.subject, t.priority, t.status, t.customer, t.tags,"
    " t.created_ms, t.received_ms, t.category,"
    " t.read = 0 AS unread, t.pinned, n.outcome AS notice_outcome,"
    " n.latency_ms AS notice_ms, t.left_by,"
    " t.unreadable IS NOT NULL AS unreadable,"
    " (SELECT s.until_ms FROM ticket_snoozes AS s WHERE s.ticket_id = t.id) AS snoozed_until_ms,"
    # The plus takes the column's affinity away, which the index has not.
    f" EXISTS (SELECT 1 FROM filings WHERE {ESCALATED} = +t.number AND state <> 'withdrawn')"
    " AS escalated"
    " FROM tickets AS t LEFT JOIN notices AS n ON n.id = t.notice_id"
)


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
    for columns in named(db, f"{_ROW} WHERE t.id {AMONG}", (as_json(ids),)):
        columns["tags"] = () if columns["tags"] == "[]" else _tags.decode(columns["tags"])
        if columns["notice_ms"] is not None:
            columns["notice_ms"] = round(columns["notice_ms"])
        # Lax: SQLite has no booleans.
        row = msgspec.convert(columns, TicketRow, strict=False)
        if any(not tag.name for tag in row.tags):
            names = names if names is not None else directory.tag_names(db)
            row = directory.with_tag_names(row, names)
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
        escalations=db.execute(_OPEN_ESCALATIONS, (now_ms - UNTOLD_MS,)).fetchone()[0],
    )


def count_urgent(db: sqlite3.Connection, ids: Sequence[TicketId]) -> int:
    """Return how many of these tickets are URGENT or CRITICAL."""
    found = db.execute(
        f"SELECT count(*) FROM tickets WHERE priority_rank >= {URGENT_RANK} AND id {AMONG}",
        (as_json(ids),),
    )
    return int(found.fetchone()[0])


HEAD = 60
"""Rows that are read first where a view is big: more than a screen shows."""

BIG = 2000
"""A view with more tickets shows its head before the rest of its order is read."""


def _rank(column: str, names: type[StrEnum], usual: StrEnum, unknown: str) -> str:
    """Return the place among the names, the ``usual`` one compared first."""
    in_turn = sorted(enumerate(names), key=lambda ranked: ranked[1] is not usual)
    ranks = " ".join(f"WHEN '{name}' THEN {rank}" for rank, name in in_turn)
    return f"CASE {column} {ranks} ELSE {unknown} END"


_SORT_COLUMNS: dict[SortBy, str] = {
    SortBy.RECEIVED: "NULL",
    SortBy.PRIORITY: "priority_rank",
    SortBy.NUMBER: "number",
    SortBy.CUSTOMER: "customer_key",
    SortBy.SUBJECT: "subject_key",
    SortBy.STATUS: "status",
    SortBy.NOTICE: "n.outcome, n.latency_ms",
}
_GROUP_COLUMNS: dict[GroupBy, str] = {
    GroupBy.NONE: "NULL",
    GroupBy.DAY: "t.received_ms",
    GroupBy.PRIORITY: "priority_rank",
    GroupBy.CUSTOMER: "t.customer",
    GroupBy.TAG: "tags -> '$[0]'",
}
_HEAD_ORDERS: dict[SortBy, tuple[str, ...]] = {
    SortBy.RECEIVED: (),
    SortBy.PRIORITY: ("priority_rank",),
    SortBy.NUMBER: ("length(number)", "number"),
    SortBy.CUSTOMER: ("customer_key",),
    SortBy.SUBJECT: ("subject_key",),
    SortBy.STATUS: (_rank("status", TicketStatus, TicketStatus.IN_PROGRESS, "99"), "status"),
    SortBy.NOTICE: (
        _rank("n.outcome", NoticeOutcome, NoticeOutcome.FIRST_SYNC, "98 + (n.outcome IS NULL)"),
        "round(coalesce(n.latency_ms, -1))",
    ),
}
_NATURAL_GROUPS = {
    SortBy.RECEIVED: GroupBy.DAY,
    SortBy.PRIORITY: GroupBy.PRIORITY,
    SortBy.CUSTOMER: GroupBy.CUSTOMER,
}


class Head(msgspec.Struct, frozen=True):
    """The first rows of a big view, and how many tickets it has."""

    rows: tuple[TicketRow, ...]
    total: int


class _FirstTag(msgspec.Struct):
    id: str
    name: str


_first_tag = msgspec.json.Decoder(_FirstTag)


def lines(
    db: sqlite3.Connection, view: TicketView, arrangement: Arrangement, now_ms: int
) -> TicketLines:
    """Return every ticket of a view in its place, with the headings."""
    placing = Placing(arrangement)
    return TicketLines.arranged(placing, _entries(db, view, placing, now_ms))


def head(
    db: sqlite3.Connection,
    view: TicketView,
    arrangement: Arrangement,
    now_ms: int,
    total: int | None = None,
) -> Head | None:
    """Return the beginning of a big view; None where it is small, or has no quick beginning.

    ``total`` is how many tickets the view has, where that is known.
    """
    order = _head_order(arrangement)
    where, arguments = within(view, now_ms)
    if order is None:
        return None
    if total is None:
        total = count_of(counts(db, now_ms), view)
    if total <= BIG:
        return None
    found = db.execute(
        f"SELECT t.id FROM {_tables(arrangement)} WHERE {where} ORDER BY {order} LIMIT {HEAD}",
        arguments,
    )
    return Head(tuple(by_ids(db, [ticket_id for (ticket_id,) in found.fetchall()])), total)


def _entries(
    db: sqlite3.Connection, view: TicketView, placing: Placing, now_ms: int
) -> Iterator[Entry]:
    order = placing.arrangement
    where, arguments = within(view, now_ms)
    # Nearly in order as they are read, they are quickly sorted; and read one by one, since all of
    # them at once would leave the memory that they took in pieces.
    records = db.execute(
        f"SELECT t.id, t.received_ms, {_GROUP_COLUMNS[order.group]}, {_SORT_COLUMNS[order.sort]}"
        f" FROM {_tables(order)} WHERE {where} ORDER BY t.received_ms {_direction(order)}, t.id",
        arguments,
    )
    names = directory.tag_names(db) if order.group is GroupBy.TAG else {}
    for ticket_id, received_ms, group, *sort in records:
        if order.group is GroupBy.TAG:
            group = _tag_name(group, names)
        value = sort[0] if len(sort) == 1 else sort
        yield placing.of(ticket_id, received_ms, value, group)


def _tables(order: Arrangement) -> str:
    if order.sort is SortBy.NOTICE:
        # Its other columns have names of the tickets'.
        told = "(SELECT id AS told_id, outcome, latency_ms FROM notices)"
        return f"tickets AS t LEFT JOIN {told} AS n ON n.told_id = t.notice_id"
    return "tickets AS t"


def _direction(order: Arrangement) -> str:
    return "ASC" if order.sort is SortBy.RECEIVED and not order.descending else "DESC"


def _tag_name(tag: str | None, names: dict[str, str]) -> str:
    if tag is None:
        return ""
    first = _first_tag.decode(tag)
    return first.name or names.get(first.id, first.id)


def _head_order(order: Arrangement) -> str | None:
    """Return the ORDER BY terms of the first rows, None where only the whole order tells them."""
    parts = _HEAD_ORDERS.get(order.sort)
    if parts is None or order.group not in (GroupBy.NONE, _NATURAL_GROUPS.get(order.sort)):
        return None
    way = "DESC" if order.descending else "ASC"
    return ", ".join(
        [f"{part} {way}" for part in parts] + [f"t.received_ms {_direction(order)}", "t.id"]
    )
