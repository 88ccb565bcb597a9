"""Tags known by name. A ticket may carry a UUID that has no name yet."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.feed_log import lock_desk
from supportdesk_desktop.backend.refusals import Code, Refusal
from supportdesk_desktop.backend.tables import tags
from supportdesk_desktop.core.tickets import Tag


async def list_tags(conn: AsyncConnection) -> list[Tag]:
    """Return every named tag, by name."""
    rows = await conn.execute(select(tags).order_by(tags.c.name_folded))
    return [Tag(id=row.id, name=row.name, color=row.color) for row in rows]


async def save_tag(
    writing: Writing, name: str, color: str | None, tag_id: str | None, now_ms: int
) -> Tag:
    """Name a new tag, or name the UUID ``tag_id`` (anew).

    Raises:
        Refusal: TAG_NAME_EXISTS.
    """
    # Orders concurrent namings on PostgreSQL.
    await lock_desk(writing)
    holder = await writing.conn.scalar(
        select(tags.c.id).where(tags.c.name_folded == name.casefold())
    )
    chosen = str(uuid4()) if tag_id is None else tag_id.lower()
    if holder is not None and holder != chosen:
        raise Refusal(Code.TAG_NAME_EXISTS)
    values = {"name": name, "name_folded": name.casefold(), "color": color}
    known = await writing.conn.scalar(select(tags.c.id).where(tags.c.id == chosen))
    if known is None:
        await writing.conn.execute(insert(tags).values(id=chosen, **values, created_ms=now_ms))
    else:
        await writing.conn.execute(update(tags).where(tags.c.id == chosen).values(**values))
    return Tag(id=chosen, name=name, color=color)
