"""uvicorn's WebSocket protocol, able to cut a peer that does not read.

uvicorn ends a socket with ``transport.close()``, which waits for the send buffer to drain, so a
peer that has stopped reading would keep its socket for ever. Here every such end is followed by
``transport.abort()``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from supportdesk_desktop.core.frames import MAX_CLIENT_FRAME_BYTES

CUT_EXTENSION = "supportdesk.cut"
"""The key in the scope's ``extensions`` under which the endpoint finds ``Cut``."""

Cut = Callable[[int], None]
"""Ends the socket with a close code, though its buffer be full (contract: 4413)."""

_GRACE_S = 1.0


class FeedSocketProtocol(WebSocketsSansIOProtocol):
    """One socket; its scope carries ``supportdesk.cut``."""

    def handle_connect(self, event: Request) -> None:
        """Take the handshake, and offer the endpoint a way to cut the socket."""
        super().handle_connect(event)
        scope: Any = getattr(self, "scope", None)
        if scope is not None:
            scope["extensions"][CUT_EXTENSION] = self.cut

    def cut(self, code: int) -> None:
        """Write a close frame behind what is unsent, and drop the socket a moment later."""
        self.stop_keepalive()
        if not self.close_sent and not self.transport.is_closing():
            self.close_sent = True
            self.conn.send_close(code)
            self.transport.write(b"".join(self.conn.data_to_send()))
        self._abort_soon(_GRACE_S)

    async def send(self, message: Any) -> None:
        """Send as uvicorn does; a close that is never answered ends in an abort."""
        await super().send(message)
        if message["type"] == "websocket.close":
            self._abort_soon(self.close_timeout)
        elif message["type"] == "websocket.http.response.body" and self.close_sent:
            # A refusal ends the handshake as well: uvicorn logs an error where it takes none.
            self.handshake_complete = True

    def keepalive_timeout(self) -> None:
        """End a socket whose peer answers no ping."""
        super().keepalive_timeout()
        self._abort_soon(_GRACE_S)

    def shutdown(self) -> None:
        """Close with 1012 at the server's end."""
        super().shutdown()
        self._abort_soon(_GRACE_S)

    def _abort_soon(self, delay_s: float) -> None:
        self.loop.call_later(delay_s, self.transport.abort)


FEED_SERVER_OPTIONS: dict[str, Any] = {
    "ws": FeedSocketProtocol,
    "ws_max_size": MAX_CLIENT_FRAME_BYTES,
    "ws_per_message_deflate": False,
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
}
"""What ``uvicorn.Config`` needs for the feed: our protocol, 4 KiB client frames, no compression."""
