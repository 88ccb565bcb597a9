"""Takes announcements from the screen once their tickets were opened or left, here or elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from supportdesk_desktop.core.changes import MarksChanged, TicketsChanged
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.store import notices as stored_notices
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.notifications.notifier import Notifier
from supportdesk_desktop.tasks import declare

WITHDRAW = declare("notices.withdraw", part="notifications")


class OnScreen(Service):
    """Knows which announcements the service was given, and what tickets each tells of.

    Of one that tells of several, the last that waits keeps it. What is shown outlives the process:
    the store has it, and the next start goes on with it.
    """

    def __init__(self, store: Store, bus: Bus, clock: Clock, notifier: Notifier) -> None:
        super().__init__(store, bus, clock)
        self._notifier = notifier
        self._tickets: dict[str, set[TicketId]] = {}
        self._shown_as: dict[TicketId, str] = {}
        self._doubtful: set[TicketId] = set()
        self._look = asyncio.Event()
        bus.subscribe(MarksChanged, lambda change: self._doubt(change.ticket_ids))
        bus.subscribe(TicketsChanged, self._on_tickets)

    async def begin(self) -> None:
        """Take up what an earlier process left on the screen. Raises ``StoreError``."""
        left = await self._store.read(stored_notices.on_screen)
        for ticket_id, shown_as in left.items():
            self._add(shown_as, (ticket_id,))
        of_one = {one: next(iter(about)) for one, about in self._tickets.items() if len(about) == 1}
        self._notifier.adopt(of_one)
        self._doubtful |= left.keys()
        self._tasks.loop(WITHDRAW, self._withdraw, wake=self._look)
        self._look.set()

    def shown(self, shown_as: str, about: Iterable[TicketId]) -> None:
        """Follow these tickets: the service took an announcement that tells of them."""
        about = tuple(about)
        self._add(shown_as, about)
        self._doubt(about)

    def _add(self, shown_as: str, about: Iterable[TicketId]) -> None:
        for ticket_id in about:
            self._remove(ticket_id, but=shown_as)
            self._tickets.setdefault(shown_as, set()).add(ticket_id)
            self._shown_as[ticket_id] = shown_as

    def _remove(self, ticket_id: TicketId, but: str = "") -> None:
        """Let a ticket go; an announcement that then tells of none is withdrawn."""
        shown_as = self._shown_as.get(ticket_id)
        if shown_as is None or shown_as == but:
            return
        del self._shown_as[ticket_id]
        about = self._tickets[shown_as]
        about.discard(ticket_id)
        if not about:
            del self._tickets[shown_as]
            self._notifier.withdraw(shown_as)

    def _on_tickets(self, change: TicketsChanged) -> None:
        if change.replaced:
            self._doubt(tuple(self._shown_as))
        else:
            self._doubt((*change.upserted, *change.removed))

    def _doubt(self, ids: Iterable[TicketId]) -> None:
        doubtful = [one for one in ids if one in self._shown_as]
        if doubtful:
            self._doubtful.update(doubtful)
            self._look.set()

    async def _withdraw(self) -> None:
        """Withdraw what tells of no ticket that still waits."""
        doubtful, self._doubtful = self._doubtful, set()
        try:
            waiting = await self._store.read(stored_notices.waiting, doubtful)
            gone = {one: self._shown_as[one] for one in doubtful - waiting if one in self._shown_as}
            if gone:
                await self._store.feed.write(stored_notices.put_withdrawn, gone)
        except Exception:
            self._doubtful |= doubtful
            raise
        for ticket_id, shown_as in gone.items():
            if self._shown_as.get(ticket_id) == shown_as:
                self._remove(ticket_id)
