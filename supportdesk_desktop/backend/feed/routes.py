"""The feed's place under the REST base URL."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from supportdesk_desktop.backend.envelope import failure
from supportdesk_desktop.backend.feed.gateway import FeedGateway
from supportdesk_desktop.backend.refusals import Code, Refusal

FEED_PATH = "/tickets/assigned/live"


def feed_routes(gateway: FeedGateway) -> list[BaseRoute]:
    """Return the routes of the feed, to be mounted at the REST base."""
    return [
        WebSocketRoute(FEED_PATH, gateway.endpoint),
        Route(FEED_PATH, _upgrade_needed, methods=["GET"]),
    ]


async def _upgrade_needed(request: Request) -> Response:
    """Answer a GET that asks for no WebSocket."""
    return failure(
        Refusal(Code.UPDATE_NEEDED, headers={"Upgrade": "websocket", "Connection": "Upgrade"})
    )
