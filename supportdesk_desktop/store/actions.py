"""Ticket actions that wait for the end of their time to undo; one for each ticket.

They are on the ledger's connection, so that neither a crash nor closing the window forgets one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from supportdesk_desktop.core.ids import AgentId, TicketId


class TicketAction(msgspec.Struct, frozen=True):
    """Finish a ticket (no agent) or pass it on, at the version seen; ``due_ms`` since the epoch."""

    ticket_id: TicketId
    agent_id: AgentId | None
    version: int
    due_ms: int


def put(db: sqlite3.Connection, actions: Iterable[TicketAction]) -> None:
    """Store intents together; a later one for the same ticket takes the place of an earlier."""
    db.executemany(
        "INSERT OR REPLACE INTO ticket_actions (ticket_id, agent_id, version, due_ms)"
        " VALUES (?, ?, ?, ?)",
        [(one.ticket_id, one.agent_id, one.version, one.due_ms) for one in actions],
    )


def read_all(db: sqlite3.Connection) -> list[TicketAction]:
    """Return every intent, the first due first."""
    records = db.execute(
        "SELECT ticket_id, agent_id, version, due_ms FROM ticket_actions ORDER BY due_ms"
    )
    return [TicketAction(*record) for record in records]


def holds(db: sqlite3.Connection, action: TicketAction) -> bool:
    """Return whether this intent still stands, as it is."""
    return action in read_all(db)


def bring_forward(db: sqlite3.Connection, by_ms: int) -> None:
    """Let every intent be due so much earlier: the clock was set back by that."""
    db.execute("UPDATE ticket_actions SET due_ms = due_ms - ?", (by_ms,))


def remove(db: sqlite3.Connection, ids: Iterable[TicketId]) -> None:
    """Forget the intents of these tickets: they were taken back."""
    db.executemany("DELETE FROM ticket_actions WHERE ticket_id = ?", [(one,) for one in ids])


def settle(db: sqlite3.Connection, action: TicketAction) -> None:
    """Forget an intent that was sent or refused; one that took its place stays."""
    db.execute(
        "DELETE FROM ticket_actions"
        " WHERE ticket_id = ? AND agent_id IS ? AND version = ? AND due_ms = ?",
        (action.ticket_id, action.agent_id, action.version, action.due_ms),
    )
