"""Which tickets were announced and not opened, and of which this was said once more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.store.connection import Connection
from supportdesk_desktop.store.notices import NOTICE_COLUMNS, records_of

TOLD = (NoticeOutcome.SHOWN, NoticeOutcome.LATE, NoticeOutcome.MERGED, NoticeOutcome.HELD_DND)
"""What was announced by itself or in a summary."""


class ReminderShelf:
    """Reminders by ticket. Times are milliseconds since the epoch.

    They are on the ledger's connection: once stored, neither a kill nor a power cut takes them.
    """

    def __init__(self, writer: Connection, reader: Connection) -> None:
        self._writer = writer
        self._reader = reader

    async def unopened(self, since_ms: int, before_ms: int) -> list[NoticeRecord]:
        """Return the notices of tickets that are held, unread and here to be worked on.

        Args:
            since_ms: assigned from then on.
            before_ms: announced until then.

        Returns:
            The newest notice of each ticket, oldest first, of none that a reminder was put for.
        """
        return await self._reader.read(_unopened, since_ms, before_ms)

    async def put(self, ticket_ids: Iterable[TicketId], now_ms: int) -> None:
        """Write down that the agent is being reminded of these tickets."""
        await self._writer.write(_put, tuple(ticket_ids), now_ms)


def read_reminded(db: sqlite3.Connection, ticket_id: TicketId) -> int | None:
    """Return when the agent was reminded of a ticket, None where this did not happen."""
    found = db.execute(
        "SELECT reminded_ms FROM ticket_reminders WHERE ticket_id = ?", (ticket_id,)
    ).fetchone()
    return None if found is None else int(found[0])


def _unopened(db: sqlite3.Connection, since_ms: int, before_ms: int) -> list[NoticeRecord]:
    marks = ", ".join("?" * len(TOLD))
    return records_of(
        db.execute(
            f"SELECT {NOTICE_COLUMNS} FROM notices WHERE received_ms >= ? AND settled_ms <= ?"
            f" AND outcome IN ({marks}) AND id IN (SELECT notice_id FROM tickets"
            " WHERE id = notices.ticket_id AND held = 1 AND read = 0)"
            " AND ticket_id NOT IN (SELECT ticket_id FROM ticket_snoozes)"
            " AND ticket_id NOT IN (SELECT ticket_id FROM ticket_reminders) ORDER BY id",
            (since_ms, before_ms, *TOLD),
        )
    )


def _put(db: sqlite3.Connection, ticket_ids: tuple[TicketId, ...], now_ms: int) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO ticket_reminders (ticket_id, reminded_ms) VALUES (?, ?)",
        [(one, now_ms) for one in ticket_ids],
    )
