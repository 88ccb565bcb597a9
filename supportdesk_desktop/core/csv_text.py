"""Tables as CSV for people: no part of a cell can become a formula in a spreadsheet.

A spreadsheet may split at other signs than we do (a French one at ``;``). It then takes what stands
between two of them inside a cell for a cell of its own, so each such part is made harmless.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""At the head of a file, so that spreadsheets read it as UTF-8."""

# Quotes are read over: a part that a spreadsheet unquotes begins after them.
_PART_THAT_COMPUTES = r"(?:^|(?<=[,;\t\r\n]))%s(?=['\"]*[=+\-@\t\r])"
_BEFORE_IT = re.compile(_PART_THAT_COMPUTES % "")
_APOSTROPHE = re.compile(_PART_THAT_COMPUTES % "'")


def harmless(cell: str) -> str:
    """Return a cell with an apostrophe before each part that a spreadsheet would compute.

    Such a part begins with ``=``, ``+``, ``-``, ``@``, a tab or CR. What looks as if it had been
    treated gets one more apostrophe, so that ``as_written`` gives every cell back.
    """
    return _BEFORE_IT.sub("'", cell)


def as_written(cell: str) -> str:
    """Return the cell that ``harmless`` was given."""
    return _APOSTROPHE.sub("", cell)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of CSV, each cell harmless."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def tsv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of TSV, as spreadsheets paste it; breaks inside a cell are spaces."""
    lines = ("\t".join(harmless(" ".join(cell.split())) for cell in row) for row in rows)
    return "\n".join(lines)
