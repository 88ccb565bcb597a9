"""Decides on each assignment and has it announced first; holds, merges and tries once more."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import deque
from collections.abc import Sequence
from datetime import datetime

import msgspec

from supportdesk_desktop.core.changes import NoticesChanged
from supportdesk_desktop.core.errors import StoreError
from supportdesk_desktop.core.ids import NoticeId
from supportdesk_desktop.core.notices import (
    Announcement,
    FirstSync,
    NoticeContext,
    NoticeOutcome,
    NoticeRecord,
    decide,
    for_assignment,
    for_first_sync,
    for_several,
    for_test,
)
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.services.notices.announcing import Announcer, Handing
from supportdesk_desktop.services.notices.quiet import Quiet
from supportdesk_desktop.store import notices as stored_notices
from supportdesk_desktop.store import settings as stored_settings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.notices import NewNotice, Settlement
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.notifications.notifier import HandOverJournal, Notifier, Shown
from supportdesk_desktop.tasks import declare

log = logging.getLogger(__name__)

MERGE_AFTER_S = 1.0
SAME_RUN_NS = 10_000_000_000
"""Summaries of a burst that goes on count on: each takes the place of the one before."""

RETRY_WITHIN_MS = 86_400_000
"""Older ones are in the list; announcing yesterday's would only alarm."""

BEGIN = declare("notices.begin", part="notifications")
MERGE = declare("notices.merge", part="notifications")
RETRY = declare("notices.retry", part="notifications")

WRITE_TURNS = 2
"""Turns of the event loop that an announcement takes from its task to the bus."""

_WITHOUT_ANNOUNCEMENT = frozenset(
    {NoticeOutcome.HELD_DND, NoticeOutcome.FILTERED, NoticeOutcome.NO_SERVICE}
)


