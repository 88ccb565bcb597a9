"""CSV for people: what a spreadsheet reads back, and nothing that it would compute."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.text import as_written, csv_text, harmless, tsv_text

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
