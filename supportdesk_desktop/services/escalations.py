"""What became of tickets that were escalated from here: asked now and then, told over a limit."""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec

from supportdesk_desktop.core.changes import EscalationsChanged, FilingsChanged, MarksChanged
from supportdesk_desktop.core.errors import NotificationError, ServerError
from supportdesk_desktop.core.escalations import Escalation, Standing, is_over
from supportdesk_desktop.core.filing import Filing
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.core.notices import for_escalation
from supportdesk_desktop.core.profile import FILED_TICKETS
from supportdesk_desktop.core.settings import ESCALATION_LIMITS
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.services.desk import DeskService
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.services.preferences import PreferenceService
from supportdesk_desktop.store import escalations
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import declare

log = logging.getLogger(__name__)

LOOK_S = 20.0
ASK_MS = 5 * 60_000
"""While the view is closed, the desk is asked so often, and only where an escalation is open."""
LOOK = declare("escalations.look", part="notifications")


class Escalations(msgspec.Struct, frozen=True):
    """The escalations of this profile; ``said_ms`` is when the desk spoke last of them."""

    all: tuple[Escalation, ...]
    said_ms: int | None


class EscalationService(Service):
    """Reads escalations, asks the desk about them, and tells once of each that passed its limit."""

    def __init__(
        self,
        store: Store,
        bus: Bus,
        clock: Clock,
        *,
        desk: DeskService,
        notices: NoticeService,
        preferences: PreferenceService,
        owns: Callable[[], bool],
    ) -> None:
        """Make a service; ``owns`` returns whether this process announces for the profile."""
        super().__init__(store, bus, clock)
        self._desk = desk
        self._notices = notices
        self._preferences = preferences
        self._owns = owns
        self._asked_ms = 0

    def start(self) -> None:
        """Start looking after what is open."""
        self._bus.subscribe(FilingsChanged, self._on_filings)
        self._tasks.loop(LOOK, self._look)

    async def read(self) -> Escalations:
        """Return what is known here."""
        now_ms = self._clock.wall_ms()
        found = await self._store.ledger.read(escalations.read_all, now_ms)
        return Escalations(tuple(found), await self._store.read(escalations.said_ms))

    async def open_of(self, number: str) -> Filing | None:
        """Return the open escalation of a ticket, if there is one."""
        return await self._store.ledger.read(escalations.open_of, number)

    async def ask(self) -> None:
        """Ask the desk what became of them, where it offers to say so.

        Raises:
            ServerError: unreachable, refused or throttled; what was known stays.
        """
        if self._desk.facts is None or not self._desk.facts.offers(FILED_TICKETS):
            return
        self._asked_ms = self._clock.wall_ms()
        key = self._desk.key()
        await self._desk.budget.take()
        told = await self._desk.rest.filed_tickets(key)
        now_ms = self._clock.wall_ms()
        await self._store.feed.write(escalations.put_told, told, now_ms)
        self._bus.publish(EscalationsChanged())

    def _on_filings(self, change: FilingsChanged) -> None:
        if change.filing_ids:
            self._tasks.start("mark", self._mark(change.filing_ids))

    async def _mark(self, ids: tuple[FilingId, ...]) -> None:
        """Let the tickets that these filings escalate be shown anew."""
        marked = await self._store.ledger.read(escalations.origins, ids)
        if marked:
            self._bus.publish(MarksChanged(marked))

    async def _look(self) -> float:
        """Ask where it is time to, tell of what passed its limit, and return when to look again."""
        if not self._owns():
            return LOOK_S
        found = (await self.read()).all
        if not any(one.standing is not Standing.SETTLED for one in found):
            return LOOK_S
        if abs(self._clock.wall_ms() - self._asked_ms) >= ASK_MS:
            try:
                await self.ask()
            except ServerError as problem:
                log.info("what became of escalations is not known: %s", problem)
            found = (await self.read()).all
        await self._tell(found)
        return LOOK_S

    async def _tell(self, found: tuple[Escalation, ...]) -> None:
        """Tell of each that passed its limit, unless nothing is to be heard now."""
        notices, policy = self._notices, self._notices.quiet.policy
        if not policy.announces or not notices.available or notices.quiet.held_until_ms():
            return
        limits = self._preferences.value(ESCALATION_LIMITS)
        now_ms = self._clock.wall_ms()
        over = [one for one in found if one.reminded_ms is None and is_over(one, limits, now_ms)]
        if not over:
            return
        # First written down: a kill in between must not make two of one.
        ids = [one.filing.id for one in over]
        await self._store.ledger.write(escalations.put_reminded, ids, now_ms)
        self._bus.publish(EscalationsChanged())
        for one in over:
            words = for_escalation(
                one.origin.number,
                one.origin_subject,
                one.origin_priority,
                one.origin.id,
                notices.lang,
                policy.shows,
            )
            try:
                await notices.announcer.notify(words)
            except NotificationError as problem:
                log.warning("an escalation over its limit was not told: %s", problem)
                return
