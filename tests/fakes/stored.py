"""What tests write into a store and read from it, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from supportdesk_desktop.core.filing import Act, Change, Filing
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketDetail, TicketRow
from supportdesk_desktop.core.tickets import Ticket, UnreadableTicket
from supportdesk_desktop.store import filing_acts, rows, snapshots, ticket_events, tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.ticket_events import Committed, ReceivedEvent
from tests.fakes.tickets import NOON_MS


async def receive(store: Store, *events: ReceivedEvent) -> Committed:
    """Store events of the feed in one commit."""
    return await store.feed.write(ticket_events.store_events, events)


async def snapshot(
    store: Store,
    seq: int,
    held: Sequence[Ticket | UnreadableTicket],
    *,
    epoch: str = "e",
    now_ms: int = NOON_MS,
) -> Committed:
    """Make exactly these tickets the set."""
    return await snapshots.replace_all(store.feed, Cursor(epoch=epoch, seq=seq), held, now_ms)


async def detail_of(store: Store, ticket_id: str) -> TicketDetail:
    """Return the detail of a ticket that is known."""
    detail = await store.read(tickets.detail, TicketId(ticket_id))
    assert detail is not None
    return detail


async def row_of(store: Store, ticket_id: str) -> TicketRow:
    """Return the row of a ticket that is known."""
    [row] = await store.read(rows.by_ids, [TicketId(ticket_id)])
    return row


async def settle(store: Store, filing: Filing, act: Act, at_ms: int, **change: Any) -> Filing:
    done = Change(act=act, at_ms=at_ms, **change)
    return await store.ledger.write(filing_acts.settle, filing.id, done)


async def take(store: Store, filing: Filing, at_ms: int) -> Filing:
    """Mark a filing as being sent."""
    return await store.ledger.write(filing_acts.take, filing.id, at_ms)
