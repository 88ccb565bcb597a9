"""Customers known on this computer, learned from tickets and confirmed filings."""

from __future__ import annotations

import sqlite3

from supportdesk_desktop.core.customers import KnownCustomer
from supportdesk_desktop.core.folding import fold, words

_COLUMNS = "external_id, name, email, phone, first_seen_ms, last_used_ms"


def learn(db: sqlite3.Connection, customer: KnownCustomer) -> None:
    """Remember a customer; what is absent keeps its earlier value."""
    external_id = customer.external_id
    known = find(db, external_id)
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


def find(db: sqlite3.Connection, external_id: str) -> KnownCustomer | None:
    """Return the customer with exactly this external id."""
    record = db.execute(
        f"SELECT {_COLUMNS} FROM customers WHERE external_id = ?", (external_id,)
    ).fetchone()
    return None if record is None else KnownCustomer(*record)


def recent(db: sqlite3.Connection, limit: int = 500) -> list[KnownCustomer]:
    """Return the customers used last, newest first."""
    return matching(db, "", limit)


def matching(db: sqlite3.Connection, text: str, limit: int = 20) -> list[KnownCustomer]:
    """Return those whose id, name or email has words beginning as typed, newest first."""
    wanted = words(text)
    # instr, not LIKE: what was typed may hold % and _.
    where = " AND ".join(["instr(folded, ?)"] * len(wanted)) or "1"
    records = db.execute(
        f"SELECT {_COLUMNS} FROM customers WHERE {where} ORDER BY last_used_ms DESC LIMIT ?",
        (*(f" {word}" for word in wanted), limit),
    )
    return [KnownCustomer(*record) for record in records]
