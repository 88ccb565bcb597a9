"""The Starlette app of a desk: both contracts, health, and the published OpenAPI document."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router

from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.envelope import failure
from supportdesk_desktop.backend.feed import FeedGateway, FeedLimits, feed_routes
from supportdesk_desktop.backend.hosts import OnlyTheseHosts
from supportdesk_desktop.backend.mail import start_mail
from supportdesk_desktop.backend.readiness import Readiness
from supportdesk_desktop.backend.refusals import Code, Refusal, unavailable
from supportdesk_desktop.backend.routes_account import account_routes
from supportdesk_desktop.backend.routes_customers import customer_routes
from supportdesk_desktop.backend.routes_desk import desk_routes
from supportdesk_desktop.backend.routes_tickets import action_routes, filing_routes
from supportdesk_desktop.backend.watch import start_watching
from supportdesk_desktop.resources import resource

BASE = "/api/v1"
EXTRA = "/desk/v1"

Startup = Callable[[Desk], Awaitable[None]]


def build_app(
    desk: Desk, startup: Sequence[Startup] = (), feed_limits: FeedLimits | None = None
) -> Starlette:
    """Build the app. Its lifespan runs ``startup`` and the desk's own tasks, then closes the desk.

    Args:
        desk: an open desk; the app owns it from here.
        startup: what else is to be done once the desk is open (it may start ``desk.tasks``).
        feed_limits: how patient the feed is, the contract's limits by default.
    """
    gateway = FeedGateway(desk, feed_limits)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            await gateway.start()
            start_mail(desk)
            for begin in startup:
                await begin(desk)
            start_watching(desk)
            yield
        finally:
            await desk.aclose()

    app = Starlette(
        routes=[
            _mount(
                BASE,
                *account_routes(desk),
                *filing_routes(desk),
                *customer_routes(desk),
                *feed_routes(gateway),
            ),
            _mount(EXTRA, *action_routes(desk), *desk_routes(desk)),
            *_public_routes(desk),
        ],
        middleware=_middleware(desk),
        exception_handlers={HTTPException: _on_http_exception, Exception: _on_exception},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def _mount(prefix: str, *routes: BaseRoute) -> Mount:
    # No redirect to a path without its slash: it would not be in the envelope, and a client never
    # follows one with its key.
    return Mount(prefix, app=Router(routes=routes, redirect_slashes=False))


def _middleware(desk: Desk) -> list[Middleware]:
    chain: list[Middleware] = []
    if desk.options.allowed_hosts is not None:
        chain.append(Middleware(OnlyTheseHosts, hosts=desk.options.allowed_hosts))
    if desk.options.allow_origins:
        chain.append(
            Middleware(
                CORSMiddleware,
                allow_origins=desk.options.allow_origins,
                allow_methods=["GET", "POST", "PATCH"],
                allow_headers=["X-API-Key", "Content-Type", "If-Match", "Idempotency-Key"],
                expose_headers=["Retry-After", "Idempotency-Replayed", "ETag"],
            )
        )
    return chain


def _public_routes(desk: Desk) -> list[Route]:
    readiness = Readiness(desk)

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_request: Request) -> Response:
        if await readiness.check():
            return JSONResponse({"status": "ready"})
        return failure(unavailable())

    async def openapi(_request: Request) -> Response:
        return FileResponse(resource("contract", "openapi.json"), media_type="application/json")

    return [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/openapi.json", openapi),
    ]


async def _on_http_exception(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    code = {404: Code.NOT_FOUND, 405: Code.METHOD_NOT_ALLOWED}.get(problem.status_code)
    return failure(Refusal(code or Code.BAD_REQUEST, headers=problem.headers))


async def _on_exception(_request: Request, _problem: Exception) -> Response:
    # The framework logs the exception itself; the caller learns nothing of it.
    return failure(Refusal(Code.INTERNAL_ERROR))
