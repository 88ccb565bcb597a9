"""A small real TCP server that answers HTTP exactly as a test wants, and counts requests."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Request:
    """What arrived: the request line, headers with lower-case names, and the body."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Answer = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class ToyServer:
    """``port`` to connect to; ``requests`` in order; ``answer`` may be changed at any time.

    ``scheme`` and ``host`` are those of ``base_url``.
    """

    port: int
    answer: Answer
    requests: list[Request] = field(default_factory=list)
    scheme: str = "http"
    host: str = "127.0.0.1"

    @property
    def base_url(self) -> str:
        """The base URL of the REST contract on this server."""
        return f"{self.scheme}://{self.host}:{self.port}/api/v1"


def reply(status: int, body: bytes = b"", *headers: str) -> Answer:
    """Answer with this body and close."""

    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
    return say("\r\n".join([*lines, *headers, "", ""]).encode() + body)


def say(data: bytes) -> Answer:
    """Answer with exactly these bytes, be they HTTP or not, and close."""

    async def write(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    return write


async def hang_up(_request: Request, writer: asyncio.StreamWriter) -> None:
    """Cut the connection without a word."""
    writer.transport.abort()


def stay_silent(until: asyncio.Event) -> Answer:
    """Read the request and never answer, until the test lets go."""

    async def wait(_request: Request, _writer: asyncio.StreamWriter) -> None:
        await until.wait()

    return wait


@asynccontextmanager
async def toy_server(
    answer: Answer, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[ToyServer]:
    """Serve on a free port of ``host`` until the block ends, with ``tls`` over https."""
    shown = f"[{host}]" if ":" in host else host
    toy = ToyServer(0, answer, scheme="http" if tls is None else "https", host=shown)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _read(reader)
            toy.requests.append(request)
            await toy.answer(request, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, host, 0, ssl=tls)
    toy.port = server.sockets[0].getsockname()[1]
    try:
        yield toy
    finally:
        server.close()
        await server.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {
        name.strip().lower(): value.strip()
        for name, value in (line.split(":", 1) for line in lines)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, target, headers, body)
