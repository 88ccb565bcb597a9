"""Drafts made from a ticket, and what is said of it where it looks filed already."""

from __future__ import annotations

import subprocess
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from supportdesk_desktop.core.drafts import Draft, check
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.links import dashboard_link, mail_link, whatsapp_link
from supportdesk_desktop.core.ticket_drafts import (
    WINDOW_MS,
    DuplicateCandidate,
    close_subjects,
    create_as_curl,
    escalation,
    similar,
)
from supportdesk_desktop.core.times import SnoozeKind, snooze_choices
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


@pytest.mark.parametrize(
    "hostile", ["'; touch /tmp/x; '", "$(id)", "`id`", '"; id; "', "\\'", "!!"]
)
def test_no_text_of_a_ticket_is_a_command(hostile: str) -> None:
    words = arguments(create_as_curl(a_ticket(subject=hostile), BASE))
    assert len(words) == 9
    assert msgspec.json.decode(words[-1])["subject"] == hostile


def test_curl_keeps_every_digit_and_leaves_key_and_client_ref_out() -> None:
    metadata = msgspec.Raw(b'{"amount":1.10,"clientRef":"5f0c","big":12345678901234567890}')
    line = create_as_curl(a_ticket(metadata=metadata), BASE)
    assert '"metadata":{"amount":1.10,"big":12345678901234567890}' in line
    assert "-H" not in line
    assert '"X-API-Key: $SUPPORTDESK_API_KEY"' in line


def test_an_answer_by_mail_has_the_number_in_its_subject() -> None:
    link = mail_link("koffi.mensah+x@exemple.bj", "INV-1046", "Débit & retour ?\nBcc: a@b.c")
    assert link is not None
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "koffi.mensah%2Bx@exemple.bj")
    assert parse_qs(parts.query) == {"subject": ["[INV-1046] Débit & retour ? Bcc: a@b.c"]}


@pytest.mark.parametrize(
    "email",
    [
        None,
        "",
        "koffi",
        "a@b",
        "a@b.c,d@e.f",
        "a@b.c?bcc=d@e.f",
        "a@b.c&body=x",
        "a b@c.d",
        "a@b.c\n",
    ],
)
def test_no_other_text_becomes_a_mail_address(email: str | None) -> None:
    assert mail_link(email, "INV-1", "Objet") is None


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("+229 01 97 00 00 01", "https://wa.me/2290197000001"),
        ("00229 0197000001", "https://wa.me/2290197000001"),
        ("+1 (415) 555-0100", "https://wa.me/14155550100"),
        ("97 00 00 01", None),
        ("+229 01 97 00 00 01 poste 3", None),
        ("+٢٢٩٠١٩٧٠٠٠", None),
        ("", None),
        (None, None),
    ],
)
def test_whatsapp_gets_digits_alone(phone: str | None, link: str | None) -> None:
    assert whatsapp_link(phone) == link


@pytest.mark.parametrize(
    ("template", "link"),
    [
        ("https://tableau.exemple.bj/t/{number}", "https://tableau.exemple.bj/t/INV%2F..%7Bid%7D"),
        ("https://tableau.exemple.bj/?id={id}", "https://tableau.exemple.bj/?id=a%26b"),
        ("http://tableau.exemple.bj/{number}", None),
        ("https://{number}.exemple.bj/{id}", None),
        ("https://nom:mot@exemple.bj/{id}", None),
        ("https://tableau.exemple.bj/", None),
        ("javascript:alert({id})", None),
        ("https:///{id}", None),
        ("https://[exemple/{id}", None),
        ("", None),
    ],
)
def test_the_dashboard_is_opened_over_https_at_its_own_host(
    template: str, link: str | None
) -> None:
    assert dashboard_link(template, "INV/..{id}", "a&b") == link


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_escalation_is_urgent_refers_to_its_ticket_and_can_be_filed(lang: str) -> None:
    ticket = a_ticket(
        subject="Retrait {subject}",
        description="Bonjour\n\nrien reçu",
        metadata=msgspec.Raw(b'{"amount":1.10,"clientRef":"5f0c"}'),
    )
    draft = escalation(ticket, lang)
    assert check(draft) == []
    assert draft.priority == "URGENT"
    assert draft.customer_external_id == ticket.customer.external_id
    assert draft.subject.endswith("Retrait {subject}")
    assert "INV-1046" in draft.subject
    assert draft.description.endswith("> Bonjour\n>\n> rien reçu")
    assert bytes(draft.metadata) == b'{"amount":1.10,"escalates":"INV-1046"}'


def test_a_ticket_of_unknown_priority_escalates_too() -> None:
    assert check(escalation(replace(a_ticket(), priority="P0"), "fr")) == []


@pytest.mark.parametrize(
    ("hour", "minute", "kinds"),
    [
        (9, 0, ["hour", "afternoon", "tomorrow"]),
        (12, 59, ["hour", "afternoon", "tomorrow"]),
        (13, 0, ["hour", "tomorrow"]),
        (23, 30, ["hour", "tomorrow"]),
    ],
)
def test_this_afternoon_is_offered_while_it_is_to_come(
    hour: int, minute: int, kinds: list[str]
) -> None:
    now = datetime(2026, 4, 21, hour, minute).astimezone()
    choices = snooze_choices(now)
    assert [choice.kind for choice in choices] == kinds
    assert all(choice.until > now for choice in choices)
    tomorrow = choices[-1]
    assert tomorrow.kind is SnoozeKind.TOMORROW
    assert tomorrow.until.replace(tzinfo=None) == datetime(2026, 4, 22, 9)


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
