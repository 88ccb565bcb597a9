"""Decides on each assignment, hands it to the system first, and writes down what became of it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime

from supportdesk_desktop.core.changes import MarksChanged, NoticesChanged, TraceMark
from supportdesk_desktop.core.errors import NotificationAbsent, NotificationError
from supportdesk_desktop.core.notices import (
    Decision,
    NoticeContext,
    NoticeOutcome,
    NoticeRecord,
    decide,
)
from supportdesk_desktop.services import announcements
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.services.tasks import TaskOwner
from supportdesk_desktop.store import NewNotice, Settlement, Store
from supportdesk_desktop.system.notifications.notifier import Announcement, Notifier, Shown

BURST_NS = 1_000_000_000
"""Announcements within one second count as one burst."""

MERGE_AFTER_S = 1.0

_WITHOUT_ANNOUNCEMENT = {
    Decision.HOLD_DND: NoticeOutcome.HELD_DND,
    Decision.FILTER: NoticeOutcome.FILTERED,
    Decision.NO_SERVICE: NoticeOutcome.NO_SERVICE,
}


class NoticeService:
    """One decision for each assignment, for ever; ``dispatch`` returns once it is on the bus."""

    def __init__(
        self, store: Store, bus: Bus, clock: Clock, notifier: Notifier | None, lang: str
    ) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock
        self._notifier = notifier
        self._lang = lang
        self._tasks = TaskOwner("notices")
        self._burst: deque[int] = deque()
        self._merging: list[NoticeRecord] = []
        self._dnd_until_ms = 0

    async def start(self) -> None:
        """Announce, as late, what a crash left between commit and announcement."""
        self._dnd_until_ms = await self._store.settings.get("dnd_until_ms", int) or 0
        await self.dispatch(await self._store.notices.pending())

    async def aclose(self) -> None:
        """Stop; what was not settled yet is announced as late at the next start."""
        await self._tasks.aclose()

    @property
    def available(self) -> bool:
        """Whether there was a notification service when last looked."""
        return self._notifier is not None and self._notifier.available

    def held_until_ms(self) -> int | None:
        """Return until when nothing is announced (epoch ms), None where it is announced."""
        return self._dnd_until_ms if self._clock.wall_ms() < self._dnd_until_ms else None

    async def today(self) -> list[NoticeRecord]:
        """Return the notices received since midnight, local time, newest first."""
        now = datetime.fromtimestamp(self._clock.wall_ms() / 1000).astimezone()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        since_ms = round(midnight.timestamp() * 1000)
        recent = await self._store.notices.recent()
        return [record for record in recent if record.received_ms >= since_ms]

    async def do_not_disturb(self, until_ms: int) -> None:
        """Hold announcements until then (0: announce again)."""
        await self._store.settings.put("dnd_until_ms", until_ms)
        self._dnd_until_ms = until_ms
        self._bus.publish(NoticesChanged(()))

    def describe(self) -> str:
        """Return the notification service's name, or why there is none."""
        return "none" if self._notifier is None else self._notifier.describe()

    async def dispatch(self, notices: Sequence[NewNotice]) -> None:
        """Decide on new notices; those to announce are written to the bus before this returns."""
        if not notices:
            return
        settled: list[Settlement] = []
        first_sync: list[NoticeRecord] = []
        announced = False
        for notice in notices:
            decision = decide(notice.record, notice.level, notice.first_sync, self._context())
            if decision in _WITHOUT_ANNOUNCEMENT:
                settled.append(self._settlement(notice.record, _WITHOUT_ANNOUNCEMENT[decision]))
            elif decision is Decision.FIRST_SYNC:
                first_sync.append(notice.record)
                settled.append(self._settlement(notice.record, NoticeOutcome.FIRST_SYNC))
            elif decision is Decision.MERGE:
                self._merge(notice.record)
            else:
                announced = True
                self._announce(notice, late=decision is Decision.ANNOUNCE_LATE)
        if announced:
            await asyncio.sleep(0)
        if settled:
            await self._settle(settled)
        if first_sync:
            summary = announcements.for_first_sync(len(first_sync), self._lang)
            self._tasks.start("first_sync", self._hand_over_quietly(summary))

    async def send_test(self) -> Shown:
        """Announce a test and return its times.

        Raises:
            NotificationError: absent or refused.
        """
        return await self._hand_over(announcements.for_test(self._lang))

    def _context(self) -> NoticeContext:
        now_ns = self._clock.monotonic_ns()
        while self._burst and now_ns - self._burst[0] > BURST_NS:
            self._burst.popleft()
        return NoticeContext(
            dnd=self.held_until_ms() is not None,
            service_available=self._notifier is not None,
            pending=len(self._burst) + 1,
        )

    def _announce(self, notice: NewNotice, *, late: bool) -> None:
        self._burst.append(self._clock.monotonic_ns())
        announcement = announcements.for_assignment(notice.record, self._lang, late=late)
        self._tasks.start(
            f"announce-{notice.record.id}", self._announce_one(notice, announcement, late=late)
        )

    async def _announce_one(
        self, notice: NewNotice, announcement: Announcement, *, late: bool
    ) -> None:
        record = notice.record
        try:
            shown = await self._hand_over(announcement)
        except NotificationError as problem:
            await self._settle([self._settlement(record, _outcome_of(problem))])
            return
        if notice.received_ns is None:
            latency_ms = None
        else:
            latency_ms = (shown.shown_ns - notice.received_ns) / 1e6
        self._bus.publish(TraceMark("notice_sent", shown.sent_ns, seq=record.seq))
        self._bus.publish(TraceMark("notice_shown", shown.shown_ns, seq=record.seq, ms=latency_ms))
        outcome = NoticeOutcome.LATE if late else NoticeOutcome.SHOWN
        await self._settle([self._settlement(record, outcome, latency_ms)])

    def _merge(self, record: NoticeRecord) -> None:
        self._merging.append(record)
        if len(self._merging) == 1:
            self._tasks.start("merge", self._announce_merged())

    async def _announce_merged(self) -> None:
        await asyncio.sleep(MERGE_AFTER_S)
        merged, self._merging = self._merging, []
        outcome = NoticeOutcome.MERGED
        try:
            await self._hand_over(announcements.for_merged(merged, self._lang))
        except NotificationError as problem:
            outcome = _outcome_of(problem)
        await self._settle([self._settlement(record, outcome) for record in merged])

    async def _hand_over_quietly(self, announcement: Announcement) -> None:
        try:
            await self._hand_over(announcement)
        except NotificationError:
            return

    async def _hand_over(self, announcement: Announcement) -> Shown:
        if self._notifier is None:
            raise NotificationAbsent("no notification service")
        return await self._notifier.notify(announcement)

    def _settlement(
        self, record: NoticeRecord, outcome: NoticeOutcome, latency_ms: float | None = None
    ) -> Settlement:
        return Settlement(record.id, record.ticket_id, outcome, self._clock.wall_ms(), latency_ms)

    async def _settle(self, settled: list[Settlement]) -> None:
        await self._store.notices.settle(settled)
        self._bus.publish(NoticesChanged(tuple(one.notice_id for one in settled)))
        self._bus.publish(MarksChanged(tuple(one.ticket_id for one in settled)))


def _outcome_of(problem: NotificationError) -> NoticeOutcome:
    absent = isinstance(problem, NotificationAbsent)
    return NoticeOutcome.NO_SERVICE if absent else NoticeOutcome.REFUSED
