"""A connection on which a test writes what no HTTP client would."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.integration.backend.running_desk import WAIT_S

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
"""The head of a request, without the empty line that ends it."""


class RawConnection:
    """A connection on which a test writes what it likes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, data: bytes) -> None:
        """Send bytes."""
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self) -> bytes:
        """Return the status line and the headers of the next answer."""
        async with asyncio.timeout(WAIT_S):
            return await self._reader.readuntil(b"\r\n\r\n")

    async def rest(self) -> bytes:
        """Return what comes until the desk ends the connection."""
        async with asyncio.timeout(WAIT_S):
            with suppress(ConnectionError):
                return await self._reader.read()
        return b""


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[RawConnection]:
    """Open a connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield RawConnection(reader, writer)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
