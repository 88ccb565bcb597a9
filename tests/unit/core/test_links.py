"""Links into the window: anybody may have written them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.links import LONGEST_QUERY, query_of, ticket_of, view_link
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
