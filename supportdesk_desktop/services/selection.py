"""What is done to many tickets at once, each with one way back."""

from __future__ import annotations

from collections.abc import Sequence

from supportdesk_desktop.core.changes import MarksChanged
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.store import marks, rows
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.marks import Mark


class SelectionService:
    """Marks of tickets chosen together; they never leave this desk."""

    def __init__(self, store: Store, bus: Bus) -> None:
        self._store = store
        self._bus = bus

    async def urgent(self, ids: Sequence[TicketId]) -> int:
        """Return how many of these are URGENT or CRITICAL."""
        return await self._store.read(rows.count_urgent, ids)

    async def mark(
        self, mark: Mark, ids: Sequence[TicketId], *, value: bool
    ) -> tuple[TicketId, ...]:
        """Mark tickets as read or pinned, or no longer; returns those that were not so before."""
        changed = tuple(await self._store.feed.write(marks.set_mark, mark, ids, value))
        if changed:
            self._bus.publish(MarksChanged(changed))
        return changed
