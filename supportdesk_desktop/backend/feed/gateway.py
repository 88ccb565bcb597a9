"""The gateway: handshakes, and every feed connection of this process."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.feed.connection import FeedConnection
from supportdesk_desktop.backend.feed.epoch import FeedEpoch
from supportdesk_desktop.backend.feed.frames import CloseCode, FeedClose
from supportdesk_desktop.backend.keys import Caller
from supportdesk_desktop.backend.rest.answers import Code, Refusal, failure, unavailable
from supportdesk_desktop.backend.rest.operations import admit
from supportdesk_desktop.core.frames import SUBPROTOCOL

logger = logging.getLogger(__name__)

_AGAIN_MS = 60_000
FEED_PATH = "/tickets/assigned/live"


class FeedGateway:
    """Serves feeds from one desk. Start it before the desk takes its first ticket of this run."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._epoch: FeedEpoch | None = None
        self._by_agent: dict[str, dict[str, FeedConnection]] = {}

    async def start(self) -> None:
        """Settle the epoch. Raises ``OSError``: its file cannot be written."""
        desk, new_epoch = self._desk, self._desk.options.new_epoch
        self._epoch = await FeedEpoch.open(desk.database, desk.clock(), new_epoch=new_epoch)

    async def endpoint(self, websocket: WebSocket) -> None:
        """Take one handshake and serve its connection to the end."""
        assert self._epoch is not None, "started before the desk listens"
        try:
            caller = await admit_handshake(self._desk, websocket)
        except Refusal as refusal:
            await websocket.send_denial_response(failure(refusal))
            return
        try:
            await websocket.accept(SUBPROTOCOL)
        except OSError:
            # It left during the handshake.
            return
        connection = FeedConnection(self._desk, self._epoch, websocket, caller)
        try:
            hello = await connection.greet()
            self._enter(connection)
            await connection.serve(hello)
        except FeedClose as close:
            await connection.close(close)
        except WebSocketDisconnect:
            return
        except Exception:
            logger.exception("a feed connection failed")
            await connection.close(FeedClose(CloseCode.INTERNAL_ERROR))
        finally:
            self._leave(connection)

    def _enter(self, connection: FeedConnection) -> None:
        """Register a connection; the older one of the same instance ends with 4409.

        Raises:
            FeedClose: 4429, the agent has as many as are allowed.
        """
        others = self._by_agent.setdefault(connection.agent_id, {})
        older = others.get(connection.instance_id)
        if older is not None:
            older.end(FeedClose(CloseCode.REPLACED))
        elif len(others) >= self._desk.options.feed.sockets:
            message = "Trop de postes de cet agent sont connectés."
            raise FeedClose(CloseCode.TOO_MANY_REQUESTS, message, _AGAIN_MS)
        others[connection.instance_id] = connection

    def _leave(self, connection: FeedConnection) -> None:
        others = self._by_agent.get(connection.agent_id, {})
        if others.get(connection.instance_id) is connection:
            del others[connection.instance_id]
        if not others:
            self._by_agent.pop(connection.agent_id, None)


async def admit_handshake(desk: Desk, websocket: WebSocket) -> Caller:
    """Check one handshake, and return whose feed it opens.

    Raises:
        Refusal: 400 for a query string (a credential could be in it), 403 for an Origin that is
            not allow-listed or a service's key, 401, 429, 426 for another subprotocol, 503.
    """
    if websocket.scope["query_string"]:
        raise Refusal(Code.BAD_REQUEST, {"query": ["Aucun paramètre n’est permis dans l’adresse"]})
    origin = websocket.headers.get("origin")
    if origin is not None and origin not in desk.options.allow_origins:
        raise Refusal(Code.ORIGIN_FORBIDDEN)
    try:
        caller = await admit(desk, websocket)
    except SQLAlchemyError as problem:
        logger.exception("a handshake could not be checked")
        raise unavailable() from problem
    if caller.is_service:
        raise Refusal(Code.AUTH_API_KEY_FORBIDDEN)
    if SUBPROTOCOL not in websocket.scope["subprotocols"]:
        raise Refusal(Code.UPDATE_NEEDED, headers={"Sec-WebSocket-Protocol": SUBPROTOCOL})
    return caller


def feed_routes(gateway: FeedGateway) -> list[BaseRoute]:
    """Return the routes of the feed, to be mounted at the REST base."""
    return [
        WebSocketRoute(FEED_PATH, gateway.endpoint),
        Route(FEED_PATH, _upgrade_needed, methods=["GET"]),
        WebSocketRoute("/{path:path}", _no_such_feed),
    ]


async def _no_such_feed(websocket: WebSocket) -> None:
    """Answer a handshake for any other path, which Starlette alone would refuse with 403."""
    await websocket.send_denial_response(failure(Refusal(Code.NOT_FOUND)))


async def _upgrade_needed(request: Request) -> Response:
    """Answer a GET that asks for no WebSocket."""
    return failure(
        Refusal(Code.UPDATE_NEEDED, headers={"Upgrade": "websocket", "Connection": "Upgrade"})
    )
