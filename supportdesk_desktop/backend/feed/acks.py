"""How far each desktop has durably stored its feed, as it says itself."""

from __future__ import annotations

from sqlalchemy import delete, insert, update

from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.tables import feed_acks
from supportdesk_desktop.core.frames import Cursor

KEPT_MS = 7 * 24 * 3600 * 1000
"""How long the ack of an instance that is gone is kept; each start makes a new instance."""


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


async def forget_old_acks(writing: Writing, now_ms: int) -> None:
    """Drop acks that nobody has renewed for seven days."""
    await writing.conn.execute(delete(feed_acks).where(feed_acks.c.acked_ms < now_ms - KEPT_MS))
