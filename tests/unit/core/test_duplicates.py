"""Duplicate warning: same customer, same value or close subject, within 24 hours."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.ticket_drafts import (
    WINDOW_MS,
    DuplicateCandidate,
    close_subjects,
    similar,
)

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
def test_only_a_ticket_of_this_customer_within_a_day_is_named(
    subject: str, metadata: bytes, candidates: list[DuplicateCandidate]
) -> None:
    hint = similar(draft(subject, metadata), candidates, NOW)
    allowed = [
        one
        for one in candidates
        if one.customer_external_id == "user_8841" and 0 <= NOW - one.created_ms <= WINDOW_MS
    ]
    assert hint is None or hint.number in {one.number for one in allowed}


@given(SUBJECTS, METADATA, st.lists(CANDIDATES, max_size=5))
def test_the_order_of_the_candidates_does_not_matter(
    subject: str, metadata: bytes, candidates: list[DuplicateCandidate]
) -> None:
    hint = similar(draft(subject, metadata), candidates, NOW)
    other = similar(draft(subject, metadata), list(reversed(candidates)), NOW)
    assert (hint is None) == (other is None)
    if hint is not None and other is not None:
        assert (hint.number, hint.created_ms) == (other.number, other.created_ms)


@given(SUBJECTS, SUBJECTS)
def test_closeness_has_no_direction(one: str, other: str) -> None:
    assert close_subjects(one, other) == close_subjects(other, one)


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


def test_flags_and_our_own_reference_are_no_reason() -> None:
    flags = b'{"captured":true,"note":null,"clientRef":"x"}'
    assert similar(draft("Un", flags), [candidate("Deux", flags)], NOW) is None


def test_metadata_that_is_not_json_yet_is_no_error() -> None:
    assert similar(draft("Retrait", b'{"a":'), [candidate("Autre", b'{"a":1}')], NOW) is None
