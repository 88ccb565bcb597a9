"""A filing as ``--json`` and as people read it (``contract/cli.md``, Shapes)."""

from __future__ import annotations

from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.cli.output import shown
from supportdesk_desktop.cli.words import filing_word
from supportdesk_desktop.core.filing import Attempt, Filing, Wait
from supportdesk_desktop.core.filing_state import FilingState, Pause
from supportdesk_desktop.core.ledger import Doubling, doubling
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.core.wording import PAUSES, doubt_text, explain_code


def filing_document(filing: Filing) -> dict[str, object]:
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
        "createdAt": iso_utc(filing.created_ms),
    }


def filing_line(filing: Filing) -> str:
    """Return one filing as a line: id, state, number or dash, customer, subject.

    Of a filing that is more than one ticket, or may be, a last part says so.
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
    )
    return "\t".join(shown(part) for part in parts)


def why_not_settled(filing: Filing, pause: Pause | None, *, repeats: bool, alone: bool) -> str:
    """Return the one line that says where a filing stands and what comes next.

    Args:
        filing: one that is not settled.
        pause: why the whole outbox stands still, None where it moves.
        repeats: the app settles its doubt by its own Idempotency-Key.
        alone: no other process works the outbox once this command has ended.
    """
    stands = say(
        f"Dépôt {filing.id} dans la boîte d’envoi : ", f"Filing {filing.id} is in the outbox: "
    )
    if filing.state is FilingState.QUEUED and pause is not None:
        return stands + PAUSES[pause].say(lang())
    return stands + shown(f"{_reason(filing, repeats)} {_next_step(filing, repeats, alone)}")


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
