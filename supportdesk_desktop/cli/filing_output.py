"""A filing as ``--json`` and as people read it (``contract/cli.md``, Shapes)."""

from __future__ import annotations

from dataclasses import dataclass

from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.cli.output import shown
from supportdesk_desktop.cli.words import filing_word
from supportdesk_desktop.core.filing import Attempt, Filing, SendResult, Wait, fate
from supportdesk_desktop.core.filing_state import FilingState, Pause
from supportdesk_desktop.core.ledger import Doubling, doubling
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.core.wording import ERRORS, PAUSES, doubt_text, explain_code
from supportdesk_desktop.system.control import OwnerSilent


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
    parts = (
        str(filing.id),
        filing_word(filing.state),
        number,
        filing.draft.customer_external_id,
        filing.draft.subject,
        *double,
        *(() if (waiting := waits(filing, queue)) is None else (waiting.message,)),
    )
    return "\t".join(shown(part) for part in parts)


def waits(filing: Filing, queue: Queue) -> Waits | None:
    """Return why a filing is queued, None where it is not."""
    if filing.state is not FilingState.QUEUED:
        return None
    if queue.silent:
        return Waits(OwnerSilent.key, ERRORS[OwnerSilent.key].say(lang()))
    pause = queue.pause
    if pause is None and not queue.worked:
        pause = _last_pause(filing)
    if pause is not None:
        return Waits(pause, PAUSES[pause].say(lang()))
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
    stands = say(
        f"Dépôt {filing.id} dans la boîte d’envoi : ", f"Filing {filing.id} is in the outbox: "
    )
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
    match filing.wait:
        case Wait.NETWORK:
            return say("serveur injoignable.", "the server is unreachable.")
        case Wait.THROTTLED:
            return say("limite du serveur atteinte.", "the server's limit is reached.")
        case Wait.STOPPED:
            return say(
                "arrêté en route par un pare-feu ou un portail.",
                "stopped on its way by a firewall or a portal.",
            )
        case Wait.UNDO:
            return say("peut encore être annulé.", "can still be taken back.")
        case _:
            return say("en attente d’envoi.", "waiting to be sent.")


def _next_step(filing: Filing, repeats: bool, alone: bool) -> str:
    if filing.state is FilingState.REFUSED:
        return say(
            f"Retirez-le (« outbox withdraw {filing.id} »), puis déposez-le corrigé.",
            f"Withdraw it (“outbox withdraw {filing.id}”), then file it corrected.",
        )
    if filing.state is FilingState.UNCERTAIN and not repeats:
        return say(
            f"S’il existe : « outbox confirm {filing.id} NUMÉRO » ; "
            f"sinon « outbox retry {filing.id} ».",
            f"If it exists: “outbox confirm {filing.id} NUMBER”; "
            f"if not: “outbox retry {filing.id}”.",
        )
    if alone:
        return say(
            f"La fenêtre ou « watch » l’enverra ; tout de suite : « outbox retry {filing.id} ».",
            f"The window or “watch” will send it; at once: “outbox retry {filing.id}”.",
        )
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
