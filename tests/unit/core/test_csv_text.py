"""CSV for people: what a spreadsheet reads back, and nothing that it would compute."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.csv_text import csv_text, harmless, tsv_text


@pytest.mark.parametrize("cell", ["=1+1", "+229", "-3", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_begins_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert csv_text([[cell]]).strip('"').startswith("'")


@pytest.mark.parametrize("cell", ["", "INV-1046", "a=b", "'=1", "1-2", " =1"])
def test_anything_else_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=5))
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    readable = [[cell.replace("\x00", "") for cell in row] for row in rows]
    found = list(csv.reader(io.StringIO(csv_text(readable), newline="")))
    # A line of one empty cell is written as "" and read as such.
    assert found == [[harmless(cell) for cell in row] for row in readable]


def test_pasted_cells_stay_in_their_places() -> None:
    assert tsv_text([["a\tb", "c\nd"], ["=1", ""]]) == "a b\tc d\n'=1\t"
