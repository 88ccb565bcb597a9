"""Agents, keys and tags, as ``agents`` and ``tags`` administer them inside or beside a desk."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.assignment import AgentRow, assign_waiting, named_assignee
from supportdesk_desktop.backend.database import Writing, lock_desk
from supportdesk_desktop.backend.keys import new_id, new_key, revoke_keys, store_key
from supportdesk_desktop.backend.rest.answers import Code, Refusal
from supportdesk_desktop.backend.rest.fields import is_color, is_email
from supportdesk_desktop.backend.tables import agents, api_keys, tags
from supportdesk_desktop.core.text import is_tag_name
from supportdesk_desktop.core.tickets import Tag, Wire

_MAX_AGENT_NAME = 200


class AdminError(Exception):
    """A request that cannot be met; ``reason`` is one of the constants of this class."""

    EMAIL_EXISTS = "email_exists"
    UNKNOWN_AGENT = "unknown_agent"
    NO_SUCCESSOR = "no_successor"
    BAD_EMAIL = "bad_email"
    BAD_NAME = "bad_name"
    BAD_ROLE = "bad_role"
    BAD_TAG_NAME = "bad_tag_name"
    BAD_COLOR = "bad_color"
    TAG_EXISTS = "tag_exists"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AgentRecord(Wire, frozen=True):
    """An agent or service as ``agents list`` and ``GET /desk/v1/agents`` show them."""

    id: str
    name: str
    email: str
    role: str
    level: str | None
    available: bool
    held_tickets: int
    revoked: bool


async def add_agent(
    writing: Writing,
    name: str,
    email: str,
    now_ms: int,
    *,
    level: str = "N1",
    role: str = "agent",
    unlimited: bool = False,
    key: str | None = None,
) -> tuple[AgentRecord, str]:
    """Add an agent (available at once) or a service, which has no level.

    Args:
        writing: the write transaction.
        name: shown to colleagues.
        email: where mail goes; unique without regard to case.
        now_ms: the present.
        level: N1 is assigned tickets by itself.
        role: ``agent`` or ``service``.
        unlimited: the key is under no rate limits.
        key: the key to accept, instead of a new one.

    Returns:
        The agent and the key, which is nowhere else: only its hash is stored.

    Raises:
        AdminError: a bad name, email or role, or an email in use.
    """
    if not name.strip() or len(name) > _MAX_AGENT_NAME or not name.isprintable():
        raise AdminError(AdminError.BAD_NAME)
    if is_email(email) is not None:
        raise AdminError(AdminError.BAD_EMAIL)
    if role not in {"agent", "service"}:
        raise AdminError(AdminError.BAD_ROLE)
    await lock_desk(writing)
    if await find_agent(writing.conn, email) is not None:
        raise AdminError(AdminError.EMAIL_EXISTS)
    agent_id = new_id()
    is_agent = role == "agent"
    await writing.conn.execute(
        insert(agents).values(
            id=agent_id,
            name=name,
            email=email,
            email_folded=email.casefold(),
            role=role,
            level=level if is_agent else None,
            available=is_agent,
            last_assigned_ms=0,
            held_tickets=0,
            feed_seq=0,
            revision=0,
            created_ms=now_ms,
        )
    )
    issued = key or new_key()
    await store_key(writing.conn, agent_id, issued, now_ms, unlimited=unlimited)
    writing.touched.add(agent_id)
    await assign_waiting(writing, now_ms)
    row = (await writing.conn.execute(select(agents).where(agents.c.id == agent_id))).one()
    return _shown(row, now_ms), issued


async def find_agent(conn: AsyncConnection, email: str) -> Row[Any] | None:
    """Return whose email it is, without regard to case; None where it is nobody's."""
    theirs = select(agents).where(agents.c.email_folded == email.casefold())
    return (await conn.execute(theirs)).first()


