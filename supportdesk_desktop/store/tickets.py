"""Single tickets, held or not, with the agent's marks, notes and snoozes, and actions to be sent.

Times are milliseconds since the epoch.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from supportdesk_desktop.core.ids import AgentId, FilingId, TicketId
from supportdesk_desktop.core.notices import NoticeRecord
from supportdesk_desktop.core.rows import (
    EscalatedAs,
    FieldChange,
    LeftBy,
    TicketDetail,
    TicketRow,
    TimelineEntry,
    TimelineKind,
)
from supportdesk_desktop.core.text import words
from supportdesk_desktop.core.ticket_drafts import DuplicateCandidate
from supportdesk_desktop.core.tickets import Ticket, UnreadableTicket, decode_ticket
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store.filings import read_filings
from supportdesk_desktop.store.notices import notices_of, reminded_ms
from supportdesk_desktop.store.schema import AMONG, ESCALATED, HELD, as_json, named

Mark = Literal["read", "pinned"]

OTHERS = 5
"""Other tickets of a customer that the detail lists."""

_changes = msgspec.json.Decoder(tuple[FieldChange, ...])


_FORGET = (
    "DELETE FROM ticket_text WHERE rowid = ?",
    "DELETE FROM ticket_meta WHERE ticket_key = ?",
    "DELETE FROM timeline WHERE ticket_key = ?",
    "DELETE FROM tickets WHERE key = ?",
)


class StoredTicket(msgspec.Struct, frozen=True):
    """A whole ticket with its local marks. ``ticket`` is None for an unreadable one.

    ``body`` is its JSON text; ``left_ms`` until when it was held, milliseconds since the epoch.
    """

    id: TicketId
    ticket: Ticket | None
    body: bytes
    read: bool
    pinned: bool
    left_by: LeftBy | None
    left_ms: int | None


def held_versions(db: sqlite3.Connection) -> dict[TicketId, int]:
    """Return the version of each ticket held."""
    return dict(db.execute(f"SELECT id, version FROM tickets WHERE {HELD}"))


def versions_of(db: sqlite3.Connection, ids: Sequence[TicketId]) -> dict[TicketId, int]:
    """Return the version of each of these tickets that is held."""
    found = (
        db.execute(f"SELECT id, version FROM tickets WHERE {HELD} AND id = ?", (one,)).fetchone()
        for one in ids
    )
    return dict(record for record in found if record is not None)


def total(db: sqlite3.Connection) -> int:
    """Return how many tickets are stored, those that left included."""
    return int(db.execute("SELECT stored FROM ticket_counts").fetchone()[0])


def categories(db: sqlite3.Connection, limit: int = 100) -> list[str]:
    """Return the categories in use, the most used first."""
    records = db.execute(
        "SELECT category FROM tickets WHERE category IS NOT NULL GROUP BY category"
        " ORDER BY count(*) DESC, category LIMIT ?",
        (limit,),
    )
    return [category for (category,) in records]


def by_number(db: sqlite3.Connection, number: str) -> TicketId | None:
    """Return the ticket with this number, the held or newest one where several have it."""
    found = db.execute(
        "SELECT id FROM tickets WHERE number = ? ORDER BY held DESC, received_ms DESC LIMIT 1",
        (number,),
    ).fetchone()
    return None if found is None else TicketId(found[0])


def full(db: sqlite3.Connection, ids: Sequence[TicketId]) -> list[StoredTicket]:
    """Return whole tickets with their marks, in this order."""
    found: list[StoredTicket] = []
    for one in ids:
        for columns in named(
            db,
            "SELECT id, body, unreadable, read, pinned, left_by, left_ms FROM tickets WHERE id = ?",
            (one,),
        ):
            unreadable = columns.pop("unreadable") is not None
            columns["ticket"] = None if unreadable else _readable(columns["body"])
            found.append(msgspec.convert(columns, StoredTicket, strict=False))
    return found


def detail(db: sqlite3.Connection, ticket_id: TicketId) -> TicketDetail | None:
    """Return everything the detail shows; its timeline stands newest first."""
    record = db.execute(
        "SELECT key, body, unreadable, created_ms, notice_id, customer_external_id, number"
        " FROM tickets WHERE id = ?",
        (ticket_id,),
    ).fetchone()
    if record is None:
        return None
    key, body, unreadable, created_ms, notice_id, customer, number = record
    ticket = _readable(body) if unreadable is None else None
    notices = notices_of(db, ticket_id)
    entries = _timeline(db, key)
    entries += [_noticed(notice) for notice in notices if notice.outcome is not None]
    reminded = reminded_ms(db, ticket_id)
    if reminded is not None:
        entries.append(TimelineEntry(TimelineKind.REMINDED, reminded))
    # Stable: what happened in the same millisecond keeps the order in which it was stored.
    entries.sort(key=lambda entry: entry.at_ms)
    if ticket is not None:
        # First whatever the desk's clocks say: nothing happens to a ticket before it is created.
        entries.insert(0, TimelineEntry(TimelineKind.CREATED, created_ms))
    others, other_count = _others(db, customer, key) if ticket is not None else ((), 0)
    return TicketDetail(
        row=stored_rows.by_ids(db, (ticket_id,))[0],
        ticket=ticket,
        notice=next((notice for notice in notices if notice.id == notice_id), None),
        timeline=tuple(reversed(entries)),
        unreadable_reason=unreadable,
        note=read_note(db, ticket_id),
        others=others,
        other_count=other_count,
        escalated_as=_escalated_as(db, number),
    )


def _escalated_as(db: sqlite3.Connection, number: str) -> EscalatedAs | None:
    """Return the newest escalation of a ticket that was not taken back."""
    found = db.execute(
        f"SELECT ticket_number, created_ms FROM filings WHERE {ESCALATED} = ?"
        " AND state <> 'withdrawn' ORDER BY id DESC LIMIT 1",
        (number,),
    ).fetchone()
    return None if found is None else EscalatedAs(found[0] or "", found[1])


def _others(
    db: sqlite3.Connection, customer_external_id: str, key: int
) -> tuple[tuple[TicketRow, ...], int]:
    """Return the newest other tickets of a customer, and how many there are."""
    where = "FROM tickets WHERE customer_external_id = ? AND key <> ?"
    of_customer = (customer_external_id, key)
    (count,) = db.execute(f"SELECT count(*) {where}", of_customer).fetchone()
    newest = db.execute(f"SELECT id {where} ORDER BY created_ms DESC LIMIT {OTHERS}", of_customer)
    return tuple(stored_rows.by_ids(db, [ticket_id for (ticket_id,) in newest.fetchall()])), count


def duplicate_candidates(
    db: sqlite3.Connection,
    customer_external_id: str,
    since_ms: int,
    besides: FilingId | None = None,
) -> list[DuplicateCandidate]:
    """Return tickets of a customer since then and filings that may be one, newest first.

    One filing is left out: that which is being mended.
    """
    found: list[DuplicateCandidate] = []
    for ticket_id, number, subject, created_ms, body in db.execute(
        "SELECT id, number, subject, created_ms, body FROM tickets"
        " WHERE customer_external_id = ? AND created_ms >= ? AND unreadable IS NULL",
        (customer_external_id, since_ms),
    ):
        ticket = _readable(body)
        metadata = msgspec.Raw(b"{}") if ticket is None else ticket.metadata
        found.append(
            DuplicateCandidate(
                ticket_id, number, customer_external_id, subject, created_ms, metadata
            )
        )
    known = {candidate.ticket_id for candidate in found}
    where = "created_ms >= ? AND id IS NOT ? AND state NOT IN ('refused', 'withdrawn')"
    for filing in read_filings(db, where, (since_ms, besides)):
        ticket_id = None if filing.ticket is None else filing.ticket.id
        draft = filing.draft
        if draft.customer_external_id == customer_external_id and ticket_id not in known - {None}:
            number = "" if filing.ticket is None else filing.ticket.ticket_number
            found.append(
                DuplicateCandidate(
                    ticket_id, number, customer_external_id, draft.subject, filing.created_ms,
                    draft.metadata,
                )
            )  # fmt: skip
    return sorted(found, key=lambda candidate: candidate.created_ms, reverse=True)


def forget_left(db: sqlite3.Connection, before_ms: int, limit: int = 1000) -> int:
    """Forget tickets that left before then, with all that belongs to them but their notices.

    At most ``limit`` go, how many is returned. A pinned one stays, and one with a note.
    """
    keys = db.execute(
        "SELECT key FROM tickets WHERE left_ms < ? AND pinned = 0"
        " AND id NOT IN (SELECT ticket_id FROM ticket_notes) ORDER BY left_ms LIMIT ?",
        (before_ms, limit),
    ).fetchall()
    forget_tickets(db, keys)
    return len(keys)


def forget_tickets(db: sqlite3.Connection, keys: list[tuple[int]]) -> None:
    """Delete tickets with all that belongs to them but their notices."""
    for statement in _FORGET:
        db.executemany(statement, keys)


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
    """Snooze tickets until ``until_ms``, or with None no longer."""
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


def advance_actions(db: sqlite3.Connection, by_ms: int) -> None:
    """Move the due time of every intent back by ``by_ms``, as the clock was."""
    db.execute("UPDATE ticket_actions SET due_ms = due_ms - ?", (by_ms,))


def postpone_actions(db: sqlite3.Connection, ids: Iterable[TicketId], due_ms: int) -> None:
    """Let the intents of these tickets that have not left wait until ``due_ms``."""
    db.executemany(
        "UPDATE ticket_actions SET due_ms = ? WHERE ticket_id = ?", [(due_ms, one) for one in ids]
    )


def remove_actions(db: sqlite3.Connection, ids: Iterable[TicketId]) -> list[TicketId]:
    """Forget the intents of these tickets, which were taken back; return those that had one."""
    taken = "DELETE FROM ticket_actions WHERE ticket_id = ? RETURNING ticket_id"
    return [TicketId(record[0]) for one in ids for record in db.execute(taken, (one,)).fetchall()]


def settle_action(db: sqlite3.Connection, action: TicketAction) -> None:
    """Forget an intent that was sent or refused; one that took its place stays."""
    db.execute(
        "DELETE FROM ticket_actions"
        " WHERE ticket_id = ? AND agent_id IS ? AND version = ? AND due_ms = ?",
        (action.ticket_id, action.agent_id, action.version, action.due_ms),
    )


def _readable(body: bytes) -> Ticket | None:
    ticket = decode_ticket(body)
    return None if isinstance(ticket, UnreadableTicket) else ticket


def _timeline(db: sqlite3.Connection, key: int) -> list[TimelineEntry]:
    records = named(
        db,
        "SELECT kind, at_ms, arrival, seq, level, left_by, changes FROM timeline"
        " WHERE ticket_key = ? ORDER BY id",
        (key,),
    )
    return [
        msgspec.convert(one | {"changes": _changes.decode(one["changes"] or "[]")}, TimelineEntry)
        for one in records
    ]


def _noticed(notice: NoticeRecord) -> TimelineEntry:
    return TimelineEntry(
        kind=TimelineKind.NOTICED,
        at_ms=notice.received_ms if notice.settled_ms is None else notice.settled_ms,
        outcome=notice.outcome,
        latency_ms=None if notice.latency_ms is None else round(notice.latency_ms),
    )
