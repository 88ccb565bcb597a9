"""The feed's connection over real sockets: handshake, refusals, closes and frames."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from supportdesk_desktop.core.feed_policy import Ending, EndingKind
from supportdesk_desktop.core.frames import SUBPROTOCOL, Ack, Heartbeat, UnknownFrame
from supportdesk_desktop.net.feed import FeedEnded, open_feed
from tests.fakes.toy_server import reply, toy_server

KEY = "sk_live_agent_" + "a" * 48
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


async def ending_of(base_url: str) -> Ending:
    try:
        async with open_feed(base_url, KEY, "test") as connection:
            while True:
                await connection.receive()
    except FeedEnded as ended:
        return ended.ending


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
        assert await ending_of(base_url) == Ending(EndingKind.CLOSED, code=code)


async def test_a_cut_is_1006() -> None:
    async def handler(socket: ServerConnection) -> None:
        socket.transport.abort()

    async with gateway(handler) as base_url:
        assert await ending_of(base_url) == Ending(EndingKind.CLOSED, code=1006)


@pytest.mark.parametrize(
    ("message", "code"),
    [("{", 1007), ('{"type":"heartbeat"}', 1007), (b"\x00", 1002), ("x" * 1_100_000, 1009)],
    ids=["bad-json", "missing-field", "binary", "too-large"],
)
async def test_what_we_detect_ourselves_we_close(message: str | bytes, code: int) -> None:
    async def handler(socket: ServerConnection) -> None:
        await socket.send(message)
        await socket.wait_closed()

    async with gateway(handler) as base_url:
        assert await ending_of(base_url) == Ending(EndingKind.CLOSED, code=code)


async def test_no_echo_of_the_subprotocol_is_no_feed() -> None:
    async def handler(socket: ServerConnection) -> None:
        await socket.wait_closed()

    async with gateway(handler, None) as base_url:
        assert (await ending_of(base_url)).kind is EndingKind.NO_FEED


async def test_a_refusal_keeps_status_code_and_delay() -> None:
    body = b'{"code":"AUTH_API_KEY_INVALID","message":"Non"}'
    async with toy_server(reply(401, body, "Retry-After: 7")) as toy:
        ending = await ending_of(toy.base_url)
    assert (ending.kind, ending.code) == (EndingKind.REFUSED, 401)
    assert (ending.error_code, ending.enveloped) == ("AUTH_API_KEY_INVALID", True)
    assert ending.retry_after_s == 7.0


async def test_a_redirect_is_refused_and_the_key_not_sent_on() -> None:
    async with toy_server(reply(200)) as elsewhere:
        location = f"Location: ws://127.0.0.1:{elsewhere.port}/api/v1/tickets/assigned/live"
        async with toy_server(reply(302, b"", location)) as toy:
            ending = await ending_of(toy.base_url)
        assert elsewhere.requests == []
    assert (ending.kind, ending.code, ending.enveloped) == (EndingKind.REFUSED, 302, False)


async def test_nobody_there_is_unreachable() -> None:
    assert (await ending_of("http://127.0.0.1:9/api/v1")).kind is EndingKind.UNREACHABLE
