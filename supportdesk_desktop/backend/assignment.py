"""Assignment: the available N1 agent with the fewest open tickets, ties to the one idle longest.

A ticket for which nobody is available waits, and goes to the next available agent by priority,
then age (``contract/rest.md``). An agent's tickets are passed on where they take none any more.
Here is also who is available, until when they are away, and what follows from a change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.database import Writing, lock_desk
from supportdesk_desktop.backend.desk import MAIL
from supportdesk_desktop.backend.feed.log import ASSIGNED, UNASSIGNED, append_event
from supportdesk_desktop.backend.rest.answers import invalid
from supportdesk_desktop.backend.tables import agents, mail_outbox, tickets
from supportdesk_desktop.backend.ticket_records import held_by, stored_ticket
from supportdesk_desktop.core.frames import LONGEST_ABSENCE
from supportdesk_desktop.core.tickets import Ticket, TicketStatus

N1 = "N1"
BATCH = 50
"""Waiting tickets assigned in one transaction; the housekeeping assigns the others."""


AgentRow = Row[Any]
"""The ``id`` of the agent who gets a ticket, and the ``level`` that they have then."""


async def pick_assignee(conn: AsyncConnection, now_ms: int) -> AgentRow | None:
    """Return the agent whose turn it is, None where nobody is available."""
    is_available = or_(agents.c.available, agents.c.away_until_ms <= now_ms)
    turns = _assignees().where(agents.c.level == N1, is_available)
    order = (agents.c.held_tickets, agents.c.last_assigned_ms, agents.c.id)
    found: AgentRow | None = (await conn.execute(turns.order_by(*order).limit(1))).first()
    return found


async def named_assignee(conn: AsyncConnection, who: ColumnElement[bool]) -> AgentRow | None:
    """Return the one agent of whom ``who`` is true, None where no ticket can be assigned to them.

    Whether they are available does not matter: somebody chose them.
    """
    found: AgentRow | None = (await conn.execute(_assignees().where(who))).first()
    return found


def standing(assignee: AgentRow | None, now_ms: int) -> dict[str, object]:
    """Return the columns of a ticket that was just assigned; with None, of one that waits."""
    if assignee is None:
        nobody = {"agent_id": None, "assigned_ms": None, "assigned_level": None}
        return {"status": TicketStatus.OPEN, **nobody}
    return {
        "status": TicketStatus.IN_PROGRESS,
        "agent_id": assignee.id,
        "assigned_ms": now_ms,
        "assigned_level": assignee.level,
    }


async def change_columns(
    writing: Writing, ticket_id: str, values: Mapping[str, object], now_ms: int
) -> Ticket:
    """Change a ticket, which gets its next version; returns it as it is then."""
    await writing.conn.execute(
        update(tickets)
        .where(tickets.c.id == ticket_id)
        .values(**values, version=tickets.c.version + 1, updated_ms=now_ms)
    )
    return await stored_ticket(writing.conn, ticket_id)


async def announce_assignment(writing: Writing, ticket: Ticket, now_ms: int) -> None:
    """Add an assignment stored in this transaction to the feed and the mail outbox."""
    assert ticket.agent_id is not None, "it is assigned"
    await append_event(writing, ticket.agent_id, ASSIGNED, ticket, now_ms)
    await writing.conn.execute(
        insert(mail_outbox).values(
            agent_id=ticket.agent_id,
            ticket_id=ticket.id,
            created_ms=now_ms,
            attempts=0,
            next_attempt_ms=now_ms,
        )
    )
    writing.touched.add(MAIL)


async def assign_waiting(writing: Writing, now_ms: int) -> int:
    """Assign waiting tickets, while an agent is available and at most ``BATCH``.

    Returns:
        How many were given out.
    """
    await lock_desk(writing)
    for given in range(BATCH):
        assignee = await pick_assignee(writing.conn, now_ms)
        ticket_id = await _next_waiting(writing.conn) if assignee else None
        if assignee is None or ticket_id is None:
            return given
        ticket = await change_columns(writing, ticket_id, standing(assignee, now_ms), now_ms)
        await announce_assignment(writing, ticket, now_ms)
    return BATCH


async def could_assign(conn: AsyncConnection, now_ms: int) -> bool:
    """Return whether a ticket waits while somebody is available."""
    return await _next_waiting(conn) is not None and await pick_assignee(conn, now_ms) is not None


async def hand_over(
    writing: Writing, agent_id: str, successor: AgentRow | None, now_ms: int
) -> int:
    """Pass an agent's open tickets on, the most urgent first and at most ``BATCH``.

    Without a successor each goes to whoever's turn it is, else it waits.

    Returns:
        How many were passed on; call it again until it is 0.
    """
    await lock_desk(writing)
    first = held_by(select(tickets.c.id), agent_id)
    ids = (await writing.conn.scalars(first.limit(BATCH))).all()
    for ticket_id in ids:
        values = standing(successor, now_ms)
        if successor is not None:
            # It goes on where it was.
            del values["status"]
        ticket = await change_columns(writing, ticket_id, values, now_ms)
        await append_event(writing, agent_id, UNASSIGNED, ticket, now_ms)
        if successor is not None:
            await announce_assignment(writing, ticket, now_ms)
    if successor is None:
        await assign_waiting(writing, now_ms)
    return len(ids)


async def set_presence(
    writing: Writing, agent_id: str, available: bool, until_ms: int | None, now_ms: int
) -> None:
    """Store an agent's availability; an agent who is back gets waiting tickets.

    An absence ends by itself at ``until_ms``; where that has passed, they are available.

    Raises:
        Refusal: VALIDATION_ERROR, an absence longer than ``LONGEST_ABSENCE``.
    """
    settled = _settled(available, until_ms, now_ms)
    await lock_desk(writing)
    await _store_presence(writing, agents.c.id == agent_id, settled)
    if settled[0]:
        await assign_waiting(writing, now_ms)


async def changes_presence(
    conn: AsyncConnection, agent_id: str, available: bool, until_ms: int | None, now_ms: int
) -> bool:
    """Return whether ``set_presence`` would store anything new. Raises ``Refusal`` as it does."""
    asked = _settled(available, until_ms, now_ms)
    presence = select(agents.c.available, agents.c.away_until_ms)
    stored = await conn.execute(presence.where(agents.c.id == agent_id))
    return tuple(stored.one()) != asked


async def expire_presence(writing: Writing, now_ms: int) -> Sequence[str]:
    """End the absences whose time has come; returns the ids of those who are back."""
    await lock_desk(writing)
    ended = agents.c.away_until_ms <= now_ms
    back = await _store_presence(writing, ended, (True, None))
    if back:
        await assign_waiting(writing, now_ms)
    return back


async def has_expired(conn: AsyncConnection, now_ms: int) -> bool:
    found = await conn.scalar(select(agents.c.id).where(agents.c.away_until_ms <= now_ms).limit(1))
    return found is not None


def _assignees() -> Select[Any]:
    """Select the agents whom a ticket can be assigned to."""
    return select(agents.c.id, agents.c.level).where(
        agents.c.role == "agent", agents.c.revoked_ms.is_(None)
    )


async def _next_waiting(conn: AsyncConnection) -> str | None:
    found: str | None = await conn.scalar(
        select(tickets.c.id)
        .where(tickets.c.agent_id.is_(None), tickets.c.status == TicketStatus.OPEN)
        .order_by(tickets.c.urgency, tickets.c.number)
        .limit(1)
    )
    return found


def _settled(available: bool, until_ms: int | None, now_ms: int) -> tuple[bool, int | None]:
    if until_ms is not None and until_ms > now_ms + LONGEST_ABSENCE // timedelta(milliseconds=1):
        raise invalid("until", f"Au plus {LONGEST_ABSENCE.days} jours à l’avance")
    if available or (until_ms is not None and until_ms <= now_ms):
        return True, None
    return False, until_ms


async def _store_presence(
    writing: Writing, whose: ColumnElement[bool], settled: tuple[bool, int | None]
) -> Sequence[str]:
    available, until_ms = settled
    change = update(agents).where(whose).returning(agents.c.id)
    values = {"available": available, "away_until_ms": until_ms}
    stored = await writing.conn.scalars(change.values(**values, revision=agents.c.revision + 1))
    ids: Sequence[str] = stored.all()
    writing.touched.update(ids)
    return ids
