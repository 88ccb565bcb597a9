"""Which metadata keys and values are stored: plain functions on a connection."""

from __future__ import annotations

import sqlite3

from supportdesk_desktop.store.metadata_index import folded_key

# SQLite does not skip from key to key by itself: each step is one look into the index.
_KEYS = """
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

_VALUES = """
WITH RECURSIVE texts (text) AS (
    SELECT min(text) FROM ticket_meta WHERE key = :key AND text IS NOT NULL
    UNION ALL
    SELECT (SELECT min(m.text) FROM ticket_meta AS m
            WHERE m.key = :key AND m.text IS NOT NULL AND m.text > texts.text)
      FROM texts WHERE text IS NOT NULL LIMIT :most)
SELECT text FROM texts WHERE text IS NOT NULL
"""


def read_metadata_keys(db: sqlite3.Connection, most: int) -> list[str]:
    """Return the folded keys in use, in alphabetical order."""
    return [key for (key,) in db.execute(_KEYS, {"most": most})]


def read_metadata_values(db: sqlite3.Connection, path: str, most: int) -> list[str]:
    """Return the folded texts under a key, in alphabetical order."""
    found = db.execute(_VALUES, {"key": folded_key(path), "most": most})
    return [text for (text,) in found]
