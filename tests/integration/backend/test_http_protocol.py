"""What callers who keep to no rule of HTTP can do to a served desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from supportdesk_desktop.backend import http_protocol
from tests.integration.backend.running_desk import WAIT_S, RunningDesk, running_desk

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"


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
async def connected(desk: RunningDesk) -> AsyncIterator[RawConnection]:
    """Open a connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
    try:
        yield RawConnection(reader, writer)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@pytest.mark.parametrize("sent", [b"", HEALTH + b"X-Half: "], ids=["silent", "half a head"])
async def test_who_sends_no_whole_head_in_time_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_S", 0.1)
    with running_desk(tmp_path) as desk:
        async with connected(desk) as caller:
            await caller.send(sent)
            await caller.rest()


@pytest.mark.parametrize(
    ("more", "then"),
    [(b"", HEALTH), (b"Content-Length: 1000000\r\n", b"x")],
    ids=["half of another head", "a body that nobody reads"],
)
async def test_after_an_answer_the_next_head_is_due_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: bytes, then: bytes
) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_S", 0.5)
    with running_desk(tmp_path) as desk:
        async with connected(desk) as caller:
            await caller.send(HEALTH + more + b"\r\n")
            assert (await caller.answer()).startswith(b"HTTP/1.1 200 ")
            await caller.send(then)
            await caller.rest()
