"""Writes tickets as a CSV file, off the loop and in batches, whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from supportdesk_desktop.core.csv_text import BOM, csv_text
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store.engine import Store

BATCH = 1000

Cells = Callable[[Sequence[TicketRow]], list[list[str]]]


class TicketExport:
    """Exports what a view or a selection has."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def write(
        self,
        path: Path,
        ids: Sequence[TicketId],
        titles: Sequence[str],
        cells: Cells,
        progress: Callable[[int, int], None],
    ) -> int:
        """Write tickets in this order; the file appears once it is complete.

        Args:
            path: of the file; one that is there is replaced.
            ids: the tickets; one that is gone meanwhile is left out.
            titles: the first line.
            cells: makes the lines of rows; it is called in a thread.
            progress: told how many of how many are written, after each batch.

        Returns:
            How many tickets the file has.

        Raises:
            OSError: it cannot be written there; nothing is left behind.
            StoreError: the local data cannot be read.
        """
        part = path.with_name(f"{path.name}.part")
        file = await asyncio.to_thread(_begin, part, titles)
        written = 0
        try:
            with file:
                for start in range(0, len(ids), BATCH):
                    rows = await self._store.read(stored_rows.by_ids, ids[start : start + BATCH])
                    await asyncio.to_thread(_add, file, rows, cells)
                    written += len(rows)
                    progress(min(start + BATCH, len(ids)), len(ids))
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return written


def _begin(part: Path, titles: Sequence[str]) -> IO[str]:
    file = part.open("w", encoding="utf-8", newline="")
    file.write(BOM + csv_text([titles]))
    return file


def _add(file: IO[str], rows: Sequence[TicketRow], cells: Cells) -> None:
    file.write(csv_text(cells(rows)))
