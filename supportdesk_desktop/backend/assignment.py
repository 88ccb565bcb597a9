"""Assignment: the available N1 agent with the fewest open tickets, ties to the one idle longest.

A ticket for which nobody is available waits, and goes to the next available agent by priority,
then age (``contract/rest.md``).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.feed_log import ASSIGNED, append_event, lock_desk
from supportdesk_desktop.backend.feed_tickets import ticket_by_id
from supportdesk_desktop.backend.tables import agents, mail_outbox, tickets
from supportdesk_desktop.backend.wakeups import MAIL
from supportdesk_desktop.core.tickets import TicketStatus

N1 = "N1"
BATCH = 50
"""Waiting tickets given out in one transaction; whoever watches the desk continues."""


@dataclass(frozen=True, slots=True)
class Assignee:
    """Who gets a ticket, and the level that they have then."""

    id: str
    level: str | None


async def pick_assignee(conn: AsyncConnection, now_ms: int) -> Assignee | None:
    """Return the agent whose turn it is, None where nobody is available."""
    row = (
        await conn.execute(
            select(agents.c.id, agents.c.level)
            .where(
                agents.c.role == "agent",
                agents.c.level == N1,
                agents.c.revoked_ms.is_(None),
                or_(agents.c.available, agents.c.away_until_ms <= now_ms),
            )
            .order_by(agents.c.held_tickets, agents.c.last_assigned_ms, agents.c.id)
            .limit(1)
        )
    ).first()
    return None if row is None else Assignee(row.id, row.level)


async def announce_assignment(
    writing: Writing, ticket_id: str, assignee: Assignee, now_ms: int
) -> None:
    """Tell the feed and the mail outbox of an assignment that this transaction has stored."""
    ticket = await ticket_by_id(writing.conn, ticket_id)
    assert ticket is not None, "stored by the same transaction"
    await append_event(writing, assignee.id, ASSIGNED, assignee.level, ticket.feed, now_ms)
    await writing.conn.execute(
        insert(mail_outbox).values(
            agent_id=assignee.id,
            ticket_id=ticket_id,
            created_ms=now_ms,
            attempts=0,
            next_attempt_ms=now_ms,
        )
    )
    writing.touched.add(MAIL)


async def assign_waiting(writing: Writing, now_ms: int) -> int:
    """Give out waiting tickets, as long as somebody is available and at most ``BATCH``.

    Returns:
        How many were given out.
    """
    await lock_desk(writing)
    for given in range(BATCH):
        assignee = await pick_assignee(writing.conn, now_ms)
        ticket_id = await _next_waiting(writing.conn) if assignee else None
        if assignee is None or ticket_id is None:
            return given
        await writing.conn.execute(
            update(tickets)
            .where(tickets.c.id == ticket_id)
            .values(
                agent_id=assignee.id,
                status=TicketStatus.IN_PROGRESS,
                assigned_ms=now_ms,
                assigned_level=assignee.level,
                updated_ms=now_ms,
                version=tickets.c.version + 1,
            )
        )
        await announce_assignment(writing, ticket_id, assignee, now_ms)
    return BATCH


async def could_assign(conn: AsyncConnection, now_ms: int) -> bool:
    """Return whether a ticket waits while somebody is available."""
    return await _next_waiting(conn) is not None and await pick_assignee(conn, now_ms) is not None


async def _next_waiting(conn: AsyncConnection) -> str | None:
    found: str | None = await conn.scalar(
        select(tickets.c.id)
        .where(tickets.c.agent_id.is_(None), tickets.c.status == TicketStatus.OPEN)
        .order_by(tickets.c.urgency, tickets.c.number)
        .limit(1)
    )
    return found
