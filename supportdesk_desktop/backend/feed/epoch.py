"""The feed's epoch on SQLite: an id in the database and in a file beside it.

The epoch changes whenever the log could have lost its tail (``contract/live-feed.md``, Sequence and
epoch): the file is missing, it names another id, or the database is below what the file has seen.
That is why a head is made durable in the file after its commit and before it is sent to anybody.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from pathlib import Path

import msgspec
from sqlalchemy import delete, insert, select

from supportdesk_desktop.backend.database import Database, Writing, write_private
from supportdesk_desktop.backend.tables import agents, feed_epochs


class EpochMark(msgspec.Struct, frozen=True):
    """Contents of the file: the epoch's id, and the highest seq sent to each agent."""

    id: str
    heads: dict[str, int]


class FeedEpoch:
    """The epoch of one open database, and the durable record of how far it was told.

    Use ``open``, before the first event of this run is committed.
    """

    def __init__(self, path: Path, mark: EpochMark) -> None:
        self._path = path
        self._id = mark.id
        self._wanted = dict(mark.heads)
        self._durable = dict(mark.heads)
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, database: Database, now_ms: int, *, new_epoch: bool = False) -> FeedEpoch:
        """Compare database and file, and begin a new epoch where the log may have lost its tail.

        Raises:
            RuntimeError: the database is not SQLite.
            OSError: the file cannot be written.
        """
        if database.path is None:
            raise RuntimeError("this version keeps the feed's epoch on SQLite only")
        path = epoch_path(database.path)
        found = await asyncio.to_thread(_read, path)
        async with database.writing() as writing:
            heads = await _heads(writing)
            stored = await writing.conn.scalar(select(feed_epochs.c.id))
            if new_epoch or found is None or found.id != stored or _below(heads, found.heads):
                found = EpochMark(secrets.token_hex(8), heads)
                await writing.conn.execute(delete(feed_epochs))
                await writing.conn.execute(insert(feed_epochs).values(id=found.id, begun_ms=now_ms))
        await asyncio.to_thread(_write, path, found)
        return cls(path, found)

    def of(self, agent_id: str) -> str:
        """Return the epoch of one agent's feed: at most 128 characters, different for each."""
        return f"{self._id}-{agent_id}"

    async def reach(self, agent_id: str, seq: int) -> None:
        """Return once the file durably says that ``seq`` of this agent's feed was committed.

        Callers that wait at the same time share one write.

        Raises:
            OSError: the file cannot be written; then nothing may be sent.
        """
        if seq > self._wanted.get(agent_id, 0):
            self._wanted[agent_id] = seq
        if seq <= self._durable.get(agent_id, 0):
            return
        async with self._writing:
            if seq <= self._durable.get(agent_id, 0):
                return
            heads = dict(self._wanted)
            await asyncio.to_thread(_write, self._path, EpochMark(self._id, heads))
            self._durable = heads


def epoch_path(database: Path) -> Path:
    """Return where the epoch file of a database file is."""
    return database.with_name(database.name + ".epoch")


async def _heads(writing: Writing) -> dict[str, int]:
    rows = await writing.conn.execute(
        select(agents.c.id, agents.c.feed_seq).where(agents.c.feed_seq > 0)
    )
    return {row.id: row.feed_seq for row in rows}


def _below(heads: dict[str, int], told: dict[str, int]) -> bool:
    return any(heads.get(agent_id, 0) < seq for agent_id, seq in told.items())


def _read(path: Path) -> EpochMark | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=EpochMark)
    except (FileNotFoundError, ValueError):
        return None


def _write(path: Path, mark: EpochMark) -> None:
    """Replace the file so that after a power cut it holds the old mark or the new one."""
    fresh = path.with_name(path.name + ".new")
    write_private(fresh, msgspec.json.encode(mark))
    fresh.replace(path)
    if os.name == "nt":
        return
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
