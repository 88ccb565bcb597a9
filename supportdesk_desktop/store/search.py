"""Searching everything stored, in pages.

A query becomes SQL conditions: values travel as arguments, only our own words become SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.query import Wanted, as_number, excerpt, has_all, wanted_by
from supportdesk_desktop.core.query_language import (
    AgeFilter,
    DayFilter,
    Flag,
    FlagFilter,
    Key,
    MetaFilter,
    Node,
    Op,
    PriorityFilter,
    Query,
    StatusFilter,
    Text,
    TextFilter,
)
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.text import fold, words
from supportdesk_desktop.core.tickets import priority_rank
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store.metadata import folded_key, folded_value

FIRST_PAGE, PAGE = 60, 200
"""Rows of a page: the first one is on the screen within a frame of the key."""

NEAR = 2000
"""So many of the newest tickets are looked at first: what many tickets match, a page of these does,
and no more of the matches need be gone through."""

FEW_MATCHES = 3000
"""Up to so many full-text matches are looked up one by one and sorted; beyond, the list is read
in its order and each ticket looked up among the matches."""

_COLUMN_OF = {
    Key.CUSTOMER: "customer",
    Key.TAG: "tags",
    Key.CATEGORY: "category",
    Key.NUMBER: "number",
}
_SQL_OP = {Op.IS: "=", Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}
_ANNOUNCED = (NoticeOutcome.SHOWN, NoticeOutcome.LATE)
_WITHHELD = (NoticeOutcome.HELD_DND, NoticeOutcome.DIGEST)

_LAST_CHARACTER = "\U0010ffff"


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


class _Window(msgspec.Struct, frozen=True):
    """The newest tickets: their lowest and highest key, and the last of them."""

    lowest: int
    highest: int
    last: PageMark
    is_all: bool


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
    selection = _select(query, now_ms, held_only=held_only)
    most = limit or (FIRST_PAGE if after is None else PAGE)
    found = _read_page(db, selection, after, most)
    return msgspec.structs.replace(found, excerpts=_read_excerpts(db, found.rows, wanted_by(query)))


def count(db: sqlite3.Connection, query: Query, now_ms: int, *, held_only: bool = False) -> int:
    """Return how many tickets a query finds."""
    selection = _select(query, now_ms, held_only=held_only)
    matched = (f"t.key IN ({_MATCHES})", selection.match) if selection.match else ("",)
    where, arguments = _all_of(selection, *matched)
    found = db.execute(f"SELECT count(*) FROM tickets AS t WHERE {where}", arguments).fetchone()
    return int(found[0])


def _read_page(
    db: sqlite3.Connection, selection: _Selection, after: PageMark | None, limit: int
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
    db: sqlite3.Connection, selection: _Selection, after: PageMark | None, limit: int
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


def _where(db: sqlite3.Connection, selection: _Selection) -> tuple[str, tuple[object, ...]]:
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
    selection: _Selection, matched: str, *arguments: object
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


def _select(query: Query, now_ms: int, *, held_only: bool) -> _Selection:
    """Translate a query.

    Args:
        query: as understood.
        now_ms: the present, for ages and days, milliseconds since the epoch.
        held_only: leave out the tickets that left.
    """
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


def _match_of(node: Node) -> str | None:
    """Return the full-text expression of a node, each word quoted; None for other nodes."""
    if isinstance(node, Text):
        return f"({_quoted(node.text, prefix=not node.phrase)})"
    if isinstance(node, TextFilter) and node.key in _COLUMN_OF:
        prefix = not node.phrase and node.key is not Key.NUMBER
        either = " OR ".join(_quoted(value, prefix=prefix) for value in node.values)
        return f"({_COLUMN_OF[node.key]} : ({either}))"
    return None


def _quoted(text: str, *, prefix: bool) -> str:
    # Only letters and digits: nothing in it is syntax for the tokenizer or the expression.
    return f'"{" ".join(words(text))}"' + ("*" if prefix else "")


def _condition_of(node: Node, now_ms: int) -> _Condition:
    match node:
        case PriorityFilter():
            return _priority(node)
        case StatusFilter():
            return _one_of("upper(t.status)", node.values)
        case TextFilter(key=Key.NOTE):
            return _any_of(tuple(_noted(value, phrase=node.phrase) for value in node.values))
        case TextFilter():
            return _one_of("upper(t.channel)", tuple(value.upper() for value in node.values))
        case FlagFilter():
            return _any_of(tuple(_flag(flag) for flag in node.flags))
        case AgeFilter():
            # A smaller age is a later time.
            later = {Op.LT: ">", Op.LE: ">=", Op.GT: "<", Op.GE: "<="}[node.op]
            return _Condition(f"t.received_ms {later} ?", (now_ms - node.age_ms,))
        case DayFilter():
            return _day(node, now_ms)
        case MetaFilter():
            return _any_of(tuple(_meta(node, value) for value in node.values))
        case Text():
            raise AssertionError("words are matched, not compared")


def _priority(node: PriorityFilter) -> _Condition:
    if node.op is Op.IS:
        return _one_of("t.priority", node.values)
    rank = priority_rank(node.values[0])
    return _Condition(f"t.priority_rank {_SQL_OP[node.op]} ?", (rank,))


def _flag(flag: Flag) -> _Condition:
    match flag:
        case Flag.UNREAD:
            return _Condition("t.read = 0")
        case Flag.READ:
            return _Condition("t.read = 1")
        case Flag.PINNED:
            return _Condition("t.pinned = 1")
        case Flag.SNOOZED:
            return _Condition("t.id IN (SELECT ticket_id FROM ticket_snoozes)")
        case Flag.NOTED:
            return _Condition("t.id IN (SELECT ticket_id FROM ticket_notes)")
        case Flag.NOTIFIED:
            outcomes = _ANNOUNCED
        case Flag.WITHHELD:
            outcomes = _WITHHELD
    inner = _one_of("n.outcome", tuple(outcomes))
    return _Condition(
        f"EXISTS (SELECT 1 FROM notices AS n WHERE n.id = t.notice_id AND {inner.sql})",
        inner.arguments,
    )


def _noted(value: str, *, phrase: bool) -> _Condition:
    """Look for words in the private note, the last one as the beginning of a word."""
    wanted = f" {' '.join(words(value))}" + (" " if phrase else "")
    # instr, not LIKE: nothing in it is a pattern.
    sql = "t.id IN (SELECT ticket_id FROM ticket_notes WHERE instr(folded, ?))"
    return _Condition(sql, (wanted,))


def _day(node: DayFilter, now_ms: int) -> _Condition:
    if node.day is not None:
        day = date.fromisoformat(node.day)
    else:
        today = datetime.fromtimestamp(now_ms / 1000).date()
        day = today - timedelta(days=node.days_ago or 0)
    start, end = _midnight_ms(day, 0), _midnight_ms(day, 1)
    match node.op:
        case Op.IS:
            return _Condition("(t.received_ms >= ? AND t.received_ms < ?)", (start, end))
        case Op.LT:
            return _Condition("t.received_ms < ?", (start,))
        case Op.LE:
            return _Condition("t.received_ms < ?", (end,))
        case Op.GT:
            return _Condition("t.received_ms >= ?", (end,))
        case Op.GE:
            return _Condition("t.received_ms >= ?", (start,))


def _midnight_ms(day: date, further_days: int) -> int:
    """Return when a day begins here; the far ends of the calendar have no next day."""
    try:
        moment = datetime.combine(day + timedelta(days=further_days), datetime.min.time())
        return int(moment.astimezone().timestamp() * 1000)
    except (OverflowError, ValueError, OSError):
        return -(2**62) if day.year < 1970 else 2**62


def _meta(node: MetaFilter, value: str) -> _Condition:
    """Compare one metadata value; a key typed short of its path finds nothing else."""
    number = as_number(value)
    choices: list[_Condition] = []
    if number is not None:
        choices.append(_Condition(f"num {_SQL_OP[node.op]} ?", (number,)))
    if node.op is Op.IS:
        folded = folded_value(_TRUTHS.get(fold(value), value))
        if node.exact or number is not None:
            choices.append(_Condition("text = ?", (folded,)))
        else:
            choices.append(
                _Condition("(text >= ? AND text < ?)", (folded, folded + _LAST_CHARACTER))
            )
    inner = " UNION ALL ".join(
        f"SELECT ticket_key FROM ticket_meta WHERE key = ? AND {choice.sql}" for choice in choices
    )
    arguments = tuple(
        argument for choice in choices for argument in (folded_key(node.path), *choice.arguments)
    )
    either = " OR ".join(f"(m.key = ? AND {choice.sql})" for choice in choices)
    # The index of the key and its values would be read from its beginning for each ticket.
    one = "SELECT 1 FROM ticket_meta AS m INDEXED BY ticket_meta_ticket WHERE m.ticket_key = t.key"
    return _Condition(f"t.key IN ({inner})", arguments, f"EXISTS ({one} AND ({either}))")


_TRUTHS = {"vrai": "true", "oui": "true", "faux": "false", "non": "false", "nul": "null"}


def _one_of(expression: str, values: tuple[str, ...]) -> _Condition:
    return _Condition(f"{expression} IN ({','.join('?' * len(values))})", tuple(values))


def _any_of(conditions: tuple[_Condition, ...]) -> _Condition:
    return _Condition(
        "(" + " OR ".join(condition.sql for condition in conditions) + ")",
        tuple(argument for condition in conditions for argument in condition.arguments),
        "(" + " OR ".join(one.one_by_one or one.sql for one in conditions) + ")",
    )


def _negated(condition: _Condition) -> _Condition:
    one_by_one = f"NOT ({condition.one_by_one})" if condition.one_by_one else ""
    return _Condition(f"NOT ({condition.sql})", condition.arguments, one_by_one)
