"""Who is available for assignment, until when they are away, and what follows from a change."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.assignment import assign_waiting
from supportdesk_desktop.backend.database import Writing, lock_desk
from supportdesk_desktop.backend.rest.answers import invalid
from supportdesk_desktop.backend.tables import agents
from supportdesk_desktop.core.frames import LONGEST_ABSENCE


async def set_presence(
    writing: Writing, agent_id: str, available: bool, until_ms: int | None, now_ms: int
) -> None:
    """Store what an agent said of their availability; an agent who is back gets what waits.

    Args:
        writing: the write transaction.
        agent_id: who said it.
        available: whether they take tickets. ``until_ms`` then does not matter.
        until_ms: when an absence ends by itself, None for never; a time that has passed means
            that they are available.
        now_ms: the present.

    Raises:
        Refusal: VALIDATION_ERROR, an absence longer than ``LONGEST_ABSENCE``.
    """
    available, until_ms = _settled(available, until_ms, now_ms)
    await lock_desk(writing)
    await _store(writing, agent_id, available, until_ms)
    if available:
        await assign_waiting(writing, now_ms)


async def changes_presence(
    conn: AsyncConnection, agent_id: str, available: bool, until_ms: int | None, now_ms: int
) -> bool:
    """Return whether ``set_presence`` would store anything new. Raises ``Refusal`` as it does."""
    asked = _settled(available, until_ms, now_ms)
    stored = await conn.execute(
        select(agents.c.available, agents.c.away_until_ms).where(agents.c.id == agent_id)
    )
    return tuple(stored.one()) != asked


async def expire_presence(writing: Writing, now_ms: int) -> list[str]:
    """End the absences whose time has come; returns the ids of those who are back."""
    await lock_desk(writing)
    rows = await writing.conn.execute(
        select(agents.c.id).where(agents.c.away_until_ms <= now_ms).order_by(agents.c.id)
    )
    back = [row.id for row in rows]
    for agent_id in back:
        await _store(writing, agent_id, True, None)
    if back:
        await assign_waiting(writing, now_ms)
    return back


async def has_expired(conn: AsyncConnection, now_ms: int) -> bool:
    """Return whether somebody's absence is to be ended."""
    found = await conn.scalar(select(agents.c.id).where(agents.c.away_until_ms <= now_ms).limit(1))
    return found is not None


def _settled(available: bool, until_ms: int | None, now_ms: int) -> tuple[bool, int | None]:
    if until_ms is not None and until_ms > now_ms + LONGEST_ABSENCE // timedelta(milliseconds=1):
        raise invalid("until", f"Au plus {LONGEST_ABSENCE.days} jours à l’avance")
    if available or (until_ms is not None and until_ms <= now_ms):
        return True, None
    return False, until_ms


async def _store(writing: Writing, agent_id: str, available: bool, until_ms: int | None) -> None:
    await writing.conn.execute(
        update(agents)
        .where(agents.c.id == agent_id)
        .values(available=available, away_until_ms=until_ms, revision=agents.c.revision + 1)
    )
    writing.touched.add(agent_id)
