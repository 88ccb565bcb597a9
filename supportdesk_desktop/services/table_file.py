"""Writes a small table as a CSV file for people, whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from supportdesk_desktop.core.csv_text import BOM, csv_text


async def write_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write lines of cells, off the loop; a file that is there is replaced once all is written.

    Raises:
        OSError: it cannot be written there; nothing is left behind.
    """
    await asyncio.to_thread(_write, path, rows)


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(BOM + csv_text(rows), encoding="utf-8", newline="")
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
