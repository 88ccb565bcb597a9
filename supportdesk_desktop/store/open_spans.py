"""When the window was open on a computer that was awake."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from supportdesk_desktop.core.statistics import OpenSpan

if TYPE_CHECKING:
    from supportdesk_desktop.store.connection import Connection


class OpenSpans:
    """A row for each time that the window was open without a break."""

    def __init__(self, writer: Connection, reader: Connection) -> None:
        self._writer = writer
        self._reader = reader

    async def begin(self, now_ms: int) -> int:
        """Begin a span; returns its number, for ``extend``."""
        return await self._writer.write(_begin, now_ms)

    async def extend(self, number: int, now_ms: int) -> None:
        """Let a span reach until now; it never becomes shorter."""
        await self._writer.write(_extend, number, now_ms)

    async def since(self, since_ms: int) -> list[OpenSpan]:
        """Return the spans that reach ``since_ms`` or beyond, oldest first."""
        return await self._reader.read(read_spans, since_ms)


def read_spans(db: sqlite3.Connection, since_ms: int) -> list[OpenSpan]:
    """Return the spans that reach ``since_ms`` or beyond, oldest first."""
    records = db.execute(
        "SELECT from_ms, to_ms FROM open_spans WHERE to_ms >= ? ORDER BY from_ms", (since_ms,)
    )
    return [OpenSpan(*record) for record in records]


def _begin(db: sqlite3.Connection, now_ms: int) -> int:
    cursor = db.execute(
        "INSERT INTO open_spans (from_ms, to_ms) VALUES (?, ?) RETURNING id", (now_ms, now_ms)
    )
    return int(cursor.fetchone()[0])


def _extend(db: sqlite3.Connection, number: int, now_ms: int) -> None:
    db.execute("UPDATE open_spans SET to_ms = max(to_ms, ?) WHERE id = ?", (now_ms, number))
