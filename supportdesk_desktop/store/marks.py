"""The agent's marks, notes and snoozes, and actions that wait to be sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.text import words
from supportdesk_desktop.store.schema import AMONG, as_json

Mark = Literal["read", "pinned"]


def set_mark(
    db: sqlite3.Connection, mark: Mark, ids: Sequence[TicketId], value: bool
) -> list[TicketId]:
    """Mark tickets as read or pinned, or not; return those whose mark was another before."""
    records = db.execute(
        f"UPDATE tickets SET {mark} = ? WHERE {mark} <> ? AND id {AMONG} RETURNING id",
        (int(value), int(value), as_json(ids)),
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


class TicketAction(msgspec.Struct, frozen=True):
    """Finish a ticket (no agent) or pass it on, at the version seen; ``due_ms`` since the epoch."""

    ticket_id: TicketId
    agent_id: AgentId | None
    version: int
    due_ms: int


def put_actions(db: sqlite3.Connection, actions: Iterable[TicketAction]) -> None:
    """Store intents together; a later one for the same ticket takes the place of an earlier."""
    db.executemany(
        "INSERT OR REPLACE INTO ticket_actions (ticket_id, agent_id, version, due_ms)"
        " VALUES (?, ?, ?, ?)",
        [(one.ticket_id, one.agent_id, one.version, one.due_ms) for one in actions],
    )


def read_actions(db: sqlite3.Connection) -> list[TicketAction]:
    """Return every intent, the first due first."""
    records = db.execute(
        "SELECT ticket_id, agent_id, version, due_ms FROM ticket_actions ORDER BY due_ms"
    )
    return [TicketAction(*record) for record in records]


def has_action(db: sqlite3.Connection, action: TicketAction) -> bool:
    """Return whether this intent still stands, as it is."""
    return action in read_actions(db)


def bring_actions_forward(db: sqlite3.Connection, by_ms: int) -> None:
    """Let every intent be due so much earlier: the clock was set back by that."""
    db.execute("UPDATE ticket_actions SET due_ms = due_ms - ?", (by_ms,))


def remove_actions(db: sqlite3.Connection, ids: Iterable[TicketId]) -> None:
    """Forget the intents of these tickets: they were taken back."""
    db.executemany("DELETE FROM ticket_actions WHERE ticket_id = ?", [(one,) for one in ids])


def settle_action(db: sqlite3.Connection, action: TicketAction) -> None:
    """Forget an intent that was sent or refused; one that took its place stays."""
    db.execute(
        "DELETE FROM ticket_actions"
        " WHERE ticket_id = ? AND agent_id IS ? AND version = ? AND due_ms = ?",
        (action.ticket_id, action.agent_id, action.version, action.due_ms),
    )
