"""Reading one agent's feed from the tables, which alone are the truth."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.feed_tickets import PART_CHARS
from supportdesk_desktop.backend.tables import agents, api_keys, feed_events
from supportdesk_desktop.core.frames import Cursor, PresenceState
from supportdesk_desktop.core.ids import AgentId
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.core.times import LATEST_MS, iso_utc

BATCH = 64
"""How many events are read and sent at a time; no queue is kept for a client."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An agent at one moment: what they hold, how far their feed goes, whether the key is good."""

    agent: Agent
    head: int
    held: int
    presence: PresenceState
    key_is_good: bool


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event of a feed; ``text`` is its JSON as it was first written."""

    seq: int
    text: str


async def read_standing(
    conn: AsyncConnection, agent_id: str, key_id: str, now_ms: int
) -> Standing | None:
    """Read an agent and the key they came with; None where either is gone."""
    row = (
        await conn.execute(
            select(
                agents.c.id,
                agents.c.name,
                agents.c.email,
                agents.c.level,
                agents.c.feed_seq,
                agents.c.held_tickets,
                agents.c.available,
                agents.c.away_until_ms,
                agents.c.revoked_ms.label("agent_revoked_ms"),
                api_keys.c.revoked_ms,
                api_keys.c.expires_ms,
            )
            .join(api_keys, api_keys.c.agent_id == agents.c.id)
            .where(agents.c.id == agent_id, api_keys.c.id == key_id)
        )
    ).first()
    if row is None:
        return None
    until = row.away_until_ms
    return Standing(
        agent=Agent(id=AgentId(row.id), name=row.name, email=row.email, level=row.level),
        head=row.feed_seq,
        held=row.held_tickets,
        # What an earlier version stored may lie further off than can be written.
        presence=PresenceState(
            available=row.available,
            until=None if until is None else iso_utc(min(until, LATEST_MS)),
        ),
        key_is_good=row.agent_revoked_ms is None
        and row.revoked_ms is None
        and (row.expires_ms is None or row.expires_ms > now_ms),
    )


async def read_events(conn: AsyncConnection, agent_id: str, after: int) -> list[StoredEvent]:
    """Read the next events after a seq, in order: at most 64, and ``PART_CHARS`` or one."""
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
    return [StoredEvent(row.seq, row.event) for row in rows]


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
