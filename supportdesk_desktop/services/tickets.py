"""Reading tickets, and the marks that never leave this desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supportdesk_desktop.core.arrangement import (
    COLUMNS_SETTING,
    Arrangement,
    ColumnState,
    ViewLayout,
    decode_layout,
    layout_setting,
)
from supportdesk_desktop.core.changes import MarksChanged
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import RailCounts, TicketDetail, TicketRow, TicketView, belongs
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.store import actions, marks, orders, settings, tickets
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.orders import Head


class TicketService:
    """What the list and the detail show, and what the agent marks."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock

    async def order(self, view: TicketView) -> list[tuple[TicketId, int]]:
        """Return ids and times of assignment (epoch ms) of a view, newest first."""
        return await self._store.read(stored_rows.order, view, self._clock.wall_ms())

    async def lines(self, view: TicketView, arrangement: Arrangement) -> TicketLines:
        """Return every ticket of a view in its place, under headings."""
        return await self._store.read(orders.lines, view, arrangement, self._clock.wall_ms())

    async def head(
        self, view: TicketView, arrangement: Arrangement, total: int | None = None
    ) -> Head | None:
        """Return how a big view begins, long before its ``lines``; None where these are quick.

        ``total`` is how many tickets the view has, where that is known.
        """
        return await self._store.read(orders.head, view, arrangement, self._clock.wall_ms(), total)

    def belongs(self, view: TicketView, row: TicketRow) -> bool:
        """Return whether a view holds a ticket now."""
        return belongs(view, row, self._clock.wall_ms())

    async def layouts(self) -> dict[TicketView, ViewLayout]:
        """Return how each view shows its tickets, as kept in the profile."""
        kept = await self._store.ledger.read(settings.read_all)
        return {view: decode_layout(kept.get(layout_setting(view))) for view in TicketView}

    async def columns(self) -> tuple[ColumnState, ...]:
        """Return the columns of the table as kept; none where they never were changed."""
        kept = await self._store.ledger.read(settings.get, COLUMNS_SETTING, tuple[ColumnState, ...])
        return () if kept is None else kept

    async def keep_columns(self, columns: Sequence[ColumnState]) -> None:
        """Keep the columns of the table."""
        await self._store.ledger.write(settings.put, COLUMNS_SETTING, columns)

    async def keep_layout(self, view: TicketView, layout: ViewLayout) -> None:
        """Keep how a view shows its tickets."""
        await self._store.ledger.write(settings.put, layout_setting(view), layout)

    async def rows(self, ids: Iterable[TicketId]) -> list[TicketRow]:
        """Return the rows of these tickets; an unknown id is left out."""
        return await self._store.read(stored_rows.by_ids, tuple(ids))

    async def detail(self, ticket_id: TicketId) -> TicketDetail | None:
        """Return everything the detail shows, None where the ticket is unknown."""
        return await self._store.read(tickets.detail, ticket_id)

    async def by_number(self, number: str) -> TicketId | None:
        """Return the ticket with this number."""
        return await self._store.read(tickets.by_number, number)

    async def counts(self) -> RailCounts:
        """Return the numbers of the rail."""
        return await self._store.read(stored_rows.counts, self._clock.wall_ms())

    async def total(self) -> int:
        """Return how many tickets are stored, those that left included."""
        return await self._store.read(tickets.total)

    async def leaving(self) -> list[TicketId]:
        """Return the tickets whose action has not left or is not answered yet: dimmed."""
        return [action.ticket_id for action in await self._store.ledger.read(actions.read_all)]

    async def set_read(self, ids: Sequence[TicketId], *, read: bool) -> None:
        """Mark tickets as read or unread."""
        await self._store.feed.write(marks.set_mark, "read", ids, read)
        self._bus.publish(MarksChanged(tuple(ids)))

    async def set_pinned(self, ids: Sequence[TicketId], *, pinned: bool) -> None:
        """Pin or unpin tickets."""
        await self._store.feed.write(marks.set_mark, "pinned", ids, pinned)
        self._bus.publish(MarksChanged(tuple(ids)))
