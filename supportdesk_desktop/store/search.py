"""Searching everything stored, in pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import msgspec

from supportdesk_desktop.core.highlights import Wanted, excerpt, has_all, wanted_by
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.query_nodes import Query
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store.search_sql import Selection, select

FIRST_PAGE, PAGE = 60, 200
"""Rows of a page: the first one is on the screen within a frame of the key."""

NEAR = 2000
"""So many of the newest tickets are looked at first: what many tickets match, a page of these does,
and no more of the matches need be gone through."""

FEW_MATCHES = 3000
"""Up to so many full-text matches are looked up one by one and sorted; beyond, the list is read
in its order and each ticket looked up among the matches."""


class PageMark(msgspec.Struct, frozen=True):
    """Where a page ended: the next one begins after it."""

    received_ms: int
    key: int


class SearchPage(msgspec.Struct, frozen=True):
    """Rows newest first; ``next`` is None after the last page.

    ``excerpts`` has a line of the description for rows that match there and not on their face.
    """

    rows: tuple[TicketRow, ...]
    next: PageMark | None = None
    excerpts: dict[TicketId, str] = {}


def page(
    db: sqlite3.Connection,
    query: Query,
    now_ms: int,
    *,
    after: PageMark | None = None,
    held_only: bool = False,
    limit: int | None = None,
) -> SearchPage:
    """Return one page of what a query finds.

    Args:
        db: a connection.
        query: as understood.
        now_ms: the present, milliseconds since the epoch.
        after: where the page before ended.
        held_only: leave out the tickets that left.
        limit: rows of the page, at most; by default ``FIRST_PAGE``, then ``PAGE``.
    """
    selection = select(query, now_ms, held_only=held_only)
    most = limit or (FIRST_PAGE if after is None else PAGE)
    found = _read_page(db, selection, after, most)
    return msgspec.structs.replace(found, excerpts=_read_excerpts(db, found.rows, wanted_by(query)))


def count(db: sqlite3.Connection, query: Query, now_ms: int, *, held_only: bool = False) -> int:
    """Return how many tickets a query finds."""
    selection = select(query, now_ms, held_only=held_only)
    matched = (f"t.key IN ({_MATCHES})", selection.match) if selection.match else ("",)
    where, arguments = _all_of(selection, *matched)
    found = db.execute(f"SELECT count(*) FROM tickets AS t WHERE {where}", arguments).fetchone()
    return int(found[0])


Found = Sequence[tuple[TicketId, int, int]]
"""Ids, times of assignment and keys, newest first."""


class _Window(msgspec.Struct, frozen=True):
    """The newest tickets: their lowest and highest key, and the last of them."""

    lowest: int
    highest: int
    last: PageMark
    is_all: bool


def _read_page(
    db: sqlite3.Connection, selection: Selection, after: PageMark | None, limit: int
) -> SearchPage:
    found = _find_near(db, selection, after, limit)
    if found is None:
        found = _find(db, *_where(db, selection), after, limit)
    page = found[:limit]
    rows = tuple(stored_rows.by_ids(db, [ticket_id for ticket_id, _, _ in page]))
    if len(found) <= limit:
        return SearchPage(rows)
    _, received_ms, key = page[-1]
    return SearchPage(rows, PageMark(received_ms, key))


def _find(
    db: sqlite3.Connection,
    where: str,
    arguments: tuple[object, ...],
    after: PageMark | None,
    limit: int,
) -> Found:
    """Return a page and one more, which tells that there is a next page."""
    if after is not None:
        where += " AND (t.received_ms, t.key) < (?, ?)"
        arguments = (*arguments, after.received_ms, after.key)
    return db.execute(
        f"SELECT t.id, t.received_ms, t.key FROM tickets AS t WHERE {where}"
        " ORDER BY t.received_ms DESC, t.key DESC LIMIT ?",
        (*arguments, limit + 1),
    ).fetchall()


def _find_near(
    db: sqlite3.Connection, selection: Selection, after: PageMark | None, limit: int
) -> Found | None:
    """Look among the newest tickets alone; None where they do not fill the page."""
    window = _newest(db, after)
    if window is None or window.highest - window.lowest > 10 * NEAR:
        return None
    parts = ["(t.received_ms, t.key) >= (?, ?)"]
    arguments: list[object] = [window.last.received_ms, window.last.key]
    for match, among in ((selection.match, "IN"), (selection.excluded, "NOT IN")):
        if match is not None:
            parts.append(
                f"+t.key {among} (SELECT rowid FROM ticket_text"
                " WHERE ticket_text MATCH ? AND rowid BETWEEN ? AND ?)"
            )
            arguments += [match, window.lowest, window.highest]
    for condition in selection.conditions:
        parts.append(condition.one_by_one or condition.sql)
        arguments += condition.arguments
    found = _find(db, " AND ".join(parts), tuple(arguments), after, limit)
    return found if len(found) > limit or window.is_all else None


def _newest(db: sqlite3.Connection, after: PageMark | None) -> _Window | None:
    where = "" if after is None else "WHERE (received_ms, key) < (?, ?)"
    arguments = () if after is None else (after.received_ms, after.key)
    newest = db.execute(
        f"SELECT received_ms, key FROM tickets {where} ORDER BY received_ms DESC, key DESC LIMIT ?",
        (*arguments, NEAR),
    ).fetchall()
    if not newest:
        return None
    keys = [key for _, key in newest]
    return _Window(min(keys), max(keys), PageMark(*newest[-1]), len(newest) < NEAR)


def _read_excerpts(
    db: sqlite3.Connection, rows: Sequence[TicketRow], wanted: tuple[Wanted, ...]
) -> dict[TicketId, str]:
    """Return a line of the description for each row whose own texts do not show the match."""
    found: dict[TicketId, str] = {}
    for row in rows if wanted else ():
        face = (row.subject, row.customer, row.number, *(tag.name for tag in row.tags))
        if has_all(face, wanted):
            continue
        (body,) = db.execute("SELECT body FROM tickets WHERE id = ?", (row.id,)).fetchone()
        piece = excerpt(_description(body), wanted)
        if piece:
            found[row.id] = piece
    return found


class _Described(msgspec.Struct):
    description: Any = None


_described = msgspec.json.Decoder(_Described)


def _description(body: bytes) -> str:
    try:
        found = _described.decode(body).description
    except msgspec.DecodeError:
        return ""
    return found if isinstance(found, str) else ""


def _where(db: sqlite3.Connection, selection: Selection) -> tuple[str, tuple[object, ...]]:
    """Return the condition on all tickets; few matches are what is gone through."""
    if selection.match is None:
        return _all_of(selection, "")
    few = db.execute(
        "SELECT rowid FROM ticket_text WHERE ticket_text MATCH ? LIMIT ?",
        (selection.match, FEW_MATCHES + 1),
    ).fetchall()
    if len(few) > FEW_MATCHES:
        # A unary plus keeps SQLite from looking tickets up by the column.
        return _all_of(selection, f"+t.key IN ({_MATCHES})", selection.match)
    keys = msgspec.json.encode([key for (key,) in few]).decode()
    return _all_of(selection, "t.key IN (SELECT value FROM json_each(?))", keys)


def _all_of(
    selection: Selection, matched: str, *arguments: object
) -> tuple[str, tuple[object, ...]]:
    """Return what must hold: that it is ``matched``, where that is said, and the rest."""
    parts, values = [matched] if matched else [], list(arguments)
    if selection.excluded is not None:
        parts.append(f"t.key NOT IN ({_MATCHES})")
        values.append(selection.excluded)
    for condition in selection.conditions:
        parts.append(condition.sql)
        values.extend(condition.arguments)
    return " AND ".join(parts) or "1", tuple(values)


_MATCHES = "SELECT rowid FROM ticket_text WHERE ticket_text MATCH ?"
