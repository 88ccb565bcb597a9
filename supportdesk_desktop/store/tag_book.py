"""The tag book: names and colours of the tag UUIDs that are known here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.store.connection import Connection


class TagBook:
    """Learned from tickets, from the desk's own list, and by hand."""

    def __init__(self, writer: Connection, reader: Connection) -> None:
        self._writer = writer
        self._reader = reader

    async def all(self) -> tuple[Tag, ...]:
        """Return every known tag, named ones first, by name."""
        return await self._reader.read(_read_all)

    async def learn(self, tags: Iterable[Tag]) -> None:
        """Remember tags; a missing name or colour keeps the earlier one."""
        await self._writer.write(learn_tags, tuple(tags))


def learn_tags(db: sqlite3.Connection, tags: Iterable[Tag]) -> None:
    """Remember tags within a transaction. A name that is only the UUID is no name."""
    db.executemany(
        "INSERT INTO tag_book (id, name, color) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " name = coalesce(excluded.name, name), color = coalesce(excluded.color, color)",
        [(tag.id, None if tag.name in {"", tag.id} else tag.name, tag.color) for tag in tags],
    )


def _read_all(db: sqlite3.Connection) -> tuple[Tag, ...]:
    records = db.execute("SELECT id, name, color FROM tag_book ORDER BY name IS NULL, name, id")
    return tuple(Tag(id=one, name=name, color=color) for one, name, color in records)
