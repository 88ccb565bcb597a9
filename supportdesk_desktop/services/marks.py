"""The private note of a ticket, and tickets put off until a time; neither leaves this desk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from supportdesk_desktop.core.changes import MarksChanged, SnoozesEnded
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.store import marks
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.tasks import TaskOwner, declare

LONGEST_NOTE = 20_000
"""Characters of a note that are kept."""

BRING_BACK = declare("marks.bring_back", part="store", longest_s=30.0)


class MarkService:
    """Keeps notes and snoozes; its one task brings snoozed tickets back at their time."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock
        self._tasks = TaskOwner("marks", bus.report)
        self._wake = asyncio.Event()

    def start(self) -> None:
        """Bring back what is due, also what became due while nothing ran."""
        self._tasks.loop(BRING_BACK, self._bring_back, wake=self._wake)

    async def aclose(self) -> None:
        """Stop; what is stored is taken up at the next start."""
        await self._tasks.aclose()

    async def keep_note(self, ticket_id: TicketId, text: str) -> None:
        """Keep the note of a ticket; an empty one is forgotten. Raises ``StoreError``."""
        await self._store.ledger.write(marks.put_note, ticket_id, text[:LONGEST_NOTE])
        self._bus.publish(MarksChanged((ticket_id,)))

    async def snooze(self, until_ms: Mapping[TicketId, int | None]) -> dict[TicketId, int | None]:
        """Put tickets off until then (epoch ms), or with None no longer.

        Returns:
            What undoes it, when it is given to this method.

        Raises:
            StoreError: nothing changed.
        """
        known = await self._store.ledger.read(marks.snoozes)
        before: dict[TicketId, int | None] = {one: known.get(one) for one in until_ms}
        await self._store.ledger.write(marks.put_snoozes, dict(until_ms))
        self._bus.publish(MarksChanged(tuple(until_ms)))
        self._wake.set()
        return before

    async def _bring_back(self) -> float | None:
        """Bring back what is due; return how long to wait, None where nothing is put off."""
        snoozes = await self._store.ledger.read(marks.snoozes)
        if not snoozes:
            return None
        first_ms = next(iter(snoozes.values()))
        if first_ms > self._clock.wall_ms():
            return (first_ms - self._clock.wall_ms()) / 1000
        back = await self._store.ledger.write(marks.end_snoozes, self._clock.wall_ms())
        if back:
            self._bus.publish(MarksChanged(back))
            self._bus.publish(SnoozesEnded(back))
        return 0
