"""Filings: as ``--json`` and as people read them, and waiting until one is settled."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.joining import Joined, OwnerNow, owner_now
from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.cli.output import columns, remark, said, shown, word
from supportdesk_desktop.core.changes import DeskKnown, FilingsChanged, QueuePaused
from supportdesk_desktop.core.filing import (
    Attempt,
    Filing,
    FilingState,
    Pause,
    Wait,
)
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
from supportdesk_desktop.system.control import OwnerSilent

LONGEST_WAIT_S = 90.0
SILENT_WAIT_S = 5.0
"""For an owner that did not answer: it may have been slow for a moment."""

LOOK_AGAIN_S = 1.0
"""A change can be missed where the owner ends meanwhile."""

_SETTLED = frozenset({FilingState.CONFIRMED, FilingState.REFUSED, FilingState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Queue:
    """What stands behind the filings now.

    Attributes:
        pause: why none of them leaves, None where they do.
        worked: a process sends them: this one for as long as it runs, else a window or ``watch``.
        silent: that process does not answer, and may send nothing any more.
    """

    pause: Pause | None
    worked: bool
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Waits:
    """Why a filing is queued, with a sentence.

    ``code`` is a ``Pause``, a ``Wait``, ``turn``, ``not_running`` or ``owner_silent``.
    """

    code: str
    message: str


def filing_document(filing: Filing, queue: Queue) -> dict[str, object]:
    """Return one filing as JSON."""
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
        "nextAttemptAt": _time(filing.next_attempt_ms),
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


def waits(filing: Filing, queue: Queue) -> Waits | None:
    """Return why a filing is queued, None where it is not."""
    if filing.state is not FilingState.QUEUED:
        return None
    if queue.silent:
        return Waits(OwnerSilent.key, sentences().errors[OwnerSilent.key].say(lang()))
    pause = queue.pause
    if pause is None and not queue.worked:
        pause = _last_pause(filing)
    if pause is not None:
        return Waits(pause, sentences().pauses[pause].say(lang()))
    code: str = "turn" if queue.worked else "not_running"
    if filing.wait in {Wait.NETWORK, Wait.THROTTLED, Wait.STOPPED} or (
        filing.wait and queue.worked
    ):
        code = filing.wait
    next_step = _next_step(filing, repeats=False, alone=not queue.worked)
    return Waits(code, f"{_reason(filing, repeats=False)} {next_step}")


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


def _time(ms: int | None) -> str | None:
    return None if ms is None else iso_utc(ms)


class Settling:
    """Watches one filing."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._changed = asyncio.Event()
        self.pause: Pause | None = None
        for kind in (FilingsChanged, DeskKnown):
            services.bus.subscribe(kind, lambda _change: self._changed.set())
        services.bus.subscribe(QueuePaused, self._on_pause)

    async def wait(self, filing_id: FilingId, limit_s: float = LONGEST_WAIT_S) -> Filing:
        """Return the filing once it is settled, or once waiting longer would not help."""
        deadline = asyncio.get_running_loop().time() + limit_s
        while True:
            self._changed.clear()
            filing = await self._services.filings.get(filing_id)
            left_s = deadline - asyncio.get_running_loop().time()
            if left_s <= 0 or not self._may_settle_soon(filing, left_s):
                return filing
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), min(left_s, LOOK_AGAIN_S))

    def repeats(self, filing: Filing) -> bool:
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
            return self.repeats(filing)
        if filing.state is FilingState.SENDING:
            return True
        if self.pause is not None or filing.wait in {Wait.NETWORK, Wait.STOPPED}:
            return False
        due_ms = filing.next_attempt_ms or 0
        return due_ms - self._services.clock.wall_ms() < left_s * 1000

    def _on_pause(self, change: QueuePaused) -> None:
        self.pause = change.pause
        self._changed.set()


def longest_wait_s(mine: Joined) -> float:
    """Return how long to wait for whoever works the outbox, in seconds."""
    return SILENT_WAIT_S if mine.owner_silent else LONGEST_WAIT_S


async def queue_after(mine: Joined, settling: Settling) -> Queue:
    """Return what stands behind the filings once this command has ended."""
    if mine.session.owns:
        return Queue(settling.pause, worked=False)
    silent = await owner_now(mine.services.setup.paths) is OwnerNow.SILENT
    return Queue(settling.pause, worked=True, silent=silent)


def complain_unsettled(queue: Queue, settling: Settling, filing: Filing) -> None:
    """Say on stderr where a filing stands that is not settled, and what comes next."""
    remark(why_not_settled(filing, queue, repeats=settling.repeats(filing)))
