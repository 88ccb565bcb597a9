"""What becomes of the open tickets of an agent who takes none any more."""

from __future__ import annotations

from sqlalchemy import select, update

from supportdesk_desktop.backend.assignment import (
    BATCH,
    Assignee,
    announce_assignment,
    assign_waiting,
)
from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.feed_log import UNASSIGNED, append_event, lock_desk
from supportdesk_desktop.backend.feed_tickets import HELD, ticket_by_id
from supportdesk_desktop.backend.tables import tickets
from supportdesk_desktop.core.tickets import TicketStatus


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
