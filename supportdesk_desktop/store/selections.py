"""Reads and writes for many tickets chosen together: one statement each, whatever their number."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Literal

import msgspec

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.store.connection import Connection
from supportdesk_desktop.store.rows import URGENT_RANK

Mark = Literal["read", "pinned"]

_AMONG = "id IN (SELECT value FROM json_each(?))"


class SelectionShelf:
    """What is done to tickets that were chosen together."""

    def __init__(self, writer: Connection, reader: Connection) -> None:
        self._writer = writer
        self._reader = reader

    async def urgent(self, ids: Sequence[TicketId]) -> int:
        """Return how many of these are URGENT or CRITICAL."""
        return await self._reader.read(_count_urgent, _json(ids))

    async def mark(self, mark: Mark, ids: Sequence[TicketId], value: bool) -> list[TicketId]:
        """Set one of the agent's marks; returns the tickets whose mark was another before."""
        return await self._writer.write(_mark, mark, _json(ids), value)


def _json(ids: Sequence[TicketId]) -> str:
    return msgspec.json.encode(list(ids)).decode()


def _count_urgent(db: sqlite3.Connection, ids: str) -> int:
    sql = f"SELECT count(*) FROM tickets WHERE priority_rank >= {URGENT_RANK} AND {_AMONG}"
    return int(db.execute(sql, (ids,)).fetchone()[0])


def _mark(db: sqlite3.Connection, mark: Mark, ids: str, value: bool) -> list[TicketId]:
    sql = f"UPDATE tickets SET {mark} = ?1 WHERE {mark} <> ?1 AND id IN"
    sql += " (SELECT value FROM json_each(?2)) RETURNING id"
    return [TicketId(one) for (one,) in db.execute(sql, (int(value), ids)).fetchall()]
