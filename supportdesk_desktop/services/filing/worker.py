"""Puts filings on the wire, one at a time, within the rate budget. One owner of a profile runs it.

What an attempt led to is decided by ``core.filing_fate``; what a pause waits for is written in
``contract/rest.md``, "What follows for a client". ``docs/filing.md`` explains both.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from uuid import uuid4

from supportdesk_desktop.core.changes import FeedChanged, FilingsChanged
from supportdesk_desktop.core.drafts import request_body
from supportdesk_desktop.core.errors import ProfileError, ServerError, StoreError, WrongState
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.filing import Act, Change, Filing, FilingState, Pause
from supportdesk_desktop.core.filing_fate import (
    RELAY_ANSWER_TIMEOUT_S,
    Fate,
    SendResult,
    change_by,
    earlier_misses,
    fate,
    fate_without_identity,
    may_repeat_key,
    repeats_key,
)
from supportdesk_desktop.core.pacing import doubling_s, longest_window_ms
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.services.desk import DeskService
from supportdesk_desktop.services.filing.queue_pause import QueuePause
from supportdesk_desktop.store import filing_acts
from supportdesk_desktop.store import filings as stored_filings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock, ClockCorrection
from supportdesk_desktop.tasks import declare

log = logging.getLogger(__name__)

GRACE_S = 5.0
"""Seconds that an attempt on the wire may go on when the program ends."""

WORK = declare("outbox.work", part="outbox")

JUST_BEFORE_MS = 120_000
"""For so long after ``whoami``, beside the wait for the budget, a key may be repeated."""


class OutboxWorker(Service):
    """The only one that sends. ``nudge`` wakes it."""

    def __init__(self, store: Store, bus: Bus, clock: Clock, desk: DeskService) -> None:
        super().__init__(store, bus, clock)
        self._set_back = ClockCorrection(clock)
        self._desk = desk
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._ending = False
        self._recovered = False
        self._pause = QueuePause(bus, clock, desk)
        self._unidentified = 0
        self._asked_ms = 0
        self._stop_listening: Callable[[], None] | None = None

    @property
    def pause(self) -> Pause | None:
        """The reason why the queue is paused, None while filings are sent."""
        return self._pause.reason

    async def start(self) -> None:
        """Settle filings that a dead owner left, then process the queue."""
        self._stop_listening = self._bus.subscribe(FeedChanged, self._on_feed)
        self._tasks.loop(WORK, self._step, wake=self._wake)

    async def aclose(self) -> None:
        """Let an attempt on the wire end and be stored, for five seconds; else it is uncertain."""
        self._ending = True
        self._wake.set()
        if self._stop_listening is not None:
            self._stop_listening()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), GRACE_S)
        await super().aclose()
        await self._store.ledger.write(filing_acts.recover, self._clock.wall_ms())

    def nudge(self) -> None:
        """Look at the queue again."""
        self._wake.set()

    def settle_interrupted(self) -> None:
        """Settle again filings that are stored as being sent, and those that a ticket confirms."""
        self._recovered = False
        self._wake.set()

    def resume(self) -> None:
        """End a pause: there is a new key, or a person asked."""
        self._pause.set(None)
        self._wake.set()

    async def _step(self) -> float | None:
        """Do one step; return the seconds until the next (0: at once; None: wait for a nudge)."""
        if self._ending:
            return None
        if not self._recovered:
            await self._recover()
        await self._set_back.mend(
            lambda by_ms: self._store.ledger.write(filing_acts.advance_attempts, by_ms)
        )
        if self._desk.access.key is None:
            self._pause.set(Pause.KEY_MISSING)
            return None
        if self._pause.reason is Pause.KEY_MISSING:
            self._pause.set(None)
        if self._pause.reason in {Pause.KEY_REFUSED, Pause.OTHER_PROFILE}:
            return None
        if self._pause.wants_probe:
            return await self._pause.probe()
        now = self._clock.wall_ms()
        rest_s = self._pause.rest_s()
        filing = await self._store.ledger.read(stored_filings.next_due, now, asked_only=rest_s > 0)
        if filing is not None:
            await self._send(filing)
            return 0
        doubtful, repeat_at_ms = await self._next_repeat(now)
        if doubtful is not None and repeat_at_ms is not None and repeat_at_ms <= now:
            await self._repeat(doubtful)
            return 0
        waits_s = [] if repeat_at_ms is None else [(repeat_at_ms - now) / 1000]
        wake_at_ms = await self._store.ledger.read(stored_filings.next_wake_ms, now)
        if rest_s > 0:
            waits_s.append(rest_s)
        elif wake_at_ms is not None:
            waits_s.append((wake_at_ms - now) / 1000)
        return max(0.001, min(waits_s)) if waits_s else None

    async def _recover(self) -> None:
        self._recovered = True  # while the store works it may be asked for again
        try:
            self._say(await self._store.ledger.write(filing_acts.recover, self._clock.wall_ms()))
        except BaseException:
            self._recovered = False
            raise

    async def _send(self, filing: Filing) -> None:
        if not await self._is_ours(filing, again=repeats_key(filing)):
            return
        key = await self._turn()
        if key is None:
            return
        with self._on_the_wire():
            started = self._clock.wall_ms()
            # A person asked for it when the key proved something still; it left the queue later.
            is_repeat = repeats_key(filing) and self._may_repeat(filing, started)
            new_key = str(uuid4()) if repeats_key(filing) and not is_repeat else None
            try:
                filing = await self._store.ledger.write(
                    filing_acts.take, filing.id, started, new_key
                )
            except WrongState:
                return
            self._say([filing])
            result = await self._post(filing, key, is_repeat=is_repeat)
            outcome = self._fate(filing, result, repeating=False)
            await self._settle(filing, started, result, outcome)
        self._pause.note(key, outcome, result.message)

    async def _repeat(self, filing: Filing) -> None:
        """Repeat the same request, which the desk recognises by its Idempotency-Key."""
        if not await self._is_ours(filing, again=True):
            return
        key = await self._turn()
        started = self._clock.wall_ms()
        # Looked at once more: the computer may have slept for hours since.
        if key is None or not self._may_repeat(filing, started):
            return
        with self._on_the_wire():
            try:
                filing = await self._store.ledger.write(
                    filing_acts.settle, filing.id, Change(act=Act.REPEAT, at_ms=started)
                )
            except WrongState:
                return
            result = await self._post(filing, key, is_repeat=True)
            outcome = self._fate(filing, result, repeating=True)
            await self._settle(filing, started, result, outcome)
        self._pause.note(key, outcome, result.message, repeated=True)

    async def _is_ours(self, filing: Filing, *, again: bool) -> bool:
        """Make sure that the key is this profile's; else the filing waits, or the queue pauses.

        Args:
            filing: what is to be sent.
            again: ask although the desk said so before: it may honour keys no longer.
        """
        key = self._desk.access.key
        if not again and self._desk.has_identified(key):
            return True
        try:
            await (self._desk.refresh() if again else self._desk.identify())
        except (ServerError, ProfileError) as problem:
            if key != self._desk.access.key:
                return False
            outcome = fate_without_identity(problem, self._unidentified)
            self._unidentified += 1
            if outcome.pause is not None:
                self._pause.set(outcome.pause, getattr(problem, "message", ""))
            else:
                await self._hold(filing, outcome)
            return False
        self._unidentified = 0
        self._asked_ms = self._clock.wall_ms()
        return True

    async def _hold(self, filing: Filing, outcome: Fate) -> None:
        now = self._clock.wall_ms()
        change = Change(
            act=outcome.act,
            at_ms=now,
            wait=outcome.wait,
            next_attempt_ms=now + round((outcome.delay_s or 0) * 1000),
        )
        with contextlib.suppress(WrongState):
            self._say([await self._store.ledger.write(filing_acts.settle, filing.id, change)])

    async def _turn(self) -> str | None:
        """Wait for the budget; return the key to send with, None where the wait made it void."""
        await self._desk.budget.take()
        key = self._desk.access.key
        return key if not self._ending and self._desk.has_identified(key) else None

    @contextlib.contextmanager
    def _on_the_wire(self) -> Iterator[None]:
        """Mark a filing as on the wire, from the write before the send to the write after it."""
        self._idle.clear()
        try:
            yield
        except BaseException:
            # What was written down before is settled as after a crash.
            self._recovered = False
            raise
        finally:
            self._idle.set()

    async def _post(self, filing: Filing, key: str, *, is_repeat: bool) -> SendResult:
        client_ref = filing.client_ref if filing.sends_client_ref else None

        def may_leave() -> bool:
            # Hours may have passed since it was taken: the computer slept while it connected.
            now = self._clock.wall_ms()
            longest_ms = JUST_BEFORE_MS + longest_window_ms(self._desk.budget.limits)
            return 0 <= now - self._asked_ms <= longest_ms and self._may_repeat(filing, now)

        return await self._desk.rest.create(
            key,
            request_body(filing.draft, client_ref),
            filing.idempotency_key,
            may_leave=may_leave if is_repeat else None,
            answer_s=RELAY_ANSWER_TIMEOUT_S if self._desk.is_relay else None,
        )

    def _fate(self, filing: Filing, result: SendResult, *, repeating: bool) -> Fate:
        return fate(
            result,
            tries=earlier_misses(filing, result.status),
            repeating=repeating,
            relayed=self._desk.is_relay,
        )

    async def _settle(
        self, filing: Filing, started_ms: int, result: SendResult, outcome: Fate
    ) -> None:
        """Write down what an attempt led to; an answer is kept until the store takes it."""
        change = change_by(outcome, result, started_ms, self._clock.wall_ms())
        tries = 0
        while True:
            try:
                settled = await self._store.ledger.write(filing_acts.settle, filing.id, change)
            except StoreError as problem:
                log.warning("filing %d: its answer cannot be stored yet: %s", filing.id, problem)
                self._bus.report(WORK, problem)
                await asyncio.sleep(doubling_s(tries))
                tries += 1
            else:
                self._bus.report(WORK, None)
                self._say([settled])
                return

    async def _next_repeat(self, now_ms: int) -> tuple[Filing | None, int | None]:
        """Return the doubtful filing whose key may be repeated first, and when."""
        doubtful = [
            filing
            for filing in await self._store.ledger.read(
                stored_filings.in_states, [FilingState.UNCERTAIN]
            )
            if self._may_repeat(filing, now_ms)
        ]
        if not doubtful:
            return None, None
        first = min(doubtful, key=lambda filing: filing.next_attempt_ms or 0)
        return first, first.next_attempt_ms or now_ms

    def _may_repeat(self, filing: Filing, now_ms: int) -> bool:
        return may_repeat_key(filing, key_lasts_ms=self._desk.key_lasts_ms, now_ms=now_ms)

    def _on_feed(self, change: FeedChanged) -> None:
        if change.status.state is FeedState.OTHER_AGENT:
            self._pause.set(Pause.OTHER_PROFILE)

    def _say(self, filings: Sequence[Filing]) -> None:
        if filings:
            self._bus.publish(FilingsChanged(tuple(filing.id for filing in filings)))
