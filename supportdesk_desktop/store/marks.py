"""What the agent keeps of tickets on this computer alone: a private note, and until when one waits.

Both are on the ledger's connection: once stored, neither a kill nor a power cut takes them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from supportdesk_desktop.core.folding import words
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.store.connection import Connection


class MarkShelf:
    """Notes and snoozes by ticket. Times are milliseconds since the epoch."""

    def __init__(self, writer: Connection) -> None:
        self._writer = writer

    async def put_note(self, ticket_id: TicketId, text: str) -> None:
        """Keep the note of a ticket; one of nothing but spaces is none."""
        await self._writer.write(_put_note, ticket_id, text)

    async def snoozes(self) -> dict[TicketId, int]:
        """Return until when each snoozed ticket waits, the first to come back first."""
        return await self._writer.read(_read_snoozes)

    async def put_snoozes(self, until_ms: Mapping[TicketId, int | None]) -> None:
        """Let tickets wait until then, or with None no longer."""
        await self._writer.write(_put_snoozes, dict(until_ms))

    async def end_snoozes(self, now_ms: int) -> tuple[TicketId, ...]:
        """End the snoozes that are over; returns the held tickets that come back, unread again."""
        return await self._writer.write(_end_snoozes, now_ms)


def read_note(db: sqlite3.Connection, ticket_id: TicketId) -> str:
    """Return the note of a ticket, empty where it has none."""
    found = db.execute("SELECT text FROM ticket_notes WHERE ticket_id = ?", (ticket_id,)).fetchone()
    return "" if found is None else str(found[0])


def _put_note(db: sqlite3.Connection, ticket_id: TicketId, text: str) -> None:
    if not text.strip():
        db.execute("DELETE FROM ticket_notes WHERE ticket_id = ?", (ticket_id,))
        return
    # Between spaces, so that words and phrases are found where they begin and end.
    folded = f" {' '.join(words(text))} "
    db.execute(
        "INSERT OR REPLACE INTO ticket_notes (ticket_id, text, folded) VALUES (?, ?, ?)",
        (ticket_id, text, folded),
    )


def _read_snoozes(db: sqlite3.Connection) -> dict[TicketId, int]:
    return dict(db.execute("SELECT ticket_id, until_ms FROM ticket_snoozes ORDER BY until_ms"))


def _put_snoozes(db: sqlite3.Connection, until_ms: dict[TicketId, int | None]) -> None:
    for ticket_id, moment in until_ms.items():
        if moment is None:
            db.execute("DELETE FROM ticket_snoozes WHERE ticket_id = ?", (ticket_id,))
        else:
            db.execute("INSERT OR REPLACE INTO ticket_snoozes VALUES (?, ?)", (ticket_id, moment))


def _end_snoozes(db: sqlite3.Connection, now_ms: int) -> tuple[TicketId, ...]:
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
