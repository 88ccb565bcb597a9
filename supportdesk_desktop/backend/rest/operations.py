"""One route and its operations, checked in the documented order: route, method, key, rate, body.

Rate limits are sliding windows for each key over all routes and handshakes. The times of the
requests let through are kept with the key, so that every gateway on one database counts together.
Requests that were refused are not counted.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import unquote_to_bytes

from sqlalchemy import select, update
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from supportdesk_desktop.backend.database import UNAVAILABLE, Writing
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.keys import Caller, caller_of
from supportdesk_desktop.backend.rest.answers import (
    Code,
    Refusal,
    failure,
    invalid,
    require_turn,
    unavailable,
)
from supportdesk_desktop.backend.rest.fields import Fields, parse_body, read_body
from supportdesk_desktop.backend.tables import api_keys
from supportdesk_desktop.core.pacing import RateLimit, longest_window_ms

logger = logging.getLogger(__name__)

KEY_HEADER = "x-api-key"
_NUL = "Un caractère nul n’est pas permis dans l’adresse"


@dataclass(frozen=True, slots=True)
class Call:
    """One admitted request. ``body`` and ``fields`` are empty where its method takes none."""

    desk: Desk
    request: Request
    caller: Caller
    body: bytes
    fields: Fields
    now_ms: int


Operation = Callable[[Call], Awaitable[Response]]
"""Answers one method of a route; it raises ``Refusal`` or returns the answer."""


class Operations:
    """The operations of one route by their methods; all but GET take a body.

    It is an ASGI app and no function, so that Starlette leaves the methods to us. ``exists`` says
    whether a path that fits the route's pattern is one of this route after all.
    """

    def __init__(
        self,
        desk: Desk,
        operations: Mapping[str, Operation],
        exists: Callable[[Request], bool] = lambda _request: True,
    ) -> None:
        self._desk = desk
        self._operations = operations
        self._exists = exists

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        operation = self._operations.get(request.method)
        if not self._exists(request):
            response = failure(Refusal(Code.NOT_FOUND))
        elif operation is None:
            allowed = {"Allow": ", ".join(self._operations)}
            response = failure(Refusal(Code.METHOD_NOT_ALLOWED, headers=allowed))
        else:
            response = await _answered(self._desk, request, operation)
        await response(scope, receive, send)


async def _answered(desk: Desk, request: Request, operation: Operation) -> Response:
    """Run one operation; whatever happens, the answer is in the envelope."""
    try:
        return await operation(await _admitted(desk, request))
    except Refusal as refusal:
        return failure(refusal)
    except ClientDisconnect:
        # Nobody is left to read it; the framework wants an answer all the same.
        return failure(Refusal(Code.BAD_REQUEST))
    except UNAVAILABLE as problem:
        logger.warning("%s %s: %s", request.method, request.url.path, problem)
        return failure(unavailable())
    except Exception:
        logger.exception("%s %s failed", request.method, request.url.path)
        return failure(Refusal(Code.INTERNAL_ERROR))


async def _admitted(desk: Desk, request: Request) -> Call:
    caller = await admit(desk, request)
    _refuse_nul(request)
    body, fields = b"", Fields({})
    if request.method != "GET":
        body = await read_body(request, desk.options.body_timeout_s)
        fields = Fields(await parse_body(body))
    return Call(desk, request, caller, body, fields, desk.clock())


def _refuse_nul(request: Request) -> None:
    """Refuse an address with NUL, as bodies with it are: PostgreSQL stores and compares none.

    Raises:
        Refusal: VALIDATION_ERROR, about ``path`` or ``query``.
    """
    if "\0" in request.scope["path"]:
        raise invalid("path", _NUL)
    if b"\0" in unquote_to_bytes(request.scope["query_string"]):
        raise invalid("query", _NUL)


async def admit(desk: Desk, connection: HTTPConnection) -> Caller:
    """Identify the key of a request or handshake, and count it.

    Raises:
        Refusal: AUTH_…, or TOO_MANY_REQUESTS with ``Retry-After``.
    """
    caller = await _identify(desk, connection)
    limits = limits_of(desk, caller)
    if limits:
        async with desk.database.writing() as writing:
            # Read in the transaction: requests are counted in the order of their times.
            refused = await _count(writing, caller.key_id, limits, desk.clock())
        if refused is not None:
            raise refused
    return caller


def limits_of(desk: Desk, caller: Caller) -> tuple[RateLimit, ...] | None:
    """Return the limits that the key of ``caller`` is under, None for none."""
    return None if caller.unlimited else desk.options.limits


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


async def _count(
    writing: Writing, key_id: str, limits: Sequence[RateLimit], now_ms: int
) -> Refusal | None:
    """Count a request, or return why it is refused: what was learnt of the clock is to stay."""
    stored = await writing.conn.scalar(
        select(api_keys.c.recent_ms).where(api_keys.c.id == key_id).with_for_update()
    )
    oldest_ms = now_ms - longest_window_ms(limits)
    known = [at for at in map(int, filter(None, (stored or "").split(","))) if at > oldest_ms]
    # Where the clock was set back, what it counted ahead of itself counts as now: nobody waits for
    # it to catch up, and no window lets more through.
    recent = [min(at, now_ms) for at in known]
    refused = None
    try:
        require_turn(recent, limits, now_ms)
        recent.append(now_ms)
    except Refusal as refusal:
        refused = refusal
    if recent != known:
        await writing.conn.execute(
            update(api_keys)
            .where(api_keys.c.id == key_id)
            .values(recent_ms=",".join(map(str, recent)))
        )
    return refused
