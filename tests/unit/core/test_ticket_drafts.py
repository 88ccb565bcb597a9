"""Drafts made from a ticket, and what is said of it where it looks filed already."""

from __future__ import annotations

import subprocess

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.ticket_drafts import (
    WINDOW_MS,
    DuplicateCandidate,
    close_subjects,
    create_as_curl,
    similar,
)
from tests.fakes.tickets import a_ticket

BASE = "https://api.exemple.bj/api/v1"
PRINTED = "curl() { printf '%s\\0' \"$@\"; }\n"
"""The shell shows the words that curl would be given."""


def arguments(command: str, key: str = "sk_live_agent_x") -> list[str]:
    shown = subprocess.run(
        ["/bin/sh", "-c", PRINTED + command],
        env={"SUPPORTDESK_API_KEY": key},
        capture_output=True,
        check=True,
    )
    return shown.stdout.decode().split("\0")[:-1]


@given(subject=st.text(min_size=1, max_size=40), text=st.text(max_size=80))
@example("'; touch /tmp/x; '", "$(id) `id` !!")
@example('"; id; "', "\\'")
def test_the_shell_gives_curl_exactly_the_ticket(subject: str, text: str) -> None:
    ticket = a_ticket(subject=subject, description=text)
    words = arguments(create_as_curl(ticket, BASE))
    assert words[:-1] == [
        "--request",
        "POST",
        f"{BASE}/tickets/api-create",
        "--header",
        "X-API-Key: sk_live_agent_x",
        "--header",
        "Content-Type: application/json",
        "--data-raw",
    ]
    body = msgspec.json.decode(words[-1])
    assert (body["subject"], body["description"]) == (subject, text)


def test_curl_keeps_every_digit_and_leaves_key_and_client_ref_out() -> None:
    metadata = msgspec.Raw(b'{"amount":1.10,"clientRef":"5f0c","big":12345678901234567890}')
    line = create_as_curl(a_ticket(metadata=metadata), BASE)
    assert '"metadata":{"amount":1.10,"big":12345678901234567890}' in line
    assert "-H" not in line
    assert '"X-API-Key: $SUPPORTDESK_API_KEY"' in line


NOW = 1_776_782_160_000
SUBJECTS = st.sampled_from(
    [
        "Double débit pour la commande #20418",
        "Paiement débité deux fois pour la commande #20418",
        "Livraison bloquée à Parakou",
        "Facture",
        "",
    ]
)
METADATA = st.sampled_from(
    [b"{}", b'{"orderId":"20418"}', b'{"orderId":20418}', b'{"captured":true}', b"{bad"]
)
CANDIDATES = st.builds(
    DuplicateCandidate,
    ticket_id=st.integers(1, 9).map(lambda number: TicketId(f"cl{number}")),
    number=st.integers(1001, 1020).map(lambda number: f"INV-{number}"),
    customer_external_id=st.sampled_from(["user_8841", "user_2216"]),
    subject=SUBJECTS,
    created_ms=st.integers(NOW - 2 * WINDOW_MS, NOW + WINDOW_MS),
    metadata=METADATA.map(msgspec.Raw),
)


def draft(subject: str, metadata: bytes = b"{}", customer: str = "user_8841") -> Draft:
    return Draft(customer_external_id=customer, subject=subject, metadata=msgspec.Raw(metadata))


def candidate(subject: str, metadata: bytes = b"{}", minutes: int = 4) -> DuplicateCandidate:
    return DuplicateCandidate(
        TicketId("cl1"),
        "INV-1046",
        "user_8841",
        subject,
        NOW - minutes * 60_000,
        msgspec.Raw(metadata),
    )


@given(SUBJECTS, METADATA, st.lists(CANDIDATES, max_size=6))
def test_a_ticket_of_this_customer_within_a_day_is_named_whatever_the_order(
    subject: str, metadata: bytes, candidates: list[DuplicateCandidate]
) -> None:
    hint, other = (
        similar(draft(subject, metadata), some, NOW) for some in (candidates, candidates[::-1])
    )
    allowed = {
        one.number
        for one in candidates
        if one.customer_external_id == "user_8841" and 0 <= NOW - one.created_ms <= WINDOW_MS
    }
    named = hint and (hint.number, hint.created_ms)
    assert named == (other and (other.number, other.created_ms))
    assert hint is None or hint.number in allowed


def test_the_same_order_is_the_reason_even_with_another_subject() -> None:
    hint = similar(
        draft("Double débit", b'{"amount": 48500, "orderId": "20418"}'),
        [candidate("Paiement débité", b'{"orderId":"20418"}')],
        NOW,
    )
    assert hint is not None
    assert (hint.number, hint.same_key, hint.same_value) == ("INV-1046", "orderId", "20418")


def test_a_shared_value_wins_over_a_newer_close_subject() -> None:
    newer = msgspec.structs.replace(candidate("Double débit carte", minutes=1), number="INV-1050")
    older = candidate("Autre chose", b'{"orderId":"20418"}', minutes=300)
    hint = similar(draft("Double débit carte", b'{"orderId":"20418"}'), [newer, older], NOW)
    assert hint is not None
    assert hint.number == "INV-1046"


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("Double débit commande #20418", "double DEBIT de la commande 20418", True),
        ("Livraison bloquée à Parakou", "Livraison bloquée à Parakou depuis trois jours", True),
        ("Livraison bloquée à Parakou", "Facture à établir", False),
        ("Facture", "Facture impayée depuis mars", False),
        ("Facture", "facture", True),
        ("", "", False),
    ],
)
def test_close_subjects(one: str, other: str, close: bool) -> None:
    assert close_subjects(one, other) is close
    assert close_subjects(other, one) is close


FLAGS = b'{"captured":true,"note":null,"clientRef":"x"}'


@pytest.mark.parametrize(("ours", "theirs"), [(FLAGS, FLAGS), (b'{"a":', b'{"a":1}')])
def test_flags_our_own_reference_and_what_is_no_json_yet_are_no_reason(
    ours: bytes, theirs: bytes
) -> None:
    assert similar(draft("Un", ours), [candidate("Deux", theirs)], NOW) is None
