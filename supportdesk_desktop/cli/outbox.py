"""``outbox``: the filings, and what a person decides about them.

Also for ``file`` and ``watch``: a filing as ``--json`` and as people read it, and waiting until it
is settled.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import sys
from dataclasses import dataclass

import msgspec

from supportdesk_desktop.app.owner_requests import ChangeItem, NudgeRequest
from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.joining import PROBE_S, Joined, OwnerState, joined, opened, owner_now
from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.cli.output import answer, columns, remark, said, shown, word
from supportdesk_desktop.cli.running import DONE, NOT_SETTLED, Stopped
from supportdesk_desktop.core.changes import DeskKnown, FilingsChanged, QueuePaused
from supportdesk_desktop.core.errors import KeyMissing, KeyRefused, NotFound, StoreError, WrongState
from supportdesk_desktop.core.filing import Attempt, Filing, FilingState, Pause, Wait
from supportdesk_desktop.core.filing_fate import (
    Doubling,
    SendResult,
    doubling,
    fate,
    may_repeat_key,
)
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.core.wording import doubt_text, explain_code, sentences
from supportdesk_desktop.store import filing_acts, filings
from supportdesk_desktop.system.control import ControlRefused, NoOwner, OwnerSilent, owner_client
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote

LONGEST_WAIT_S = 90.0
SILENT_WAIT_S = 5.0
"""For an owner that did not answer: it may have been slow for a moment."""

LOOK_AGAIN_S = 1.0
"""A change can be missed where the owner ends meanwhile."""

_SETTLED = frozenset({FilingState.CONFIRMED, FilingState.REFUSED, FilingState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Queue:
    """The state of the queue, apart from the filings in it.

    Attributes:
        pause: why none of them leaves, None where they do.
        worked: a process sends them: this one for as long as it runs, else a window or ``watch``.
        silent: that process does not answer, and may send nothing any more.
    """

    pause: Pause | None
    worked: bool
    silent: bool = False


@dataclass(frozen=True, slots=True)
class QueuedReason:
    """The reason why a filing is queued, with a sentence.

    ``code`` is a ``Pause``, a ``Wait``, ``turn``, ``not_running`` or ``owner_silent``.
    """

    code: str
    message: str


def filing_document(filing: Filing, queue: Queue) -> dict[str, object]:
    """Return one filing as JSON."""
    next_ms = filing.next_attempt_ms
    return {
        "id": filing.id,
        "clientRef": filing.client_ref,
        "state": filing.state,
        "evidence": filing.evidence,
        "draft": filing.draft,
        "ticket": filing.ticket,
        "double": doubling(filing),
        "otherTickets": filing.doubles,
        "error": filing.error,
        "attempts": [_attempt(attempt) for attempt in filing.attempts],
        "nextAttemptAt": None if next_ms is None else iso_utc(next_ms),
        "waits": waits(filing, queue),
        "createdAt": iso_utc(filing.created_ms),
    }


def filing_line(filing: Filing, queue: Queue) -> str:
    """Return one filing as a line: id, state, number or dash, customer, subject.

    A last part says why it waits, or that it is more than one ticket, or may be.
    """
    number = "—" if filing.ticket is None else filing.ticket.ticket_number
    others = " ".join(other.ticket_number for other in filing.doubles)
    double = {
        Doubling.NONE: (),
        Doubling.POSSIBLE: (say("doublon possible", "possible double"),),
        Doubling.KNOWN: (say("en double avec", "double of") + f" {others}",),
    }[doubling(filing)]
    waiting = waits(filing, queue)
    return columns(
        filing.id,
        word(sentences().states, filing.state),
        number,
        filing.draft.customer_external_id,
        filing.draft.subject,
        *double,
        *(() if waiting is None else (waiting.message,)),
    )


def waits(filing: Filing, queue: Queue) -> QueuedReason | None:
    """Return why a filing is queued, None where it is not."""
    if filing.state is not FilingState.QUEUED:
        return None
    if queue.silent:
        return QueuedReason(OwnerSilent.key, sentences().errors[OwnerSilent.key].say(lang()))
    pause = queue.pause
    if pause is None and not queue.worked:
        pause = _last_pause(filing)
    if pause is not None:
        return QueuedReason(pause, sentences().pauses[pause].say(lang()))
    code: str = "turn" if queue.worked else "not_running"
    if filing.wait in {Wait.NETWORK, Wait.THROTTLED, Wait.STOPPED} or (
        filing.wait and queue.worked
    ):
        code = filing.wait
    next_step = _next_step(filing, repeats=False, alone=not queue.worked)
    return QueuedReason(code, f"{_reason(filing, repeats=False)} {next_step}")


def why_not_settled(filing: Filing, queue: Queue, *, repeats: bool) -> str:
    """Return the one line that says where a filing stands and what comes next.

    Args:
        filing: one that is not settled.
        queue: as it is once this command has ended.
        repeats: the app settles its doubt by its own Idempotency-Key.
    """
    stands = said("in_the_outbox", id=filing.id)
    waiting = waits(filing, queue)
    if waiting is not None:
        return stands + waiting.message
    next_step = _next_step(filing, repeats, alone=not queue.worked)
    return stands + shown(f"{_reason(filing, repeats)} {next_step}")


def _last_pause(filing: Filing) -> Pause | None:
    """Return what stopped the queue at the last answer to this filing, while nobody works it."""
    if not filing.attempts or filing.attempts[-1].http_status is None:
        return None
    last = filing.attempts[-1]
    answer = SendResult(last.duration_ms or 0, status=last.http_status, code=last.code)
    return fate(answer, tries=0, repeating=False).pause


def _reason(filing: Filing, repeats: bool) -> str:
    if filing.state is FilingState.REFUSED and filing.error is not None:
        fields = " ".join(
            f"{field}: {' '.join(texts)}" for field, texts in filing.error.details.items()
        )
        known = explain_code(filing.error.code, lang(), fields=fields or filing.error.message)
        return known or f"{filing.error.code} {filing.error.message}"
    if filing.state is FilingState.UNCERTAIN and filing.doubt is not None:
        return doubt_text(filing.doubt, lang(), repeats=repeats)
    return said(f"waits_{filing.wait or 'turn'}")


def _next_step(filing: Filing, repeats: bool, alone: bool) -> str:
    if filing.state is FilingState.REFUSED:
        return said("next_withdraw", id=filing.id)
    if filing.state is FilingState.UNCERTAIN and not repeats:
        return said("next_confirm", id=filing.id)
    if alone:
        return said("next_retry", id=filing.id)
    return say("L’envoi se fera de lui-même.", "It will be sent by itself.")


def _attempt(attempt: Attempt) -> dict[str, object]:
    return {
        "at": iso_utc(attempt.at_ms),
        "durationMs": attempt.duration_ms,
        "httpStatus": attempt.http_status,
        "code": attempt.code,
        "outcome": attempt.outcome,
        "requestId": attempt.request_id,
    }


class Settling:
    """Watches a filing for a command that has joined its profile."""

    def __init__(self, mine: Joined) -> None:
        services = self._services = mine.services
        self._mine = mine
        self._changed = asyncio.Event()
        self.pause: Pause | None = None
        for kind in (FilingsChanged, DeskKnown):
            services.bus.subscribe(kind, lambda _change: self._changed.set())
        services.bus.subscribe(QueuePaused, self._on_pause)

    async def wait(self, filing_id: FilingId) -> Filing:
        """Return the filing once it is settled, or once waiting longer would not help."""
        limit_s = SILENT_WAIT_S if self._mine.owner_silent else LONGEST_WAIT_S
        deadline = asyncio.get_running_loop().time() + limit_s
        while True:
            self._changed.clear()
            filing = await self._services.filings.get(filing_id)
            left_s = deadline - asyncio.get_running_loop().time()
            if left_s <= 0 or not self._may_settle_soon(filing, left_s):
                return filing
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), min(left_s, LOOK_AGAIN_S))

    async def queue(self) -> Queue:
        """Return what stands behind the filings once this command has ended."""
        if self._mine.session.owns:
            return Queue(self.pause, worked=False)
        silent = await owner_now(self._services.setup.paths) is OwnerState.SILENT
        return Queue(self.pause, worked=True, silent=silent)

    def complain(self, filing: Filing, queue: Queue) -> None:
        """Print on stderr the state of a filing that is not settled, and what comes next."""
        remark(why_not_settled(filing, queue, repeats=self._repeats(filing)))

    def _repeats(self, filing: Filing) -> bool:
        """Return whether the app settles an uncertain filing by its own Idempotency-Key."""
        return may_repeat_key(
            filing,
            key_lasts_ms=self._services.desk.key_lasts_ms,
            now_ms=self._services.clock.wall_ms(),
        )

    def _may_settle_soon(self, filing: Filing, left_s: float) -> bool:
        if filing.state in _SETTLED:
            return False
        if filing.state is FilingState.UNCERTAIN:
            return self._repeats(filing)
        if filing.state is FilingState.SENDING:
            return True
        if self.pause is not None or filing.wait in {Wait.NETWORK, Wait.STOPPED}:
            return False
        due_ms = filing.next_attempt_ms or 0
        return due_ms - self._services.clock.wall_ms() < left_s * 1000

    def _on_pause(self, change: QueuePaused) -> None:
        self.pause = change.pause
        self._changed.set()


async def run(parsed: argparse.Namespace) -> int:
    """List filings, or act on one."""
    return await (_list(parsed) if parsed.act is None else _act(parsed))


async def _list(parsed: argparse.Namespace) -> int:
    async with opened(parsed) as services:
        await _settle_orphans(services)
        ledger = services.store.ledger
        if parsed.all:
            found = await ledger.read(filings.newest, sys.maxsize)
        else:
            found = await ledger.read(filings.unsettled)
        queue = await _queue(services)
    lines = [filing_line(filing, queue) for filing in found]
    none = say("Aucun dépôt en attente.", "No filing is waiting.")
    documents = [filing_document(filing, queue) for filing in found]
    answer(parsed, {"filings": documents}, *(lines or [none]))
    return DONE


async def _act(parsed: argparse.Namespace) -> int:
    async with opened(parsed) as services:
        await _settle_orphans(services)
        filing = await _decide(services, parsed)
        await _nudge_owner(services, filing)
        queue = await _queue(services)
    if parsed.act == "retry" and filing.state is not FilingState.CONFIRMED:
        filing, queue = await _send_here(parsed, filing, queue)
    answer(parsed, filing_document(filing, queue), filing_line(filing, queue))
    is_sent = parsed.act != "retry" or filing.state is FilingState.CONFIRMED
    return DONE if is_sent else NOT_SETTLED


async def _settle_orphans(services: Services) -> None:
    """Mark filings that a dead owner was sending as uncertain, as the next owner would."""
    lock = OwnerLock(services.setup.paths.owner)
    # Where nothing can be written, what is stored is shown as it is.
    with contextlib.suppress(StoreError):
        if not lock.try_acquire(OwnerNote(os.getpid(), what="outbox")):
            return
        try:
            await services.store.ledger.write(filing_acts.recover, services.clock.wall_ms())
        finally:
            lock.release()


async def _decide(services: Services, parsed: argparse.Namespace) -> Filing:
    filing_id = FilingId(parsed.id)
    try:
        if parsed.act == "retry":
            return await services.filings.retry(filing_id)
        if parsed.act == "withdraw":
            return await services.filings.withdraw(filing_id)
        return await services.filings.confirm(filing_id, parsed.number)
    except NotFound as problem:
        raise NotFound(say(f"dépôt {filing_id}", f"filing {filing_id}")) from problem
    except WrongState as problem:
        if parsed.act == "retry" and problem.state == FilingState.CONFIRMED:
            # It was settled meanwhile, which is all that was asked for.
            return await services.filings.get(filing_id)
        raise


async def _send_here(
    parsed: argparse.Namespace, filing: Filing, queue: Queue
) -> tuple[Filing, Queue]:
    """Send from here if no window does, as ``file`` does; without a key the filing waits."""
    try:
        async with joined(parsed, "outbox", lambda one: one.start_outbox_only) as mine:
            settling = Settling(mine)
            filing = await settling.wait(filing.id)
            queue = await settling.queue()
            if filing.state is not FilingState.CONFIRMED:
                settling.complain(filing, queue)
    except Stopped as problem:
        remark(problem.line)
    except (KeyMissing, KeyRefused) as problem:
        waits = Pause.KEY_MISSING if isinstance(problem, KeyMissing) else Pause.KEY_REFUSED
        queue = Queue(waits, worked=False)
        remark(why_not_settled(filing, queue, repeats=False))
    return filing, queue


async def _queue(services: Services) -> Queue:
    """Ask the owner why the outbox is paused; without an owner, find out what it would lack."""
    try:
        raw = await owner_client(services.setup.paths.owner).request("pause", timeout_s=PROBE_S)
    except OwnerSilent:
        return Queue(None, worked=True, silent=True)
    except NoOwner:
        return Queue(Pause.KEY_MISSING if services.connection.key is None else None, worked=False)
    except ControlRefused:
        # An owner of an older version does not tell.
        return Queue(None, worked=True)
    return Queue(msgspec.json.decode(raw, type=Pause | None), worked=True)


async def _nudge_owner(services: Services, filing: Filing) -> None:
    nudge = NudgeRequest((ChangeItem.of(FilingsChanged((filing.id,))),))
    try:
        await owner_client(services.setup.paths.owner).request("nudge", nudge, timeout_s=PROBE_S)
    except NoOwner:
        return
