"""What of a snapshot is stored already and does not count yet (``0013_staged_snapshots.sql``)."""

from __future__ import annotations

import sqlite3
import time

NOTHING_BELOW = (1 << 63) - 1
"""No key is higher: everything that is stored counts."""

SLICE_S = 0.025
"""So long one transaction of a snapshot works, so that a filing need not wait for more."""

COUNTS = "+key < (SELECT tickets_below FROM feed)"
"""Condition: this row of ``tickets`` counts. The plus keeps SQLite from going through the keys."""

HELD = f"held = 1 AND {COUNTS}"
"""Condition: this row of ``tickets`` is in the list."""

COUNTED_NOTICES = "id < (SELECT notices_below FROM feed)"
"""Condition: this row of ``notices`` counts."""

_FORGET = (
    "DELETE FROM ticket_text WHERE rowid = ?",
    "DELETE FROM ticket_meta WHERE ticket_key = ?",
    "DELETE FROM timeline WHERE ticket_key = ?",
    "DELETE FROM tickets WHERE key = ?",
)
_NOTICES_AT_ONCE = 500


def forget_tickets(db: sqlite3.Connection, keys: list[tuple[int]]) -> None:
    """Delete tickets with all that belongs to them but their notices."""
    for statement in _FORGET:
        db.executemany(statement, keys)


def begin_staging(db: sqlite3.Connection) -> None:
    """Let nothing count that is inserted from now on."""
    db.execute(
        "UPDATE feed SET tickets_below = 1 + (SELECT coalesce(max(key), 0) FROM tickets),"
        " notices_below = 1 + (SELECT coalesce(max(id), 0) FROM notices)"
    )


def end_staging(db: sqlite3.Connection) -> None:
    """Let everything count that is stored."""
    db.execute("UPDATE feed SET tickets_below = ?1, notices_below = ?1", (NOTHING_BELOW,))


def drop_some(db: sqlite3.Connection) -> bool:
    """Delete some of what is left of a snapshot that did not come to its end.

    Returns:
        Whether there may be more.
    """
    tickets_below, notices_below = db.execute(
        "SELECT tickets_below, notices_below FROM feed"
    ).fetchone()
    if tickets_below == NOTHING_BELOW:
        return False
    until = time.monotonic() + SLICE_S
    while time.monotonic() < until:
        keys = db.execute(
            "SELECT key FROM tickets WHERE key >= ? LIMIT 10", (tickets_below,)
        ).fetchall()
        if not keys:
            return _drop_notices(db, notices_below)
        forget_tickets(db, keys)
    return True


def _drop_notices(db: sqlite3.Connection, notices_below: int) -> bool:
    gone = db.execute(
        "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE id >= ? LIMIT ?)",
        (notices_below, _NOTICES_AT_ONCE),
    ).rowcount
    if gone < _NOTICES_AT_ONCE:
        end_staging(db)
    return gone == _NOTICES_AT_ONCE
