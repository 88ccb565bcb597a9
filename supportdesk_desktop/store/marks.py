"""What the agent keeps of tickets on this computer alone: read, pinned, a private note, a snooze.

Notes and snoozes are written on the ledger's connection: once stored, neither a kill nor a power
cut takes them. Times are milliseconds since the epoch.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from supportdesk_desktop.core.folding import words
from supportdesk_desktop.core.ids import TicketId

Mark = Literal["read", "pinned"]


def set_mark(
    db: sqlite3.Connection, mark: Mark, ids: Sequence[TicketId], value: bool
) -> list[TicketId]:
    """Mark tickets as read or pinned, or not; return those whose mark was another before."""
    records = db.execute(
        f"UPDATE tickets SET {mark} = ?1 WHERE {mark} <> ?1 AND id IN"
        " (SELECT value FROM json_each(?2)) RETURNING id",
        (int(value), msgspec.json.encode(ids).decode()),
    )
    return [TicketId(one) for (one,) in records.fetchall()]


def read_note(db: sqlite3.Connection, ticket_id: TicketId) -> str:
    """Return the note of a ticket, empty where it has none."""
    found = db.execute("SELECT text FROM ticket_notes WHERE ticket_id = ?", (ticket_id,)).fetchone()
    return "" if found is None else str(found[0])


def put_note(db: sqlite3.Connection, ticket_id: TicketId, text: str) -> None:
    """Keep the note of a ticket; one of nothing but spaces is none."""
    if not text.strip():
        db.execute("DELETE FROM ticket_notes WHERE ticket_id = ?", (ticket_id,))
        return
    # Between spaces, so that words and phrases are found where they begin and end.
    folded = f" {' '.join(words(text))} "
    db.execute(
        "INSERT OR REPLACE INTO ticket_notes (ticket_id, text, folded) VALUES (?, ?, ?)",
        (ticket_id, text, folded),
    )


def snoozes(db: sqlite3.Connection) -> dict[TicketId, int]:
    """Return until when each snoozed ticket waits, the first to come back first."""
    return dict(db.execute("SELECT ticket_id, until_ms FROM ticket_snoozes ORDER BY until_ms"))


def put_snoozes(db: sqlite3.Connection, until_ms: Mapping[TicketId, int | None]) -> None:
    """Let tickets wait until then, or with None no longer."""
    for ticket_id, moment in until_ms.items():
        if moment is None:
            db.execute("DELETE FROM ticket_snoozes WHERE ticket_id = ?", (ticket_id,))
        else:
            db.execute("INSERT OR REPLACE INTO ticket_snoozes VALUES (?, ?)", (ticket_id, moment))


def end_snoozes(db: sqlite3.Connection, now_ms: int) -> tuple[TicketId, ...]:
    """End the snoozes that are over; return the held tickets that come back, unread again."""
    over = db.execute(
        "DELETE FROM ticket_snoozes WHERE until_ms <= ? RETURNING ticket_id", (now_ms,)
    ).fetchall()
    back = [
        ticket
        for ticket in over
        if db.execute(
            "UPDATE tickets SET read = 0 WHERE id = ? AND held = 1 RETURNING id", ticket
        ).fetchone()
    ]
    return tuple(TicketId(ticket_id) for (ticket_id,) in back)
