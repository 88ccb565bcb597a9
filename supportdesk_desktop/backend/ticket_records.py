"""Tickets as the feed carries them (``contract/live-feed.md``, Frames), read from the tables."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.tables import agents, customers, tags, tickets
from supportdesk_desktop.core.escalations import FiledTicket
from supportdesk_desktop.core.ids import AgentId
from supportdesk_desktop.core.tickets import Assignee, Customer, Tag, Ticket, TicketStatus
from supportdesk_desktop.core.times import iso_utc

HELD = (TicketStatus.OPEN, TicketStatus.IN_PROGRESS)
"""The statuses of tickets that count as held or waiting."""

PART_CHARS = 128 * 1024
"""Characters of tickets or events read at a time, for each of many slow readers."""
_NUMBERS_A_READ = 1000
FILED_LISTED = 500
"""Of the tickets that one agent filed, so many are listed."""


async def ticket_by_id(conn: AsyncConnection, ticket_id: str) -> Ticket | None:
    found = await tickets_by_id(conn, [ticket_id])
    return found[0] if found else None


async def stored_ticket(conn: AsyncConnection, ticket_id: str) -> Ticket:
    """Return a ticket that this transaction has read or written."""
    ticket = await ticket_by_id(conn, ticket_id)
    assert ticket is not None, "read or stored by the same transaction"
    return ticket


async def held_numbers(conn: AsyncConnection, agent_id: str) -> array[int]:
    """Return the numbers of the tickets that an agent holds, the most urgent first."""
    rows = await conn.stream_scalars(held_by(select(tickets.c.number), agent_id))
    numbers = array("q")
    async for part in rows.partitions(_NUMBERS_A_READ):
        numbers.extend(part)
    return numbers


async def held_tickets(
    conn: AsyncConnection, agent_id: str, numbers: Sequence[int]
) -> tuple[list[str], int]:
    """Read the first of these 100 or so tickets, without those that the agent holds no more.

    Returns:
        The tickets as JSON, some 128 Ki characters of them or one, and how many of ``numbers``
        they and those left out are.
    """
    sizes = func.length(tickets.c.subject + tickets.c.description + tickets.c.metadata)
    rows = await conn.execute(
        held_by(select(tickets.c.number, tickets.c.id, sizes.label("size")), agent_id).where(
            tickets.c.number.in_(numbers)
        )
    )
    found = {row.number: row for row in rows}
    ids: list[str] = []
    done, room = 0, PART_CHARS
    for number in numbers:
        row = found.get(number)
        if row is not None:
            room -= row.size
            if room < 0 and ids:
                break
            ids.append(row.id)
        done += 1
    return [msgspec.json.encode(one).decode() for one in await tickets_by_id(conn, ids)], done


async def tickets_by_id(conn: AsyncConnection, ids: Sequence[str]) -> list[Ticket]:
    """Return tickets (100 or so at a time) in the order of their ids; unknown ids are left out."""
    rows = {row.id: row for row in await conn.execute(_with_people().where(tickets.c.id.in_(ids)))}
    tag_ids = {ticket_id: _tag_ids.decode(row.tag_ids) for ticket_id, row in rows.items()}
    names = await _tags(conn, {tag for listed in tag_ids.values() for tag in listed})
    return [_ticket(rows[key], tag_ids[key], names) for key in ids if key in rows]


async def filed_tickets(conn: AsyncConnection, agent_id: str) -> list[FiledTicket]:
    """Return what became of the newest tickets that an agent filed, the newest first."""
    rows = await conn.execute(
        select(
            tickets.c.number,
            tickets.c.status,
            tickets.c.agent_id,
            tickets.c.updated_ms,
            agents.c.name,
            agents.c.email,
        )
        .outerjoin(agents, agents.c.id == tickets.c.agent_id)
        .where(tickets.c.filed_by == agent_id)
        .order_by(tickets.c.number.desc())
        .limit(FILED_LISTED)
    )
    return [
        FiledTicket(
            number=f"INV-{row.number}",
            status=row.status,
            agent=_assignee(row.agent_id, row.name, row.email),
            updated_at=iso_utc(row.updated_ms),
        )
        for row in rows
    ]


def held_by(columns: Select[Any], agent_id: str) -> Select[Any]:
    """Select ``columns`` of the tickets that an agent holds, the most urgent first."""
    held = columns.where(tickets.c.agent_id == agent_id, tickets.c.status.in_(HELD))
    return held.order_by(tickets.c.urgency, tickets.c.number)


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


def _ticket(row: Row[Any], tag_ids: list[str], names: dict[str, Row[Any]]) -> Ticket:
    return Ticket(
        id=row.id,
        ticket_number=f"INV-{row.number}",
        subject=row.subject,
        status=row.status,
        priority=row.priority,
        channel=row.channel,
        customer=Customer(
            id=row.customer_id,
            external_id=row.external_id,
            email=row.customer_email,
            name=row.customer_name,
            phone=row.customer_phone,
        ),
        assigned_agent=_assignee(row.agent_id, row.agent_name, row.agent_email),
        created_at=iso_utc(row.created_ms),
        description=row.description,
        category=row.category,
        metadata=msgspec.Raw(row.metadata.encode()),
        tags=tuple(_tag(tag_id, names.get(tag_id)) for tag_id in tag_ids),
        updated_at=iso_utc(row.updated_ms),
        assigned_at=None if row.assigned_ms is None else iso_utc(row.assigned_ms),
        assigned_level=row.assigned_level,
        version=row.version,
    )


def _assignee(agent_id: AgentId | None, name: str, email: str) -> Assignee | None:
    return None if agent_id is None else Assignee(id=agent_id, name=name, email=email)


def _tag(tag_id: str, named: Row[Any] | None) -> Tag:
    if named is None:
        return Tag(id=tag_id, name=tag_id)
    return Tag(id=tag_id, name=named.name, color=named.color)
