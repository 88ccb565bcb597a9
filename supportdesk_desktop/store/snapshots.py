"""A snapshot becomes the list: stored bit by bit, and then taken in at once.

Most of the work is for tickets that were never seen here. They are stored in short transactions,
between which others write, and do not count (``0013_staged_snapshots.sql``). The last transaction
makes them count, changes what is known already and differs, and moves the cursor: all of it or
nothing.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import URGENT_RANK
from supportdesk_desktop.core.tickets import Ticket, UnreadableTicket
from supportdesk_desktop.store.documents import Document, document
from supportdesk_desktop.store.engine import StoreConnection
from supportdesk_desktop.store.feed_state import had_feed, write_cursor
from supportdesk_desktop.store.notices import have_notices
from supportdesk_desktop.store.schema import HELD
from supportdesk_desktop.store.ticket_events import Committed, Prior, TicketWriting
from supportdesk_desktop.store.tickets import forget_tickets

NOTHING_BELOW = (1 << 63) - 1
"""No key is higher: everything that is stored counts."""

SLICE_S = 0.025
"""Seconds that one transaction of a snapshot may take, as a filing waits for it."""

TICKETS_AT_ONCE = 25
"""Tickets that are stored set by set, where they are new here."""

_NOTICES_AT_ONCE = 500


async def replace_all(
    feed: StoreConnection, cursor: Cursor, tickets: Sequence[Ticket | UnreadableTicket], now_ms: int
) -> Committed:
    """Make exactly these tickets the set, and move the cursor, in one transaction.

    What is new here is stored before, in short transactions between which others write. Where this
    does not come to its end, set and cursor are as before, and ``drop_staged`` tidies up.

    Tickets that left stay searchable. The first call of a profile is its first synchronisation;
    later ones want late notices for the difference alone.

    Raises:
        StoreError: nothing of it was stored.
    """
    await drop_staged(feed)
    snapshot = SnapshotWriting(tickets, now_ms)
    await feed.read(snapshot.read_held)
    await feed.write(snapshot.begin)
    await feed.write_in_slices(snapshot.stage)
    return await feed.write(snapshot.swap, cursor)


async def drop_staged(feed: StoreConnection) -> None:
    """Delete what is left of an unfinished snapshot. Raises ``StoreError``."""
    await feed.write_in_slices(_drop_some)


class SnapshotWriting:
    """One snapshot: ``read_held``, ``begin``, then ``stage`` until nothing is left, then ``swap``.

    Where it does not come to ``swap``, ``drop_staged`` deletes what it left.

    Args:
        tickets: all of them.
        now_ms: when they came, epoch ms.
    """

    def __init__(self, tickets: Sequence[Ticket | UnreadableTicket], now_ms: int) -> None:
        self._now_ms = now_ms
        self._tickets = list(tickets)
        self._gone: dict[TicketId, int] = {}
        self._known: list[tuple[Document, Ticket | UnreadableTicket]] = []
        self._new = self._new_urgent = 0

    def read_held(self, db: sqlite3.Connection) -> None:
        """Read what is held; nobody but the feed changes that meanwhile."""
        # Oldest first, so that the order of keys is near the order in which lists are read.
        self._tickets.sort(key=self._received_ms, reverse=True)
        self._first_sync = not had_feed(db)
        self._gone = dict(db.execute(f"SELECT id, key FROM tickets WHERE {HELD}"))
        self._writing = TicketWriting(db)

    def begin(self, db: sqlite3.Connection) -> None:
        """Exclude rows inserted from now on."""
        _begin_staging(db)

    def stage(self, db: sqlite3.Connection) -> bool:
        """Store some tickets that are new here; returns whether any are left."""
        until = time.monotonic() + SLICE_S
        while self._tickets:
            batch = [self._tickets.pop() for _ in range(min(len(self._tickets), TICKETS_AT_ONCE))]
            self._stage(db, [(document(one, self._now_ms), one) for one in batch])
            if time.monotonic() >= until:
                break
        return bool(self._tickets)

    def swap(self, db: sqlite3.Connection, cursor: Cursor) -> Committed:
        """Make the snapshot the list, and its place the cursor."""
        for doc, ticket in self._known:
            # One that had left may have been forgotten since it was looked at.
            self._hold(doc, ticket, self._writing.prior(doc.id))
        for ticket_id, key in self._gone.items():
            self._writing.snapshot_lacks(ticket_id, key, self._now_ms)
        _end_staging(db)
        db.execute(
            "UPDATE ticket_counts SET stored = stored + ?1, held = held + ?1, urgent = urgent + ?2",
            (self._new, self._new_urgent),
        )
        write_cursor(db, cursor, self._now_ms, had_feed=True)
        return self._writing.committed(replaced=True)

    def _received_ms(self, ticket: Ticket | UnreadableTicket) -> int:
        if isinstance(ticket, Ticket):
            return ticket.assigned_ms
        return document(ticket, self._now_ms).received_ms

    def _stage(
        self, db: sqlite3.Connection, batch: Sequence[tuple[Document, Ticket | UnreadableTicket]]
    ) -> None:
        ids = [doc.id for doc, _ in batch]
        priors = self._writing.priors(ids)
        accounted_for = have_notices(db, ids)
        brought = []
        for doc, ticket in batch:
            self._gone.pop(doc.id, None)
            prior = priors.get(doc.id)
            if prior is not None and not prior.holds(doc):
                # The list shows it as it is until the list is another.
                self._known.append((doc, ticket))
            elif prior is None and doc.id not in accounted_for:
                brought.append((doc, ticket))
            else:
                self._hold(doc, ticket, prior)
        self._count_new([doc for doc, _ in brought])
        self._writing.snapshot_brings(brought, self._now_ms, first_sync=self._first_sync)

    def _hold(self, doc: Document, ticket: Ticket | UnreadableTicket, prior: Prior | None) -> None:
        if prior is None:
            self._count_new([doc])
        self._writing.snapshot_holds(doc, ticket, prior, self._now_ms, first_sync=self._first_sync)

    def _count_new(self, docs: Sequence[Document]) -> None:
        self._new += len(docs)
        self._new_urgent += sum(doc.priority_rank >= URGENT_RANK for doc in docs)


def _begin_staging(db: sqlite3.Connection) -> None:
    """Exclude rows inserted from now on."""
    db.execute(
        "UPDATE feed SET tickets_below = 1 + (SELECT coalesce(max(key), 0) FROM tickets),"
        " notices_below = 1 + (SELECT coalesce(max(id), 0) FROM notices)"
    )


def _end_staging(db: sqlite3.Connection) -> None:
    """Include all stored rows."""
    db.execute("UPDATE feed SET tickets_below = ?1, notices_below = ?1", (NOTHING_BELOW,))


def _drop_some(db: sqlite3.Connection) -> bool:
    """Delete a part of what is left of an unfinished snapshot.

    Returns:
        Whether there may be more.
    """
    tickets_below, notices_below = db.execute(
        "SELECT tickets_below, notices_below FROM feed"
    ).fetchone()
    if tickets_below == NOTHING_BELOW:
        return False
    until = time.monotonic() + SLICE_S
    # However short a slice is, it gets some of it done.
    while True:
        keys = db.execute(
            "SELECT key FROM tickets WHERE key >= ? LIMIT 10", (tickets_below,)
        ).fetchall()
        if not keys:
            return _drop_notices(db, notices_below)
        forget_tickets(db, keys)
        if time.monotonic() >= until:
            return True


def _drop_notices(db: sqlite3.Connection, notices_below: int) -> bool:
    gone = db.execute(
        "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE id >= ? LIMIT ?)",
        (notices_below, _NOTICES_AT_ONCE),
    ).rowcount
    if gone < _NOTICES_AT_ONCE:
        _end_staging(db)
    return gone == _NOTICES_AT_ONCE
