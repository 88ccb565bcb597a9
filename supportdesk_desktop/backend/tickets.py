"""Creating and changing tickets: ticket, counters, events and mail in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import insert, select, update

from supportdesk_desktop.backend.assignment import (
    AgentRow,
    announce_assignment,
    assign_waiting,
    change_columns,
    named_assignee,
    pick_assignee,
    standing,
)
from supportdesk_desktop.backend.database import Writing, lock_desk
from supportdesk_desktop.backend.feed.log import (
    CLOSED,
    UNASSIGNED,
    UPDATED,
    append_event,
    fits_frame,
)
from supportdesk_desktop.backend.keys import Caller, new_id
from supportdesk_desktop.backend.rest.answers import Code, Refusal, invalid
from supportdesk_desktop.backend.tables import agents, app, customers, quota_months, tickets
from supportdesk_desktop.backend.ticket_records import (
    HELD,
    stored_ticket,
    ticket_by_id,
)
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.tickets import PRIORITY_RANK, Priority, Ticket, TicketStatus
from supportdesk_desktop.core.times import iso_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketChange:
    """A checked request to change a ticket; None leaves a field as it is."""

    status: str | None = None
    agent_id: str | None = None
    priority: str | None = None


def urgency(priority: str) -> int:
    """Return 0 (CRITICAL) to 4 (LOW), the order in which waiting tickets are given out."""
    return PRIORITY_RANK[Priority.CRITICAL] - PRIORITY_RANK[priority]


async def create_ticket(
    writing: Writing, new: Draft, quota: int | None, now_ms: int, filed_by: str | None = None
) -> Ticket:
    """Create a ticket of checked fields and assign it to the agent whose turn it is.

    ``filed_by`` is the id of the agent who may ask later what became of it.

    Raises:
        Refusal: PLAN_LIMIT_REACHED, CUSTOMER_NOT_FOUND, or VALIDATION_ERROR where the ticket
            would not fit a frame of the feed.
    """
    number = await lock_desk(writing) + 1
    customer_id = await writing.conn.scalar(
        select(customers.c.id).where(customers.c.external_id == new.customer_external_id)
    )
    await _count_ticket(writing, quota, now_ms)
    if customer_id is None:
        raise Refusal(Code.CUSTOMER_NOT_FOUND)
    await writing.conn.execute(update(app).values(last_ticket_number=number))
    assignee = await pick_assignee(writing.conn, now_ms)
    ticket_id = new_id()
    metadata = bytes(new.metadata).decode()
    await writing.conn.execute(
        insert(tickets).values(
            id=ticket_id,
            number=number,
            customer_id=customer_id,
            subject=new.subject,
            description=new.description,
            priority=new.priority,
            urgency=urgency(new.priority),
            channel="API",
            category=new.category,
            metadata=metadata,
            tag_ids=msgspec.json.encode(new.tag_ids).decode(),
            **standing(assignee, now_ms),
            version=1,
            created_ms=now_ms,
            updated_ms=now_ms,
            filed_by=filed_by,
        )
    )
    ticket = await stored_ticket(writing.conn, ticket_id)
    if not fits_frame(ticket):
        field = "metadata" if len(metadata) > len(new.description) else "description"
        raise invalid(field, "Trop long : le ticket dépasserait 256 Kio sur le flux")
    if assignee is not None:
        await announce_assignment(writing, ticket, now_ms)
    return ticket


async def change_ticket(
    writing: Writing,
    ticket_id: str,
    change: TicketChange,
    caller: Caller,
    expected_version: int,
    now_ms: int,
) -> Ticket:
    """Change a ticket that the caller holds (a service: any), and tell the feeds concerned.

    Raises:
        Refusal: TICKET_NOT_FOUND, VERSION_CONFLICT, or VALIDATION_ERROR about a field.
    """
    await lock_desk(writing)
    before = await ticket_by_id(writing.conn, ticket_id)
    if before is None or not (caller.is_service or _holds(caller.agent.id, before)):
        raise Refusal(Code.TICKET_NOT_FOUND)
    if before.version != expected_version:
        raise Refusal(Code.VERSION_CONFLICT, {"version": before.version})
    assignee = await _new_assignee(writing, before, change, now_ms)
    values = _changed_values(before, change, assignee, now_ms)
    if not values:
        return before
    after = await change_columns(writing, ticket_id, values, now_ms)
    await _write_events(writing, before, after, is_assigned=assignee is not None, now_ms=now_ms)
    await assign_waiting(writing, now_ms)
    # A ticket that was reopened without an agent may have found one just now.
    return await stored_ticket(writing.conn, ticket_id)


def _holds(agent_id: str, ticket: Ticket) -> bool:
    return ticket.agent_id == agent_id and ticket.status in HELD


async def _new_assignee(
    writing: Writing, before: Ticket, change: TicketChange, now_ms: int
) -> AgentRow | None:
    """Return who gets the ticket by this change, None where that does not change."""
    status = change.status or before.status
    if change.agent_id is not None and change.agent_id != before.agent_id:
        if status == TicketStatus.CLOSED:
            raise invalid("agentId", "Un ticket fermé ne peut pas être passé à un autre agent")
        assignee = await named_assignee(writing.conn, agents.c.id == change.agent_id)
        if assignee is None:
            raise invalid("agentId", "Agent inconnu")
        return assignee
    if before.agent_id is None:
        if change.status == TicketStatus.IN_PROGRESS:
            raise invalid("status", "Personne ne traite ce ticket")
        return None
    if before.status == TicketStatus.CLOSED and status != TicketStatus.CLOSED:
        # Reopened: assigned anew, to the one who had it or else to the one whose turn it is.
        same = await named_assignee(writing.conn, agents.c.id == before.agent_id)
        return same or await pick_assignee(writing.conn, now_ms)
    return None


def _changed_values(
    before: Ticket, change: TicketChange, assignee: AgentRow | None, now_ms: int
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if change.priority not in (None, before.priority):
        values |= {"priority": change.priority, "urgency": urgency(str(change.priority))}
    if assignee is not None:
        values |= standing(assignee, now_ms)
        if before.agent_id is not None and before.status in HELD:
            values["status"] = before.status
    if change.status not in (None, before.status):
        values["status"] = change.status
        if change.status in HELD and before.status == TicketStatus.CLOSED and assignee is None:
            values |= standing(None, now_ms)
    return values


async def _write_events(
    writing: Writing, before: Ticket, after: Ticket, *, is_assigned: bool, now_ms: int
) -> None:
    """Write the events of one change; two feeds are taken in sorted order."""
    held_by = before.agent_id if before.status in HELD else None
    if is_assigned:
        for agent_id in sorted(filter(None, {after.agent_id, held_by})):
            if agent_id == after.agent_id:
                await announce_assignment(writing, after, now_ms)
            else:
                await append_event(writing, agent_id, UNASSIGNED, after, now_ms)
    elif held_by is not None:
        kind = CLOSED if after.status == TicketStatus.CLOSED else UPDATED
        await append_event(writing, held_by, kind, after, now_ms)


async def _count_ticket(writing: Writing, quota: int | None, now_ms: int) -> None:
    """Count one more ticket of this month, after ``lock_desk``.

    Raises:
        Refusal: PLAN_LIMIT_REACHED where ``quota`` tickets were created already.
    """
    month = iso_utc(now_ms)[:7]
    one_more = update(quota_months).values(created=quota_months.c.created + 1)
    created = await writing.conn.scalar(
        one_more.where(quota_months.c.month == month).returning(quota_months.c.created)
    )
    if created is None:
        created = 1
        await writing.conn.execute(insert(quota_months).values(month=month, created=created))
    if quota is not None and created > quota:
        raise Refusal(Code.PLAN_LIMIT_REACHED)
