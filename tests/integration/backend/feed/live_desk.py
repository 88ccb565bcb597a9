"""A real desk on a real socket: SQLite file, uvicorn on a free port, websockets as client."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from sqlalchemy import select
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from supportdesk_desktop.backend.admin import add_agent
from supportdesk_desktop.backend.app import build_app
from supportdesk_desktop.backend.connections import SERVER_OPTIONS
from supportdesk_desktop.backend.customers import upsert_customer
from supportdesk_desktop.backend.desk import Desk, DeskOptions, FeedLimits, open_desk
from supportdesk_desktop.backend.keys import Caller, new_id
from supportdesk_desktop.backend.tables import agents
from supportdesk_desktop.backend.tickets import TicketChange, change_ticket, create_ticket
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.frames import SUBPROTOCOL
from supportdesk_desktop.core.ids import AgentId
from supportdesk_desktop.core.tickets import Agent, Ticket

Frame = dict[str, Any]

WAIT_S = 10.0
"""How long a test waits for what must come; nothing is asserted about the time itself."""


class QuietServer(uvicorn.Server):
    """A uvicorn server that leaves the signal handlers of the test run alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Desktop:
    """One desktop's socket."""

    def __init__(self, socket_: ClientConnection) -> None:
        self.socket = socket_
        self.epoch = ""

    async def send(self, **frame: object) -> None:
        await self.socket.send(json.dumps(frame))

    async def hello(
        self, resume: Frame | None = None, instance: str = "poste-1", protocol: int = 1
    ) -> Frame:
        client = {"name": "essai", "version": "1.0", "instanceId": instance}
        await self.send(type="hello", protocol=protocol, client=client, resume=resume)
        welcome = await self.expect("welcome")
        self.epoch = welcome["epoch"]
        return welcome

    async def receive(self) -> Frame:
        async with asyncio.timeout(WAIT_S):
            frame: Frame = json.loads(await self.socket.recv())
        return frame

    async def expect(self, kind: str) -> Frame:
        """Return the next frame, which must be of this type."""
        frame = await self.receive()
        assert frame["type"] == kind, frame
        return frame

    async def until(self, kind: str) -> Frame:
        """Return the next frame of this type, passing over others."""
        while (frame := await self.receive())["type"] != kind:
            pass
        return frame

    async def snapshot(self) -> tuple[list[Frame], Frame]:
        """Return the tickets of a snapshot whose welcome was read, and its end."""
        tickets: list[Frame] = []
        page = 1
        while (frame := await self.receive())["type"] == "snapshot":
            assert frame["page"] == page
            page += 1
            tickets.extend(frame["tickets"])
        assert frame["type"] == "snapshot.end", frame
        return tickets, frame

    async def closed(self) -> tuple[int | None, Frame]:
        """Wait for the close; return its code and the error frame before it, {} for none."""
        error: Frame = {}
        async with asyncio.timeout(WAIT_S):
            with contextlib.suppress(ConnectionClosed):
                while True:
                    frame = json.loads(await self.socket.recv())
                    error = frame if frame["type"] == "error" else error
            await self.socket.wait_closed()
        return self.socket.close_code, error


@dataclass
class LiveDesk:
    """A desk that listens."""

    desk: Desk
    server: QuietServer
    serving: asyncio.Task[None]
    port: int
    agent_id: str = ""
    key: str = ""
    """The first agent's, where a test has one at hand."""

    @property
    def url(self) -> str:
        """The feed's address."""
        return f"ws://127.0.0.1:{self.port}/api/v1/tickets/assigned/live"

    async def add_agent(
        self, name: str = "Aïcha Houngbédji", level: str | None = "N1", role: str = "agent"
    ) -> tuple[str, str]:
        """Add an agent; return their id and key."""
        async with self.desk.writing() as writing:
            email = f"{new_id()}@exemple.bj"
            record, key = await add_agent(writing, name, email, 0, level=level or "", role=role)
        return record.id, key

    async def is_available(self, agent_id: str) -> bool:
        """Return whether tickets may be assigned to an agent, as it is stored."""
        async with self.desk.database.reading() as conn:
            stored = await conn.scalar(select(agents.c.available).where(agents.c.id == agent_id))
        return bool(stored)

    async def add_customer(self, external_id: str = "user_8841") -> None:
        customer = {"email": "koffi.mensah@exemple.bj", "name": "Koffi Mensah"}
        async with self.desk.writing() as writing:
            await upsert_customer(writing, external_id, customer, 0)

    async def file(self, subject: str = "Livraison bloquée à Parakou", **more: Any) -> Ticket:
        fields: dict[str, Any] = {
            "customer_external_id": "user_8841",
            "subject": subject,
            "description": "Depuis **trois** jours.",
            "priority": "HIGH",
            "metadata": msgspec.Raw(b'{"amount":1.10}'),
        }
        async with self.desk.writing() as writing:
            new = Draft(**{**fields, **more})
            return await create_ticket(writing, new, None, self.desk.clock())

    async def change(self, ticket: Ticket, **change: Any) -> Ticket:
        """Change one ticket, as a service may."""
        service = Caller("", Agent(id=AgentId(""), name="Service", email=""), "service", True)
        async with self.desk.writing() as writing:
            asked = ticket.id, TicketChange(**change), service, ticket.version
            return await change_ticket(writing, *asked, self.desk.clock())

    @asynccontextmanager
    async def desktop(self, key: str | None, **options: Any) -> AsyncIterator[Desktop]:
        """Open one socket; ``options`` go to ``websockets.connect``."""
        headers = {} if key is None else {"X-API-Key": key}
        chosen: dict[str, Any] = {
            "additional_headers": headers | options.pop("headers", {}),
            "subprotocols": [Subprotocol(SUBPROTOCOL)],
            "compression": None,
            "proxy": None,
            "close_timeout": 2,
            **options,
        }
        url = chosen.pop("url", self.url)
        async with connect(url, **chosen) as socket_:
            yield Desktop(socket_)

    @asynccontextmanager
    async def following(self, key: str | None = None) -> AsyncIterator[Desktop]:
        """Open one socket that has caught up: its first heartbeat is read."""
        async with self.desktop(key or self.key) as desktop:
            await desktop.hello()
            await desktop.until("heartbeat")
            yield desktop

    async def all_gone(self) -> None:
        """Wait until the server has no connection left."""
        async with asyncio.timeout(WAIT_S):
            while self.server.server_state.connections:  # noqa: ASYNC110 - no event for it
                await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """End the server as SIGTERM does; its lifespan closes the desk."""
        self.server.should_exit = True
        async with asyncio.timeout(WAIT_S):
            await self.serving


async def start_desk(
    folder: Path, feed: FeedLimits | None = None, options: DeskOptions | None = None
) -> LiveDesk:
    """Open a desk in a folder and serve its feed."""
    usual = DeskOptions(limits=None, heartbeat_ms=60_000, feed=feed or FeedLimits())
    desk = await open_desk(f"sqlite:///{folder / 'desk.db'}", options or usual)
    app = build_app(desk)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, log_config=None, lifespan="on", timeout_graceful_shutdown=5, **SERVER_OPTIONS
    )
    server = QuietServer(config)
    serving = asyncio.create_task(server.serve([listener]), name="test server")
    async with asyncio.timeout(WAIT_S):
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event for it
            await asyncio.sleep(0.01)
    return LiveDesk(desk, server, serving, listener.getsockname()[1])
