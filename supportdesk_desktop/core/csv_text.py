"""Tables as CSV for people: no cell of remote text can become a formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""At the head of a file, so that spreadsheets read it as UTF-8."""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: such a one gets an apostrophe."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of CSV, each cell harmless."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def tsv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of TSV, as spreadsheets paste it; breaks inside a cell are spaces."""
    lines = ("\t".join(harmless(" ".join(cell.split())) for cell in row) for row in rows)
    return "\n".join(lines)
