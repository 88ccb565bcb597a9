"""The tag book: names and colours of the tag UUIDs that are known here.

Learned from tickets, from the desk's own list, and by hand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from supportdesk_desktop.core.rows import TagMark, TicketRow
from supportdesk_desktop.core.tag_names import is_tag_name
from supportdesk_desktop.core.tickets import Tag


def read_all(db: sqlite3.Connection) -> tuple[Tag, ...]:
    """Return every known tag, named ones first, by name."""
    records = db.execute("SELECT id, name, color FROM tag_book ORDER BY name IS NULL, name, id")
    return tuple(Tag(id=one, name=name, color=color) for one, name, color in records)


def names(db: sqlite3.Connection) -> dict[str, str]:
    """Return the names that are known, by UUID."""
    return dict(db.execute("SELECT id, name FROM tag_book WHERE name IS NOT NULL"))


def named(row: TicketRow, known: dict[str, str]) -> TicketRow:
    """Return a row with its nameless tags named from the ``known`` names, else by their UUID."""
    tags = tuple(
        tag if tag.name else TagMark(tag.id, known.get(tag.id, tag.id), tag.color)
        for tag in row.tags
    )
    return msgspec.structs.replace(row, tags=tags)


def learn(db: sqlite3.Connection, tags: Iterable[Tag]) -> None:
    """Remember tags; a missing name or colour keeps the earlier one.

    What is not a name, or only the UUID, is no name.
    """
    db.executemany(
        "INSERT INTO tag_book (id, name, color) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " name = coalesce(excluded.name, name), color = coalesce(excluded.color, color)",
        [(tag.id, _name_of(tag), tag.color) for tag in tags],
    )


def _name_of(tag: Tag) -> str | None:
    return tag.name if tag.name != tag.id and is_tag_name(tag.name or "") else None
