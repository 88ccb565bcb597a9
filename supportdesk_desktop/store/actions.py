"""Ticket actions that wait for the end of their time to undo; one for each ticket."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.store.connection import Connection


class TicketAction(msgspec.Struct, frozen=True):
    """Finish a ticket (no agent) or pass it on, at the version seen; ``due_ms`` since the epoch."""

    ticket_id: TicketId
    agent_id: AgentId | None
    version: int
    due_ms: int


class ActionShelf:
    """Intents on disk, so that neither a crash nor closing the window forgets one."""

    def __init__(self, writer: Connection) -> None:
        self._writer = writer

    async def put(self, action: TicketAction) -> None:
        """Store an intent; a later one for the same ticket takes its place."""
        await self._writer.write(_put, action)

    async def put_all(self, actions: Sequence[TicketAction]) -> None:
        """Store several intents together."""
        await self._writer.write(_put_all, tuple(actions))

    async def remove_all(self, ids: Sequence[TicketId]) -> None:
        """Forget several intents together."""
        await self._writer.write(_remove_all, tuple(ids))

    async def all(self) -> list[TicketAction]:
        """Return every intent, the first due first."""
        return await self._writer.read(_read_all)

    async def bring_forward(self, by_ms: int) -> None:
        """Let every intent be due so much earlier: the clock was set back by that."""
        await self._writer.write(_bring_forward, by_ms)

    async def holds(self, action: TicketAction) -> bool:
        """Return whether this intent still stands, as it is."""
        return action in await self.all()

    async def remove(self, ticket_id: TicketId) -> None:
        """Forget an intent: it was taken back."""
        await self._writer.write(_remove, ticket_id)

    async def settled(self, action: TicketAction) -> None:
        """Forget an intent that was sent or refused; one that took its place stays."""
        await self._writer.write(_settled, action)


def _put(db: sqlite3.Connection, action: TicketAction) -> None:
    db.execute(
        "INSERT OR REPLACE INTO ticket_actions (ticket_id, agent_id, version, due_ms)"
        " VALUES (?, ?, ?, ?)",
        (action.ticket_id, action.agent_id, action.version, action.due_ms),
    )


def _put_all(db: sqlite3.Connection, actions: Sequence[TicketAction]) -> None:
    for action in actions:
        _put(db, action)


def _remove_all(db: sqlite3.Connection, ids: Sequence[TicketId]) -> None:
    for ticket_id in ids:
        _remove(db, ticket_id)


def _read_all(db: sqlite3.Connection) -> list[TicketAction]:
    records = db.execute(
        "SELECT ticket_id, agent_id, version, due_ms FROM ticket_actions ORDER BY due_ms"
    )
    return [TicketAction(*record) for record in records]


def _bring_forward(db: sqlite3.Connection, by_ms: int) -> None:
    db.execute("UPDATE ticket_actions SET due_ms = due_ms - ?", (by_ms,))


def _remove(db: sqlite3.Connection, ticket_id: TicketId) -> None:
    db.execute("DELETE FROM ticket_actions WHERE ticket_id = ?", (ticket_id,))


def _settled(db: sqlite3.Connection, action: TicketAction) -> None:
    db.execute(
        "DELETE FROM ticket_actions"
        " WHERE ticket_id = ? AND agent_id IS ? AND version = ? AND due_ms = ?",
        (action.ticket_id, action.agent_id, action.version, action.due_ms),
    )