class NoticeService(Service):
    """One decision for each assignment, for ever; ``dispatch`` returns once it is on the bus."""

    def __init__(
        self,
        store: Store,
        bus: Bus,
        clock: Clock,
        notifier: Notifier | None,
        journal: HandOverJournal,
        lang: str,
    ) -> None:
        super().__init__(store, bus, clock)
        self._notifier = notifier
        self.lang = lang
        self.announcer = Announcer(store, bus, clock, notifier, journal)
        self.announcer.taken = self._retry
        self.announcer.written = self._on_written
        self.announcer.sounds = self._sounds
        self.quiet = Quiet(store, bus, clock, self._tasks, self._retry)
        self._try_again = asyncio.Event()
        self._to_merge = asyncio.Event()
        self._begun = False
        self._beginning = True
        self._in_hand: set[NoticeId] = set()
        """Notices that were dispatched and whose outcome is not stored yet."""
        self._taken_up: set[NoticeId] = set()
        """Dispatched while it began: what was pending may come from the feed too, and once only."""
        self._burst: deque[int] = deque()
        self._merging: dict[NoticeId, NoticeRecord] = {}
        self._merged_in_run = 0
        self._merged_ns: int | None = None
        self._held_announced = NoticeId(0)

    async def start(self) -> None:
        """Announce, as late, what a crash left between commit and announcement.

        Where the store cannot be used, that is tried again; what arrives meanwhile waits for it.
        """
        try:
            await self._begin()
        except StoreError as problem:
            log.warning("notices cannot begin yet: %s", problem)
            self._tasks.until_done(BEGIN, self._begin)

    def announce_undispatched(self) -> None:
        """Announce, as late, what was stored and never dispatched: its connection failed."""
        self._beginning = True
        self._tasks.until_done(BEGIN, self._begin)

    async def _begin(self) -> None:
        if not self._begun:
            await self._recover()
            self._begun = True
        in_hand = set(self._in_hand)
        pending = await self._store.read(stored_notices.pending)
        in_hand |= self._in_hand
        await self.dispatch([one for one in pending if one.record.id not in in_hand], held_up=True)
        self._beginning = False
        self._tasks.loop(MERGE, self._announce_merged, wake=self._to_merge)
        self._tasks.loop(RETRY, self._announce_unheard, wake=self._try_again)
        self.quiet.follow()

    async def _recover(self) -> None:
        await self.quiet.load()
        last = await self._store.ledger.read(
            stored_settings.get, stored_settings.HELD_ANNOUNCED, int
        )
        self._held_announced = NoticeId(last or 0)
        left = await self.announcer.recover()
        summed_up = [one for one, outcome in left.items() if outcome is NoticeOutcome.HELD_DND]
        await self._summed_up(summed_up)
        await self.announcer.recovered()
        if self._notifier is not None:
            self._notifier.returned = self._on_returned
            self.quiet.follow_desktop(self._notifier.inhibited)

    async def aclose(self) -> None:
        """Stop; what was not settled yet is announced as late at the next start."""
        await super().aclose()
        await self.announcer.aclose()

    @property
    def available(self) -> bool:
        """Whether there was a notification service when last looked."""
        return self.announcer.available

    async def today(self) -> list[NoticeRecord]:
        """Return the notices received since midnight, local time, newest first."""
        now = datetime.fromtimestamp(self._clock.wall_ms() / 1000).astimezone()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return await self._store.read(stored_notices.since, round(midnight.timestamp() * 1000))

    def describe(self) -> str:
        """Return the notification service's name, or why there is none."""
        return "none" if self._notifier is None else self._notifier.describe()

    async def dispatch(self, notices: Sequence[NewNotice], *, held_up: bool = False) -> None:
        """Decide on new notices; those to announce are written to the bus before this returns.

        Args:
            notices: the new ones.
            held_up: they are from before a crash: they are announced as late.
        """
        if not self._begun:
            return  # they are pending, and looked at when it begins
        settled: list[tuple[NoticeRecord, NoticeOutcome]] = []
        announced = False
        for notice in notices:
            record = notice.record
            if record.id in self._taken_up:
                continue
            if self._beginning:
                self._taken_up.add(record.id)
            self._in_hand.add(record.id)
            if held_up:
                record = msgspec.structs.replace(record, late=True)
            decision = decide(record, notice.level, self._context())
            if decision in _WITHOUT_ANNOUNCEMENT:
                settled.append((record, decision))
            elif decision is NoticeOutcome.MERGED:
                self._merge(record)
            else:
                announced = True
                self._announce(record, notice.received_ns, held_up=held_up)
        if announced:
            for _ in range(WRITE_TURNS):
                await asyncio.sleep(0)
        await self.announcer.settle(settled)

    def announce_first_sync(self, first: FirstSync) -> None:
        """Sum up what is accounted for already, unless the agent wants quiet."""
        self._bus.publish(NoticesChanged(()))
        context = self._context()
        if (
            self._begun
            and context.service_available
            and not context.dnd
            and context.policy.announces
        ):
            summary = for_first_sync(first, self.lang)
            self.announcer.start(Handing(summary, (), NoticeOutcome.FIRST_SYNC))

    async def send_test(self) -> Shown:
        """Announce a test and return its times.

        Raises:
            NotificationError: absent or refused.
        """
        shown = await self.announcer.notify(for_test(self.lang))
        self._retry()
        return shown

    def _context(self) -> NoticeContext:
        now_ns = self._clock.monotonic_ns()
        policy = self.quiet.policy
        while self._burst and now_ns - self._burst[0] > policy.burst.seconds * 1_000_000_000:
            self._burst.popleft()
        return NoticeContext(
            policy,
            dnd=self.quiet.is_on(),
            service_available=self._notifier is not None,
            pending=len(self._burst) + 1,
        )

    def _sounds(self, priority: str) -> bool:
        """Announcements that pass in spite of Do not disturb are silent."""
        return self.quiet.policy.sound.plays(priority) and not self.quiet.is_on()

    def _announce(self, record: NoticeRecord, received_ns: int | None, *, held_up: bool) -> None:
        self._burst.append(self._clock.monotonic_ns())
        sent = NoticeOutcome.LATE if record.late else NoticeOutcome.SHOWN
        words = self._words(record, held_up=held_up)
        self.announcer.start(Handing(words, (record,), sent, received_ns=received_ns))

    def _merge(self, record: NoticeRecord) -> None:
        self._burst.append(self._clock.monotonic_ns())
        self._merging[record.id] = record
        self._to_merge.set()

    async def _announce_merged(self) -> float | None:
        if not self._merging:
            return None
        await asyncio.sleep(MERGE_AFTER_S)
        context = self._context()
        held = [one for one in self._merging.values() if context.holds(one.priority)]
        await self.announcer.settle([(one, NoticeOutcome.HELD_DND) for one in held])
        self._merged(held)
        merged = [one for one in self._merging.values() if not context.holds(one.priority)]
        if not merged:
            return 0
        if all(one.late for one in merged):
            summary = for_several("late", merged, self.lang)
        else:
            count = self._count_in_run(len(merged))
            summary = for_several("merged", merged, self.lang, count)
        await self.announcer.hand_over(Handing(summary, merged, NoticeOutcome.MERGED))
        self._merged(merged)
        return 0

    def _merged(self, records: Sequence[NoticeRecord]) -> None:
        for one in records:
            del self._merging[one.id]

    def _count_in_run(self, count: int) -> int:
        now_ns = self._clock.monotonic_ns()
        goes_on = self._merged_ns is not None and now_ns - self._merged_ns < SAME_RUN_NS
        self._merged_in_run = count + (self._merged_in_run if goes_on else 0)
        self._merged_ns = now_ns
        return self._merged_in_run

    def _on_written(self, settled: Sequence[Settlement]) -> None:
        self._in_hand.difference_update(one.notice_id for one in settled)

    def _on_returned(self) -> None:
        assert self._notifier is not None
        self.quiet.follow_desktop(self._notifier.inhibited)
        self._bus.publish(NoticesChanged(()))
        self._retry()

    def _retry(self) -> None:
        self._try_again.set()

    async def _announce_unheard(self) -> float | None:
        """Announce once more, as late, what no service took: one by one, or in one summary."""
        announces = self.quiet.policy.announces and not self.quiet.is_on()
        if not self.available or not announces:
            return None
        await self._announce_held()
        since_ms = self._clock.wall_ms() - RETRY_WITHIN_MS
        while unheard := await self.announcer.unheard(since_ms):
            if len(unheard) > self.quiet.policy.burst.tickets:
                summary = for_several("late", unheard, self.lang)
                again = [Handing(summary, unheard, NoticeOutcome.MERGED, again=True)]
            else:
                again = [
                    Handing(self._words(one, held_up=True), (one,), NoticeOutcome.LATE, again=True)
                    for one in unheard
                ]
            for handing in again:
                if await self.announcer.hand_over(handing) is NoticeOutcome.NO_SERVICE:
                    return None
        return None

    def _words(self, record: NoticeRecord, *, held_up: bool) -> Announcement:
        shows = self.quiet.policy.shows
        return for_assignment(record, self.lang, held_up=held_up, shows=shows)

    async def _announce_held(self) -> None:
        """Announce in one summary what Do not disturb held; it stays accounted for as held."""
        every = await self._store.read(stored_notices.with_outcome, NoticeOutcome.HELD_DND)
        held = list(itertools.dropwhile(lambda one: one.id <= self._held_announced, every))
        if not held:
            return
        outcome = NoticeOutcome.HELD_DND
        summary = for_several("held", held, self.lang)
        handing = Handing(summary, held, outcome, failed=outcome)
        if await self.announcer.hand_over(handing) is outcome:
            await self._summed_up([one.id for one in held])

    async def _summed_up(self, held: Sequence[NoticeId]) -> None:
        last = max(held, default=NoticeId(0))
        if last > self._held_announced:
            self._held_announced = last
            await self._store.ledger.write(
                stored_settings.put, stored_settings.HELD_ANNOUNCED, last
            )
