"""The Starlette app of a desk: both contracts, health, and the published OpenAPI document."""

from __future__ import annotations

import asyncio
import logging
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from supportdesk_desktop.backend import tables
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.feed.gateway import FeedGateway, feed_routes
from supportdesk_desktop.backend.housekeeping import start_housekeeping
from supportdesk_desktop.backend.mail.outbox import start_mail
from supportdesk_desktop.backend.rest.answers import Code, Refusal, failure, unavailable
from supportdesk_desktop.backend.rest.routes import desk_routes, vendor_routes
from supportdesk_desktop.core.frames import MAX_SERVER_FRAME_BYTES
from supportdesk_desktop.resources import resource

BASE = "/api/v1"
EXTRA = "/desk/v1"

Startup = Callable[[Desk], Awaitable[None]]
_PORT = re.compile(r":[0-9]+$")
logger = logging.getLogger(__name__)
READINESS_KEPT_S = 1.0
"""Seconds that an answer is reused for later requests, none of which needs a key."""


def build_app(desk: Desk, startup: Sequence[Startup] = ()) -> Starlette:
    """Build the app of an open desk, which it owns from here.

    Its lifespan runs ``startup`` and the desk's own tasks, then closes the desk.
    """
    gateway = FeedGateway(desk)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            await gateway.start()
            start_mail(desk)
            for begin in startup:
                await begin(desk)
            start_housekeeping(desk)
            yield
        finally:
            await desk.aclose()

    app = Starlette(
        routes=[
            _mount(BASE, *vendor_routes(desk), *feed_routes(gateway)),
            _mount(EXTRA, *desk_routes(desk)),
            Route("/healthz", _healthz),
            Route("/readyz", Readiness(desk).answer),
            Route("/openapi.json", _openapi),
        ],
        exception_handlers={HTTPException: _on_http_exception, Exception: _on_exception},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    if desk.options.allow_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=desk.options.allow_origins,
            allow_methods=["GET", "POST", "PATCH"],
            allow_headers=["X-API-Key", "Content-Type", "If-Match", "Idempotency-Key"],
            expose_headers=["Retry-After", "Idempotency-Replayed", "ETag"],
        )
    if desk.options.allowed_hosts is not None:
        app.add_middleware(OnlyTheseHosts, hosts=desk.options.allowed_hosts)
    return app


def _mount(prefix: str, *routes: BaseRoute) -> Mount:
    # No redirect to a path without its slash: it would not be in the envelope, and a client never
    # follows one with its key.
    return Mount(prefix, app=Router(routes=routes, redirect_slashes=False))


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _openapi(_request: Request) -> Response:
    return FileResponse(resource("contract", "openapi.json"), media_type="application/json")


async def _on_http_exception(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    code = {404: Code.NOT_FOUND, 405: Code.METHOD_NOT_ALLOWED}.get(problem.status_code)
    return failure(Refusal(code or Code.BAD_REQUEST, headers=problem.headers))


async def _on_exception(_request: Request, _problem: Exception) -> Response:
    # The framework logs the exception itself; the caller learns nothing of it.
    return failure(Refusal(Code.INTERNAL_ERROR))


class OnlyTheseHosts:
    """ASGI middleware that refuses HTTP requests and handshakes for any other host.

    Hosts are compared without their port.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or self._is_expected(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await failure(Refusal(Code.HOST_FORBIDDEN))(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _is_expected(self, scope: Scope) -> bool:
        hosts = Headers(scope=scope).getlist("host")
        return len(hosts) == 1 and _PORT.sub("", hosts[0].lower()) in self._hosts


class Readiness:
    """Tests one desk, once for all requests that ask at the same time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turn = asyncio.Lock()
        self._tried_s = float("-inf")
        self._works = False

    async def answer(self, _request: Request) -> Response:
        """Say whether a write of the desk succeeds."""
        now_s = asyncio.get_running_loop().time
        async with self._turn:
            if now_s() - self._tried_s >= READINESS_KEPT_S:
                self._works = await self._try()
                self._tried_s = now_s()
            works = self._works
        return JSONResponse({"status": "ready"}) if works else failure(unavailable())

    async def _try(self) -> bool:
        database = self._desk.database
        try:
            async with database.writing() as writing:
                same = {"last_ticket_number": tables.app.c.last_ticket_number}
                await writing.conn.execute(update(tables.app).values(same))
            if database.path is not None:
                await asyncio.to_thread(_take_room, database.path.parent)
        except (SQLAlchemyError, OSError) as problem:
            logger.warning("the desk is not ready: %s", problem)
            return False
        return True


def _take_room(folder: Path) -> None:
    """Write as much as the largest ticket needs: the log may have a page left on a full disk."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(MAX_SERVER_FRAME_BYTES))
