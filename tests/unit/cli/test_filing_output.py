"""What the outbox prints of a filing that is two tickets, or may be."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from supportdesk_desktop.cli import language
from supportdesk_desktop.cli.filing_output import filing_document, filing_line
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.filing import Attempt, Evidence, Filing, TicketRef
from supportdesk_desktop.core.filing_state import FilingState
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


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_current", "fr")


def as_json(filing: Filing) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(filing_document(filing)))
    return document


def test_a_possible_double_is_printed() -> None:
    assert filing_line(RESENT).endswith("\tdoublon possible")
    document = as_json(RESENT)
    assert (document["double"], document["otherTickets"]) == ("possible", [])
    assert [one["requestId"] for one in document["attempts"]] == [None, "req-7"]


def test_a_known_double_names_the_other_ticket() -> None:
    late = replace(RESENT, doubles=(TicketRef(TicketId("t2"), "INV-2"),))
    assert filing_line(late).endswith("\ten double avec INV-2")
    document = as_json(late)
    assert document["otherTickets"] == [{"id": "t2", "ticketNumber": "INV-2"}]


def test_one_ticket_is_one_line_as_ever() -> None:
    once = replace(RESENT, attempts=RESENT.attempts[1:])
    assert len(filing_line(once).split("\t")) == 5
    assert as_json(once)["double"] == "none"
