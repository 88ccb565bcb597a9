"""Customers known on this computer, learned from tickets and confirmed filings."""

from __future__ import annotations

import sqlite3

from supportdesk_desktop.core.customers import KnownCustomer
from supportdesk_desktop.core.folding import fold, words
from supportdesk_desktop.store.connection import Connection

_COLUMNS = "external_id, name, email, phone, first_seen_ms, last_used_ms"


class CustomerBook:
    """Who was seen here, newest first."""

    def __init__(self, writer: Connection, reader: Connection) -> None:
        self._writer = writer
        self._reader = reader

    async def recent(self, limit: int = 500) -> list[KnownCustomer]:
        """Return the customers used last."""
        return await self._reader.read(_matching, (), limit)

    async def matching(self, text: str, limit: int = 20) -> list[KnownCustomer]:
        """Return those whose id, name or email has words beginning as typed, newest first."""
        return await self._reader.read(_matching, words(text), limit)

    async def find(self, external_id: str) -> KnownCustomer | None:
        """Return the customer with exactly this external id."""
        return await self._reader.read(_find, external_id)

    async def learn(self, customer: KnownCustomer) -> None:
        """Remember a customer, e.g. one that was just created on the server."""
        await self._writer.write(learn_customer, customer)


def learn_customer(db: sqlite3.Connection, customer: KnownCustomer) -> None:
    """Remember a customer within a transaction: what is absent keeps its earlier value."""
    external_id = customer.external_id
    known = _find(db, external_id)
    name = customer.name or (known.name if known else None)
    email = customer.email or (known.email if known else None)
    phone = customer.phone or (known.phone if known else None)
    spaced = " ".join(("", external_id, *words(external_id), *words(name or ""), fold(email or "")))
    db.execute(
        "INSERT INTO customers (external_id, name, email, phone, first_seen_ms, last_used_ms,"
        " folded) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (external_id) DO UPDATE SET"
        " name = excluded.name, email = excluded.email, phone = excluded.phone,"
        " first_seen_ms = min(first_seen_ms, excluded.first_seen_ms),"
        " last_used_ms = max(last_used_ms, excluded.last_used_ms), folded = excluded.folded",
        (
            external_id,
            name,
            email,
            phone,
            customer.first_seen_ms,
            customer.last_used_ms,
            fold(spaced),
        ),
    )


def _find(db: sqlite3.Connection, external_id: str) -> KnownCustomer | None:
    record = db.execute(
        f"SELECT {_COLUMNS} FROM customers WHERE external_id = ?", (external_id,)
    ).fetchone()
    return None if record is None else KnownCustomer(*record)


def _matching(db: sqlite3.Connection, wanted: tuple[str, ...], limit: int) -> list[KnownCustomer]:
    # instr, not LIKE: what was typed may hold % and _.
    where = " AND ".join(["instr(folded, ?)"] * len(wanted)) or "1"
    records = db.execute(
        f"SELECT {_COLUMNS} FROM customers WHERE {where} ORDER BY last_used_ms DESC LIMIT ?",
        (*(f" {word}" for word in wanted), limit),
    )
    return [KnownCustomer(*record) for record in records]
