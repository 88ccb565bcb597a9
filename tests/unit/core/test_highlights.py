"""Matches in texts: folded, by the beginning of words, phrases whole; excerpts of one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.query import (
    EXCERPT,
    excerpt,
    has_all,
    parse,
    spans,
    wanted_by,
    wanted_words,
)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Retraits mobile money gelés", "retrait", ["Retrait"]),
        ("Retraits mobile money gelés", '"mobile money"', ["mobile money"]),
        ("mobile, puis money", '"mobile money"', []),
        ("Retraits gelés", '"retrait"', []),
        ("NADÈGE Hounkpè", "nadege houn", ["NADÈGE", "Houn"]),
        ("refusée et remboursée", "refus -rembours", ["refus"]),
        ("INV-1046 et INV-104", "inv-1046", ["INV-1046"]),
        ("cœur de l’œuvre", "oeuv", ["œuvr"]),
        ("double double", "double doub", ["double", "double"]),
        ("rien", "", []),
    ],
)
def test_words_of_a_query_are_found_where_they_begin(
    text: str, query: str, marked: list[str]
) -> None:
    found = spans(text, wanted_by(parse(query)))
    assert [text[start : start + length] for start, length in found] == marked


def test_all_wanted_may_stand_in_different_texts() -> None:
    wanted = wanted_words("koffi retrait")
    assert has_all(("Retrait en attente", "Koffi Mensah"), wanted)
    assert not has_all(("Retrait en attente",), wanted)


def test_an_excerpt_is_one_line_around_the_first_match() -> None:
    text = "Bonjour,\n" + "mot " * 40 + "les trois derniers retraits sont gelés " + "fin " * 80
    piece = excerpt(text, wanted_words("retrait"))
    assert "retraits sont gelés" in piece
    assert piece.startswith("…mot")
    assert piece.endswith("…")
    assert "\n" not in piece


def test_without_a_match_there_is_no_excerpt() -> None:
    assert excerpt("Rien de cela", wanted_words("retrait")) == ""


@given(st.text(), st.text())
def test_spans_lie_in_the_text_in_order_and_apart(text: str, typed: str) -> None:
    end = 0
    for start, length in spans(text, wanted_words(typed)):
        assert end <= start
        assert length > 0
        end = start + length
    assert end <= len(text)


@given(st.text(), st.text())
def test_an_excerpt_is_never_longer_than_it_may(text: str, typed: str) -> None:
    assert len(excerpt(text, wanted_words(typed))) <= EXCERPT
