"""A server of the feed that says exactly what a test wants, over a real WebSocket."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from supportdesk_desktop.core.frames import SUBPROTOCOL
from supportdesk_desktop.core.tickets import Ticket
from tests.fakes.tickets import AICHA

NOW = "2026-04-21T14:32:08Z"


class Link:
    """One connection, seen from the server."""

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket

    async def welcome(
        self, *, mode: str = "snapshot", seq: int = 0, epoch: str = "e1", **changes: object
    ) -> None:
        """Send welcome; ``changes`` replace or add fields."""
        frame: dict[str, object] = {
            "type": "welcome",
            "mode": mode,
            "epoch": epoch,
            "seq": seq,
            "agent": {"id": AICHA.id, "name": AICHA.name, "email": AICHA.email, "level": "N1"},
            "heartbeatMs": 1000,
            "serverTime": NOW,
        }
        await self.send({**frame, **changes})

    async def snapshot(self, tickets: Sequence[Ticket], seq: int) -> None:
        """Send one page with these tickets, if any, and the end of the snapshot."""
        if tickets:
            body = [msgspec.Raw(msgspec.json.encode(ticket)) for ticket in tickets]
            page = {"type": "snapshot", "page": 1, "tickets": body}
            await self.socket.send(msgspec.json.encode(page).decode())
        await self.send({"type": "snapshot.end", "seq": seq, "count": len(tickets)})

    async def event(self, seq: int, ticket: Ticket, kind: str = "ticket.assigned") -> None:
        event = {
            "id": f"evt-{seq}",
            "type": kind,
            "occurredAt": NOW,
            "level": "N1",
            "ticket": msgspec.Raw(msgspec.json.encode(ticket)),
        }
        frame = {"type": "event", "seq": seq, "event": event}
        await self.socket.send(msgspec.json.encode(frame).decode())

    async def heartbeat(self, seq: int, count: int) -> None:
        await self.send({"type": "heartbeat", "seq": seq, "count": count, "serverTime": NOW})

    async def send(self, frame: dict[str, object]) -> None:
        await self.socket.send(json.dumps(frame))

    async def gone(self) -> None:
        """Wait until the client has left."""
        await self.socket.wait_closed()


Script = Callable[[Link], Awaitable[None]]


@dataclass
class ScriptedFeed:
    """``script`` is run for each connection after its hello; it may be changed at any time."""

    script: Script
    base_url: str = ""
    hellos: list[dict[str, Any]] = field(default_factory=list)
    closes: list[int | None] = field(default_factory=list)

    async def serve(self, socket: ServerConnection) -> None:
        self.hellos.append(json.loads(await socket.recv()))
        try:
            await self.script(Link(socket))
        finally:
            await socket.close()
            self.closes.append(socket.close_code)


@asynccontextmanager
async def scripted_feed(script: Script) -> AsyncIterator[ScriptedFeed]:
    """Serve on a free loopback port until the block ends."""
    feed = ScriptedFeed(script)
    async with serve(
        feed.serve, "127.0.0.1", 0, subprotocols=[Subprotocol(SUBPROTOCOL)], compression=None
    ) as server:
        feed.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v1"
        yield feed
