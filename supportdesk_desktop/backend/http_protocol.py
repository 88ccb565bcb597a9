"""uvicorn's HTTP protocol, for callers that send their request slowly or not at all."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from supportdesk_desktop.backend.envelope import JSON_TYPE
from supportdesk_desktop.backend.refusals import Code, Refusal

HEAD_S = 10.0
"""How long a caller may take to send the head of a request."""


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
    def waits_since(self) -> tuple[bool, float]:
        """Who is to give way first: whether a request was ever answered, and when the last was."""
        return self.cycle is not None, self._since

    def cut(self) -> None:
        """End the connection at once."""
        self.transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new connection; its first head is due."""
        super().connection_made(transport)
        self._mind_head()

    def data_received(self, data: bytes) -> None:
        """Read on; between two requests the first byte makes the next head due."""
        super().data_received(data)
        self._mind_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        self._mind_head()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection over; how long it may stay silent is then the feed's affair."""
        super().handle_websocket_upgrade(event)
        self._mind_head()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with the envelope, and close."""
        refusal = Refusal(Code.BAD_REQUEST)
        headers = [("content-type", JSON_TYPE), ("connection", "close")]
        for event in (
            h11.Response(status_code=refusal.code.status, headers=headers),
            h11.Data(data=refusal.body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _mind_head(self) -> None:
        if self in self.connections and self.is_waiting:
            # What drips in, be it the rest of a body that was not read, does not buy more time.
            if self._head_due is None:
                self._head_due = self.loop.call_later(HEAD_S, self.cut)
        elif self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None
