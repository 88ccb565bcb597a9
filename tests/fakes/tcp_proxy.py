"""A TCP proxy of the tests between client and desk that does to a connection what networks do."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

READ_BYTES = 65536


class TcpProxy:
    """``port`` to connect to. The faults may be set and lifted at any time.

    Attributes:
        cut_after: so many bytes of the desk's answers pass on a connection, then it is cut. A
            connection takes up the value that holds when it is made.
        refuse: take connections and cut them at once.
        write_bytes: pass the desk's answers on in writes of at most so many bytes.
        pause_s: wait so long before each write of the desk's answers.
        merge_s: hold the desk's answers back so long and pass them on as one write.
        connections: how many were taken.
        cuts: how many ``cut_after`` has cut.
    """

    def __init__(self, target_port: int) -> None:
        self.port = 0
        self.target_port = target_port
        self.cut_after: int | None = None
        self.refuse = False
        self.write_bytes: int | None = None
        self.pause_s = 0.0
        self.merge_s = 0.0
        self.connections = 0
        self.cuts = 0
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._pairs: set[_Pair] = set()
        self._serving: set[asyncio.Task[None]] = set()

    def cut(self) -> None:
        """Cut every connection at once, without a word."""
        for pair in tuple(self._pairs):
            pair.abort()

    def stall(self) -> None:
        """Pass nothing on, in either direction, until ``flow``; the connections stay open."""
        self._flowing.clear()

    def flow(self) -> None:
        """Pass on again what was held back."""
        self._flowing.set()

    def half_open(self) -> None:
        """Forget every connection: the desk sees it cut, the client is never told."""
        for pair in tuple(self._pairs):
            pair.forget()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection on until either side ends it."""
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        try:
            if self.refuse:
                writer.transport.abort()
                return
            try:
                up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
            except OSError:
                writer.transport.abort()
                return
            pair = _Pair(writer, up_writer)
            self._pairs.add(pair)
            try:
                await asyncio.gather(
                    self._upwards(reader, up_writer), self._downwards(up_reader, writer, pair)
                )
                await pair.forgotten_client_left(reader)
            finally:
                self._pairs.discard(pair)
                pair.abort()
        except asyncio.CancelledError:
            writer.transport.abort()

    async def aclose(self) -> None:
        """Cut everything and wait until nothing is served any more."""
        self.cut()
        for task in tuple(self._serving):
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _upwards(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(READ_BYTES):
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError, RuntimeError):
            writer.write_eof()

    async def _downwards(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pair: _Pair
    ) -> None:
        left = self.cut_after
        with contextlib.suppress(ConnectionError):
            while data := await self._gather(reader):
                if left is not None and len(data) >= left:
                    await self._write(writer, data[:left])
                    self.cuts += 1
                    pair.abort()
                    return
                left = None if left is None else left - len(data)
                await self._write(writer, data)
        if not pair.forgotten:
            with contextlib.suppress(OSError, RuntimeError):
                writer.write_eof()

    async def _gather(self, reader: asyncio.StreamReader) -> bytes:
        data = await reader.read(READ_BYTES)
        if self.merge_s and data:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.merge_s):
                    while more := await reader.read(READ_BYTES):
                        data += more
        return data

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        size = self.write_bytes or len(data) or 1
        for start in range(0, len(data), size):
            if self.pause_s:
                await asyncio.sleep(self.pause_s)
            await self._flowing.wait()
            writer.write(data[start : start + size])
            await writer.drain()
            if self.write_bytes is not None:
                # Another turn of the loop: else the kernel is handed several writes at once.
                await asyncio.sleep(0)


class _Pair:
    """The two ends of one connection."""

    def __init__(self, client: asyncio.StreamWriter, desk: asyncio.StreamWriter) -> None:
        self._client = client
        self._desk = desk
        self.forgotten = False

    def abort(self) -> None:
        self._client.transport.abort()
        self._desk.transport.abort()

    def forget(self) -> None:
        """Cut the desk's end and leave the client's open and silent."""
        self.forgotten = True
        self._desk.transport.abort()

    async def forgotten_client_left(self, reader: asyncio.StreamReader) -> None:
        """Keep the client's end open for as long as the client does."""
        if self.forgotten:
            with contextlib.suppress(ConnectionError):
                while await reader.read(READ_BYTES):
                    pass


@asynccontextmanager
async def tcp_proxy(target_port: int) -> AsyncIterator[TcpProxy]:
    """Run a proxy before a port of loopback until the block ends."""
    proxy = TcpProxy(target_port)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.aclose()
        await server.wait_closed()
