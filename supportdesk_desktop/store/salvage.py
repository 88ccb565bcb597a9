"""Rows out of a damaged database: whatever can still be read, each row by itself.

Nothing here relies on an index or on one page leading to the next: a table is read from its
beginning until it breaks, then from its end, then by each number in between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

MOST_PROBES = 1_000_000
"""Row numbers tried one by one in a broken table: a damaged one must not make us try for ever."""

PROBES_PAST_THE_END = 10_000
"""Tried beyond the last row known, where the end of the table cannot be read."""

PAGE_BYTES = 4096

Row = Sequence[Any]


class Salvage:
    """Reads one table after the other. ``lost`` counts rows, or whole tables, not readable."""

    def __init__(self, damaged: sqlite3.Connection) -> None:
        self._db = damaged
        self.lost = 0

    def columns(self, table: str) -> list[str]:
        """Return the columns that the table has there; none where it is missing or unreadable."""
        try:
            return [record[1] for record in self._db.execute(f"PRAGMA table_info({table})")]
        except sqlite3.Error:
            return []

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield the rows of a table that has numbers for rows, each once."""
        wanted = ", ".join(("rowid", *columns))
        first, broken = None, False
        for row in self._until_broken(f"SELECT {wanted} FROM {table} ORDER BY rowid"):
            if row is None:
                broken = True
                break
            first = row[0]
            yield row[1:]
        if not broken:
            return
        last = yield from self._from_the_end(table, wanted, first)
        yield from self._between(table, wanted, first, last)

    def named_rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield the rows of a table without such numbers, from both ends; some may come twice."""
        for order in ("ASC", "DESC"):
            sql = f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1 {order}"
            broken = False
            for row in self._until_broken(sql):
                if row is None:
                    broken = True
                    break
                yield row
            if not broken:
                return
        self.lost += 1

    def _from_the_end(
        self, table: str, wanted: str, first: int | None
    ) -> Generator[Row, None, int | None]:
        """Yield rows backwards to the break, and return the number of the last one yielded."""
        last: int | None = None
        for row in self._until_broken(f"SELECT {wanted} FROM {table} ORDER BY rowid DESC"):
            if row is None or (first is not None and row[0] <= first):
                break
            last = row[0]
            yield row[1:]
        return last

    def _between(
        self, table: str, wanted: str, first: int | None, last: int | None
    ) -> Iterator[Row]:
        begin = 1 if first is None else first + 1
        end = begin + PROBES_PAST_THE_END if last is None else min(last, begin + MOST_PROBES)
        sql = f"SELECT {wanted} FROM {table} WHERE rowid = ?"
        for number in range(begin, end):
            try:
                found = self._db.execute(sql, (number,)).fetchone()
            except (sqlite3.Error, UnicodeError):
                # Past the known end most numbers never were rows.
                self.lost += last is not None
                continue
            if found is not None:
                yield found[1:]
        self.lost += last is None

    def _until_broken(self, sql: str) -> Iterator[Row | None]:
        """Yield rows, and None where the database breaks."""
        try:
            cursor = self._db.execute(sql)
            while (row := cursor.fetchone()) is not None:
                yield row
        except (sqlite3.Error, UnicodeError):
            yield None


def give_first_page(damaged: Path, model: Path) -> None:
    """Give a database whose first page is lost that of a new one: its tables lie where they lay.

    Raises:
        OSError: a file cannot be read or written.
    """
    pages = max(1, damaged.stat().st_size // PAGE_BYTES)
    with model.open("rb") as source:
        page = bytearray(source.read(PAGE_BYTES))
    # The size in pages, of the file format's header.
    page[28:32] = pages.to_bytes(4, "big")
    with damaged.open("r+b") as target:
        target.write(page)
