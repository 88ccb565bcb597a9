"""The metadata of tickets as typed entries, stored so that a filter can compare them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from supportdesk_desktop.core import query_language as ql
from supportdesk_desktop.core.drafts import CLIENT_REF_KEY
from supportdesk_desktop.core.query import as_number
from supportdesk_desktop.core.text import fold

MAX_ENTRIES = 200
"""Entries of one ticket that filters know: a bound on the work of one event."""

MAX_KEY = 120
MAX_TEXT = 200
"""Characters of a key and of a value that filters compare."""

SQL_OPERATOR = {ql.Op.IS: "=", ql.Op.LT: "<", ql.Op.LE: "<=", ql.Op.GT: ">", ql.Op.GE: ">="}

_LAST_CHARACTER = "\U0010ffff"
_TRUTHS = {"vrai": "true", "oui": "true", "faux": "false", "non": "false", "nul": "null"}

# SQLite does not skip from key to key by itself: each step is one look into the index.
_KEYS_IN_USE = """
WITH RECURSIVE
  numbers (key) AS (
    SELECT min(key) FROM ticket_meta WHERE num IS NOT NULL
    UNION ALL
    SELECT (SELECT min(m.key) FROM ticket_meta AS m WHERE m.num IS NOT NULL AND m.key > numbers.key)
      FROM numbers WHERE key IS NOT NULL LIMIT :most),
  texts (key) AS (
    SELECT min(key) FROM ticket_meta WHERE text IS NOT NULL
    UNION ALL
    SELECT (SELECT min(m.key) FROM ticket_meta AS m WHERE m.text IS NOT NULL AND m.key > texts.key)
      FROM texts WHERE key IS NOT NULL LIMIT :most)
SELECT key FROM numbers WHERE key IS NOT NULL UNION SELECT key FROM texts WHERE key IS NOT NULL
ORDER BY key LIMIT :most
"""

_VALUES_IN_USE = """
WITH RECURSIVE texts (text) AS (
    SELECT min(text) FROM ticket_meta WHERE key = :key AND text IS NOT NULL
    UNION ALL
    SELECT (SELECT min(m.text) FROM ticket_meta AS m
            WHERE m.key = :key AND m.text IS NOT NULL AND m.text > texts.text)
      FROM texts WHERE text IS NOT NULL LIMIT :most)
SELECT text FROM texts WHERE text IS NOT NULL
"""


class MetaEntry(msgspec.Struct, frozen=True):
    """One value: ``num`` of numbers alone, ``text`` (folded) of texts, booleans and null."""

    key: str
    type: str
    num: float | None
    text: str | None


def entries_of(metadata: msgspec.Raw | bytes) -> tuple[MetaEntry, ...]:
    """Return the values of a JSON object by their folded path (``card.brand``).

    The elements of a list stand under the list's own key. Metadata that cannot be read as values
    (nested too deeply, lone surrogates) has no entries: the ticket is kept all the same.
    """
    try:
        value = msgspec.json.decode(bytes(metadata))
    except (ValueError, RecursionError):
        return ()
    found: list[MetaEntry] = []
    for entry in _walk(value):
        found.append(entry)
        if len(found) == MAX_ENTRIES:
            break
    return tuple(found)


def folded_value(text: str) -> str:
    """Return a text value as it is compared: folded, its first characters only."""
    return fold(text[:MAX_TEXT])[:MAX_TEXT]


def folded_key(path: str) -> str:
    """Return a path as it is compared."""
    return fold(path[:MAX_KEY])[:MAX_KEY]


def keys(db: sqlite3.Connection, limit: int = 200) -> list[str]:
    """Return the folded keys in use, in alphabetical order."""
    return [key for (key,) in db.execute(_KEYS_IN_USE, {"most": limit})]


def values(db: sqlite3.Connection, path: str, limit: int = 200) -> list[str]:
    """Return the folded texts under a key, in alphabetical order."""
    found = db.execute(_VALUES_IN_USE, {"key": folded_key(path), "most": limit})
    return [text for (text,) in found]


def condition_on(node: ql.MetaFilter, value: str) -> tuple[str, tuple[object, ...], str]:
    """Return the condition on ``tickets AS t`` that an entry is, or compares to, this value.

    A key typed short of its path finds nothing else.

    Returns:
        Its SQL, what its ``?`` stand for, and SQL with the same ``?`` that says it better where
        few tickets are looked at.
    """
    number = as_number(value)
    choices: list[tuple[str, tuple[object, ...]]] = []
    if number is not None:
        choices.append((f"num {SQL_OPERATOR[node.op]} ?", (number,)))
    if node.op is ql.Op.IS:
        folded = folded_value(_TRUTHS.get(fold(value), value))
        if node.exact or number is not None:
            choices.append(("text = ?", (folded,)))
        else:
            choices.append(("(text >= ? AND text < ?)", (folded, folded + _LAST_CHARACTER)))
    inner = " UNION ALL ".join(
        f"SELECT ticket_key FROM ticket_meta WHERE key = ? AND {sql}" for sql, _ in choices
    )
    arguments = tuple(
        argument for _, compared in choices for argument in (folded_key(node.path), *compared)
    )
    either = " OR ".join(f"(m.key = ? AND {sql})" for sql, _ in choices)
    # The index of the key and its values would be read from its beginning for each ticket.
    one = "SELECT 1 FROM ticket_meta AS m INDEXED BY ticket_meta_ticket WHERE m.ticket_key = t.key"
    return f"t.key IN ({inner})", arguments, f"EXISTS ({one} AND ({either}))"


def _walk(value: object) -> Iterator[MetaEntry]:
    pending: list[tuple[str, object]] = [("", value)]
    while pending:
        path, item = pending.pop()
        if isinstance(item, dict):
            inner = [(f"{path}.{key}" if path else str(key), each) for key, each in item.items()]
            pending.extend(reversed(inner))
        elif isinstance(item, list):
            pending.extend((path, each) for each in reversed(item))
        elif path != CLIENT_REF_KEY:
            yield _entry(folded_key(path), item)


def _entry(key: str, value: object) -> MetaEntry:
    if isinstance(value, bool):
        return MetaEntry(key, "boolean", None, "true" if value else "false")
    if isinstance(value, int | float):
        return MetaEntry(key, "number", _as_float(value), None)
    if value is None:
        return MetaEntry(key, "null", None, "null")
    return MetaEntry(key, "text", None, folded_value(str(value)))


def _as_float(value: float) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None
