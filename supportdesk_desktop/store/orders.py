"""The order of a view in any arrangement: the keys of ``core.placing`` made of columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from supportdesk_desktop.core.arrangement import Arrangement, GroupBy, Placing, SortBy
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import TicketRow, TicketView, count_of
from supportdesk_desktop.core.ticket_lines import Entry, TicketLines
from supportdesk_desktop.core.tickets import TicketStatus
from supportdesk_desktop.store import rows, tag_book
from supportdesk_desktop.store.rows import within

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
        total = count_of(rows.counts(db, now_ms), view)
    if total <= BIG:
        return None
    found = db.execute(
        f"SELECT t.id FROM {_tables(arrangement)} WHERE {where} ORDER BY {order} LIMIT {HEAD}",
        arguments,
    )
    return Head(tuple(rows.by_ids(db, [ticket_id for (ticket_id,) in found.fetchall()])), total)


def _entries(
    db: sqlite3.Connection, view: TicketView, placing: Placing, now_ms: int
) -> Iterator[Entry]:
    order = placing.arrangement
    where, arguments = within(view, now_ms)
    # Nearly in order as they are read, they are quickly sorted; and read one by one, since all of
    # them at once would leave the memory that they took in pieces.
    records = db.execute(
        f"SELECT t.id, t.received_ms, {_GROUP_COLUMNS[order.group]}, {_SORT_COLUMNS[order.sort]}"
        f" FROM {_tables(order)} WHERE {where} ORDER BY t.received_ms {_towards(order)}, t.id",
        arguments,
    )
    names = tag_book.names(db) if order.group is GroupBy.TAG else {}
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


def _towards(order: Arrangement) -> str:
    return "ASC" if order.sort is SortBy.RECEIVED and not order.descending else "DESC"


def _tag_name(tag: str | None, names: dict[str, str]) -> str:
    if tag is None:
        return ""
    first = _first_tag.decode(tag)
    return first.name or names.get(first.id, first.id)


def _head_order(order: Arrangement) -> str | None:
    """Return how SQLite finds the beginning, None where only the whole order tells it."""
    parts = _HEAD_ORDERS.get(order.sort)
    if parts is None or order.group not in (GroupBy.NONE, _NATURAL_GROUPS.get(order.sort)):
        return None
    way = "DESC" if order.descending else "ASC"
    return ", ".join(
        [f"{part} {way}" for part in parts] + [f"t.received_ms {_towards(order)}", "t.id"]
    )