async def list_agents(conn: AsyncConnection, now_ms: int) -> list[AgentRecord]:
    rows = await conn.execute(select(agents).order_by(agents.c.name, agents.c.id))
    return [_shown(row, now_ms) for row in rows]


async def revoke_agent(
    writing: Writing, email: str, now_ms: int, *, pass_to: str | None = None
) -> tuple[str, int, AgentRow | None]:
    """Revoke an agent: no key of theirs is accepted, no ticket is assigned to them any more.

    ``pass_to`` is the email of the agent who is to get their open tickets, None for the queue.

    Returns:
        Their id, how many open tickets they hold, and who is to get these: ``hand_over`` does it.

    Raises:
        AdminError: no such agent, or nobody of that email who can be assigned tickets.
    """
    agent = await _known(writing, email)
    await revoke_keys(writing.conn, agent.id, now_ms)
    await _touch(writing, agent.id, revoked_ms=now_ms)
    successor = None
    if pass_to is not None:
        theirs = agents.c.email_folded == pass_to.casefold()
        successor = await named_assignee(writing.conn, theirs)
        if successor is None:
            raise AdminError(AdminError.NO_SUCCESSOR)
    return agent.id, agent.held_tickets, successor


async def rotate_key(writing: Writing, email: str, now_ms: int, *, key: str | None = None) -> str:
    """Replace every key of an agent by a new one (or by ``key``); it ends a revocation too.

    Returns:
        The key in force now.

    Raises:
        AdminError: no such agent.
    """
    agent = await _known(writing, email)
    newest_first = select(api_keys.c.unlimited).order_by(api_keys.c.created_ms.desc())
    unlimited = await writing.conn.scalar(newest_first.where(api_keys.c.agent_id == agent.id))
    await revoke_keys(writing.conn, agent.id, now_ms)
    issued = key or new_key()
    await store_key(writing.conn, agent.id, issued, now_ms, unlimited=bool(unlimited))
    await _touch(writing, agent.id, revoked_ms=None)
    await assign_waiting(writing, now_ms)
    return issued


async def add_tag(writing: Writing, name: str, color: str | None, now_ms: int) -> Tag:
    """Name a new tag; ``color`` is ``#RRGGBB``.

    Raises:
        AdminError: a bad name or colour, or a name in use (without regard to case).
    """
    if not is_tag_name(name):
        raise AdminError(AdminError.BAD_TAG_NAME)
    if color is not None and is_color(color) is not None:
        raise AdminError(AdminError.BAD_COLOR)
    try:
        return await save_tag(writing, name, color, None, now_ms)
    except Refusal as refusal:
        raise AdminError(AdminError.TAG_EXISTS) from refusal


def _shown(row: Row[Any], now_ms: int) -> AgentRecord:
    is_back = row.away_until_ms is not None and row.away_until_ms <= now_ms
    return AgentRecord(
        id=row.id,
        name=row.name,
        email=row.email,
        role=row.role,
        level=row.level,
        available=row.revoked_ms is None and (row.available or is_back),
        held_tickets=row.held_tickets,
        revoked=row.revoked_ms is not None,
    )


async def _known(writing: Writing, email: str) -> Row[Any]:
    await lock_desk(writing)
    agent = await find_agent(writing.conn, email)
    if agent is None:
        raise AdminError(AdminError.UNKNOWN_AGENT)
    return agent


async def _touch(writing: Writing, agent_id: str, *, revoked_ms: int | None) -> None:
    await writing.conn.execute(
        update(agents)
        .where(agents.c.id == agent_id)
        .values(revoked_ms=revoked_ms, revision=agents.c.revision + 1)
    )
    writing.touched.add(agent_id)


async def list_tags(conn: AsyncConnection) -> list[Tag]:
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
    renamed = await writing.conn.execute(update(tags).where(tags.c.id == chosen).values(**values))
    if renamed.rowcount == 0:
        await writing.conn.execute(insert(tags).values(id=chosen, **values, created_ms=now_ms))
    return Tag(id=chosen, name=name, color=color)
