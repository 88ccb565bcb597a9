"""Texts: what people read as the same is the same, and no cell of a table is computed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.text import (
    as_written,
    best_first,
    csv_text,
    fold,
    harmless,
    is_tag_name,
    rank,
    tsv_text,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Aïcha HOUNGBÉDJI", "aicha houngbedji"),
        ("Sèmè-Kraké", "seme-krake"),
        ("cœur ẞ Ɖɔŋu", "coeur ss donu"),
        ("l’adresse", "l'adresse"),
    ],
)
def test_case_accents_and_letters_of_benin_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_taken_in_order() -> None:
    assert words("Double débit, commande #20418") == ("double", "debit", "commande", "20418")


@pytest.mark.parametrize("typed", ["epin", "ÉPIN", "des", "epi ou", "  épingler  ", ""])
def test_words_are_found_without_accents_and_in_any_place(typed: str) -> None:
    assert rank("Épingler ou désépingler", typed) is not None


@pytest.mark.parametrize("typed", ["pingler", "épingler x", "epinglers"])
def test_every_word_typed_must_begin_a_word(typed: str) -> None:
    assert rank("Épingler ou désépingler", typed) is None


def test_the_best_comes_first_and_equals_keep_their_order() -> None:
    titles = ["Nouveau ticket de priorité Urgente", "Le ticket urgent", "Urgents", "Urgences"]
    assert best_first(titles, "urg", str) == [
        "Urgents",
        "Urgences",
        "Le ticket urgent",
        "Nouveau ticket de priorité Urgente",
    ]
    assert best_first(titles, "", str) == titles


CELL = st.text(st.sampled_from("=+-@,;\t\r\n'\"a 1")) | st.text(
    st.characters(exclude_characters="\0")
)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=5)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+229", "'+229"),
        ("-3", "'-3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("a;=1", "a;'=1"),
        ("a,-1", "a,'-1"),
        ("a\t@b", "a\t'@b"),
        ("a\n=1", "a\n'=1"),
        ('a;"=1', "a;'\"=1"),
        ("'=1", "''=1"),
    ],
)
def test_what_begins_like_a_formula_gets_an_apostrophe(cell: str, written: str) -> None:
    assert harmless(cell) == written
    assert as_written(written) == cell


@pytest.mark.parametrize("cell", ["", "INV-1046", "a=b", "1-2", " =1", "'a", "l'été", "a; -1"])
def test_anything_else_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell
    assert as_written(cell) == cell


@given(ROWS)
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    found = csv.reader(io.StringIO(csv_text(rows), newline=""))
    assert [[as_written(cell) for cell in row] for row in found] == rows


@given(ROWS, st.sampled_from(",;\t"))
def test_wherever_it_is_split_nothing_is_computed(rows: list[list[str]], separator: str) -> None:
    for row in csv.reader(io.StringIO(csv_text(rows), newline=""), delimiter=separator):
        for cell in row:
            assert not cell.lstrip('\t\r\n"').startswith(("=", "+", "-", "@"))


def test_pasted_cells_stay_in_their_places() -> None:
    assert tsv_text([["a\tb", "c\nd"], ["=1", ""]]) == "a b\tc d\n'=1\t"


@pytest.mark.parametrize("name", ["double débit", "ɖɔkita", "دفع", "👩‍💻", "a\u00a0b", "x" * 60])
def test_names(name: str) -> None:
    assert is_tag_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " \u00a0",
        "x" * 61,
        "a\nb",
        "a\tb",
        "\x1b[31m",
        "a\x85b",
        "a\u2028b",
        "\u202eevil",
        "\u2066a",
        "\ud800",
    ],
)
def test_what_is_no_name(name: str) -> None:
    assert not is_tag_name(name)
