"""Each agent's feed in the tables: gapless ``seq``, events stored as the text that is sent.

Append only inside the write transaction that changed the ticket, after ``lock_desk``.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.keys import new_id
from supportdesk_desktop.backend.tables import agents, api_keys, feed_acks, feed_events
from supportdesk_desktop.backend.ticket_records import PART_CHARS
from supportdesk_desktop.core.frames import MAX_SERVER_FRAME_BYTES, Cursor, PresenceState
from supportdesk_desktop.core.ids import AgentId
from supportdesk_desktop.core.tickets import Agent, Ticket
from supportdesk_desktop.core.times import LATEST_MS, iso_utc

ASSIGNED = "ticket.assigned"
UPDATED = "ticket.updated"
UNASSIGNED = "ticket.unassigned"
CLOSED = "ticket.closed"

_HELD_BY = {ASSIGNED: 1, UPDATED: 0, UNASSIGNED: -1, CLOSED: -1}
# What a ticket may grow by later: a longer agent and customer name (200 characters of 4 bytes
# each), addresses, phone and times; and for each tag the name it may get.
_LATER_BYTES = 4096
_LATER_BYTES_A_TAG = 400
BATCH = 64
"""Events read and sent at a time; no queue is kept for a client."""


async def append_event(
    writing: Writing, agent_id: str, kind: str, ticket: Ticket, now_ms: int
) -> None:
    """Give an agent's feed the event of a changed ticket, and keep their count of held tickets."""
    held = agents.c.held_tickets + _HELD_BY[kind]
    change = update(agents).values(feed_seq=agents.c.feed_seq + 1, held_tickets=held)
    if kind == ASSIGNED:
        change = change.values(last_assigned_ms=now_ms)
    seq = await writing.conn.scalar(
        change.where(agents.c.id == agent_id).returning(agents.c.feed_seq)
    )
    assert seq is not None, "the caller has read this agent in the same transaction"
    event = _event(kind, ticket.assigned_level, ticket, now_ms)
    await writing.conn.execute(
        insert(feed_events).values(agent_id=agent_id, seq=seq, event=event, occurred_ms=now_ms)
    )
    writing.touched.add(agent_id)


def event_frame(seq: int, event: str) -> str:
    """Write the frame of a stored event; its text stays byte for byte."""
    return f'{{"type":"event","seq":{seq},"event":{event}}}'


def fits_frame(ticket: Ticket) -> bool:
    """Return whether the ticket fits a frame now and after anything that may happen to it."""
    largest_seq = 2**53 - 1
    frame = event_frame(largest_seq, _event(UNASSIGNED, "N1", ticket, 0))
    later = _LATER_BYTES + _LATER_BYTES_A_TAG * len(ticket.tags)
    return len(frame.encode()) + later <= MAX_SERVER_FRAME_BYTES


def _event(kind: str, level: str | None, ticket: Ticket, now_ms: int) -> str:
    event = {
        "id": new_id(),
        "type": kind,
        "occurredAt": iso_utc(now_ms),
        "level": level,
        "ticket": ticket,
    }
    return msgspec.json.encode(event).decode()


@dataclass(frozen=True, slots=True)
class Standing:
    """An agent at one moment: what they hold, and how far their feed goes."""

    agent: Agent
    head: int
    held: int
    presence: PresenceState


async def read_standing(
    conn: AsyncConnection, agent_id: str, key_id: str, now_ms: int
) -> Standing | None:
    """Read an agent; None where they are gone, or the key that they came with is good no more."""
    is_good = or_(api_keys.c.expires_ms.is_(None), api_keys.c.expires_ms > now_ms)
    rows = await conn.execute(
        select(agents)
        .join(api_keys, api_keys.c.agent_id == agents.c.id)
        .where(agents.c.id == agent_id, agents.c.revoked_ms.is_(None))
        .where(api_keys.c.id == key_id, api_keys.c.revoked_ms.is_(None), is_good)
    )
    row = rows.first()
    if row is None:
        return None
    away_ms = row.away_until_ms
    # What an earlier version stored may lie further off than can be written.
    until = None if away_ms is None else iso_utc(min(away_ms, LATEST_MS))
    return Standing(
        agent=Agent(id=AgentId(row.id), name=row.name, email=row.email, level=row.level),
        head=row.feed_seq,
        held=row.held_tickets,
        presence=PresenceState(available=row.available, until=until),
    )


async def read_events(conn: AsyncConnection, agent_id: str, after: int) -> list[tuple[int, str]]:
    """Read the next events after a seq, in order: at most 64, and ``PART_CHARS`` or one.

    Returns:
        The seq of each, and its JSON as it was first written.
    """
    next_ones = (feed_events.c.agent_id == agent_id, feed_events.c.seq > after)
    read_so_far = func.sum(func.length(feed_events.c.event)).over(order_by=feed_events.c.seq)
    sizes = (
        select(feed_events.c.seq, read_so_far.label("chars"))
        .where(*next_ones, feed_events.c.seq <= after + BATCH)
        .subquery()
    )
    last = select(func.max(sizes.c.seq)).where(sizes.c.chars <= PART_CHARS).scalar_subquery()
    rows = await conn.execute(
        select(feed_events.c.seq, feed_events.c.event)
        .where(*next_ones, feed_events.c.seq <= func.coalesce(last, after + 1))
        .order_by(feed_events.c.seq)
    )
    return [(row.seq, row.event) for row in rows]


async def snapshot_reason(
    conn: AsyncConnection, agent_id: str, epoch: str, head: int, resume: Cursor | None
) -> str | None:
    """Say why this client cannot go on from its cursor, or None where it can."""
    if resume is None:
        return "no_cursor"
    if resume.epoch != epoch:
        return "epoch_changed"
    if resume.seq > head:
        return "cursor_ahead"
    oldest = await conn.scalar(
        select(func.min(feed_events.c.seq)).where(feed_events.c.agent_id == agent_id)
    )
    kept_from = head + 1 if oldest is None else oldest
    return "history_trimmed" if resume.seq + 1 < kept_from else None


async def store_ack(
    writing: Writing, agent_id: str, instance_id: str, cursor: Cursor, now_ms: int
) -> None:
    """Keep the newest ack of one instance."""
    values = {"epoch": cursor.epoch, "seq": cursor.seq, "acked_ms": now_ms}
    mine = (feed_acks.c.agent_id == agent_id, feed_acks.c.instance_id == instance_id)
    changed = await writing.conn.execute(update(feed_acks).where(*mine).values(**values))
    if changed.rowcount == 0:
        await writing.conn.execute(
            insert(feed_acks).values(agent_id=agent_id, instance_id=instance_id, **values)
        )
