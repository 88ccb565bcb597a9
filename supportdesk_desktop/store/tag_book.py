"""The tag book: names and colours of the tag UUIDs that are known here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from supportdesk_desktop.core.tag_names import is_tag_name
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
    """Remember tags within a transaction. What is not a name, or only the UUID, is left out."""
    db.executemany(
        "INSERT INTO tag_book (id, name, color) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " name = coalesce(excluded.name, name), color = coalesce(excluded.color, color)",
        [(tag.id, _name_of(tag), tag.color) for tag in tags],
    )


def _name_of(tag: Tag) -> str | None:
    return tag.name if tag.name != tag.id and is_tag_name(tag.name or "") else None


def _read_all(db: sqlite3.Connection) -> tuple[Tag, ...]:
    records = db.execute("SELECT id, name, color FROM tag_book ORDER BY name IS NULL, name, id")
    return tuple(Tag(id=one, name=name, color=color) for one, name, color in records)
