"""Rate limits: sliding windows for each key over all routes and handshakes.

The times of the requests let through are kept with the key, so that every gateway on one database
counts together. Requests that were refused are not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import select, update
from starlette.requests import HTTPConnection

from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.keys import Caller, caller_of
from supportdesk_desktop.backend.rest.answers import Refusal, too_many_requests
from supportdesk_desktop.backend.tables import api_keys
from supportdesk_desktop.core.pacing import RateLimit, earliest_ms, longest_window_ms

KEY_HEADER = "x-api-key"


def limits_of(desk: Desk, caller: Caller) -> tuple[RateLimit, ...] | None:
    """Return the limits that the key of ``caller`` is under, None for none."""
    return None if caller.unlimited else desk.options.limits


async def admit(desk: Desk, connection: HTTPConnection) -> Caller:
    """Identify the key of a request or handshake, and count it.

    Raises:
        Refusal: AUTH_…, or TOO_MANY_REQUESTS with ``Retry-After``.
    """
    caller = await _identify(desk, connection)
    limits = limits_of(desk, caller)
    if limits:
        async with desk.database.writing() as writing:
            try:
                # Read in the transaction: requests are counted in the order of their times.
                await _count(writing, caller.key_id, limits, desk.clock())
                refused = None
            except Refusal as refusal:
                # Not a rollback: what was learnt of the clock is to stay.
                refused = refusal
        if refused is not None:
            raise refused
    return caller


def address_of(connection: HTTPConnection, *, behind_proxy: bool) -> str:
    """Return where a request comes from; of IPv6 the network, which one caller has whole.

    Behind a proxy it is what the proxy has added to ``X-Forwarded-For``, the last entry.
    """
    host = connection.client.host if connection.client is not None else ""
    if behind_proxy:
        forwarded = connection.headers.getlist("x-forwarded-for")
        host = (forwarded or [host])[-1].rpartition(",")[2].strip()
    try:
        address = ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return host


async def _identify(desk: Desk, connection: HTTPConnection) -> Caller:
    key = connection.headers.get(KEY_HEADER)
    address = address_of(connection, behind_proxy=desk.options.behind_proxy)
    if desk.options.limits:
        desk.failed_keys.check(address, key, desk.clock())
    try:
        async with desk.database.reading() as conn:
            caller = await caller_of(conn, key, desk.clock())
    except Refusal:
        desk.failed_keys.failed(address, key, desk.clock())
        raise
    desk.failed_keys.worked(key or "")
    return caller


async def _count(writing: Writing, key_id: str, limits: Sequence[RateLimit], now_ms: int) -> None:
    stored = await writing.conn.scalar(
        select(api_keys.c.recent_ms).where(api_keys.c.id == key_id).with_for_update()
    )
    oldest_ms = now_ms - longest_window_ms(limits)
    known = [at for at in map(int, filter(None, (stored or "").split(","))) if at > oldest_ms]
    # Where the clock was set back, what it counted ahead of itself counts as now: nobody waits for
    # it to catch up, and no window lets more through.
    recent = [min(at, now_ms) for at in known]
    free_ms = earliest_ms(recent, limits, now_ms)
    if free_ms <= now_ms:
        recent.append(now_ms)
    if recent != known:
        await writing.conn.execute(
            update(api_keys)
            .where(api_keys.c.id == key_id)
            .values(recent_ms=",".join(map(str, recent)))
        )
    if free_ms > now_ms:
        raise too_many_requests(free_ms - now_ms)
