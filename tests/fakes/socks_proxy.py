"""A SOCKS 5 proxy of the tests (RFC 1928, 1929): every name leads to one loopback port."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

NO_LOGIN, LOGIN = 0, 2
REFUSED = 5


@dataclass
class SocksProxy:
    """``asked`` are the hosts that it was asked for, ``seen`` every byte that clients sent."""

    target_port: int
    login: tuple[str, str] | None = None
    refuse: bool = False
    port: int = 0
    asked: list[str] = field(default_factory=list)
    seen: bytearray = field(default_factory=bytearray)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                await self._serve(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _version, methods = await reader.readexactly(2)
        offered = await reader.readexactly(methods)
        method = NO_LOGIN if self.login is None else LOGIN
        assert method in offered
        writer.write(bytes([5, method]))
        if self.login is not None:
            _one, length = await reader.readexactly(2)
            user = (await reader.readexactly(length)).decode()
            password = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
            writer.write(bytes([1, (user, password) != self.login]))
        *_head, kind = await reader.readexactly(4)
        assert kind == 3, "a name, for the proxy to look up"
        host = await reader.readexactly((await reader.readexactly(1))[0])
        await reader.readexactly(2)
        self.asked.append(host.decode())
        writer.write(bytes([5, REFUSED if self.refuse else 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        if self.refuse:
            return
        there_reader, there = await asyncio.open_connection("127.0.0.1", self.target_port)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_pour(reader, there, self.seen))
                both.create_task(_pour(there_reader, writer, bytearray()))
        finally:
            there.close()


async def _pour(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: bytearray
) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            seen += data
            writer.write(data)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def socks_proxy(
    target_port: int, login: tuple[str, str] | None = None
) -> AsyncIterator[SocksProxy]:
    """Serve on a free loopback port until the block ends."""
    proxy = SocksProxy(target_port, login)
    async with await asyncio.start_server(proxy.serve, "127.0.0.1", 0) as server:
        proxy.port = server.sockets[0].getsockname()[1]
        yield proxy
