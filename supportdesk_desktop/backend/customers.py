"""Customers, known by the id that the caller's own system gives them, and their timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Row, insert, select, update

from supportdesk_desktop.backend.database import Writing, lock_desk
from supportdesk_desktop.backend.keys import new_id
from supportdesk_desktop.backend.rest.answers import Code, Refusal
from supportdesk_desktop.backend.tables import customer_events, customers
from supportdesk_desktop.core.times import epoch_ms, iso_utc


async def upsert_customer(
    writing: Writing, external_id: str, sent: Mapping[str, str | None], now_ms: int
) -> dict[str, object]:
    """Create or update a customer; returns the customer as the answer has it.

    ``sent`` are checked values by their columns: None leaves one as it is, ``metadata`` is JSON.

    Raises:
        Refusal: VALIDATION_ERROR where a new customer lacks email or name;
            CUSTOMER_EMAIL_EXISTS.
    """
    # Orders concurrent creations of one customer on PostgreSQL.
    await lock_desk(writing)
    known = await _customer(writing, external_id)
    values = {column: value for column, value in sent.items() if value is not None}
    if "email" in values:
        await _check_email_is_free(writing, values["email"], external_id)
        values["email_folded"] = values["email"].casefold()
    if known is None:
        missing = [field for field in ("email", "name") if field not in values]
        if missing:
            details = {field: ["Requis pour la création"] for field in missing}
            raise Refusal(Code.VALIDATION_ERROR, details)
        values = {"metadata": "{}", **values, "id": new_id(), "external_id": external_id}
        times = {"created_ms": now_ms, "updated_ms": now_ms}
        await writing.conn.execute(insert(customers).values(**values, **times))
    elif values:
        await writing.conn.execute(
            update(customers).where(customers.c.id == known.id).values(**values, updated_ms=now_ms)
        )
    stored = await _customer(writing, external_id)
    assert stored is not None, "stored by the same transaction"
    return _shown(stored)


async def add_event(
    writing: Writing, external_id: str, kind: str, payload: str, occurred_at: str, now_ms: int
) -> str:
    """Add an event, with a JSON payload, to a customer's timeline; returns the event's id.

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
            type=kind,
            payload=payload,
            occurred_at=occurred_at,
            occurred_ms=epoch_ms(occurred_at),
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
