"""A filing as ``--json`` and as people read it (``contract/cli.md``, Shapes)."""

from __future__ import annotations

from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.cli.output import shown
from supportdesk_desktop.core.filing import Attempt, Filing, FilingState, Pause, Wait
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
        "error": filing.error,
        "attempts": [_attempt(attempt) for attempt in filing.attempts],
        "nextAttemptAt": _time(filing.next_attempt_ms),
        "createdAt": iso_utc(filing.created_ms),
    }


def filing_line(filing: Filing) -> str:
    """Return one filing as a line: id, state, number or dash, customer, subject."""
    number = "—" if filing.ticket is None else filing.ticket.ticket_number
    parts = (
        str(filing.id),
        state_word(filing.state),
        number,
        filing.draft.customer_external_id,
        filing.draft.subject,
    )
    return "\t".join(shown(part) for part in parts)


def state_word(state: FilingState) -> str:
    """Return the state's name."""
    match state:
        case FilingState.QUEUED:
            return say("en file", "queued")
        case FilingState.SENDING:
            return say("envoi", "sending")
        case FilingState.CONFIRMED:
            return say("confirmé", "confirmed")
        case FilingState.REFUSED:
            return say("refusé", "refused")
        case FilingState.UNCERTAIN:
            return say("incertain", "uncertain")
        case FilingState.WITHDRAWN:
            return say("retiré", "withdrawn")


def why_not_settled(filing: Filing, pause: Pause | None, *, repeats: bool) -> str:
    """Return the one line that says where a filing stands and what comes next."""
    stands = say(
        f"Dépôt {filing.id} dans la boîte d’envoi : ", f"Filing {filing.id} is in the outbox: "
    )
    return stands + shown(_reason(filing, pause, repeats))


def _reason(filing: Filing, pause: Pause | None, repeats: bool) -> str:
    if filing.state is FilingState.REFUSED and filing.error is not None:
        fields = " ".join(
            f"{field}: {' '.join(texts)}" for field, texts in filing.error.details.items()
        )
        known = explain_code(filing.error.code, lang(), fields=fields or filing.error.message)
        return known or f"{filing.error.code} {filing.error.message}"
    if filing.state is FilingState.UNCERTAIN and filing.doubt is not None:
        return doubt_text(filing.doubt, lang(), repeats=repeats)
    if pause is not None:
        return PAUSES[pause].say(lang())
    match filing.wait:
        case Wait.NETWORK:
            return say(
                "serveur injoignable, l’envoi reprendra de lui-même.",
                "the server is unreachable; it will be sent by itself.",
            )
        case Wait.THROTTLED:
            return say(
                "limite du serveur atteinte, l’envoi reprendra de lui-même.",
                "the server's limit is reached; it will be sent by itself.",
            )
        case _:
            return say("en attente d’envoi.", "waiting to be sent.")


def _attempt(attempt: Attempt) -> dict[str, object]:
    return {
        "at": iso_utc(attempt.at_ms),
        "durationMs": attempt.duration_ms,
        "httpStatus": attempt.http_status,
        "code": attempt.code,
        "outcome": attempt.outcome,
    }


def _time(ms: int | None) -> str | None:
    return None if ms is None else iso_utc(ms)
