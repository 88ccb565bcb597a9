"""The Markdown buttons: what they do to a text and its selection."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.ui.widgets.markdown_editor import (
    Selected,
    code,
    item_prefix,
    link,
    prefix_lines,
    wrap,
)

PLAIN = st.text("abc é\n😀", max_size=20)


def selected(marked: str) -> Selected:
    """Read ``a[b]c`` as the text ``abc`` with ``b`` selected."""
    start = marked.index("[")
    end = marked.index("]") - 1
    return Selected(marked.replace("[", "").replace("]", ""), start, end)


@given(PLAIN, PLAIN, PLAIN, st.sampled_from(["**", "*", "`"]))
def test_the_same_mark_twice_changes_nothing(before: str, part: str, after: str, mark: str) -> None:
    now = Selected(before + part + after, len(before), len(before) + len(part))
    once = wrap(now, mark)
    assert once.selection == part
    assert wrap(once, mark) == now


@given(PLAIN, st.sampled_from(["- ", "> "]))
def test_lines_get_their_prefix_and_lose_it_again(text: str, prefix: str) -> None:
    once = prefix_lines(Selected(text, 0, len(text)), prefix)
    assert all(line.startswith(prefix) for line in once.text.split("\n"))
    assert prefix_lines(once, prefix).text == text


def test_italic_inside_bold_is_not_taken_for_bold() -> None:
    bold = wrap(selected("la [fin] du mois"), "**")
    assert bold.text == "la **fin** du mois"
    both = wrap(bold, "*")
    assert both.text == "la ***fin*** du mois"
    assert wrap(both, "*").text == bold.text


def test_only_the_lines_of_the_selection_become_items() -> None:
    now = selected("Un\nde[ux\ntr]ois\nquatre")
    assert prefix_lines(now, "- ").text == "Un\n- deux\n- trois\nquatre"


def test_code_is_a_fence_around_several_lines() -> None:
    assert code(selected("voir [PAY-77120]")).text == "voir `PAY-77120`"
    assert code(selected("voir [a\nb]")).text == "voir \n```\na\nb\n```\n"


def test_a_link_selects_where_its_address_goes() -> None:
    made = link(selected("suivi du [colis]"), "https://")
    assert made.text == "suivi du [colis](https://)"
    assert made.selection == "https://"


@pytest.mark.parametrize(
    ("line", "prefix"),
    [("- un", "- "), ("  * deux", "  * "), ("9. neuf", "10. "), ("2) x", "3) "), ("rien", "")],
)
def test_a_list_goes_on(line: str, prefix: str) -> None:
    assert item_prefix(line) == prefix
