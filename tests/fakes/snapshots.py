"""A whole snapshot in the transaction of a test."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.tickets import Ticket, UnreadableTicket
from supportdesk_desktop.store.snapshots import SnapshotWriting
from supportdesk_desktop.store.ticket_events import Committed


def store_snapshot(
    db: sqlite3.Connection,
    cursor: Cursor,
    tickets: Sequence[Ticket | UnreadableTicket],
    now_ms: int,
) -> Committed:
    """Make exactly these tickets the set."""
    snapshot = SnapshotWriting(tickets, now_ms)
    snapshot.read_held(db)
    snapshot.begin(db)
    while snapshot.stage(db):
        pass
    return snapshot.swap(db, cursor)
