"""Puts filings on the wire, one at a time, within the rate budget. One owner of a profile runs it.

What an attempt led to is decided by ``core.filing.fate``; what a pause waits for is written in
``contract/rest.md``, "What follows for a client".
"""

from __future__ import annotations

import asyncio
import contextlib

from supportdesk_desktop.core.backoff import full_jitter_s
from supportdesk_desktop.core.changes import FilingsChanged, QueuePaused
from supportdesk_desktop.core.drafts import request_body
from supportdesk_desktop.core.errors import NotOurServer, ServerError, Unreachable, WrongState
from supportdesk_desktop.core.filing import (
    Act,
    Attempt,
    Fate,
    Filing,
    FilingState,
    Pause,
    SendResult,
    TicketRef,
    fate,
    may_repeat_key,
)
from supportdesk_desktop.net.rest import RestClient
from supportdesk_desktop.services.budget import RateBudget
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.services.connection import Connection
from supportdesk_desktop.services.desk import DeskService
from supportdesk_desktop.services.tasks import TaskOwner
from supportdesk_desktop.store import Change, Store

PLAN_LIMIT_RETRY_S = 3600.0
GRACE_S = 5.0
"""How long an attempt on the wire may go on when the program ends."""


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
        self._connection = connection
        self._rest = rest
        self._budget = budget
        self._desk = desk
        self._tasks = TaskOwner("outbox")
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._ending = False
        self._pause: Pause | None = None
        self._probes = 0

    @property
    def pause(self) -> Pause | None:
        """Why the queue stands still, None where it moves."""
        return self._pause

    async def start(self) -> None:
        """Make what a dead owner was sending uncertain, then work the queue."""
        orphans = await self._store.filings.orphan_sending_to_uncertain(self._clock.wall_ms())
        if orphans:
            self._bus.publish(FilingsChanged(tuple(filing.id for filing in orphans)))
        self._tasks.start("work", self._work())

    async def aclose(self) -> None:
        """Let an attempt on the wire end, for five seconds; else it is uncertain."""
        self._ending = True
        self._wake.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), GRACE_S)
        await self._tasks.aclose()
        await self._store.filings.orphan_sending_to_uncertain(self._clock.wall_ms())

    def nudge(self) -> None:
        """Look at the queue again."""
        self._wake.set()

    def resume(self) -> None:
        """End a pause: there is a new key, or a person asked."""
        self._set_pause(None)
        self._wake.set()

    async def _work(self) -> None:
        while not self._ending:
            self._wake.clear()
            wait_s = await self._step()
            if wait_s == 0:
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait_s)

    async def _step(self) -> float | None:
        """Do one thing; return how long there is nothing to do: 0 for not at all, None for ever."""
        key = self._connection.key
        if key is None:
            self._set_pause(Pause.KEY_MISSING)
            return None
        if self._pause in {Pause.KEY_MISSING, Pause.OTHER_PROFILE}:
            self._set_pause(None)
        if self._pause is Pause.KEY_REFUSED:
            return None
        if self._pause is Pause.NOT_OUR_SERVER:
            return await self._probe()
        now = self._clock.wall_ms()
        filing = await self._store.filings.next_due(now)
        if filing is not None:
            return await self._send(filing, key)
        doubtful, repeat_at_ms = await self._next_repeat(now)
        if doubtful is not None and repeat_at_ms is not None and repeat_at_ms <= now:
            await self._repeat(doubtful, key)
            return 0
        times = [await self._store.filings.next_wake_ms(), repeat_at_ms]
        earliest = min((time for time in times if time is not None), default=None)
        return None if earliest is None else max(0.001, (earliest - now) / 1000)

    async def _send(self, filing: Filing, key: str) -> float:
        await self._budget.take()
        if self._ending:
            return 0
        started = self._clock.wall_ms()
        try:
            filing = await self._store.filings.take(filing.id, started)
        except WrongState:
            return 0
        self._bus.publish(FilingsChanged((filing.id,)))
        result = await self._post(filing, key)
        outcome = fate(result, tries=_misses(filing), repeating=False)
        await self._settle(filing, started, result, outcome)
        if outcome.pause is None:
            return 0
        self._set_pause(outcome.pause, result.message)
        return PLAN_LIMIT_RETRY_S if outcome.pause is Pause.PLAN_LIMIT else 0

    async def _repeat(self, filing: Filing, key: str) -> None:
        """Put the same request again, which the desk recognises by its Idempotency-Key."""
        await self._budget.take()
        if self._ending:
            return
        started = self._clock.wall_ms()
        result = await self._post(filing, key)
        outcome = fate(result, tries=_misses(filing), repeating=True)
        with contextlib.suppress(WrongState):
            await self._settle(filing, started, result, outcome)

    async def _post(self, filing: Filing, key: str) -> SendResult:
        client_ref = filing.client_ref if filing.sends_client_ref else None
        self._idle.clear()
        try:
            return await self._rest.create(
                key, request_body(filing.draft, client_ref), filing.idempotency_key
            )
        finally:
            self._idle.set()

    async def _settle(
        self, filing: Filing, started_ms: int, result: SendResult, outcome: Fate
    ) -> None:
        now = self._clock.wall_ms()
        created = result.created if outcome.act is Act.ANSWER else None
        await self._store.filings.settle(
            filing.id,
            Change(
                act=outcome.act,
                at_ms=now,
                attempt=_attempt(started_ms, result, outcome),
                evidence=outcome.evidence,
                ticket=None if created is None else TicketRef(created.id, created.ticket_number),
                assigned_to=None if created is None else created.assigned_to,
                error=outcome.error,
                doubt=outcome.doubt,
                wait=outcome.wait,
                next_attempt_ms=(
                    None if outcome.delay_s is None else now + round(outcome.delay_s * 1000)
                ),
            ),
        )
        self._bus.publish(FilingsChanged((filing.id,)))

    async def _next_repeat(self, now_ms: int) -> tuple[Filing | None, int | None]:
        """Return the doubtful filing whose key may be repeated first, and when."""
        doubtful = [
            filing
            for filing in await self._store.filings.in_states([FilingState.UNCERTAIN])
            if may_repeat_key(filing, desk_is_idempotent=self._desk.is_idempotent, now_ms=now_ms)
        ]
        if not doubtful:
            return None, None
        first = min(doubtful, key=lambda filing: filing.next_attempt_ms or 0)
        return first, first.next_attempt_ms or now_ms

    async def _probe(self) -> float:
        """Ask ``whoami`` until an answer in the envelope shows that it is our server again."""
        try:
            await self._desk.refresh()
        except (Unreachable, NotOurServer):
            self._probes += 1
            return full_jitter_s(self._probes, self._clock.fraction())
        except ServerError:
            pass
        self._probes = 0
        self._set_pause(None)
        return 0

    def _set_pause(self, pause: Pause | None, message: str = "") -> None:
        if pause is not self._pause:
            self._pause = pause
            self._bus.publish(QueuePaused(pause, message))


def _misses(filing: Filing) -> int:
    """Return how many attempts since the last decision led to nothing, for the back-off."""
    misses = 0
    for attempt in reversed(filing.attempts):
        if attempt.outcome not in {Act.NOT_SENT, Act.DOUBT}:
            break
        misses += 1
    return misses


def _attempt(started_ms: int, result: SendResult, outcome: Fate) -> Attempt:
    return Attempt(
        at_ms=started_ms,
        duration_ms=result.duration_ms,
        http_status=result.status,
        code=result.code or (None if result.not_sent is None else str(result.not_sent)),
        outcome=outcome.act,
        request_id=result.request_id,
    )
