"""Hands announcements over, and records the outcome of each notice in them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

import msgspec

from supportdesk_desktop.core.changes import MarksChanged, NoticesChanged, TraceMark
from supportdesk_desktop.core.errors import NotificationAbsent, NotificationError, StoreError
from supportdesk_desktop.core.ids import NoticeId
from supportdesk_desktop.core.notices import Announcement, NoticeOutcome, NoticeRecord
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.services.notices.on_screen import OnScreen
from supportdesk_desktop.store import notices as stored_notices
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.notices import Settlement
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.notifications.notifier import (
    HandOver,
    HandOverJournal,
    NotificationSilent,
    Notifier,
    Shown,
)
from supportdesk_desktop.tasks import declare

log = logging.getLogger(__name__)

ACCOUNT = declare("notices.account", part="notifications")

UNHEARD = frozenset({NoticeOutcome.NO_SERVICE, NoticeOutcome.REFUSED})


class Handing(msgspec.Struct, frozen=True):
    """One announcement and the notices that it accounts for.

    Attributes:
        sent: their outcome once the service took it.
        failed: their outcome where it did not; None says which way it failed.
        again: they were tried before, and this is the last time.
        received_ns: CLOCK_MONOTONIC of the frame, for the latency; None where it is not live.
    """

    announcement: Announcement
    notices: Sequence[NoticeRecord]
    sent: NoticeOutcome
    failed: NoticeOutcome | None = None
    again: bool = False
    received_ns: int | None = None


class _Owed(msgspec.Struct, frozen=True):
    """Outcomes to write down, maybe of a second try; then the journal may forget them."""

    settled: Sequence[Settlement]
    again: bool = False
    step: HandOver | None = None


class Announcer(Service):
    """The way to the notification service: at most one announcement of a notice is ever taken."""

    def __init__(
        self,
        store: Store,
        bus: Bus,
        clock: Clock,
        notifier: Notifier | None,
        journal: HandOverJournal,
    ) -> None:
        super().__init__(store, bus, clock)
        self._notifier = notifier
        self._journal = journal
        self._on_screen = None if notifier is None else OnScreen(store, bus, clock, notifier)
        self._unanswered: set[NoticeId] = set()
        self._owed: list[_Owed] = []
        self._owes = asyncio.Event()
        self.taken: Callable[[], None] = lambda: None
        """Called each time the service took an announcement, or may take one again."""
        self.written: Callable[[Sequence[Settlement]], None] = lambda _settled: None
        """Called with outcomes once the store has them."""
        self.sounds: Callable[[str], bool] = lambda _priority: False
        """Called for each announcement: whether one of this priority is heard."""
        self.shop: Callable[[], str] = lambda: ""
        """Called for each announcement: the name of the shop, which it ends with."""

    @property
    def available(self) -> bool:
        """Whether there was a notification service when last looked."""
        return self._notifier is not None and self._notifier.available

    async def recover(self) -> dict[NoticeId, NoticeOutcome]:
        """Settle what a crash interrupted; return the outcome assumed for each notice.

        Until ``recovered`` it is left to be believed again: the store may fail meanwhile.
        """
        left = self._journal.open()
        if left:
            pending = [new.record for new in await self._store.read(stored_notices.pending)]
            settled = [self._settlement(one, left[one.id]) for one in pending if one.id in left]
            await stored_notices.settle(self._store.feed, settled)
            self._publish_settled(settled)
        unheard = await self._store.read(stored_notices.unheard)
        told = [one for one in unheard if left.get(one.id, NoticeOutcome.REFUSED) not in UNHEARD]
        retried = [self._settlement(one, left[one.id]) for one in told]
        await self._store.feed.write(stored_notices.settle_again, retried)
        self._publish_settled(retried)
        return left

    async def recovered(self) -> None:
        """Clear what the crash left: everything that follows from it is stored."""
        self._journal.begin_anew()
        if self._on_screen is not None:
            await self._on_screen.begin()

    async def aclose(self) -> None:
        """Stop; the journal keeps what was under way for the next start."""
        await super().aclose()
        if self._on_screen is not None:
            await self._on_screen.aclose()
        self._journal.close()

    def start(self, handing: Handing) -> None:
        """Hand over in a task of its own."""
        self._tasks.start("hand over", self.hand_over(handing))

    async def hand_over(self, handing: Handing) -> NoticeOutcome:
        """Hand over and account for the notices.

        Returns:
            ``handing.sent`` where the service has it, even if it still owes its answer; else one
            of ``UNHEARD``.
        """
        step = self._journal.hand_over(
            [one.id for one in handing.notices],
            handing.sent,
            handing.failed or NoticeOutcome.UNEXPLAINED,
        )
        try:
            shown = await self.notify(handing.announcement, step)
        except NotificationSilent as silent:
            await self._silent(handing, step, silent)
            return handing.sent
        except NotificationError as problem:
            await self._failed(handing, step, problem)
            return _outcome_of(problem)
        self._trace(handing, shown)
        await self._settled(handing, handing.sent, shown, step)
        self.taken()
        return handing.sent

    async def notify(self, announcement: Announcement, step: HandOver | None = None) -> Shown:
        """Hand over what accounts for no notice.

        Raises:
            NotificationError: absent, refused or silent.
        """
        if self._notifier is None:
            raise NotificationAbsent("no notification service")
        body = "\n".join(part for part in (announcement.body, self.shop()) if part)
        heard = msgspec.structs.replace(
            announcement, body=body, sound=self.sounds(announcement.priority)
        )
        shown = await self._notifier.notify(heard, step)
        self._follow(shown, announcement)
        return shown

    async def notify_again(self, announcement: Announcement) -> None:
        """Hand over what accounts for no notice and tells of tickets that were announced.

        Raises:
            NotificationError: absent, refused or silent.
        """
        shown = await self.notify(announcement)
        await self._store.feed.write(stored_notices.put_on_screen, announcement.about, shown.id)

    def _follow(self, shown: Shown, announcement: Announcement) -> None:
        if self._on_screen is not None:
            self._on_screen.shown(shown.id, announcement.about)

    async def unheard(self, since_ms: int) -> list[NoticeRecord]:
        """Return what no service took and may be tried once more, oldest first."""
        unheard = await self._store.read(stored_notices.unheard, since_ms)
        owed = {one.notice_id for owed in self._owed for one in owed.settled}
        return [one for one in unheard if one.id not in self._unanswered | owed]

    async def settle(self, outcomes: Sequence[tuple[NoticeRecord, NoticeOutcome]]) -> None:
        """Write down outcomes of notices that are not announced one by one."""
        if outcomes:
            await self._write(_Owed([self._settlement(*one) for one in outcomes]))

    async def _silent(self, handing: Handing, step: HandOver, silent: NotificationSilent) -> None:
        """Record it as not delivered for now: the answer may come in a minute, or never."""
        ids = {one.id for one in handing.notices}
        self._unanswered |= ids
        self._tasks.start("late answer", self._await_late(handing, step, silent.answer))
        if not handing.again:
            await self._settled(handing, handing.failed or NoticeOutcome.REFUSED)

    async def _await_late(
        self, handing: Handing, step: HandOver, answer: asyncio.Future[Shown]
    ) -> None:
        try:
            shown = await answer
        except NotificationError as problem:
            # Whatever the service kept ended with it.
            step.failed(_outcome_of(problem))
            if handing.again:
                await self._settled(handing, _outcome_of(problem), step=step)
            else:
                step.settled()
        else:
            late = NoticeOutcome.LATE if handing.sent is NoticeOutcome.SHOWN else handing.sent
            ms = self._latency_ms(handing, shown)
            retried = [self._settlement(one, late, ms, shown.id) for one in handing.notices]
            self._follow(shown, handing.announcement)
            await self._write(_Owed(retried, again=True, step=step))
        self._unanswered -= {one.id for one in handing.notices}
        self.taken()

    async def _failed(self, handing: Handing, step: HandOver, problem: NotificationError) -> None:
        """Record it as not delivered; a second try without any service does not count as one."""
        outcome = handing.failed or _outcome_of(problem)
        step.failed(outcome)
        if handing.again and outcome is NoticeOutcome.NO_SERVICE:
            step.settled()
        else:
            await self._settled(handing, outcome, step=step)

    async def _settled(
        self,
        handing: Handing,
        outcome: NoticeOutcome,
        shown: Shown | None = None,
        step: HandOver | None = None,
    ) -> None:
        taken = () if shown is None else (self._latency_ms(handing, shown), shown.id)
        settled = [self._settlement(one, outcome, *taken) for one in handing.notices]
        await self._write(_Owed(settled, handing.again, step))

    async def _write(self, owed: _Owed) -> None:
        """Write outcomes down; where the store cannot now, as soon as it can again."""
        self._owed.append(owed)
        try:
            await self._write_owed()
        except StoreError as problem:
            log.warning("outcomes of notices are written down later: %s", problem)
            self._tasks.loop(ACCOUNT, self._write_owed, wake=self._owes)
            self._owes.set()

    async def _write_owed(self) -> None:
        for owed in tuple(self._owed):
            if owed.again:
                await self._store.feed.write(stored_notices.settle_again, owed.settled)
            else:
                await stored_notices.settle(self._store.feed, owed.settled)
            if owed in self._owed:  # else another turn was faster: to write it twice is harmless
                self._owed.remove(owed)
                if owed.step is not None:
                    owed.step.settled()
                self.written(owed.settled)
                self._publish_settled(owed.settled)

    def _publish_settled(self, settled: Sequence[Settlement]) -> None:
        self._bus.publish(NoticesChanged(tuple(one.notice_id for one in settled)))
        self._bus.publish(MarksChanged(tuple(one.ticket_id for one in settled)))

    def _settlement(
        self,
        record: NoticeRecord,
        outcome: NoticeOutcome,
        latency_ms: float | None = None,
        shown_as: str | None = None,
    ) -> Settlement:
        now_ms = self._clock.wall_ms()
        return Settlement(record.id, record.ticket_id, outcome, now_ms, latency_ms, shown_as)

    def _latency_ms(self, handing: Handing, shown: Shown) -> float | None:
        if handing.received_ns is None:
            return None
        return (shown.shown_ns - handing.received_ns) / 1e6

    def _trace(self, handing: Handing, shown: Shown) -> None:
        if len(handing.notices) != 1:
            return
        seq, ms = handing.notices[0].seq, self._latency_ms(handing, shown)
        self._bus.publish(TraceMark("notice_sent", shown.sent_ns, seq=seq))
        self._bus.publish(TraceMark("notice_shown", shown.shown_ns, seq=seq, ms=ms))


def _outcome_of(problem: NotificationError) -> NoticeOutcome:
    absent = isinstance(problem, NotificationAbsent)
    return NoticeOutcome.NO_SERVICE if absent else NoticeOutcome.REFUSED
