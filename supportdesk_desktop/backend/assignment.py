"""Assignment: the available N1 agent with the fewest open tickets, ties to the one idle longest.

A ticket for which nobody is available waits, and goes to the next available agent by priority,
then age (``contract/rest.md``). An agent's tickets are passed on where they take none any more.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.database import Writing, lock_desk
from supportdesk_desktop.backend.desk import MAIL
from supportdesk_desktop.backend.feed.log import ASSIGNED, UNASSIGNED, append_event
from supportdesk_desktop.backend.tables import agents, mail_outbox, tickets
from supportdesk_desktop.backend.ticket_records import HELD, ticket_by_id
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


async def hand_over(
    writing: Writing, agent_id: str, successor: Assignee | None, now_ms: int
) -> int:
    """Pass an agent's open tickets on, the most urgent first and at most ``BATCH``.

    Args:
        writing: the write transaction.
        agent_id: who holds them.
        successor: who gets them; None for whoever's turn it is, else they wait.
        now_ms: the present.

    Returns:
        How many were passed on; call it again until it is 0.
    """
    await lock_desk(writing)
    held = tickets.c.agent_id == agent_id, tickets.c.status.in_(HELD)
    first = select(tickets.c.id).where(*held).order_by(tickets.c.urgency, tickets.c.number)
    ids = (await writing.conn.scalars(first.limit(BATCH))).all()
    for ticket_id in ids:
        await _take_away(writing, ticket_id, agent_id, successor, now_ms)
    if successor is None:
        await assign_waiting(writing, now_ms)
    return len(ids)


async def _take_away(
    writing: Writing, ticket_id: str, agent_id: str, successor: Assignee | None, now_ms: int
) -> None:
    standing: dict[str, object] = {"agent_id": None, "assigned_ms": None, "assigned_level": None}
    if successor is None:
        standing["status"] = TicketStatus.OPEN
    else:
        standing |= {
            "agent_id": successor.id,
            "assigned_ms": now_ms,
            "assigned_level": successor.level,
        }
    await writing.conn.execute(
        update(tickets)
        .where(tickets.c.id == ticket_id)
        .values(**standing, version=tickets.c.version + 1, updated_ms=now_ms)
    )
    ticket = await ticket_by_id(writing.conn, ticket_id)
    assert ticket is not None, "read by the same transaction"
    level = ticket.assigned_level
    await append_event(writing, agent_id, UNASSIGNED, level, ticket.feed, now_ms)
    if successor is not None:
        await announce_assignment(writing, ticket_id, successor, now_ms)
