"""Events and snapshots as writes on the ticket tables, within the transaction of their cursor."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from supportdesk_desktop.core.changes import EventNote, TicketsChanged
from supportdesk_desktop.core.drafts import KnownCustomer
from supportdesk_desktop.core.feed import Applied
from supportdesk_desktop.core.ids import FilingId, TicketId
from supportdesk_desktop.core.notices import NUMBERS_NAMED, FirstSync, NoticeOutcome
from supportdesk_desktop.core.rows import Arrival, FieldChange, LeftBy, TimelineKind
from supportdesk_desktop.core.tickets import Ticket, UnreadableTicket, decode_ticket
from supportdesk_desktop.core.times import epoch_ms
from supportdesk_desktop.store import directory
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store.documents import Document, changes_between, document, time_or
from supportdesk_desktop.store.feed_state import write_cursor
from supportdesk_desktop.store.filing_acts import SeenRef, seen_refs
from supportdesk_desktop.store.notices import NewNotice, insert_notice, insert_notices
from supportdesk_desktop.store.schema import AMONG, as_json, insert


class Prior(msgspec.Struct, frozen=True):
    """A ticket as it was stored before; ``held`` and ``unreadable`` are 0 or 1."""

    key: int
    held: int
    version: int
    assigned_at: str
    unreadable: int
    body: bytes

    def holds(self, doc: Document) -> bool:
        """Return whether a ticket is in the list just so."""
        return (self.held, self.version, self.body) == (True, doc.version, doc.body)

    def changes_to(self, ticket: Ticket | UnreadableTicket) -> tuple[FieldChange, ...]:
        """Return what is different now, nothing where either was unreadable."""
        before = None if self.unreadable else decode_ticket(self.body)
        if isinstance(before, Ticket) and isinstance(ticket, Ticket):
            return changes_between(before, ticket)
        return ()


_OF_NOTICES = ("assigned_at", "number", "subject", "priority", "customer")

ASSIGNED = "ticket.assigned"
CLOSED = "ticket.closed"


class ReceivedEvent(msgspec.Struct, frozen=True):
    """One event to store. ``received_ms`` since the epoch, ``received_ns`` CLOCK_MONOTONIC."""

    applied: Applied
    arrival: Arrival
    received_ms: int
    received_ns: int


class Committed(msgspec.Struct, frozen=True):
    """The changes of one transaction.

    Attributes:
        changed: what of the tickets; after a snapshot without rows, for they may be thousands.
        notices: new notices that want a decision, in the order of their assignments.
        first_sync: what the first snapshot of the profile brought, which wants none.
        seen_refs: filings whose ``clientRef`` was seen, to be settled by their service.
    """

    changed: TicketsChanged
    notices: tuple[NewNotice, ...]
    seen_refs: tuple[SeenRef, ...]
    first_sync: FirstSync | None = None


def store_events(db: sqlite3.Connection, events: Sequence[ReceivedEvent]) -> Committed:
    """Store events in order, the cursor of the last, and notice intents; constant work an event."""
    writing = TicketWriting(db)
    for event in events:
        writing.event(event)
    if events:
        write_cursor(db, events[-1].applied.cursor, events[-1].received_ms)
    return writing.committed(replaced=False)


class TicketWriting:
    """The writes of one transaction on the tables of tickets, and what they add up to."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._upserted: dict[TicketId, None] = {}
        self._removed: dict[TicketId, None] = {}
        self._notices: list[NewNotice] = []
        self._first_sync = FirstSync(0, ())
        self._seen_refs: dict[tuple[FilingId, TicketId], SeenRef] = {}
        self._notes: list[EventNote] = []

    def committed(self, *, replaced: bool) -> Committed:
        """Return what all of it changed; ``replaced`` where it was a snapshot."""
        ids = tuple(self._upserted)
        # Read here, the window need not read them in a turn of its own before it can show them.
        rows = () if replaced else tuple(stored_rows.by_ids(self._db, ids))
        changed = TicketsChanged(
            ids, tuple(self._removed), replaced, rows, notes=tuple(self._notes)
        )
        first_sync = self._first_sync if self._first_sync.count else None
        seen_refs = tuple(self._seen_refs.values())
        return Committed(changed, tuple(self._notices), seen_refs, first_sync)

    def prior(self, ticket_id: TicketId) -> Prior | None:
        """Return what is stored of a ticket, None where it is new here."""
        record = self._db.execute(f"{_PRIOR} WHERE id = ?", (ticket_id,)).fetchone()
        return None if record is None else Prior(*record[1:])

    def priors(self, ticket_ids: Sequence[TicketId]) -> dict[TicketId, Prior]:
        """Return what is stored of these tickets, without those that are new here."""
        records = self._db.execute(f"{_PRIOR} WHERE id {AMONG}", (as_json(ticket_ids),))
        return {ticket_id: Prior(*record) for ticket_id, *record in records}

    def event(self, stored: ReceivedEvent) -> None:
        """Store an event: its ticket is held, or leaves; an assignment wants a notice."""
        applied = stored.applied
        doc = document(applied.ticket, stored.received_ms)
        prior = self.prior(doc.id)
        at_ms = time_or(applied.occurred_at, stored.received_ms)
        if applied.removed:
            self._event_leaves(stored, doc, prior, at_ms)
        elif applied.keeps:
            self._event_keeps(stored, doc, prior, at_ms)
        if applied.type == ASSIGNED:
            self._want_notice(
                doc,
                stored.received_ms,
                level=applied.level or doc.level,
                received_ns=stored.received_ns,
                seq=applied.cursor.seq,
                late=stored.arrival is not Arrival.LIVE,
            )

    def snapshot_holds(
        self,
        doc: Document,
        ticket: Ticket | UnreadableTicket,
        prior: Prior | None,
        now_ms: int,
        *,
        first_sync: bool,
    ) -> None:
        """Hold a ticket of a snapshot; nothing but its notice is written where it is held so."""
        if prior is not None and prior.holds(doc):
            self._look_for_filing(doc)
        else:
            self._snapshot_changes(doc, ticket, prior, now_ms)
        self._want_notice(doc, now_ms, level=doc.level, late=not first_sync, first_sync=first_sync)

    def snapshot_brings(
        self,
        brought: Sequence[tuple[Document, Ticket | UnreadableTicket]],
        now_ms: int,
        *,
        first_sync: bool,
    ) -> None:
        """Hold tickets that were never here, as ``snapshot_holds`` would one by one."""
        if not brought:
            return
        docs = [doc for doc, _ in brought]
        notices = insert_notices(
            self._db,
            [
                _notice_of(doc, now_ms, doc.level, late=not first_sync, first_sync=first_sync)
                for doc in docs
            ],
        )
        [last] = self._db.execute("SELECT coalesce(max(key), 0) FROM tickets").fetchone()
        keyed = list(enumerate(docs, last + 1))
        self._db.executemany(
            _INSERT,
            [
                _values(doc) | {"key": key, "notice_id": notice.record.id}
                for (key, doc), notice in zip(keyed, notices, strict=True)
            ],
        )
        ids = as_json([doc.id for doc in docs])
        self._db.execute(f"DELETE FROM ticket_snoozes WHERE ticket_id {AMONG}", (ids,))
        self._index(keyed)
        kind, arrival = TimelineKind.ASSIGNED, Arrival.SNAPSHOT
        self._db.executemany(
            _TIMELINE,
            [
                (key, kind, doc.received_ms, arrival, None, doc.level, None, None)
                for key, doc in keyed
            ],
        )
        self._learn([ticket for _, ticket in brought])
        for doc, notice in zip(docs, notices, strict=True):
            self._upserted[doc.id] = None
            self._look_for_filing(doc)
            self._note("assigned", doc, None, arrival)
            self._noticed(notice)

    def snapshot_lacks(self, ticket_id: TicketId, key: int, now_ms: int) -> None:
        """Remove a ticket that a snapshot does not have from the list."""
        self._leave(key, LeftBy.SNAPSHOT, now_ms, Arrival.SNAPSHOT)
        self._removed[ticket_id] = None
        number, subject, priority = self._db.execute(
            "SELECT number, subject, priority FROM tickets WHERE key = ?", (key,)
        ).fetchone()
        ticket = ticket_id, number, subject, priority
        self._notes.append(
            EventNote("unassigned", *ticket, None, Arrival.SNAPSHOT, LeftBy.SNAPSHOT)
        )

    def _event_keeps(
        self, stored: ReceivedEvent, doc: Document, prior: Prior | None, at_ms: int
    ) -> None:
        applied, arrival = stored.applied, stored.arrival
        if doc.unreadable is not None and not doc.version and prior is not None and prior.held:
            # Its version is unknown: what came before the one held is still refused.
            doc = msgspec.structs.replace(doc, version=prior.version)
        key = self._put(doc, prior, applied.ticket)
        seq = applied.cursor.seq
        is_new = applied.type == ASSIGNED or prior is None or not prior.held
        if is_new:
            level = applied.level or doc.level
            self._timeline(key, TimelineKind.ASSIGNED, at_ms, arrival, seq=seq, level=level)
        if prior is not None:
            changes = prior.changes_to(applied.ticket)
            if changes or not is_new:
                self._timeline(key, TimelineKind.UPDATED, at_ms, arrival, seq=seq, changes=changes)
        self._removed.pop(doc.id, None)
        self._note("assigned" if is_new else "updated", doc, seq, arrival)

    def _event_leaves(
        self, stored: ReceivedEvent, doc: Document, prior: Prior | None, at_ms: int
    ) -> None:
        applied, arrival = stored.applied, stored.arrival
        left_by = LeftBy.CLOSED if applied.type == CLOSED else LeftBy.UNASSIGNED
        newer = prior is None or (doc.version >= prior.version and doc.unreadable is None)
        key = self._put(doc, prior, applied.ticket) if newer or prior is None else prior.key
        changes = prior.changes_to(applied.ticket) if newer and prior is not None else ()
        seq = applied.cursor.seq
        if changes:
            self._timeline(key, TimelineKind.UPDATED, at_ms, arrival, seq=seq, changes=changes)
        self._leave(key, left_by, at_ms, arrival, seq)
        self._removed[doc.id] = None
        self._note(left_by.value, doc, seq, arrival, left_by)

    def _snapshot_changes(
        self, doc: Document, ticket: Ticket | UnreadableTicket, prior: Prior | None, now_ms: int
    ) -> None:
        key = self._put(doc, prior, ticket)
        snapshot = Arrival.SNAPSHOT
        if prior is None or not prior.held or prior.assigned_at != doc.assigned_at:
            self._timeline(key, TimelineKind.ASSIGNED, doc.received_ms, snapshot, level=doc.level)
        changes = () if prior is None else prior.changes_to(ticket)
        if changes:
            updated_at = ticket.updated_at if isinstance(ticket, Ticket) else None
            at_ms = time_or(updated_at, now_ms)
            self._timeline(key, TimelineKind.UPDATED, at_ms, snapshot, changes=changes)
        kind = "updated" if prior is not None and prior.held else "assigned"
        self._note(kind, doc, None, snapshot)

    def _put(self, doc: Document, prior: Prior | None, ticket: Ticket | UnreadableTicket) -> int:
        """Write a ticket as one that is held, with all that is searched of it; return its key."""
        key: int = self._db.execute(_UPSERT, _values(doc)).fetchone()[0]
        if prior is None or prior.assigned_at != doc.assigned_at:
            # No new assignment waits for the end of a snooze.
            self._db.execute("DELETE FROM ticket_snoozes WHERE ticket_id = ?", (doc.id,))
        if prior is None or prior.body != doc.body:
            if prior is not None:
                self._db.execute("DELETE FROM ticket_text WHERE rowid = ?", (key,))
                self._db.execute("DELETE FROM ticket_meta WHERE ticket_key = ?", (key,))
            self._index([(key, doc)])
            self._learn([ticket])
        self._upserted[doc.id] = None
        self._look_for_filing(doc)
        return key

    def _index(self, keyed: Sequence[tuple[int, Document]]) -> None:
        """Write what is searched of tickets, by their keys, that have no such rows yet."""
        self._db.executemany(
            "INSERT INTO ticket_text (rowid, number, subject, description, customer, tags,"
            " category, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(key, *msgspec.structs.astuple(doc.text)) for key, doc in keyed],
        )
        self._db.executemany(
            "INSERT INTO ticket_meta (ticket_key, key, type, num, text) VALUES (?, ?, ?, ?, ?)",
            [
                (key, entry.key, entry.type, entry.num, entry.text)
                for key, doc in keyed
                for entry in doc.meta
            ],
        )

    def _learn(self, tickets: Sequence[Ticket | UnreadableTicket]) -> None:
        """Remember customers and tags of tickets."""
        readable = [one for one in tickets if isinstance(one, Ticket)]
        directory.learn_customers(self._db, [_customer_of(one) for one in readable])
        directory.learn_tags(self._db, [tag for one in readable for tag in one.tags])

    def _look_for_filing(self, doc: Document) -> None:
        if doc.client_ref is not None:
            for seen in seen_refs(self._db, "t.id = ?", doc.id):
                self._seen_refs[seen.filing_id, seen.ticket_id] = seen

    def _leave(
        self, key: int, left_by: LeftBy, at_ms: int, arrival: Arrival, seq: int | None = None
    ) -> None:
        """Take a ticket out of the set; it stays searchable."""
        self._db.execute(
            "UPDATE tickets SET held = 0, left_by = ?, left_ms = ? WHERE key = ?",
            (left_by, at_ms, key),
        )
        self._timeline(key, TimelineKind.LEFT, at_ms, arrival, seq=seq, left_by=left_by)

    def _timeline(
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
        text = as_json(changes) if changes else None
        self._db.execute(
            _TIMELINE,
            (key, kind, at_ms, arrival, seq, level, left_by, text),
        )

    def _want_notice(
        self,
        doc: Document,
        received_ms: int,
        *,
        level: str | None,
        received_ns: int | None = None,
        seq: int | None = None,
        late: bool,
        first_sync: bool = False,
    ) -> None:
        """Write the notice of an assignment, unless it has one."""
        values = _notice_of(doc, received_ms, level, seq=seq, late=late, first_sync=first_sync)
        notice = insert_notice(self._db, values, received_ns)
        if notice is None:
            return
        self._noticed(notice)
        self._db.execute(
            "UPDATE tickets SET notice_id = ? WHERE id = ? AND assigned_at = ?",
            (notice.record.id, doc.id, doc.assigned_at),
        )

    def _noticed(self, notice: NewNotice) -> None:
        if notice.record.outcome is None:
            self._notices.append(notice)
        else:
            newest = (notice.record.number, *self._first_sync.newest)[:NUMBERS_NAMED]
            self._first_sync = FirstSync(self._first_sync.count + 1, newest)

    def _note(
        self,
        kind: str,
        doc: Document,
        seq: int | None,
        arrival: Arrival,
        left_by: LeftBy | None = None,
    ) -> None:
        self._notes.append(
            EventNote(kind, doc.id, doc.number, doc.subject, doc.priority, seq, arrival, left_by)
        )


def _values(doc: Document) -> dict[str, object]:
    return {name: getattr(doc, name) for name in _COLUMNS} | {"held": True}


def _notice_of(
    doc: Document,
    received_ms: int,
    level: str | None,
    *,
    seq: int | None = None,
    late: bool,
    first_sync: bool,
) -> dict[str, object]:
    """Return the columns of a notice. The first synchronisation is accounted for at once."""
    return {name: getattr(doc, name) for name in _OF_NOTICES} | {
        "ticket_id": doc.id,
        "level": level,
        "received_ms": received_ms,
        "seq": seq,
        "late": late,
        "first_sync": first_sync,
        "outcome": NoticeOutcome.FIRST_SYNC if first_sync else None,
        "settled_ms": received_ms if first_sync else None,
    }


def _customer_of(ticket: Ticket) -> KnownCustomer:
    one, seen = ticket.customer, epoch_ms(ticket.created_at)
    return KnownCustomer(one.external_id, one.name, one.email, one.phone, seen, seen)


_PRIOR = "SELECT id, key, held, version, assigned_at, unreadable IS NOT NULL, body FROM tickets"
_TIMELINE = (
    "INSERT INTO timeline (ticket_key, kind, at_ms, arrival, seq, level, left_by, changes)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)

# fmt: off
_COLUMNS = (
    "id", "number", "subject", "status", "priority", "priority_rank", "channel", "category",
    "customer", "customer_external_id", "tags", "client_ref", "created_ms", "received_ms",
    "assigned_at", "version", "unreadable", "body", "subject_key", "customer_key",
)
# fmt: on

_INSERT = insert("tickets", (*_COLUMNS, "held", "key", "notice_id"))
# A new assignment is unread again and has its own notice; anything else keeps both.
_UPSERT = (
    insert("tickets", (*_COLUMNS, "held"))
    + " ON CONFLICT (id) DO UPDATE SET held = 1, left_by = NULL, left_ms = NULL,"
    " read = CASE WHEN assigned_at = excluded.assigned_at THEN read ELSE 0 END,"
    " notice_id = (SELECT n.id FROM notices AS n WHERE n.ticket_id = excluded.id"
    " AND n.assigned_at = excluded.assigned_at), "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "id")
    + " RETURNING key"
)
