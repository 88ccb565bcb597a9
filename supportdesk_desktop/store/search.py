"""Searching everything stored, in pages.

A query becomes SQL conditions: values travel as arguments, only our own words become SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from supportdesk_desktop.core import query_language as ql
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.query import Wanted, excerpt, has_all, wanted_by
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.text import words
from supportdesk_desktop.core.tickets import priority_rank
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store.metadata import SQL_OPERATOR, condition_on
from supportdesk_desktop.store.schema import AMONG, as_json

FIRST_PAGE, PAGE = 60, 200
"""Rows of a page: the first one is on the screen within a frame of the key."""

NEAR = 2000
"""So many of the newest tickets are looked at first: what many tickets match, a page of these does,
and no more of the matches need be gone through."""

FEW_MATCHES = 3000
"""Up to so many full-text matches are looked up one by one and sorted; beyond, the list is read
in its order and each ticket looked up among the matches."""

_COLUMN_OF = {
    ql.Key.CUSTOMER: "customer",
    ql.Key.TAG: "tags",
    ql.Key.CATEGORY: "category",
    ql.Key.NUMBER: "number",
}
_MATCHES = "SELECT rowid FROM ticket_text WHERE ticket_text MATCH ?"
# The operator, and after how many midnights of the day.
_DAY = {ql.Op.LT: ("<", 0), ql.Op.LE: ("<", 1), ql.Op.GT: (">=", 1), ql.Op.GE: (">=", 0)}
_NOTICE = (
    "EXISTS (SELECT 1 FROM notices AS n WHERE n.id = t.notice_id AND n.outcome IN ('{}', '{}'))"
)
_FLAGS = {
    ql.Flag.UNREAD: "t.read = 0",
    ql.Flag.READ: "t.read = 1",
    ql.Flag.PINNED: "t.pinned = 1",
    ql.Flag.SNOOZED: "t.id IN (SELECT ticket_id FROM ticket_snoozes)",
    ql.Flag.NOTED: "t.id IN (SELECT ticket_id FROM ticket_notes)",
    ql.Flag.NOTIFIED: _NOTICE.format(NoticeOutcome.SHOWN, NoticeOutcome.LATE),
    ql.Flag.WITHHELD: _NOTICE.format(NoticeOutcome.HELD_DND, NoticeOutcome.DIGEST),
}


class PageMark(msgspec.Struct, frozen=True):
    """The end of a page: the next one begins after it."""

    received_ms: int
    key: int


class SearchPage(msgspec.Struct, frozen=True):
    """Rows newest first; ``next`` is None after the last page.

    ``excerpts`` has a line of the description for rows that match there and not on their face.
    """

    rows: tuple[TicketRow, ...]
    next: PageMark | None = None
    excerpts: dict[TicketId, str] = {}


Found = Sequence[tuple[TicketId, int, int]]
"""Ids, times of assignment and keys, newest first."""


class _Condition(msgspec.Struct, frozen=True):
    """SQL over ``tickets AS t``, and what its ``?`` stand for.

    ``one_by_one`` says the same, with the same ``?``, better where few tickets are looked at.
    """

    sql: str
    arguments: tuple[object, ...] = ()
    one_by_one: str = ""


class _Selection(msgspec.Struct, frozen=True):
    """A query as a full-text match (None for none) and further conditions.

    ``excluded`` is a match to be left out, where nothing else is matched.
    """

    match: str | None
    conditions: tuple[_Condition, ...]
    excluded: str | None = None


def page(
    db: sqlite3.Connection,
    query: ql.Query,
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
    selection = _select(query, now_ms, held_only=held_only)
    most = limit or (FIRST_PAGE if after is None else PAGE)
    found = _find_near(db, selection, after, most)
    if found is None:
        found = _find(db, _matching(db, selection), after, most)
    rows = tuple(stored_rows.by_ids(db, [ticket_id for ticket_id, _, _ in found[:most]]))
    further = PageMark(*found[most - 1][1:]) if len(found) > most else None
    return SearchPage(rows, further, _read_excerpts(db, rows, wanted_by(query)))


def count(db: sqlite3.Connection, query: ql.Query, now_ms: int, *, held_only: bool = False) -> int:
    """Return how many tickets a query finds."""
    selection = _select(query, now_ms, held_only=held_only)
    matched = (f"t.key IN ({_MATCHES})", selection.match) if selection.match else ()
    where, arguments = _all_of(_with(selection, *matched))
    found = db.execute(f"SELECT count(*) FROM tickets AS t WHERE {where}", arguments).fetchone()
    return int(found[0])


def _find(
    db: sqlite3.Connection, conditions: Sequence[_Condition], after: PageMark | None, limit: int
) -> Found:
    """Return a page and one row more, which shows that there is a next page."""
    if after is not None:
        end = _Condition("(t.received_ms, t.key) < (?, ?)", (after.received_ms, after.key))
        conditions = [*conditions, end]
    where, arguments = _all_of(conditions)
    return db.execute(
        f"SELECT t.id, t.received_ms, t.key FROM tickets AS t WHERE {where}"
        " ORDER BY t.received_ms DESC, t.key DESC LIMIT ?",
        (*arguments, limit + 1),
    ).fetchall()


def _find_near(
    db: sqlite3.Connection, selection: _Selection, after: PageMark | None, limit: int
) -> Found | None:
    """Look among the newest tickets alone; None where they do not fill the page."""
    where = "" if after is None else "WHERE (received_ms, key) < (?, ?)"
    newest = db.execute(
        f"SELECT received_ms, key FROM tickets {where} ORDER BY received_ms DESC, key DESC LIMIT ?",
        (*(() if after is None else (after.received_ms, after.key)), NEAR),
    ).fetchall()
    if not newest:
        return None
    keys = [key for _, key in newest]
    lowest, highest = min(keys), max(keys)
    if highest - lowest > 10 * NEAR:
        return None
    conditions = [_Condition("(t.received_ms, t.key) >= (?, ?)", newest[-1])]
    for match, among in ((selection.match, "IN"), (selection.excluded, "NOT IN")):
        if match is not None:
            sql = f"+t.key {among} ({_MATCHES} AND rowid BETWEEN ? AND ?)"
            conditions.append(_Condition(sql, (match, lowest, highest)))
    conditions += [
        _Condition(one.one_by_one or one.sql, one.arguments) for one in selection.conditions
    ]
    found = _find(db, conditions, after, limit)
    return found if len(found) > limit or len(newest) < NEAR else None


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


def _matching(db: sqlite3.Connection, selection: _Selection) -> list[_Condition]:
    """Return the conditions of a selection; few full-text matches are listed by their keys."""
    if selection.match is None:
        return _with(selection)
    few = db.execute(f"{_MATCHES} LIMIT ?", (selection.match, FEW_MATCHES + 1)).fetchall()
    if len(few) > FEW_MATCHES:
        # A unary plus keeps SQLite from looking tickets up by the column.
        return _with(selection, f"+t.key IN ({_MATCHES})", selection.match)
    return _with(selection, f"t.key {AMONG}", as_json([key for (key,) in few]))


def _with(selection: _Selection, *matched: str) -> list[_Condition]:
    """Return all that must hold; ``matched`` is SQL and its argument, where something is."""
    conditions = [_Condition(matched[0], matched[1:])] if matched else []
    if selection.excluded is not None:
        conditions.append(_Condition(f"t.key NOT IN ({_MATCHES})", (selection.excluded,)))
    return [*conditions, *selection.conditions]


def _all_of(conditions: Sequence[_Condition]) -> tuple[str, tuple[object, ...]]:
    sql = " AND ".join(one.sql for one in conditions)
    return sql, tuple(argument for one in conditions for argument in one.arguments)


def _select(query: ql.Query, now_ms: int, *, held_only: bool) -> _Selection:
    """Translate a query; ``now_ms`` is for ages and days."""
    wanted: list[str] = []
    unwanted: list[str] = []
    # The plus keeps SQLite from going through the keys instead of an index.
    conditions = [_Condition("+t.key < (SELECT tickets_below FROM feed)")]
    if held_only:
        conditions.append(_Condition("t.held = 1"))
    for node in query.nodes:
        match = _match_of(node)
        if match is None:
            condition = _condition_of(node, now_ms)
            conditions.append(_negated(condition) if node.negated else condition)
        else:
            (unwanted if node.negated else wanted).append(match)
    match, excluded = " AND ".join(wanted) or None, " OR ".join(unwanted) or None
    if match is not None and excluded is not None:
        return _Selection(f"({match}) NOT ({excluded})", tuple(conditions))
    # Full text has no pure negation: the complement of what matches.
    return _Selection(match, tuple(conditions), excluded)


def _match_of(node: ql.Node) -> str | None:
    """Return the full-text expression of a node, each word quoted; None for other nodes."""
    if isinstance(node, ql.Text):
        return f"({_quoted(node.text, prefix=not node.phrase)})"
    if isinstance(node, ql.TextFilter) and node.key in _COLUMN_OF:
        prefix = not node.phrase and node.key is not ql.Key.NUMBER
        either = " OR ".join(_quoted(value, prefix=prefix) for value in node.values)
        return f"({_COLUMN_OF[node.key]} : ({either}))"
    return None


def _quoted(text: str, *, prefix: bool) -> str:
    # Only letters and digits: nothing in it is syntax for the tokenizer or the expression.
    return f'"{" ".join(words(text))}"' + ("*" if prefix else "")


def _condition_of(node: ql.Node, now_ms: int) -> _Condition:
    match node:
        case ql.PriorityFilter(op=ql.Op.IS):
            return _one_of("t.priority", node.values)
        case ql.PriorityFilter():
            rank = priority_rank(node.values[0])
            return _Condition(f"t.priority_rank {SQL_OPERATOR[node.op]} ?", (rank,))
        case ql.StatusFilter():
            return _one_of("upper(t.status)", node.values)
        case ql.TextFilter(key=ql.Key.NOTE):
            return _any_of(tuple(_noted(value, phrase=node.phrase) for value in node.values))
        case ql.TextFilter():
            return _one_of("upper(t.channel)", tuple(value.upper() for value in node.values))
        case ql.FlagFilter():
            return _any_of(tuple(_Condition(_FLAGS[flag]) for flag in node.flags))
        case ql.AgeFilter():
            # A smaller age is a later time.
            later = {ql.Op.LT: ">", ql.Op.LE: ">=", ql.Op.GT: "<", ql.Op.GE: "<="}[node.op]
            return _Condition(f"t.received_ms {later} ?", (now_ms - node.age_ms,))
        case ql.DayFilter():
            return _day(node, now_ms)
        case ql.MetaFilter():
            return _any_of(tuple(_Condition(*condition_on(node, one)) for one in node.values))
        case ql.Text():
            raise AssertionError("words are matched, not compared")


def _noted(value: str, *, phrase: bool) -> _Condition:
    """Look for words in the private note, the last one as the beginning of a word."""
    wanted = f" {' '.join(words(value))}" + (" " if phrase else "")
    # instr, not LIKE: nothing in it is a pattern.
    sql = "t.id IN (SELECT ticket_id FROM ticket_notes WHERE instr(folded, ?))"
    return _Condition(sql, (wanted,))


def _day(node: ql.DayFilter, now_ms: int) -> _Condition:
    if node.day is not None:
        day = date.fromisoformat(node.day)
    else:
        today = datetime.fromtimestamp(now_ms / 1000).date()
        day = today - timedelta(days=node.days_ago or 0)
    if node.op is ql.Op.IS:
        both = _midnight_ms(day, 0), _midnight_ms(day, 1)
        return _Condition("(t.received_ms >= ? AND t.received_ms < ?)", both)
    compared, midnights = _DAY[node.op]
    return _Condition(f"t.received_ms {compared} ?", (_midnight_ms(day, midnights),))


def _midnight_ms(day: date, further_days: int) -> int:
    """Return when a day begins here; the far ends of the calendar have no next day."""
    try:
        moment = datetime.combine(day + timedelta(days=further_days), datetime.min.time())
        return int(moment.astimezone().timestamp() * 1000)
    except (OverflowError, ValueError, OSError):
        return -(2**62) if day.year < 1970 else 2**62


def _one_of(expression: str, values: tuple[str, ...]) -> _Condition:
    return _Condition(f"{expression} IN ({','.join('?' * len(values))})", tuple(values))


def _any_of(conditions: tuple[_Condition, ...]) -> _Condition:
    return _Condition(
        f"({' OR '.join(one.sql for one in conditions)})",
        tuple(argument for one in conditions for argument in one.arguments),
        f"({' OR '.join(one.one_by_one or one.sql for one in conditions)})",
    )


def _negated(condition: _Condition) -> _Condition:
    one_by_one = f"NOT ({condition.one_by_one})" if condition.one_by_one else ""
    return _Condition(f"NOT ({condition.sql})", condition.arguments, one_by_one)
