"""Tickets as services and the window ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supportdesk_desktop.core.arrangement import Arrangement
from supportdesk_desktop.core.duplicates import DuplicateCandidate
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.held_versions import HeldVersions
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import RailCounts, TicketDetail, TicketRow
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.core.tickets import Ticket, UnreadableTicket
from supportdesk_desktop.store import ticket_reads as reads
from supportdesk_desktop.store import ticket_writes as writes
from supportdesk_desktop.store.connection import Connection
from supportdesk_desktop.store.metadata_reads import read_metadata_keys, read_metadata_values
from supportdesk_desktop.store.orders import Head, read_head, read_lines
from supportdesk_desktop.store.rows import View, read_counts, read_order, read_rows
from supportdesk_desktop.store.snapshots import SnapshotWriting
from supportdesk_desktop.store.staging import drop_staged
from supportdesk_desktop.store.ticket_reads import StoredTicket
from supportdesk_desktop.store.ticket_writes import Committed, StoredEvent

KEPT_DAYS = 365
"""How long a ticket that left stays searchable."""

__all__ = ["KEPT_DAYS", "Committed", "StoredEvent", "StoredTicket", "TicketStore"]


class TicketStore:
    """The set of tickets held, those that left, and what the agent marked. Times are epoch ms."""

    def __init__(self, writer: Connection, reader: Connection) -> None:
        self._writer = writer
        self._reader = reader

    async def commit_events(self, events: Sequence[StoredEvent]) -> Committed:
        """Store events, cursor and notice intents in one transaction; constant work an event.

        Raises:
            StoreError: nothing of it was stored.
        """
        return await self._writer.write(writes.store_events, tuple(events))

    async def replace_all(
        self, cursor: Cursor, tickets: Sequence[Ticket | UnreadableTicket], now_ms: int
    ) -> Committed:
        """Make exactly these tickets the set, and move the cursor, in one transaction.

        What is new here is stored before, in short transactions between which others write. Where
        this does not come to its end, set and cursor are as before, and ``drop_staged`` tidies up.

        Tickets that left stay searchable. The first call of a profile is its first
        synchronisation; later ones want late notices for the difference alone.

        Raises:
            StoreError: nothing of it was stored.
        """
        await self.drop_staged()
        snapshot = SnapshotWriting(tickets, now_ms)
        await self._writer.read(snapshot.look)
        await self._writer.write(snapshot.begin)
        await self._writer.write_in_slices(snapshot.stage)
        return await self._writer.write(snapshot.swap, cursor)

    async def drop_staged(self) -> None:
        """Delete what is left of a snapshot that did not come to its end. Raises ``StoreError``."""
        await self._writer.write_in_slices(drop_staged)

    async def held_versions(self) -> HeldVersions:
        """Return the version of each ticket held."""
        return await self._writer.read(reads.read_versions)

    async def versions_of(self, ids: Iterable[TicketId]) -> dict[TicketId, int]:
        """Return the version of each of these tickets that is held."""
        return await self._writer.read(reads.read_versions_of, tuple(ids))

    async def order(self, view: View, now_ms: int) -> list[tuple[TicketId, int]]:
        """Return ids and times of assignment of a view, newest first."""
        return await self._reader.read(read_order, view, now_ms)

    async def lines(self, view: View, arrangement: Arrangement, now_ms: int) -> TicketLines:
        """Return every ticket of a view in its place; made in the reader's thread."""
        return await self._reader.read(read_lines, view, arrangement, now_ms)

    async def head(
        self, view: View, arrangement: Arrangement, now_ms: int, total: int | None = None
    ) -> Head | None:
        """Return the beginning of a big view; None where it is small or has no quick one.

        ``total`` is how many tickets the view has, where that is known.
        """
        return await self._reader.read(read_head, view, arrangement, now_ms, total)

    async def rows(self, ids: Iterable[TicketId]) -> list[TicketRow]:
        """Return the rows of these tickets, in this order; an unknown id is left out."""
        return await self._reader.read(read_rows, tuple(ids))

    async def detail(self, ticket_id: TicketId) -> TicketDetail | None:
        """Return everything the detail shows, its timeline newest first; None where unknown."""
        return await self._reader.read(reads.read_detail, ticket_id)

    async def full(self, ids: Iterable[TicketId]) -> list[StoredTicket]:
        """Return whole tickets with their marks, in this order."""
        return await self._reader.read(reads.read_full, tuple(ids))

    async def by_number(self, number: str) -> TicketId | None:
        """Return the ticket with this number, the held or newest one where several have it."""
        return await self._reader.read(reads.read_by_number, number)

    async def counts(self, now_ms: int) -> RailCounts:
        """Return the numbers of the rail."""
        return await self._reader.read(read_counts, now_ms)

    async def total(self) -> int:
        """Return how many tickets are stored, those that left included."""
        return await self._reader.read(reads.read_total)

    async def categories(self, limit: int = 100) -> list[str]:
        """Return the categories in use, the most used first."""
        return await self._reader.read(reads.read_categories, limit)

    async def metadata_keys(self, limit: int = 200) -> list[str]:
        """Return the metadata keys in use, folded, in alphabetical order."""
        return await self._reader.read(read_metadata_keys, limit)

    async def metadata_values(self, path: str, limit: int = 200) -> list[str]:
        """Return the texts in use under a metadata key, folded, in alphabetical order."""
        return await self._reader.read(read_metadata_values, path, limit)

    async def duplicate_candidates(
        self, customer_external_id: str, since_ms: int
    ) -> list[DuplicateCandidate]:
        """Return tickets and filings of a customer since then, newest first."""
        return await self._reader.read(reads.read_candidates, customer_external_id, since_ms)

    async def forget_left(self, before_ms: int, limit: int = 1000) -> int:
        """Forget tickets that left before then, at most ``limit``; returns how many went."""
        return await self._writer.write(reads.forget_left, before_ms, limit)
