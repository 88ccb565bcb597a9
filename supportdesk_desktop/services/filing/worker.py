"""Puts filings on the wire, one at a time, within the rate budget. One owner of a profile runs it.

What an attempt led to is decided by ``core.filing.fate``; what a pause waits for is written in
``contract/rest.md``, "What follows for a client". ``docs/filing.md`` explains both.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from uuid import uuid4

from supportdesk_desktop.core.changes import FeedChanged, FilingsChanged, QueuePaused
from supportdesk_desktop.core.drafts import request_body
from supportdesk_desktop.core.errors import (
    NotOurServer,
    ProfileError,
    ServerError,
    ServerFault,
    StoreError,
    Unreachable,
    WrongState,
)
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.filing import (
    Act,
    Attempt,
    Change,
    Filing,
    FilingState,
    Pause,
    TicketRef,
    Wait,
    may_repeat_key,
    repeats_key,
)
from supportdesk_desktop.core.filing_fate import (
    RELAY_ANSWER_TIMEOUT_S,
    Fate,
    SendResult,
    fate,
    fate_without_identity,
)
from supportdesk_desktop.core.pacing import doubling_s, full_jitter_s, longest_window_ms
from supportdesk_desktop.net.rest import RestClient
from supportdesk_desktop.services.account import Connection, DeskService
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.filing.budget import RateBudget
from supportdesk_desktop.store import filing_acts
from supportdesk_desktop.store import filings as stored_filings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock, SetBack
from supportdesk_desktop.tasks import TaskOwner, declare

log = logging.getLogger(__name__)

PLAN_LIMIT_RETRY_S = 3600.0
GRACE_S = 5.0
"""How long an attempt on the wire may go on when the program ends."""

WORK = declare("outbox.work", part="outbox")

JUST_BEFORE_MS = 120_000
"""For so long after ``whoami``, beside the wait for the budget, a key may be repeated."""


class OutboxWorker:
    """The only one that sends. ``nudge`` wakes it."""

    def __init__(
        self,
        *,
        store: Store,
        bus: Bus,
        clock: Clock,
        connection: Connection,
        rest: RestClient,
        budget: RateBudget,
        desk: DeskService,
    ) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock
        self._set_back = SetBack(clock)
        self._connection = connection
        self._rest = rest
        self._budget = budget
        self._desk = desk
        self._tasks = TaskOwner("outbox", bus.report)
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._ending = False
        self._recovered = False
        self._pause: Pause | None = None
        self._rests_until_ns = 0
        self._throttled_until_ns = 0
        self._probes = 0
        self._suspects = False
        self._unidentified = 0
        self._asked_ms = 0
        self._stop_listening: Callable[[], None] | None = None

    @property
    def pause(self) -> Pause | None:
        """Why the queue stands still, None where it moves."""
        return self._pause

    async def start(self) -> None:
        """Settle what a dead owner left, then work the queue."""
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
        await self._tasks.aclose()
        await self._store.ledger.write(filing_acts.recover, self._clock.wall_ms())

    def nudge(self) -> None:
        """Look at the queue again."""
        self._wake.set()

    def settle_left(self) -> None:
        """Settle anew what is under way in the store, and what its tickets prove."""
        self._recovered = False
        self._wake.set()

    def resume(self) -> None:
        """End a pause: there is a new key, or a person asked."""
        self._set_pause(None)
        self._wake.set()

    async def _step(self) -> float | None:
        """Do one thing; return how long there is nothing to do: 0 for not at all, None for ever."""
        if self._ending:
            return None
        if not self._recovered:
            await self._recover()
        await self._bring_forward()
        if self._connection.key is None:
            self._set_pause(Pause.KEY_MISSING)
            return None
        if self._pause is Pause.KEY_MISSING:
            self._set_pause(None)
        if self._pause in {Pause.KEY_REFUSED, Pause.OTHER_PROFILE}:
            return None
        if self._pause is Pause.NOT_OUR_SERVER or self._suspects:
            return await self._probe()
        now = self._clock.wall_ms()
        rest_s = self._rest_s()
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

    async def _bring_forward(self) -> None:
        """Let every wait last as long as was meant where the clock was set back meanwhile."""
        by_ms = self._set_back.by_ms()
        if by_ms:
            await self._store.ledger.write(filing_acts.bring_forward, by_ms)
            self._set_back.mended(by_ms)

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
        self._note(key, outcome, result.message)

    async def _repeat(self, filing: Filing) -> None:
        """Put the same request again, which the desk recognises by its Idempotency-Key."""
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
        self._note(key, outcome, result.message, repeated=True)

    async def _is_ours(self, filing: Filing, *, again: bool) -> bool:
        """Make sure that the key is this profile's; else the filing waits, or the queue pauses.

        Args:
            filing: what is to be sent.
            again: ask although the desk said so before: it may honour keys no longer.
        """
        key = self._connection.key
        if not again and self._desk.has_identified(key):
            return True
        try:
            await (self._desk.refresh() if again else self._desk.identify())
        except (ServerError, ProfileError) as problem:
            if key != self._connection.key:
                return False
            outcome = fate_without_identity(problem, self._unidentified)
            self._unidentified += 1
            if outcome.pause is not None:
                self._set_pause(outcome.pause, getattr(problem, "message", ""))
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
        await self._budget.take()
        key = self._connection.key
        return key if not self._ending and self._desk.has_identified(key) else None

    @contextlib.contextmanager
    def _on_the_wire(self) -> Iterator[None]:
        """Mark the time from what is written down before the send to what is after it."""
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
            longest_ms = JUST_BEFORE_MS + longest_window_ms(self._budget.limits)
            return 0 <= now - self._asked_ms <= longest_ms and self._may_repeat(filing, now)

        return await self._rest.create(
            key,
            request_body(filing.draft, client_ref),
            filing.idempotency_key,
            may_leave=may_leave if is_repeat else None,
            answer_s=RELAY_ANSWER_TIMEOUT_S if self._desk.is_relay else None,
        )

    def _fate(self, filing: Filing, result: SendResult, *, repeating: bool) -> Fate:
        return fate(
            result,
            tries=_misses(filing, result.status),
            repeating=repeating,
            relayed=self._desk.is_relay,
        )

    async def _settle(
        self, filing: Filing, started_ms: int, result: SendResult, outcome: Fate
    ) -> None:
        """Write down what an attempt led to; an answer is kept until the store takes it."""
        now = self._clock.wall_ms()
        created = result.created if outcome.act is Act.ANSWER else None
        change = Change(
            act=outcome.act,
            at_ms=now,
            attempt=_attempt(started_ms, result),
            evidence=outcome.evidence,
            ticket=None if created is None else TicketRef(created.id, created.ticket_number),
            assigned_to=None if created is None else created.assigned_to,
            error=outcome.error,
            doubt=outcome.doubt,
            wait=outcome.wait,
            next_attempt_ms=(
                None if outcome.delay_s is None else now + round(outcome.delay_s * 1000)
            ),
        )
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

    def _note(self, key: str, outcome: Fate, message: str, *, repeated: bool = False) -> None:
        """Begin or end a pause of the whole queue by what became of one filing.

        A key that was repeated creates nothing: what else comes of it tells nothing of the quota.
        """
        tells_quota = self._pause is Pause.PLAN_LIMIT and not repeated
        if outcome.pause is Pause.PLAN_LIMIT or (tells_quota and outcome.act is Act.DOUBT):
            self._rests_until_ns = self._in_ns(PLAN_LIMIT_RETRY_S)
        self._suspects = outcome.wait is Wait.STOPPED
        if outcome.wait is Wait.THROTTLED:
            self._throttled_until_ns = self._in_ns(outcome.delay_s or 0)
        if outcome.pause is not None:
            if key == self._connection.key:
                self._set_pause(outcome.pause, message)
        elif tells_quota and outcome.act in {Act.ANSWER, Act.REFUSAL}:
            self._set_pause(None)

    def _rest_s(self) -> float:
        """Return how long nothing leaves by itself: the server said when, or the quota is used up.

        What it said holds for the queue, also when the filing that it was said to is withdrawn.
        """
        until_ns = self._throttled_until_ns
        if self._pause is Pause.PLAN_LIMIT:
            until_ns = max(until_ns, self._rests_until_ns)
        return max(0.0, (until_ns - self._clock.monotonic_ns()) / 1e9)

    def _in_ns(self, seconds: float) -> int:
        return self._clock.monotonic_ns() + round(seconds * 1e9)

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

    async def _probe(self) -> float:
        """Ask ``whoami`` until an answer in the envelope shows that it is our server again."""
        try:
            await self._desk.refresh()
        except ProfileError:
            self._set_pause(Pause.OTHER_PROFILE)
            return 0
        except ServerError as problem:
            if isinstance(problem, Unreachable | NotOurServer) or _is_bare_fault(problem):
                self._set_pause(Pause.NOT_OUR_SERVER)
                self._probes += 1
                return full_jitter_s(self._probes, self._clock.fraction())
        self._probes = 0
        self._suspects = False
        if self._pause is Pause.NOT_OUR_SERVER:
            self._set_pause(None)
        return 0

    def _on_feed(self, change: FeedChanged) -> None:
        if change.status.state is FeedState.OTHER_AGENT:
            self._set_pause(Pause.OTHER_PROFILE)

    def _set_pause(self, pause: Pause | None, message: str = "") -> None:
        if pause is not self._pause:
            self._pause = pause
            self._bus.publish(QueuePaused(pause, message))

    def _say(self, filings: Sequence[Filing]) -> None:
        if filings:
            self._bus.publish(FilingsChanged(tuple(filing.id for filing in filings)))


def _is_bare_fault(problem: ServerError) -> bool:
    return isinstance(problem, ServerFault) and problem.code is None


def _misses(filing: Filing, status: int | None) -> int:
    """Return how many attempts before this one led to nothing in a row, for the back-off.

    Hours without a network say nothing of a server that answers no: they are counted apart.
    """
    misses = 0
    for attempt in reversed(filing.attempts[:-1]):
        is_alike = (attempt.http_status is None) == (status is None)
        if attempt.outcome not in {Act.NOT_SENT, Act.DOUBT} or not is_alike:
            break
        misses += 1
    return misses


def _attempt(started_ms: int, result: SendResult) -> Attempt:
    return Attempt(
        at_ms=started_ms,
        duration_ms=result.duration_ms,
        http_status=result.status,
        code=result.code or (None if result.not_sent is None else str(result.not_sent)),
        request_id=result.request_id,
    )
