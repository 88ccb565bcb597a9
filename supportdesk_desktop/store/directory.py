"""Customers and tags known on this computer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from supportdesk_desktop.core.drafts import KnownCustomer
from supportdesk_desktop.core.rows import TagMark, TicketRow
from supportdesk_desktop.core.text import fold, is_tag_name, words
from supportdesk_desktop.core.tickets import Tag

_COLUMNS = "external_id, name, email, phone, first_seen_ms, last_used_ms"


def learn_customers(db: sqlite3.Connection, customers: Iterable[KnownCustomer]) -> None:
    """Remember customers; what is absent keeps its earlier value."""
    merged: dict[str, KnownCustomer] = {}
    for one in customers:
        known = merged.get(one.external_id) or find_customer(db, one.external_id)
        merged[one.external_id] = one if known is None else _merged(known, one)
    db.executemany(
        "INSERT INTO customers (external_id, name, email, phone, first_seen_ms, last_used_ms,"
        " folded) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (external_id) DO UPDATE SET"
        " name = excluded.name, email = excluded.email, phone = excluded.phone,"
        " first_seen_ms = excluded.first_seen_ms, last_used_ms = excluded.last_used_ms,"
        " folded = excluded.folded",
        [(*msgspec.structs.astuple(one), _folded(one)) for one in merged.values()],
    )


def _merged(known: KnownCustomer, seen: KnownCustomer) -> KnownCustomer:
    return KnownCustomer(
        known.external_id,
        seen.name or known.name,
        seen.email or known.email,
        seen.phone or known.phone,
        min(known.first_seen_ms, seen.first_seen_ms),
        max(known.last_used_ms, seen.last_used_ms),
    )


def _folded(one: KnownCustomer) -> str:
    text = (*words(one.external_id), *words(one.name or ""), fold(one.email or ""))
    return fold(" ".join(("", one.external_id, *text)))


def find_customer(db: sqlite3.Connection, external_id: str) -> KnownCustomer | None:
    """Return the customer with exactly this external id."""
    record = db.execute(
        f"SELECT {_COLUMNS} FROM customers WHERE external_id = ?", (external_id,)
    ).fetchone()
    return None if record is None else KnownCustomer(*record)


def recent_customers(db: sqlite3.Connection, limit: int = 500) -> list[KnownCustomer]:
    """Return the customers used last, newest first."""
    return matching_customers(db, "", limit)


def matching_customers(db: sqlite3.Connection, text: str, limit: int = 20) -> list[KnownCustomer]:
    """Return those whose id, name or email has words beginning as typed, newest first."""
    wanted = words(text)
    # instr, not LIKE: what was typed may hold % and _.
    where = " AND ".join(["instr(folded, ?)"] * len(wanted)) or "1"
    records = db.execute(
        f"SELECT {_COLUMNS} FROM customers WHERE {where} ORDER BY last_used_ms DESC LIMIT ?",
        (*(f" {word}" for word in wanted), limit),
    )
    return [KnownCustomer(*record) for record in records]


def read_tags(db: sqlite3.Connection) -> tuple[Tag, ...]:
    """Return every known tag, named ones first, by name."""
    records = db.execute("SELECT id, name, color FROM tag_book ORDER BY name IS NULL, name, id")
    return tuple(Tag(id=one, name=name, color=color) for one, name, color in records)


def tag_names(db: sqlite3.Connection) -> dict[str, str]:
    """Return the names that are known, by UUID."""
    return dict(db.execute("SELECT id, name FROM tag_book WHERE name IS NOT NULL"))


def with_tag_names(row: TicketRow, known: dict[str, str]) -> TicketRow:
    """Return a row with its nameless tags named from the ``known`` names, else by their UUID."""
    tags = tuple(
        tag if tag.name else TagMark(tag.id, known.get(tag.id, tag.id), tag.color)
        for tag in row.tags
    )
    return msgspec.structs.replace(row, tags=tags)


def learn_tags(db: sqlite3.Connection, tags: Iterable[Tag]) -> None:
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
