"""The feed's place under the REST base URL."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from supportdesk_desktop.backend.envelope import failure
from supportdesk_desktop.backend.feed.gateway import FeedGateway
from supportdesk_desktop.backend.refusals import Code, Refusal

FEED_PATH = "/tickets/assigned/live"


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
