"""Customers, known by the id that the caller's own system gives them, and their timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Row, insert, select, update

from supportdesk_desktop.backend.database import Writing, lock_desk
from supportdesk_desktop.backend.keys import new_id
from supportdesk_desktop.backend.rest.answers import Code, FieldErrors, Refusal
from supportdesk_desktop.backend.tables import customer_events, customers
from supportdesk_desktop.core.times import iso_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChange:
    """What was sent of a customer, checked; None where a field was not. ``metadata`` is JSON."""

    email: str | None = None
    name: str | None = None
    phone: str | None = None
    avatar_url: str | None = None
    metadata: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerEvent:
    """An event of a customer's timeline, checked; ``payload`` is JSON text."""

    type: str
    payload: str
    occurred_at: str
    occurred_ms: int


async def upsert_customer(
    writing: Writing, external_id: str, change: CustomerChange, now_ms: int
) -> dict[str, object]:
    """Create or update a customer; returns the customer as the answer has it.

    Raises:
        Refusal: VALIDATION_ERROR where a new customer lacks email or name;
            CUSTOMER_EMAIL_EXISTS.
    """
    # Orders concurrent creations of one customer on PostgreSQL.
    await lock_desk(writing)
    known = await _customer(writing, external_id)
    values = _values(change)
    if change.email is not None:
        await _check_email_is_free(writing, change.email, external_id)
    if known is None:
        _check_complete(change)
        values = {"metadata": "{}", **values}
        values |= {"id": new_id(), "external_id": external_id, "created_ms": now_ms}
        await writing.conn.execute(insert(customers).values(**values, updated_ms=now_ms))
    elif values:
        await writing.conn.execute(
            update(customers).where(customers.c.id == known.id).values(**values, updated_ms=now_ms)
        )
    stored = await _customer(writing, external_id)
    assert stored is not None, "stored by the same transaction"
    return _shown(stored)


async def add_event(writing: Writing, external_id: str, event: CustomerEvent, now_ms: int) -> str:
    """Add an event to a customer's timeline; returns the event's id.

    Raises:
        Refusal: CUSTOMER_NOT_FOUND.
    """
    customer = await _customer(writing, external_id)
    if customer is None:
        raise Refusal(Code.CUSTOMER_NOT_FOUND)
    event_id = new_id()
    await writing.conn.execute(
        insert(customer_events).values(
            id=event_id,
            customer_id=customer.id,
            type=event.type,
            payload=event.payload,
            occurred_at=event.occurred_at,
            occurred_ms=event.occurred_ms,
            created_ms=now_ms,
        )
    )
    return event_id


async def _customer(writing: Writing, external_id: str) -> Row[Any] | None:
    found = await writing.conn.execute(
        select(customers).where(customers.c.external_id == external_id)
    )
    return found.first()


async def _check_email_is_free(writing: Writing, email: str, external_id: str) -> None:
    holder = await writing.conn.scalar(
        select(customers.c.external_id).where(customers.c.email_folded == email.casefold())
    )
    if holder is not None and holder != external_id:
        raise Refusal(Code.CUSTOMER_EMAIL_EXISTS)


def _check_complete(change: CustomerChange) -> None:
    missing: FieldErrors = {
        field: ["Requis pour la création"]
        for field, value in (("email", change.email), ("name", change.name))
        if value is None
    }
    if missing:
        raise Refusal(Code.VALIDATION_ERROR, missing)


def _values(change: CustomerChange) -> dict[str, object]:
    sent = {
        "email": change.email,
        "email_folded": None if change.email is None else change.email.casefold(),
        "name": change.name,
        "phone": change.phone,
        "avatar_url": change.avatar_url,
        "metadata": change.metadata,
    }
    return {column: value for column, value in sent.items() if value is not None}


def _shown(row: Row[Any]) -> dict[str, object]:
    return {
        "id": row.id,
        "externalId": row.external_id,
        "email": row.email,
        "name": row.name,
        "phone": row.phone,
        "avatarUrl": row.avatar_url,
        "metadata": msgspec.Raw(row.metadata.encode()),
        "createdAt": iso_utc(row.created_ms),
        "updatedAt": iso_utc(row.updated_ms),
    }
