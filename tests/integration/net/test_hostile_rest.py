"""A desk that lies, stalls, floods or redirects: bounded, named, and the key goes nowhere."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable

import httpx
import msgspec
import pytest

from supportdesk_desktop.core.errors import (
    NotOurServer,
    ServerError,
    ServerFault,
    Unreachable,
)
from supportdesk_desktop.core.filing import Act, Pause, Wait
from supportdesk_desktop.core.filing_fate import fate
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.pacing import earliest_ms
from supportdesk_desktop.net import http
from supportdesk_desktop.net.rest import RestClient
from tests.fakes.calls import KEY, client, success
from tests.fakes.tickets import a_wire_ticket
from tests.fakes.toy_server import Request, reply, say, toy_server

PORTAL = b"<!doctype html><title>Wi-Fi Gare</title><form action=/login>"
DEEP = b'{"success":true,"data":' + b"[" * 100_000 + b"]" * 100_000 + b"}"

Call = Callable[[RestClient], Awaitable[object]]

CALLS: dict[str, Call] = {
    "whoami": lambda rest: rest.whoami(KEY),
    "agents": lambda rest: rest.agents(KEY),
    "tags": lambda rest: rest.tags(KEY),
    "change": lambda rest: rest.change_ticket(KEY, TicketId("cl1"), 7, {"status": "CLOSED"}),
    "customer": lambda rest: rest.upsert_customer(KEY, "usr/é", {"name": "Koffi"}),
}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        PORTAL,
        b"null",
        b"[]",
        b'"success"',
        b'{"success":true}',
        b'{"success":"true","data":{}}',
        b'{"success":false,"data":{}}',
        b'{"data":{}}',
        b'{"code":"AUTH_API_KEY_INVALID","message":"x"}',
        b'{"success":true,"data":{"\xff":1}}',
        b'{"success":true,"data":{}}{"success":true}',
        b"\xef\xbb\xbf" + success({}),
        success({}).decode().encode("utf-16"),
        DEEP,
    ],
    ids=lambda body: repr(body[:30]),
)
async def test_a_200_without_the_envelope_is_not_our_server(body: bytes) -> None:
    async with client(reply(200, body)) as (rest, _):
        for call in CALLS.values():
            with pytest.raises(NotOurServer):
                await call(rest)


@pytest.mark.parametrize(
    "data",
    [
        None,
        3,
        "texte",
        [3],
        [{"id": 4, "name": "x"}],
        {"appId": 7},
        {"appId": "a", "features": "presence"},
        {"appId": "a", "features": [1]},
        {"appId": "a", "agent": {"id": 3}},
        {"appId": "a", "limits": [{"requests": "3", "seconds": 1}]},
        {"appId": "a", "limits": [{"requests": 10**400, "seconds": 1}]},
        {"appId": "a", "limits": [{"requests": -1, "seconds": 1}]},
        {"id": "cl1", "subject": ["x"]},
    ],
    ids=repr,
)
async def test_data_of_wrong_types_is_a_fault_of_the_server(data: object) -> None:
    async with client(reply(200, success(data))) as (rest, _):
        for name in ("whoami", "agents", "tags", "change"):
            with pytest.raises(ServerFault):
                await CALLS[name](rest)


@pytest.mark.parametrize(
    ("stated", "kept"),
    [((0, 0), (1, 0)), ((0, 10**9), (1, 3600)), ((2**52, 1), (2**52, 1)), ((5, 60), (5, 60))],
)
async def test_no_stated_limit_stops_us_for_ever(
    stated: tuple[int, int], kept: tuple[int, int]
) -> None:
    limits = [{"requests": stated[0], "seconds": stated[1]}]
    async with client(reply(200, success({"appId": "a", "limits": limits}))) as (rest, _):
        (limit,) = (await rest.whoami(KEY)).rate_limits
    assert (limit.requests, limit.seconds) == kept
    assert earliest_ms([1, 2, 3], [limit], 4) <= 3 + 3_600_000


async def test_words_that_we_do_not_know_are_kept_as_they_are() -> None:
    facts = {"appId": "a", "keyType": "hologram", "features": ["telepathy"], "x": [1, {"y": None}]}
    async with client(reply(200, success(facts))) as (rest, toy):
        known = await rest.whoami(KEY)
        assert (known.key_type, known.features) == ("hologram", ("telepathy",))
        ticket = a_wire_ticket(status="AWAITING_MOON", priority="APOCALYPTIC", channel="PIGEON")
        toy.answer = reply(200, success(ticket))
        changed = await rest.change_ticket(KEY, TicketId("cl1"), 7, {"status": "CLOSED"})
    assert (changed.status, changed.priority, changed.channel) == (
        "AWAITING_MOON",
        "APOCALYPTIC",
        "PIGEON",
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 300, 304])
async def test_no_redirect_is_followed_and_the_key_stays(status: int) -> None:
    async with toy_server(reply(200, success({}))) as elsewhere:
        location = f"Location: {elsewhere.base_url}/auth/whoami"
        async with client(reply(status, b"", location)) as (rest, toy):
            for call in CALLS.values():
                with pytest.raises(NotOurServer):
                    await call(rest)
            assert (await rest.create(KEY, b"{}", None)).status == status
            assert len(toy.requests) == len(CALLS) + 1
        assert elsewhere.requests == []


@pytest.mark.parametrize("status", [200, 302, 307, 401, 403, 404, 407, 418, 451])
async def test_a_portal_or_proxy_is_named_and_a_filing_waits(status: int) -> None:
    async with client(reply(status, PORTAL, "Location: http://127.0.0.1:1/")) as (rest, _):
        with pytest.raises(NotOurServer):
            await rest.whoami(KEY)
        result = await rest.create(KEY, b"{}", None)
    outcome = fate(result, tries=0, repeating=False)
    if status == 200:
        # Somebody took the request and says nothing that we can read.
        assert outcome.act is Act.DOUBT
    else:
        # A 4xx may be meant for this filing alone: whoami tells.
        pause = Pause.NOT_OUR_SERVER if status < 400 or status == 407 else None
        assert (outcome.act, outcome.wait, outcome.pause) == (Act.NOT_SENT, Wait.STOPPED, pause)


class Flood:
    """Writes without end, and counts what the other side took."""

    def __init__(self, head: bytes, chunk: bytes) -> None:
        self.head = head
        self.chunk = chunk
        self.taken = 0
        self.ended = asyncio.Event()

    async def answer(self, _request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(self.head)
        try:
            while self.taken < 2**30:
                writer.write(self.chunk)
                await writer.drain()
                self.taken += len(self.chunk)
        except ConnectionError:
            pass
        finally:
            self.ended.set()


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 500 OK\r\nContent-Length: 1073741824\r\n\r\n",
    ],
    ids=["announced", "until-close", "error"],
)
async def test_a_gigabyte_is_not_read(head: bytes) -> None:
    flood = Flood(head, b" " * 65_536)
    async with client(flood.answer) as (rest, _):
        with pytest.raises(Unreachable):
            await rest.whoami(KEY)
        await flood.ended.wait()
    # What the kernel's buffers hold was taken too.
    assert flood.taken < 16 * http.MAX_ANSWER_BYTES


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nX: "])
async def test_headers_without_end_are_not_read(head: bytes) -> None:
    flood = Flood(head, b"X-Long: " + b"y" * 1000 + b"\r\n" if head.endswith(b"\n") else b"y" * 999)
    async with client(flood.answer) as (rest, _):
        with pytest.raises(Unreachable):
            await rest.whoami(KEY)
        await flood.ended.wait()
    assert flood.taken < 16 * http.MAX_ANSWER_BYTES


async def test_nothing_packed_is_asked_for_or_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    read = http._read_bounded

    async def measured(response: httpx.Response) -> bytes:
        data = await read(response)
        sizes.append(len(data))
        return data

    monkeypatch.setattr(http, "_read_bounded", measured)
    bomb = gzip.compress(gzip.compress(bytes(200_000_000), 1), 9)
    async with client(reply(200, bomb, "Content-Encoding: gzip, gzip")) as (rest, toy):
        with pytest.raises(NotOurServer):
            await rest.whoami(KEY)
    assert toy.requests[0].headers["accept-encoding"] == "identity"
    assert sizes == [len(bomb)]


@pytest.mark.parametrize("where", ["headers", "body"])
async def test_an_answer_that_drips_is_given_up(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "ANSWER_TIMEOUT_S", 0.4)
    gone = asyncio.Event()

    async def drip(_request: Request, writer: asyncio.StreamWriter) -> None:
        head = b"HTTP/1.1 200 OK\r\n" + (
            b"Content-Length: 9\r\n\r\n" if where == "body" else b"X: "
        )
        writer.write(head)
        try:
            while True:
                writer.write(b"y")
                await writer.drain()
                # Each byte in time: only a limit on the whole answer can end this.
                await asyncio.sleep(0.05)
        except ConnectionError:
            gone.set()

    async with client(drip) as (rest, _):
        monkeypatch.setattr(http, "MAX_ANSWER_BYTES", 2**40)
        result = await rest.create(KEY, b"{}", None)
        assert (result.status, result.timed_out) == (None, True)
        await gone.wait()


async def test_interim_answers_without_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "ANSWER_TIMEOUT_S", 0.4)
    flood = Flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n")
    async with client(flood.answer) as (rest, _):
        with pytest.raises(Unreachable):
            await rest.whoami(KEY)
        await flood.ended.wait()


@pytest.mark.parametrize(
    "answer",
    [
        b"\x00" * 64,
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 99 OK\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n: vide\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 999 ???\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 429 \xff\r\nRetry-After: 9999999999999999\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 429 X\r\nRetry-After: -3\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 X\r\nX-\u00e9: \u202e\r\nContent-Length: 0\r\n\r\n".encode(),
    ],
    ids=lambda answer: repr(answer[9:40]),
)
async def test_whatever_is_not_http_is_an_error_of_ours(answer: bytes) -> None:
    async with client(say(answer)) as (rest, _):
        with pytest.raises(ServerError) as caught:
            await rest.whoami(KEY)
        result = await rest.create(KEY, b"{}", None)
    assert result.created is None
    msgspec.json.encode(dict(caught.value.facts()))
