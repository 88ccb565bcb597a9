"""Links into the window: anybody may have written them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.links import (
    LONGEST_QUERY,
    dashboard_link,
    mail_link,
    query_of,
    ticket_of,
    view_link,
    whatsapp_link,
)
from supportdesk_desktop.core.text import one_line

QUERY = 'priorité:≥haute client:mensah "carte refusée" -remboursée méta.amount:>100000 100%&#?=+'


def test_a_query_travels_whole() -> None:
    link = view_link(QUERY)
    assert link.isascii()
    assert link.startswith("supportdesk://view?q=priorit%C3%A9%3A%E2%89%A5haute%20client")
    assert query_of(link) == QUERY


@given(st.text(max_size=LONGEST_QUERY))
def test_what_is_shown_is_one_line_of_what_was_sent(text: str) -> None:
    shown = query_of(view_link(one_line(text))) if one_line(text) else None
    assert shown == (one_line(text) or None)


def test_the_bound_is_on_characters_as_typed() -> None:
    longest = "é" * LONGEST_QUERY
    assert query_of(view_link(longest)) == longest
    assert query_of(view_link(longest + "é")) == longest
    assert query_of("supportdesk://view?q=" + "a" * (LONGEST_QUERY + 1)) is None
    assert (
        query_of("supportdesk://view?q=" + "%F0%9F%98%80" * LONGEST_QUERY) == "😀" * LONGEST_QUERY
    )
    assert query_of("supportdesk://view?q=" + "%20" * 10**6) is None


@pytest.mark.parametrize(
    "link",
    [
        "supportdesk://view",
        "supportdesk://view?q=",
        "supportdesk://view?q=%20%0A",
        "supportdesk://view?q=%FF",
        "supportdesk://view?q=a&save=1",
        "supportdesk://view?q=a#b",
        "supportdesk://ticket/INV-1042",
        "supportdesk://file?q=a",
        "https://view?q=a",
        "",
    ],
)
def test_other_links_show_no_query(link: str) -> None:
    assert query_of(link) is None


def test_controls_do_not_reach_the_field() -> None:
    assert query_of("supportdesk://view?q=a%00%0Ab%E2%80%AEc") == "a bc"
    assert query_of(view_link("👩‍💻 نص")) == "👩‍💻 نص"


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("supportdesk://ticket/INV-1042", "INV-1042"),
        ("supportdesk://ticket/INV-1042/", "INV-1042"),
        ("supportdesk://ticket/inv-1042", None),
        ("supportdesk://ticket/INV-1042?x=1", None),
        ("supportdesk://ticket/" + "A" * 33, None),
        ("supportdesk://ticket/INV-1042\n", None),
        ("supportdesk://view?q=INV-1042", None),
    ],
)
def test_links_to_tickets(link: str, number: str | None) -> None:
    assert ticket_of(link) == number


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
