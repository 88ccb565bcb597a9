"""Rate limits: sliding windows for each key over all routes and handshakes.

The times of the requests let through are kept with the key, so that every gateway on one database
counts together. Requests that were refused are not counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.keys import Caller, caller_of
from supportdesk_desktop.backend.refusals import too_many_requests
from supportdesk_desktop.backend.tables import api_keys
from supportdesk_desktop.core.pacing import RateLimit, earliest_ms, longest_window_ms


def limits_of(desk: Desk, caller: Caller) -> tuple[RateLimit, ...] | None:
    """Return the limits that the key of ``caller`` is under, None for none."""
    return None if caller.unlimited else desk.options.limits


async def admit(desk: Desk, key: str | None) -> Caller:
    """Identify the key of a request or handshake, and count it.

    Raises:
        Refusal: AUTH_…, or TOO_MANY_REQUESTS with ``Retry-After``.
    """
    now_ms = desk.clock()
    async with desk.database.reading() as conn:
        caller = await caller_of(conn, key, now_ms)
    limits = limits_of(desk, caller)
    if limits:
        async with desk.database.writing() as writing:
            await _count(writing, caller.key_id, limits, now_ms)
    return caller


async def _count(writing: Writing, key_id: str, limits: Sequence[RateLimit], now_ms: int) -> None:
    stored = await writing.conn.scalar(
        select(api_keys.c.recent_ms).where(api_keys.c.id == key_id).with_for_update()
    )
    oldest_ms = now_ms - longest_window_ms(limits)
    # Times ahead of the clock are dropped: it was set back, and nobody waits for it to catch up.
    recent = [
        at for at in map(int, filter(None, (stored or "").split(","))) if oldest_ms < at <= now_ms
    ]
    free_ms = earliest_ms(recent, limits, now_ms)
    if free_ms > now_ms:
        raise too_many_requests(free_ms - now_ms)
    recent.append(now_ms)
    await writing.conn.execute(
        update(api_keys).where(api_keys.c.id == key_id).values(recent_ms=",".join(map(str, recent)))
    )
