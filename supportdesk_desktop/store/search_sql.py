"""A query as SQL conditions. Values travel as arguments; only our own words become SQL."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from supportdesk_desktop.core.folding import fold, words
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.query import as_number
from supportdesk_desktop.core.query_nodes import (
    AgeFilter,
    DayFilter,
    FlagFilter,
    MetaFilter,
    Node,
    Op,
    PriorityFilter,
    Query,
    StatusFilter,
    Text,
    TextFilter,
)
from supportdesk_desktop.core.query_words import Flag, Key
from supportdesk_desktop.core.tickets import priority_rank
from supportdesk_desktop.store.metadata import folded_key, folded_value

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


class Condition(msgspec.Struct, frozen=True):
    """SQL over ``tickets AS t``, and what its ``?`` stand for.

    ``one_by_one`` says the same, with the same ``?``, better where few tickets are looked at.
    """

    sql: str
    arguments: tuple[object, ...] = ()
    one_by_one: str = ""


class Selection(msgspec.Struct, frozen=True):
    """What a query selects: a full-text match (None for none), and further conditions.

    ``excluded`` is a match to be left out, where nothing else is matched.
    """

    match: str | None
    conditions: tuple[Condition, ...]
    excluded: str | None = None


def select(query: Query, now_ms: int, *, held_only: bool) -> Selection:
    """Translate a query.

    Args:
        query: as understood.
        now_ms: the present, for ages and days, milliseconds since the epoch.
        held_only: leave out the tickets that left.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    # The plus keeps SQLite from going through the keys instead of an index.
    conditions = [Condition("+t.key < (SELECT tickets_below FROM feed)")]
    if held_only:
        conditions.append(Condition("t.held = 1"))
    for node in query.nodes:
        match = _match_of(node)
        if match is None:
            condition = _condition_of(node, now_ms)
            conditions.append(_negated(condition) if node.negated else condition)
        else:
            (unwanted if node.negated else wanted).append(match)
    match, excluded = " AND ".join(wanted) or None, " OR ".join(unwanted) or None
    if match is not None and excluded is not None:
        return Selection(f"({match}) NOT ({excluded})", tuple(conditions))
    # Full text has no pure negation: the complement of what matches.
    return Selection(match, tuple(conditions), excluded)


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


def _condition_of(node: Node, now_ms: int) -> Condition:
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
            return Condition(f"t.received_ms {later} ?", (now_ms - node.age_ms,))
        case DayFilter():
            return _day(node, now_ms)
        case MetaFilter():
            return _any_of(tuple(_meta(node, value) for value in node.values))
        case Text():
            raise AssertionError("words are matched, not compared")


def _priority(node: PriorityFilter) -> Condition:
    if node.op is Op.IS:
        return _one_of("t.priority", node.values)
    rank = priority_rank(node.values[0])
    return Condition(f"t.priority_rank {_SQL_OP[node.op]} ?", (rank,))


def _flag(flag: Flag) -> Condition:
    match flag:
        case Flag.UNREAD:
            return Condition("t.read = 0")
        case Flag.READ:
            return Condition("t.read = 1")
        case Flag.PINNED:
            return Condition("t.pinned = 1")
        case Flag.SNOOZED:
            return Condition("t.id IN (SELECT ticket_id FROM ticket_snoozes)")
        case Flag.NOTED:
            return Condition("t.id IN (SELECT ticket_id FROM ticket_notes)")
        case Flag.NOTIFIED:
            outcomes = _ANNOUNCED
        case Flag.WITHHELD:
            outcomes = _WITHHELD
    inner = _one_of("n.outcome", tuple(outcomes))
    return Condition(
        f"EXISTS (SELECT 1 FROM notices AS n WHERE n.id = t.notice_id AND {inner.sql})",
        inner.arguments,
    )


def _noted(value: str, *, phrase: bool) -> Condition:
    """Look for words in the private note, the last one as the beginning of a word."""
    wanted = f" {' '.join(words(value))}" + (" " if phrase else "")
    # instr, not LIKE: nothing in it is a pattern.
    sql = "t.id IN (SELECT ticket_id FROM ticket_notes WHERE instr(folded, ?))"
    return Condition(sql, (wanted,))


def _day(node: DayFilter, now_ms: int) -> Condition:
    if node.day is not None:
        day = date.fromisoformat(node.day)
    else:
        today = datetime.fromtimestamp(now_ms / 1000).date()
        day = today - timedelta(days=node.days_ago or 0)
    start, end = _midnight_ms(day, 0), _midnight_ms(day, 1)
    match node.op:
        case Op.IS:
            return Condition("(t.received_ms >= ? AND t.received_ms < ?)", (start, end))
        case Op.LT:
            return Condition("t.received_ms < ?", (start,))
        case Op.LE:
            return Condition("t.received_ms < ?", (end,))
        case Op.GT:
            return Condition("t.received_ms >= ?", (end,))
        case Op.GE:
            return Condition("t.received_ms >= ?", (start,))


def _midnight_ms(day: date, further_days: int) -> int:
    """Return when a day begins here; the far ends of the calendar have no next day."""
    try:
        moment = datetime.combine(day + timedelta(days=further_days), datetime.min.time())
        return int(moment.astimezone().timestamp() * 1000)
    except (OverflowError, ValueError, OSError):
        return -(2**62) if day.year < 1970 else 2**62


def _meta(node: MetaFilter, value: str) -> Condition:
    """Compare one metadata value; a key typed short of its path finds nothing else."""
    number = as_number(value)
    choices: list[Condition] = []
    if number is not None:
        choices.append(Condition(f"num {_SQL_OP[node.op]} ?", (number,)))
    if node.op is Op.IS:
        folded = folded_value(_TRUTHS.get(fold(value), value))
        if node.exact or number is not None:
            choices.append(Condition("text = ?", (folded,)))
        else:
            choices.append(
                Condition("(text >= ? AND text < ?)", (folded, folded + _LAST_CHARACTER))
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
    return Condition(f"t.key IN ({inner})", arguments, f"EXISTS ({one} AND ({either}))")


_TRUTHS = {"vrai": "true", "oui": "true", "faux": "false", "non": "false", "nul": "null"}


def _one_of(expression: str, values: tuple[str, ...]) -> Condition:
    return Condition(f"{expression} IN ({','.join('?' * len(values))})", tuple(values))


def _any_of(conditions: tuple[Condition, ...]) -> Condition:
    return Condition(
        "(" + " OR ".join(condition.sql for condition in conditions) + ")",
        tuple(argument for condition in conditions for argument in condition.arguments),
        "(" + " OR ".join(one.one_by_one or one.sql for one in conditions) + ")",
    )


def _negated(condition: Condition) -> Condition:
    one_by_one = f"NOT ({condition.one_by_one})" if condition.one_by_one else ""
    return Condition(f"NOT ({condition.sql})", condition.arguments, one_by_one)
