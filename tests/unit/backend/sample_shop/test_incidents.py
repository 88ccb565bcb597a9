"""The simulated incidents: drawn from a seed, well-formed, in both languages."""

from __future__ import annotations

import re

import pytest

from supportdesk_desktop.backend.sample_shop.incidents import (
    SHOP,
    STORIES,
    Incident,
    Incidents,
    Lang,
    amount_text,
    shoppers,
    typeset_french,
)
from supportdesk_desktop.core.tickets import Priority

LANGS: list[Lang] = ["fr", "en"]


def drawn(seed: int, lang: Lang, count: int = 200) -> list[Incident]:
    source = Incidents(seed, lang)
    return [source.next() for _ in range(count)]


def test_the_same_seed_gives_the_same_incidents() -> None:
    assert drawn(7, "fr") == drawn(7, "fr")
    assert drawn(7, "fr") != drawn(8, "fr")


@pytest.mark.parametrize("lang", LANGS)
def test_every_incident_can_be_filed(lang: Lang) -> None:
    for incident in drawn(1, lang):
        assert incident.draft.subject
        assert incident.draft.description
        assert "{" not in incident.draft.subject + incident.draft.description
        assert incident.draft.priority in list(Priority)
        assert set(incident.tags) <= set(SHOP.tags)
        assert incident.draft.metadata
        assert incident.event is None or re.fullmatch(r"[a-z0-9_.]{1,100}", incident.event)


def test_all_stories_are_told_and_all_priorities_occur() -> None:
    incidents = drawn(3, "fr", len(STORIES) * 10)
    assert len({incident.draft.subject for incident in incidents[: len(STORIES)]}) == len(STORIES)
    assert {incident.draft.priority for incident in incidents} == set(Priority)


def test_the_opening_ends_with_the_first_customer() -> None:
    opening = Incidents(2026, "fr").opening(38)
    assert len(opening) == 38
    assert opening[-1].shopper.name == "Koffi Mensah"
    assert opening[-1].draft.subject.startswith("Paiement débité deux fois")


def test_french_texts_are_typeset() -> None:
    wrong = re.compile(r"[ \t][:;?!%»]|« |'")
    for incident in drawn(5, "fr"):
        for text in (incident.draft.subject, incident.draft.description):
            assert not wrong.search(text), text


def test_typesetting() -> None:
    assert typeset_french("Quoi ? « Rien » : 5 %") == (
        "Quoi\u00a0? «\u00a0Rien\u00a0»\u00a0: 5\u00a0%"
    )
    assert amount_text(48_500, "fr") == "48\u00a0500\u00a0XOF"
    assert amount_text(48_500, "en") == "48,500 XOF"


@pytest.mark.parametrize("lang", LANGS)
def test_sixty_customers_each_with_an_id_and_address_of_their_own(lang: Lang) -> None:
    people = shoppers(lang)
    assert len(people) == 60
    assert len({shopper.external_id for shopper in people}) == 60
    assert len({shopper.email for shopper in people}) == 60
    assert {"user_8841", "user_42"} <= {shopper.external_id for shopper in people}
    for shopper in people:
        assert re.fullmatch(r"[a-z.\-]+@ex[ae]mple\.bj", shopper.email), shopper.email
        assert re.fullmatch(r"\+229 01 \d\d \d\d \d\d \d\d", shopper.phone)
