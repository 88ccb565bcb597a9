"""What the outbox prints of a filing that is two tickets, or may be."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from supportdesk_desktop.cli import language
from supportdesk_desktop.cli.outbox import Queue, filing_document, filing_line, waits
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.filing import (
    Attempt,
    Evidence,
    Filing,
    FilingState,
    Pause,
    TicketRef,
    Wait,
)
from supportdesk_desktop.core.ids import FilingId, TicketId

RESENT = Filing(
    FilingId(1),
    "ref",
    "key-2",
    FilingState.CONFIRMED,
    Draft(customer_external_id="user_1", subject="Colis égaré"),
    created_ms=0,
    evidence=Evidence.ANSWER,
    ticket=TicketRef(TicketId("t1"), "INV-1"),
    attempts=(
        Attempt(1, 15_000, outcome="doubt", idempotency_key="key-1"),
        Attempt(2, 80, 201, outcome="answer", request_id="req-7", idempotency_key="key-2"),
    ),
)


WORKED = Queue(None, worked=True)
ALONE = Queue(None, worked=False)
QUEUED = replace(RESENT, state=FilingState.QUEUED, evidence=None, ticket=None, attempts=())


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_current", "fr")


def as_json(filing: Filing) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(filing_document(filing, WORKED))
    )
    return document


def test_a_possible_double_is_printed() -> None:
    assert filing_line(RESENT, WORKED).endswith("\tdoublon possible")
    document = as_json(RESENT)
    assert (document["double"], document["otherTickets"]) == ("possible", [])
    assert [one["requestId"] for one in document["attempts"]] == [None, "req-7"]


def test_a_known_double_names_the_other_ticket() -> None:
    late = replace(RESENT, doubles=(TicketRef(TicketId("t2"), "INV-2"),))
    assert filing_line(late, WORKED).endswith("\ten double avec INV-2")
    document = as_json(late)
    assert document["otherTickets"] == [{"id": "t2", "ticketNumber": "INV-2"}]


def test_a_tab_or_a_line_end_in_a_subject_breaks_no_column() -> None:
    odd = replace(RESENT, draft=replace(RESENT.draft, subject="Colis\tégaré\r\n\u2028\x1b[2J"))
    assert filing_line(odd, WORKED).split("\t")[4] == "Colis égaré [2J"


def test_one_ticket_is_one_line_as_ever() -> None:
    once = replace(RESENT, attempts=RESENT.attempts[1:])
    assert len(filing_line(once, WORKED).split("\t")) == 5
    assert as_json(once)["double"] == "none"


@pytest.mark.parametrize(
    ("filing", "queue", "code", "words"),
    [
        (QUEUED, Queue(Pause.PLAN_LIMIT, worked=True), "plan_limit", "Quota mensuel"),
        (QUEUED, Queue(Pause.KEY_MISSING, worked=False), "key_missing", "login"),
        (QUEUED, WORKED, "turn", "se fera"),
        (QUEUED, ALONE, "not_running", "« outbox retry 1 »"),
        (replace(QUEUED, wait=Wait.NETWORK), WORKED, "network", "injoignable"),
        (replace(QUEUED, wait=Wait.NETWORK), ALONE, "network", "« outbox retry 1 »"),
        (replace(QUEUED, wait=Wait.UNDO), WORKED, "undo", "annulé"),
        (replace(QUEUED, wait=Wait.UNDO), ALONE, "not_running", "« outbox retry 1 »"),
        (
            replace(QUEUED, attempts=(Attempt(1, 80, 401, "AUTH_API_KEY_INVALID", "not_sent"),)),
            ALONE,
            "key_refused",
            "Clé refusée",
        ),
        (
            replace(QUEUED, attempts=(Attempt(1, 80, 302, None, "not_sent"),)),
            ALONE,
            "not_our_server",
            "pas SupportDesk",
        ),
    ],
)
def test_a_queued_filing_says_why_it_waits(
    filing: Filing, queue: Queue, code: str, words: str
) -> None:
    waiting = waits(filing, queue)
    assert waiting is not None
    assert waiting.code == code
    assert words in waiting.message.replace("\u00a0", " ")
    assert filing_line(filing, queue).split("\t")[5:] == [waiting.message]
    document = msgspec.json.decode(msgspec.json.encode(filing_document(filing, queue)))
    assert document["waits"] == {"code": code, "message": waiting.message}


@pytest.mark.parametrize("state", [state for state in FilingState if state != "queued"])
def test_what_is_not_queued_waits_for_nothing(state: FilingState) -> None:
    document = filing_document(replace(RESENT, state=state), Queue(Pause.PLAN_LIMIT, worked=True))
    assert document["waits"] is None
