"""Reminds of tickets: once of what was announced and not opened, and of what was put off."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from supportdesk_desktop.core.changes import SnoozesEnded
from supportdesk_desktop.core.errors import NotificationError
from supportdesk_desktop.core.notices import NoticeRecord, for_several, for_unopened
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.store import notices as stored_notices
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import declare

log = logging.getLogger(__name__)

LOOK_S = 20.0
LOOK = declare("reminders.look", part="notifications")

WITHIN_MS = 8 * 3_600_000
"""Of what was assigned in the hours of work: yesterday's is in the list."""


class ReminderService(Service):
    """Finds tickets that have waited too long; a reminder does not account for an assignment."""

    def __init__(
        self, store: Store, bus: Bus, clock: Clock, notices: NoticeService, owns: Callable[[], bool]
    ) -> None:
        """Make a service; ``owns`` returns whether this process announces for the profile."""
        super().__init__(store, bus, clock)
        self._notices = notices
        self._owns = owns
        bus.subscribe(
            SnoozesEnded, lambda change: self._tasks.start("back", self._say_back(change))
        )

    def start(self) -> None:
        """Start checking."""
        self._tasks.loop(LOOK, self.remind)

    async def remind(self) -> float:
        """Remind of what is due, unless nothing is to be heard now; return when to look again.

        Raises:
            StoreError: nothing was said.
        """
        policy = self._notices.quiet.policy
        if not (self._is_heard() and policy.remind_min):
            return LOOK_S
        now_ms = self._clock.wall_ms()
        due = await self._store.read(
            stored_notices.unopened, now_ms - WITHIN_MS, now_ms - policy.remind_min * 60_000
        )
        if due:
            # First written down: a kill in between must not make two of one.
            await self._store.ledger.write(
                stored_notices.put_reminded, [one.ticket_id for one in due], now_ms
            )
            await self._announce(due, "unopened")
        return LOOK_S

    def _is_heard(self) -> bool:
        notices = self._notices
        quiet = notices.quiet
        return self._owns() and quiet.policy.announces and notices.available and not quiet.is_on()

    async def _say_back(self, change: SnoozesEnded) -> None:
        """Announce what was put off until now."""
        if self._is_heard():
            back = await self._store.read(stored_notices.newest_of, change.ticket_ids)
            await self._announce(back, "back")

    async def _announce(self, due: Sequence[NoticeRecord], remark: str) -> None:
        """Announce once more: one by one, or in one summary."""
        if not due:
            return
        policy, lang = self._notices.quiet.policy, self._notices.lang
        if len(due) > policy.burst.tickets:
            again = [for_several(remark, due, lang)]
        else:
            again = [for_unopened(one, lang, policy.shows, remark) for one in due]
        for words in again:
            try:
                await self._notices.announcer.notify_again(words)
            except NotificationError as problem:
                log.warning("no reminder: %s", problem)
                return
