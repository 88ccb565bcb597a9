"""The control socket over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import stat
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

import msgspec
import pytest

from supportdesk_desktop.core.errors import OtherServer
from supportdesk_desktop.system.control import (
    ControlClient,
    ControlRefused,
    ControlServer,
    NoOwner,
)


class Owner:
    """Handlers that remember what happened to them."""

    def __init__(self) -> None:
        self.stream_closed = asyncio.Event()
        self.never = asyncio.Event()

    async def echo(self, payload: msgspec.Raw) -> object:
        return {"reçu": msgspec.json.decode(payload)}

    async def refuse(self, payload: msgspec.Raw) -> object:
        raise OtherServer("default", "https://autre.example")

    async def fail(self, payload: msgspec.Raw) -> object:
        raise KeyError("sk_live_agent_secret")

    async def hang(self, payload: msgspec.Raw) -> object:
        await self.never.wait()
        return None

    async def count(self, payload: msgspec.Raw) -> AsyncGenerator[object, None]:
        for number in range(3):
            yield number

    async def endless(self, payload: msgspec.Raw) -> AsyncGenerator[object, None]:
        try:
            yield "premier"
            await self.never.wait()
        finally:
            self.stream_closed.set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "c.sock"


@pytest.fixture
def owner() -> Owner:
    return Owner()


@pytest.fixture
async def server(path: Path, owner: Owner) -> AsyncIterator[ControlServer]:
    server = ControlServer(
        path,
        {"echo": owner.echo, "refuse": owner.refuse, "fail": owner.fail, "hang": owner.hang},
        {"count": owner.count, "endless": owner.endless},
    )
    await server.start()
    yield server
    await server.aclose()


async def test_a_request_is_answered(server: ControlServer, path: Path) -> None:
    answer = await ControlClient(path).request("echo", {"ticket": "INV-1042", "été": [1, None]})
    assert json.loads(bytes(answer)) == {"reçu": {"ticket": "INV-1042", "été": [1, None]}}
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "key", "facts"),
    [
        ("refuse", "other_server", {"bound_to": "https://autre.example"}),
        ("fail", "unexpected", {}),
        ("n’existe pas", "unknown_request", {}),
    ],
)
async def test_the_owners_errors_come_over_with_their_facts_and_without_a_bugs_contents(
    server: ControlServer,
    path: Path,
    caplog: pytest.LogCaptureFixture,
    name: str,
    key: str,
    facts: dict[str, str],
) -> None:
    with pytest.raises(ControlRefused) as refused:
        await ControlClient(path).request(name)
    assert refused.value.key == key
    assert facts.items() <= refused.value.facts().items()
    assert "secret" not in str(refused.value)
    assert ("request fail failed" in caplog.text) is (name == "fail")


async def test_no_answer_in_time_is_as_nobody(server: ControlServer, path: Path) -> None:
    with pytest.raises(NoOwner):
        await ControlClient(path).request("hang", timeout_s=0.05)


async def test_a_stream_ends_with_its_source(server: ControlServer, path: Path) -> None:
    seen = [bytes(item) async for item in ControlClient(path).stream("count")]
    assert seen == [b"0", b"1", b"2"]


async def test_leaving_a_stream_ends_its_source(
    server: ControlServer, path: Path, owner: Owner
) -> None:
    async with contextlib.aclosing(ControlClient(path).stream("endless")) as items:
        assert bytes(await anext(items)) == b'"premier"'
    await asyncio.wait_for(owner.stream_closed.wait(), 5)


async def test_closing_the_server_cuts_its_streams(
    server: ControlServer, path: Path, owner: Owner
) -> None:
    items = ControlClient(path).stream("endless")
    await anext(items)
    await server.aclose()
    with pytest.raises(NoOwner):
        await anext(items)
    assert owner.stream_closed.is_set()
    with pytest.raises(FileNotFoundError):
        os.stat(path)


async def test_nobody_there_is_its_own_error(path: Path) -> None:
    with pytest.raises(NoOwner):
        await ControlClient(path).request("echo")


async def test_a_dead_owners_socket_is_replaced(path: Path, owner: Owner) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(os.fspath(path))
    with pytest.raises(NoOwner):
        await ControlClient(path).request("echo")
    server = ControlServer(path, {"echo": owner.echo})
    await server.start()
    assert await ControlClient(path).request("echo")
    await server.aclose()


@pytest.mark.parametrize("line", [b"{}\n", b"pas du json\n", b'{"name": 3}\n', b"\xff\n"])
async def test_a_bad_request_gets_an_error_and_the_server_lives(
    server: ControlServer, path: Path, line: bytes
) -> None:
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(line)
    answer = json.loads(await asyncio.wait_for(reader.readline(), 5))
    assert answer["error"]["key"] == "bad_request"
    writer.close()
    await writer.wait_closed()
    assert await ControlClient(path).request("echo")


async def test_another_user_gets_no_answer(
    server: ControlServer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = await asyncio.open_unix_connection(path)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    writer.write(b'{"name":"echo"}\n')
    with contextlib.suppress(ConnectionResetError):
        assert await asyncio.wait_for(reader.readline(), 5) == b""
    writer.close()
    with pytest.raises(NoOwner, match="someone else"):
        await ControlClient(path).request("echo")
