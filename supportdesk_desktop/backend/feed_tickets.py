"""Tickets as the feed carries them (``contract/live-feed.md``, Frames): rows to JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.tables import agents, customers, tags, tickets
from supportdesk_desktop.core.tickets import TicketStatus
from supportdesk_desktop.core.times import iso_utc

HELD = (TicketStatus.OPEN, TicketStatus.IN_PROGRESS)
"""The statuses of tickets that count as held or waiting."""


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """One ticket as it stands: what decisions need, and both its JSON forms."""

    id: str
    number: int
    status: str
    priority: str
    agent_id: str | None
    assigned_level: str | None
    version: int
    rest: Mapping[str, object]
    """The REST ticket, as the answer to a create has it."""
    feed: bytes
    """The feed's ticket, as JSON."""


async def ticket_by_id(conn: AsyncConnection, ticket_id: str) -> TicketRecord | None:
    """Return one ticket, or None where there is none."""
    found = await tickets_by_id(conn, [ticket_id])
    return found[0] if found else None


async def held_ids(conn: AsyncConnection, agent_id: str) -> list[str]:
    """Return the ids of the tickets that an agent holds, the most urgent first."""
    rows = await conn.execute(
        select(tickets.c.id)
        .where(tickets.c.agent_id == agent_id, tickets.c.status.in_(HELD))
        .order_by(tickets.c.urgency, tickets.c.number)
    )
    return [row.id for row in rows]


async def tickets_by_id(conn: AsyncConnection, ids: Sequence[str]) -> list[TicketRecord]:
    """Return tickets (100 or so at a time) in the order of their ids; unknown ids are left out."""
    rows = {row.id: row for row in await conn.execute(_with_people().where(tickets.c.id.in_(ids)))}
    tag_ids = {ticket_id: _tag_ids.decode(row.tag_ids) for ticket_id, row in rows.items()}
    names = await _tags(conn, {tag for listed in tag_ids.values() for tag in listed})
    return [_record(rows[key], tag_ids[key], names) for key in ids if key in rows]


_tag_ids = msgspec.json.Decoder(list[str])


def _with_people() -> Select[Any]:
    return (
        select(
            tickets,
            customers.c.external_id,
            customers.c.email.label("customer_email"),
            customers.c.name.label("customer_name"),
            customers.c.phone.label("customer_phone"),
            agents.c.name.label("agent_name"),
            agents.c.email.label("agent_email"),
        )
        .join(customers, customers.c.id == tickets.c.customer_id)
        .outerjoin(agents, agents.c.id == tickets.c.agent_id)
    )


async def _tags(conn: AsyncConnection, ids: set[str]) -> dict[str, Row[Any]]:
    if not ids:
        return {}
    rows = await conn.execute(select(tags).where(tags.c.id.in_(sorted(ids))))
    return {row.id: row for row in rows}


def _record(row: Row[Any], tag_ids: list[str], names: dict[str, Row[Any]]) -> TicketRecord:
    agent = None
    if row.agent_id is not None:
        agent = {"id": row.agent_id, "name": row.agent_name, "email": row.agent_email}
    customer = {
        "id": row.customer_id,
        "externalId": row.external_id,
        "email": row.customer_email,
    }
    rest: dict[str, object] = {
        "id": row.id,
        "ticketNumber": f"INV-{row.number}",
        "subject": row.subject,
        "status": row.status,
        "priority": row.priority,
        "channel": row.channel,
        "customer": customer,
        "assignedAgent": agent,
        "createdAt": iso_utc(row.created_ms),
    }
    feed = {
        **rest,
        "customer": {**customer, "name": row.customer_name, "phone": row.customer_phone},
        "description": row.description,
        "category": row.category,
        "metadata": msgspec.Raw(row.metadata.encode()),
        "tags": [_tag(tag_id, names.get(tag_id)) for tag_id in tag_ids],
        "updatedAt": iso_utc(row.updated_ms),
        "assignedAt": None if row.assigned_ms is None else iso_utc(row.assigned_ms),
        "assignedLevel": row.assigned_level,
        "version": row.version,
    }
    return TicketRecord(
        id=row.id,
        number=row.number,
        status=row.status,
        priority=row.priority,
        agent_id=row.agent_id,
        assigned_level=row.assigned_level,
        version=row.version,
        rest=rest,
        feed=msgspec.json.encode(feed),
    )


def _tag(tag_id: str, named: Row[Any] | None) -> dict[str, str | None]:
    if named is None:
        return {"id": tag_id, "name": tag_id, "color": None}
    return {"id": tag_id, "name": named.name, "color": named.color}
