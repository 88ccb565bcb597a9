"""The way from desktop to desk: it hides what a desk may lack, and strikes at a chosen step."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import StrEnum

CREATE = b"/tickets/api-create"
WHOAMI = b"/auth/whoami"
FEED = b"/tickets/assigned/live"
IDEMPOTENCY_HEADER = b"idempotency-key:"
LOST_ANSWERS = 0.2
NO_ROUTE = json.dumps({"code": "NOT_FOUND", "message": "Route inconnue"}).encode()


class DeskKind(StrEnum):
    """What a desk offers to settle a filing whose answer was lost."""

    IDEMPOTENT = "idempotent"
    FEED = "feed"
    NEITHER = "neither"


class Step(StrEnum):
    """Where on the wire the desktop dies."""

    FIRST_BYTE = "first byte of the request"
    HEAD = "head of the request"
    REQUEST = "whole request, desk never told"
    TOLD = "whole request, desk told"
    ANSWERED = "desk answered, nothing passed on"
    HALF_ANSWER = "half of the answer"
    ANSWER = "whole answer"


class Gate:
    """``port`` to connect to. ``strike`` is done once, when a create reaches ``step``."""

    def __init__(self, desk_port: int, kind: DeskKind, chance: random.Random) -> None:
        self.port = 0
        self.step: Step | None = None
        self.strike: Callable[[], None] = _nothing
        self.creates = 0
        self._desk_port = desk_port
        self._kind = kind
        self._chance = chance
        self._writers: set[asyncio.StreamWriter] = set()

    def arm(self, step: Step | None, strike: Callable[[], None]) -> None:
        """Strike when the next create reaches a step; None for never."""
        self.step, self.strike = step, strike

    def cut(self) -> None:
        """End every connection."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, which carries one request."""
        self._writers.add(writer)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._pass_one(reader, writer)
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _pass_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readexactly(1)
        # Only creates are struck at; which one this is, the rest of the first line says.
        line = await reader.readuntil(b"\r\n")
        creating = CREATE in line
        if creating:
            self._strike_at(Step.FIRST_BYTE)
        head += line + await reader.readuntil(b"\r\n\r\n")
        if FEED in line:
            await self._pass_feed(head, reader, writer)
            return
        if creating:
            self._strike_at(Step.HEAD)
        body = await reader.readexactly(_length(head))
        if not creating:
            answer = await self._ask(_closing(head) + body)
            writer.write(self._as_the_desk_is(answer) if WHOAMI in line else answer)
            await writer.drain()
            return
        self.creates += 1
        await self._pass_create(_closing(self._without_key(head)) + body, writer)

    async def _pass_create(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        if self._strike_at(Step.REQUEST):
            return
        self._strike_at(Step.TOLD)
        answer = await self._ask(request)
        if self._strike_at(Step.ANSWERED):
            return
        if self.step is None and self._chance.random() < LOST_ANSWERS:
            writer.transport.abort()
            return
        if self.step is Step.HALF_ANSWER:
            writer.write(answer[: len(answer) // 2])
            await writer.drain()
            self._strike_at(Step.HALF_ANSWER)
            return
        writer.write(answer)
        await writer.drain()
        self._strike_at(Step.ANSWER)

    def _strike_at(self, step: Step) -> bool:
        if self.step is not step:
            return False
        self.step, strike = None, self.strike
        strike()
        return True

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._desk_port)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read(-1)
        finally:
            writer.close()

    async def _pass_feed(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if self._kind is DeskKind.NEITHER:
            writer.write(_answer(b"404 Not Found", NO_ROUTE))
            await writer.drain()
            return
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._desk_port)
        self._writers.add(up_writer)
        try:
            up_writer.write(head)
            await asyncio.gather(_pour(reader, up_writer), _pour(up_reader, writer))
        finally:
            self._writers.discard(up_writer)
            up_writer.close()

    def _without_key(self, head: bytes) -> bytes:
        if self._kind is DeskKind.IDEMPOTENT:
            return head
        lines = head.split(b"\r\n")
        return b"\r\n".join(
            line for line in lines if not line.lower().startswith(IDEMPOTENCY_HEADER)
        )

    def _as_the_desk_is(self, answer: bytes) -> bytes:
        if self._kind is DeskKind.IDEMPOTENT:
            return answer
        document = json.loads(answer.partition(b"\r\n\r\n")[2])
        document["data"]["features"] = []
        return _answer(b"200 OK", json.dumps(document).encode())


@asynccontextmanager
async def gate(desk_port: int, kind: DeskKind, chance: random.Random) -> AsyncIterator[Gate]:
    """Run a gate before a desk until the block ends."""
    one = Gate(desk_port, kind, chance)
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()
        one.cut()
        await server.wait_closed()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.transport.abort()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def _closing(head: bytes) -> bytes:
    """Ask for one answer a connection, so that its end is the answer's end."""
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([lines[0], b"Connection: close", *lines[1:]])


def _answer(status: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nConnection: close\r\n" % status
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _nothing() -> None:
    """Do nothing."""
