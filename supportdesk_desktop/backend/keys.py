"""Keys of agents and services: made here, kept as hashes, looked up by hash."""

from __future__ import annotations

import hashlib
import re
import secrets
import string
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.identifiers import new_id
from supportdesk_desktop.backend.refusals import Code, Refusal
from supportdesk_desktop.backend.tables import agents, api_keys

PREFIX = "sk_live_agent_"
BROWSER_PREFIX = "pk_live_"
_ALPHABET = string.ascii_letters + string.digits
_KEY = re.compile(PREFIX + r"[A-Za-z0-9]{48}")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose key a request carries."""

    key_id: str
    agent_id: str
    name: str
    email: str
    level: str | None
    role: str
    unlimited: bool

    @property
    def is_service(self) -> bool:
        """Whether it is a service: never assigned, no feed, may change any ticket."""
        return self.role == "service"


def new_key() -> str:
    """Make a key with some 285 random bits."""
    return PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(48))


def is_key(text: str) -> bool:
    """Return whether the text has the form of a key."""
    return _KEY.fullmatch(text) is not None


def hash_key(key: str) -> str:
    """Return what is stored of a key. Keys are random, so one plain SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


async def store_key(
    conn: AsyncConnection, agent_id: str, key: str, now_ms: int, *, unlimited: bool = False
) -> str:
    """Store the hash of a key for an agent; returns the key's id."""
    key_id = new_id()
    await conn.execute(
        insert(api_keys).values(
            id=key_id,
            agent_id=agent_id,
            key_hash=hash_key(key),
            unlimited=unlimited,
            recent_ms="",
            created_ms=now_ms,
        )
    )
    return key_id


async def revoke_keys(conn: AsyncConnection, agent_id: str, now_ms: int) -> None:
    """Revoke every key of an agent."""
    await conn.execute(
        update(api_keys)
        .where(api_keys.c.agent_id == agent_id, api_keys.c.revoked_ms.is_(None))
        .values(revoked_ms=now_ms)
    )


async def caller_of(conn: AsyncConnection, key: str | None, now_ms: int) -> Caller:
    """Return whose key it is.

    Raises:
        Refusal: AUTH_API_KEY_MISSING, _INVALID, _EXPIRED or _FORBIDDEN.
    """
    if not key:
        raise Refusal(Code.AUTH_API_KEY_MISSING)
    if key.startswith(BROWSER_PREFIX):
        raise Refusal(Code.AUTH_API_KEY_FORBIDDEN)
    if not is_key(key):
        raise Refusal(Code.AUTH_API_KEY_INVALID)
    row = (
        await conn.execute(
            select(api_keys, agents.c.name, agents.c.email, agents.c.level, agents.c.role)
            .join(agents, agents.c.id == api_keys.c.agent_id)
            .where(api_keys.c.key_hash == hash_key(key))
        )
    ).first()
    if row is None or row.revoked_ms is not None:
        raise Refusal(Code.AUTH_API_KEY_INVALID)
    if row.expires_ms is not None and row.expires_ms <= now_ms:
        raise Refusal(Code.AUTH_API_KEY_EXPIRED)
    return Caller(row.id, row.agent_id, row.name, row.email, row.level, row.role, row.unlimited)
