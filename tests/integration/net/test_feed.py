"""The feed's connection over real sockets: handshake, refusals, closes and frames."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from supportdesk_desktop.core.feed_policy import Ending, EndingKind
from supportdesk_desktop.core.frames import SUBPROTOCOL, Ack, Heartbeat, UnknownFrame
from supportdesk_desktop.net import feed
from supportdesk_desktop.net.feed import FeedEnded, open_feed
from tests.fakes.calls import KEY, feed_ending
from tests.fakes.toy_server import Request, reply, say, toy_server

HEARTBEAT = '{"type":"heartbeat","seq":1,"count":0,"serverTime":"2026-04-21T14:32:08Z"}'

Handler = Callable[[ServerConnection], Awaitable[None]]


@asynccontextmanager
async def gateway(handler: Handler, subprotocol: str | None = SUBPROTOCOL) -> AsyncIterator[str]:
    offered = None if subprotocol is None else [Subprotocol(subprotocol)]
    async with serve(
        handler,
        "127.0.0.1",
        0,
        subprotocols=offered,
        select_subprotocol=None if subprotocol else (lambda _c, _s: None),
    ) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v1"


async def test_frames_arrive_with_their_time_and_the_key_is_in_a_header() -> None:
    seen: list[str] = []

    async def handler(socket: ServerConnection) -> None:
        assert socket.request is not None
        seen.append(socket.request.headers["X-API-Key"])
        seen.append(socket.request.path)
        await socket.send(HEARTBEAT)
        await socket.send('{"type":"weather"}')
        seen.append(str(await socket.recv()))

    async with gateway(handler) as base_url, open_feed(base_url, KEY, "test") as connection:
        first = await connection.receive()
        second = await connection.receive()
        await connection.send(Ack(epoch="e", seq=1))
        with pytest.raises(FeedEnded):
            await connection.receive()
    assert isinstance(first.frame, Heartbeat)
    assert isinstance(second.frame, UnknownFrame)
    assert second.at_ns >= first.at_ns > 0
    assert seen == [KEY, "/api/v1/tickets/assigned/live", '{"type":"ack","epoch":"e","seq":1}']


@pytest.mark.parametrize("code", [1012, 4401, 4409, 4410, 4429])
async def test_the_peers_close_code_is_the_ending(code: int) -> None:
    async def handler(socket: ServerConnection) -> None:
        await socket.close(code)

    async with gateway(handler) as base_url:
        assert await feed_ending(base_url) == Ending(EndingKind.CLOSED, code=code)


async def test_no_echo_of_the_subprotocol_is_no_feed() -> None:
    async def handler(socket: ServerConnection) -> None:
        await socket.wait_closed()

    async with gateway(handler, None) as base_url:
        assert (await feed_ending(base_url)).kind is EndingKind.NO_FEED


async def test_a_refusal_keeps_status_code_and_delay() -> None:
    body = b'{"code":"AUTH_API_KEY_INVALID","message":"Non"}'
    async with toy_server(reply(401, body, "Retry-After: 7")) as toy:
        ending = await feed_ending(toy.base_url)
    assert (ending.kind, ending.code) == (EndingKind.REFUSED, 401)
    assert ending.error_code == "AUTH_API_KEY_INVALID"
    assert ending.retry_after_s == 7.0


async def test_nobody_there_is_unreachable() -> None:
    assert (await feed_ending("http://127.0.0.1:9/api/v1")).kind is EndingKind.UNREACHABLE


async def test_a_portals_page_is_named_and_never_read_as_a_frame() -> None:
    page = b"<html><title>Bienvenue</title><script>alert(1)</script></html>"
    async with toy_server(reply(200, page, "Content-Type: text/html")) as toy:
        ending = await feed_ending(toy.base_url)
    assert ending == Ending(EndingKind.REFUSED, code=200)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("scheme", ["http", "ws"])
async def test_no_redirect_is_followed_wherever_it_leads(status: int, scheme: str) -> None:
    async with toy_server(reply(200)) as elsewhere:
        location = f"Location: {scheme}://localhost:{elsewhere.port}/api/v1/tickets/assigned/live"
        async with toy_server(reply(status, b"", location)) as toy:
            ending = await feed_ending(toy.base_url)
        assert elsewhere.requests == []
    assert ending == Ending(EndingKind.REFUSED, code=status)


async def test_a_name_that_does_not_exist_is_no_way_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    ending = await feed_ending("https://desk.invalid/api/v1")
    assert ending == Ending(EndingKind.NO_ROUTE)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConn",
        b"HTTP/1.1 503 Busy\r\nContent-Length: 20\r\n\r\nshort",
    ],
    ids=["nothing", "half-an-upgrade", "half-a-body"],
)
async def test_an_answer_that_is_cut_is_not_taken_for_another_server(answer: bytes) -> None:
    async with toy_server(say(answer)) as toy:
        assert await feed_ending(toy.base_url) == Ending(EndingKind.UNREACHABLE)


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"\x16\x03\x01\x00\xa5" + b"\xff" * 300 + b"\r\n",
        b"HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: bm90IG91cnM=\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 100_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n",
    ],
    ids=["ssh", "binary", "wrong-accept", "long-header", "many-headers", "a-gigabyte"],
)
async def test_what_no_desk_says_is_not_our_server(answer: bytes) -> None:
    async with toy_server(say(answer)) as toy:
        ending = await feed_ending(toy.base_url)
    assert (ending.kind, ending.error_code) == (EndingKind.REFUSED, None)


async def test_an_upgrade_answered_byte_by_byte_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed, "OPEN_TIMEOUT_S", 0.3)
    gave_up = asyncio.Event()

    async def drip(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nX: ")
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(b"a")
                await writer.drain()
                await asyncio.sleep(0.01)
        gave_up.set()

    async with toy_server(drip) as toy:
        assert await feed_ending(toy.base_url) == Ending(EndingKind.UNREACHABLE)
        async with asyncio.timeout(60):
            await gave_up.wait()


@pytest.mark.parametrize("size", [300 * 1024, 1024 * 1024])
async def test_a_frame_within_the_bound_is_read_whole_or_in_pieces(size: int) -> None:
    head = '{"type":"weather","sky":"'
    text = head + "b" * (size - len(head) - 2) + '"}'

    async def handler(socket: ServerConnection) -> None:
        await socket.send(text)
        await socket.send(text[start : start + 1000] for start in range(0, size, 1000))
        await socket.wait_closed()

    async with gateway(handler) as base_url, open_feed(base_url, KEY, "test") as connection:
        for _ in range(2):
            assert (await connection.receive()).frame == UnknownFrame(type="weather")


@pytest.mark.parametrize("pieces", [False, True])
async def test_two_mebibytes_are_refused_whole_or_in_pieces(pieces: bool) -> None:
    text = "x" * (2 * 1024 * 1024)

    async def handler(socket: ServerConnection) -> None:
        parts = (text[start : start + 65536] for start in range(0, len(text), 65536))
        with contextlib.suppress(ConnectionClosed):
            await socket.send(parts if pieces else text)
        await socket.wait_closed()

    async with gateway(handler) as base_url:
        assert await feed_ending(base_url) == Ending(EndingKind.CLOSED, code=1009)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\x81\x02\xc3\x28", 1007),
        (b"\x81\x04\xed\xa0\x80\x20", 1007),
        (b"\x82\x03abc", 1002),
        (b"\x81\x83\x00\x00\x00\x00abc", 1002),
        (b"\xc1\x03abc", 1002),
        (b"\x83\x00", 1002),
        (b"\x80\x00", 1002),
        (b"\x89\x7e\x00\x7e" + b"p" * 126, 1002),
        (b"\x81\x7f\x7f" + b"\xff" * 7, 1009),
        (b"\x88\x01\x03", 1002),
    ],
    ids=[
        "invalid-utf8",
        "surrogate",
        "binary",
        "masked",
        "compressed",
        "unknown-opcode",
        "stray-continuation",
        "long-ping",
        "eight-exbibytes",
        "half-a-close-code",
    ],
)
async def test_bytes_that_break_the_protocol_close_it_with_their_cause(
    raw: bytes, code: int
) -> None:
    async def handler(socket: ServerConnection) -> None:
        socket.transport.write(raw)
        await socket.wait_closed()

    async with gateway(handler) as base_url:
        assert await feed_ending(base_url) == Ending(EndingKind.CLOSED, code=code)


async def test_a_connection_that_is_dropped_tells_nobody_and_waits_for_nobody() -> None:
    async def handler(socket: ServerConnection) -> None:
        await socket.wait_closed()

    async with gateway(handler) as base_url, open_feed(base_url, KEY, "test") as connection:
        connection.drop()
        with pytest.raises(FeedEnded) as ended:
            await connection.receive()
    assert ended.value.ending == Ending(EndingKind.CLOSED, code=1006)
