"""The rows of one ticket: its columns, its searched text, its metadata, its timeline."""

from __future__ import annotations

import sqlite3

import msgspec

from supportdesk_desktop.core.customers import KnownCustomer
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import Arrival, FieldChange, LeftBy, TimelineKind
from supportdesk_desktop.core.tickets import Ticket, UnreadableTicket, decode_ticket
from supportdesk_desktop.store import customers, tag_book
from supportdesk_desktop.store.documents import Document


class Prior(msgspec.Struct, frozen=True):
    """What was stored of a ticket before."""

    key: int
    held: bool
    version: int
    assigned_at: str
    unreadable: bool
    body: bytes

    def holds(self, doc: Document) -> bool:
        """Return whether a ticket is in the list just so."""
        return (self.held, self.version, self.body) == (True, doc.version, doc.body)

    def ticket(self) -> Ticket | None:
        """Return the ticket as it was, None where it was unreadable."""
        ticket = None if self.unreadable else decode_ticket(self.body)
        return ticket if isinstance(ticket, Ticket) else None


class TicketTables:
    """Writes within the transaction that its caller began."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def prior(self, ticket_id: TicketId) -> Prior | None:
        """Return what is stored of a ticket, None where it is new here."""
        record = self._db.execute(
            "SELECT key, held, version, assigned_at, unreadable IS NOT NULL, body FROM tickets"
            " WHERE id = ?",
            (ticket_id,),
        ).fetchone()
        if record is None:
            return None
        key, held, version, assigned_at, unreadable, body = record
        return Prior(key, bool(held), version, assigned_at, bool(unreadable), body)

    def put(self, doc: Document, prior: Prior | None, ticket: Ticket | UnreadableTicket) -> int:
        """Write a ticket as one that is held, with all that is searched of it; return its key."""
        values = {name: getattr(doc, name) for name in _COLUMNS}
        key: int = self._db.execute(_UPSERT, values).fetchone()[0]
        if prior is None or prior.assigned_at != doc.assigned_at:
            # No new assignment waits for the end of a snooze.
            self._db.execute("DELETE FROM ticket_snoozes WHERE ticket_id = ?", (doc.id,))
        if prior is None or prior.body != doc.body:
            if prior is not None:
                self._db.execute("DELETE FROM ticket_text WHERE rowid = ?", (key,))
                self._db.execute("DELETE FROM ticket_meta WHERE ticket_key = ?", (key,))
            self.index(key, doc)
            self._learn(doc, ticket)
        return key

    def index(self, key: int, doc: Document) -> None:
        """Write what is searched of a ticket that has no such rows yet."""
        self._db.execute(
            "INSERT INTO ticket_text (rowid, number, subject, description, customer, tags,"
            " category, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (key, *msgspec.structs.astuple(doc.text)),
        )
        self._db.executemany(
            "INSERT INTO ticket_meta (ticket_key, key, type, num, text) VALUES (?, ?, ?, ?, ?)",
            [(key, entry.key, entry.type, entry.num, entry.text) for entry in doc.meta],
        )

    def _learn(self, doc: Document, ticket: Ticket | UnreadableTicket) -> None:
        if not isinstance(ticket, Ticket):
            return
        one = ticket.customer
        seen = doc.created_ms
        customers.learn(
            self._db, KnownCustomer(one.external_id, one.name, one.email, one.phone, seen, seen)
        )
        if ticket.tags:
            tag_book.learn(self._db, ticket.tags)

    def mark_left(self, key: int, left_by: LeftBy, at_ms: int) -> None:
        """Take a ticket out of the set; it stays searchable."""
        self._db.execute(
            "UPDATE tickets SET held = 0, left_by = ?, left_ms = ? WHERE key = ?",
            (left_by, at_ms, key),
        )

    def write_timeline(
        self,
        key: int,
        kind: TimelineKind,
        at_ms: int,
        arrival: Arrival,
        *,
        seq: int | None = None,
        level: str | None = None,
        left_by: LeftBy | None = None,
        changes: tuple[FieldChange, ...] = (),
    ) -> None:
        """Add a line to the timeline of a ticket."""
        text = msgspec.json.encode(changes).decode() if changes else None
        self._db.execute(
            "INSERT INTO timeline (ticket_key, kind, at_ms, arrival, seq, level, left_by, changes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (key, kind, at_ms, arrival, seq, level, left_by, text),
        )


# fmt: off
_COLUMNS = (
    "id", "number", "subject", "status", "priority", "priority_rank", "channel", "category",
    "customer", "customer_external_id", "tags", "client_ref", "created_ms", "received_ms",
    "assigned_at", "version", "unreadable", "body", "subject_key", "customer_key",
)
# fmt: on

# A new assignment is unread again and has its own notice; anything else keeps both.
_UPSERT = (
    f"INSERT INTO tickets ({', '.join(_COLUMNS)}, held)"
    f" VALUES ({', '.join(f':{name}' for name in _COLUMNS)}, 1)"
    " ON CONFLICT (id) DO UPDATE SET held = 1, left_by = NULL, left_ms = NULL,"
    " read = CASE WHEN assigned_at = excluded.assigned_at THEN read ELSE 0 END,"
    " notice_id = (SELECT n.id FROM notices AS n WHERE n.ticket_id = excluded.id"
    " AND n.assigned_at = excluded.assigned_at), "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "id")
    + " RETURNING key"
)
