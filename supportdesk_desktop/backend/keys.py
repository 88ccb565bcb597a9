"""Ids, and keys of agents and services: kept as hashes, looked up, counted where they fail."""

from __future__ import annotations

import hashlib
import re
import secrets
import string
from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.rest.answers import Code, Refusal, require_turn
from supportdesk_desktop.backend.tables import agents, api_keys
from supportdesk_desktop.core.pacing import RateLimit
from supportdesk_desktop.core.tickets import Agent

PREFIX = "sk_live_agent_"
BROWSER_PREFIX = "pk_live_"
_ALPHABET = string.ascii_letters + string.digits
_KEY = re.compile(PREFIX + r"[A-Za-z0-9]{48}")
_BASE36 = string.digits + string.ascii_lowercase
FAILURES = RateLimit(20, 60)
_MOST_KEPT = 4096
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Caller:
    """The agent or service whose key a request carries."""

    key_id: str
    agent: Agent
    role: str
    unlimited: bool

    @property
    def is_service(self) -> bool:
        """Whether it is a service: never assigned, no feed, may change any ticket."""
        return self.role == "service"


def new_key() -> str:
    """Make a key with some 285 random bits."""
    return PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(48))


def hash_key(key: str) -> str:
    """Return what is stored of a key. Keys are random, so one plain SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


async def store_key(
    conn: AsyncConnection, agent_id: str, key: str, now_ms: int, *, unlimited: bool = False
) -> None:
    """Store the hash of a key for an agent."""
    await conn.execute(
        insert(api_keys).values(
            id=new_id(),
            agent_id=agent_id,
            key_hash=hash_key(key),
            unlimited=unlimited,
            recent_ms="",
            created_ms=now_ms,
        )
    )


async def revoke_keys(conn: AsyncConnection, agent_id: str, now_ms: int) -> None:
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
    if not _KEY.fullmatch(key):
        raise Refusal(Code.AUTH_API_KEY_INVALID)
    rows = await conn.execute(
        select(api_keys, agents.c.name, agents.c.email, agents.c.level, agents.c.role)
        .join(agents, agents.c.id == api_keys.c.agent_id)
        .where(api_keys.c.key_hash == hash_key(key))
    )
    row = rows.first()
    if row is None or row.revoked_ms is not None:
        raise Refusal(Code.AUTH_API_KEY_INVALID)
    if row.expires_ms is not None and row.expires_ms <= now_ms:
        raise Refusal(Code.AUTH_API_KEY_EXPIRED)
    agent = Agent(id=row.agent_id, name=row.name, email=row.email, level=row.level)
    return Caller(row.id, agent, row.role, row.unlimited)


def new_id() -> str:
    """Return a fresh id with some 119 random bits."""
    return "cl" + "".join(secrets.choice(_BASE36) for _ in range(23))


class Pace:
    """Counts in memory how often each did something; who did it longest ago is forgotten first."""

    def __init__(self, limit: RateLimit) -> None:
        self._limit = limit
        self._times_ms: OrderedDict[str, list[int]] = OrderedDict()

    def require_turn(self, who: str, now_ms: int) -> None:
        """Raise ``Refusal`` (TOO_MANY_REQUESTS) where it was too often."""
        require_turn(self._recent_ms(who, now_ms), (self._limit,), now_ms)

    def count(self, who: str, now_ms: int) -> None:
        times_ms = [*self._recent_ms(who, now_ms), now_ms]
        _put(self._times_ms, who, times_ms[-self._limit.requests :])

    def _recent_ms(self, who: str, now_ms: int) -> list[int]:
        return [min(at, now_ms) for at in self._times_ms.get(who, ())]


class FailedKeys:
    """Counts the keys that failed by address; whose key has worked is never locked out."""

    def __init__(self) -> None:
        self._failures = Pace(FAILURES)
        self._good: OrderedDict[str, None] = OrderedDict()

    def check(self, address: str, key: str | None, now_ms: int) -> None:
        """Allow the look-up of a key from this address.

        Raises:
            Refusal: TOO_MANY_REQUESTS, where too many keys from this address failed and this one
                is not known to be good.
        """
        if key is None or hash_key(key) not in self._good:
            self._failures.require_turn(address, now_ms)

    def worked(self, key: str) -> None:
        _put(self._good, hash_key(key), None)

    def failed(self, address: str, key: str | None, now_ms: int) -> None:
        if key is not None:
            self._good.pop(hash_key(key), None)
        self._failures.count(address, now_ms)


def _put(kept: OrderedDict[str, V], key: str, value: V) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > _MOST_KEPT:
        kept.popitem(last=False)
