"""The metadata of tickets as typed entries that a filter can compare, and which are stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from supportdesk_desktop.core.drafts import CLIENT_REF_KEY
from supportdesk_desktop.core.text import fold

MAX_ENTRIES = 200
"""Entries of one ticket that filters know: a bound on the work of one event."""

MAX_KEY = 120
MAX_TEXT = 200
"""Characters of a key and of a value that filters compare."""

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
