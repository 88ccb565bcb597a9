"""Connections: accepted within the desk's files, and cut where no request or no reader comes."""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from supportdesk_desktop.backend.rest.answers import JSON_TYPE, Code, Refusal
from supportdesk_desktop.core.frames import MAX_CLIENT_FRAME_BYTES
from supportdesk_desktop.tasks import TaskOwner, declare

HEAD_S = 10.0
"""Seconds that a caller may take to send the head of a request."""
logger = logging.getLogger(__name__)
ACCEPT = declare("desk.accept", part="desk")
MOST_CONNECTIONS = 4096
_OWN_FILES = 128
"""Kept for the database (3 for each of its 15 connections), mail and the feed's epoch."""
_NO_FILE_PAUSE_S = 0.1
CUT_EXTENSION = "supportdesk.cut"
"""The key in the scope's ``extensions`` under which the endpoint finds ``Cut``."""

Cut = Callable[[int], None]
"""Closes the socket with a close code, even if its buffer is full (contract: 4413)."""

_GRACE_S = 1.0


class OneFraming(h11.Connection):
    """Takes no request whose length is stated twice, which a proxy may read another way (RFC 9112,
    6.1 and 11.2)."""

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Return what came next. Raises ``RemoteProtocolError`` for a request that is none."""
        event = super().next_event()
        if isinstance(event, h11.Request):
            names = {name for name, _ in event.headers}
            if {b"content-length", b"transfer-encoding"} <= names:
                raise h11.RemoteProtocolError("both Content-Length and Transfer-Encoding")
        return event


class DeskHttpProtocol(H11Protocol):
    """One HTTP connection, which is cut where no whole request head arrives in time."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conn = OneFraming(h11.SERVER)
        self._head_due: asyncio.TimerHandle | None = None
        self._since = self.loop.time()

    @property
    def is_waiting(self) -> bool:
        """Whether the desk waits for a request and is answering none."""
        is_idle = self.cycle is None or self.cycle.response_complete
        return is_idle and not self.transport.is_closing()

    @property
    def idle_order(self) -> tuple[bool, float]:
        """Sort key of the connection to close first: was a request ever answered, and when last."""
        return self.cycle is not None, self._since

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._limit_head_time()

    def data_received(self, data: bytes) -> None:
        """Read on; between two requests, the first byte starts the time limit of the next head."""
        super().data_received(data)
        self._limit_head_time()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._limit_head_time()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection over to the feed, which has time limits of its own."""
        super().handle_websocket_upgrade(event)
        self._limit_head_time()

    def on_response_complete(self) -> None:
        self._since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer data that is not HTTP with the error envelope, and close."""
        refusal = Refusal(Code.BAD_REQUEST)
        headers = [("content-type", JSON_TYPE), ("connection", "close")]
        for event in (
            h11.Response(status_code=refusal.code.status, headers=headers),
            h11.Data(data=refusal.body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _limit_head_time(self) -> None:
        if self in self.connections and self.is_waiting:
            # What drips in, be it the rest of a body that was not read, does not buy more time.
            if self._head_due is None:
                self._head_due = self.loop.call_later(HEAD_S, self.transport.abort)
        elif self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None


class FeedSocketProtocol(WebSocketsSansIOProtocol):
    """One feed's socket, able to cut a peer that does not read; its scope carries ``Cut``.

    uvicorn ends a socket with ``transport.close()``, which waits for the send buffer to drain, so a
    peer that has stopped reading would keep its socket for ever. Here every such end is followed by
    ``transport.abort()``.
    """

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
        super().shutdown()
        self._abort_soon(_GRACE_S)

    def _abort_soon(self, delay_s: float) -> None:
        self.loop.call_later(delay_s, self.transport.abort)


SERVER_OPTIONS: dict[str, Any] = {
    "ws": FeedSocketProtocol,
    "ws_max_size": MAX_CLIENT_FRAME_BYTES,
    "ws_per_message_deflate": False,
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
}
"""Options of ``uvicorn.Config`` for the feed: our protocol, 4 KiB client frames, no compression."""


def raise_file_limit() -> int:
    """Let this process open as many files as it may; returns how many connections that allows."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS names no hard limit and refuses it as a soft one; it has enough anyhow.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return min(MOST_CONNECTIONS, soft - min(_OWN_FILES, soft // 2))


class Acceptance:
    """Accepts connections from one listening socket, at most ``most`` at a time.

    At that limit it closes the connection that has been idle longest, preferring those that never
    made a request; where none is idle, it closes the new one.
    """

    def __init__(
        self,
        listener: socket.socket,
        protocol: Callable[[], asyncio.Protocol],
        connections: Collection[object],
        most: int,
    ) -> None:
        self._listener = listener
        self._protocol = protocol
        self._connections = connections
        self._most = most
        self._tasks = TaskOwner("listening")

    def start(self) -> None:
        self._tasks.loop(ACCEPT, self._accept)

    async def aclose(self) -> None:
        """Accept no more; the listening socket stays the caller's."""
        await self._tasks.aclose()

    async def _accept(self) -> float:
        loop = asyncio.get_running_loop()
        try:
            connection, _ = await loop.sock_accept(self._listener)
        except OSError as problem:
            logger.warning("a connection could not be accepted: %s", problem)
            self._close_idle()
            return _NO_FILE_PAUSE_S
        if len(self._connections) >= self._most and not self._close_idle():
            logger.warning("a connection is one too many: %d are busy", self._most)
            connection.close()
            return 0
        try:
            await loop.connect_accepted_socket(self._protocol, connection)
        except BaseException:
            connection.close()
            raise
        return 0

    def _close_idle(self) -> bool:
        waiting = [
            connection
            for connection in self._connections
            if isinstance(connection, DeskHttpProtocol) and connection.is_waiting
        ]
        if not waiting:
            return False
        min(waiting, key=lambda connection: connection.idle_order).transport.abort()
        return True
