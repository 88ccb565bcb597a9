"""Every way in which the server ends a connection."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from supportdesk_desktop.backend.desk import FeedLimits
from supportdesk_desktop.backend.tables import agents, api_keys
from tests.integration.backend.feed.live_desk import Desktop, LiveDesk, start_desk

CLIENT = {"name": "essai", "version": "1.0", "instanceId": "poste-1"}
GOOD_HELLO: dict[str, Any] = {"type": "hello", "protocol": 1, "client": CLIENT, "resume": None}


@pytest.mark.parametrize(
    ("first", "close"),
    [
        ("[]", (4400, "PROTOCOL_ERROR")),
        ('{"type":"hello","protocol":9}', (4406, "PROTOCOL_VERSION")),
    ],
)
async def test_a_bad_first_frame(live: LiveDesk, first: str, close: tuple[int, str]) -> None:
    async with live.desktop(live.key) as desktop:
        await desktop.socket.send(first)
        code, frame = await desktop.closed()
    assert (code, frame["code"]) == close


@pytest.mark.parametrize(
    ("later", "code"),
    [(b"{}", 1003), ('{"type":"presence","available":false,"until":"demain"}', 1002)],
)
async def test_a_bad_later_frame(live: LiveDesk, later: str | bytes, code: int) -> None:
    async with live.following() as desktop:
        await desktop.socket.send(later)
        found, frame = await desktop.closed()
    assert found == code
    assert frame["message"]


async def test_an_agent_has_eight_sockets_and_an_instance_replaces_its_own_first(
    live: LiveDesk,
) -> None:
    _, other_key = await live.add_agent("Bio Guera")
    async with AsyncExitStack() as opened:

        async def connect(instance: str, by: str = live.key) -> Desktop:
            desktop = await opened.enter_async_context(live.desktop(by))
            client = CLIENT | {"instanceId": instance}
            await desktop.send(**(GOOD_HELLO | {"client": client}))
            return desktop

        first, *others = [await connect(f"poste-{n}") for n in range(8)]
        for desktop in (first, *others):
            await desktop.until("heartbeat")
        code, frame = await (await connect("poste-9")).closed()
        assert (code, frame["details"]) == (4429, {"retryAfterMs": 60_000})
        again = await connect("poste-0")
        await again.until("heartbeat")
        assert (await first.closed())[0] == 4409
        await (await connect("poste-1", other_key)).until("heartbeat")
        await again.socket.close()
        await (await connect("poste-9")).until("heartbeat")
        for desktop in others:
            await desktop.send(type="presence", available=True)
            await desktop.until("presence")


async def test_a_frame_over_4_kib(live: LiveDesk) -> None:
    async with live.desktop(live.key) as desktop:
        await desktop.hello()
        await desktop.send(type="telemetry", filler="x" * 4096)
        assert (await desktop.closed())[0] == 1009


async def test_a_fault_says_nothing_of_its_cause(
    live: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ArithmeticError("secret")

    monkeypatch.setattr("supportdesk_desktop.backend.feed.connection.read_standing", broken)
    async with live.desktop(live.key) as desktop:
        await desktop.send(**GOOD_HELLO)
        code, error = await desktop.closed()
    assert (code, error["code"]) == (1011, "INTERNAL_ERROR")
    assert "secret" not in str(error)


async def test_no_hello(tmp_path: Path) -> None:
    live = await start_desk(tmp_path, FeedLimits(hello_s=0.05))
    _, key = await live.add_agent()
    async with live.desktop(key) as desktop:
        code, error = await desktop.closed()
    assert (code, error["code"]) == (4408, "NO_HELLO")
    await live.stop()


async def test_too_many_frames(tmp_path: Path) -> None:
    live = await start_desk(tmp_path, FeedLimits(frames=3, frames_s=60.0))
    _, key = await live.add_agent()
    async with live.desktop(key) as desktop:
        await desktop.hello()
        for _ in range(4):
            await desktop.send(type="telemetry")
        code, error = await desktop.closed()
    assert (code, error["details"]) == (4429, {"retryAfterMs": 60_000})
    await live.stop()


@pytest.mark.parametrize("table", [agents, api_keys], ids=["agent", "key"])
async def test_a_revoked_key_closes_its_sockets(live: LiveDesk, table: Any) -> None:
    async with live.following() as desktop:
        column = table.c.id if table is agents else table.c.agent_id
        # As the command line does beside the desk: nobody rings, the watch sees the revision.
        async with live.desk.database.writing() as writing:
            await writing.conn.execute(
                update(table).where(column == live.agent_id).values(revoked_ms=live.desk.clock())
            )
            await writing.conn.execute(
                update(agents)
                .where(agents.c.id == live.agent_id)
                .values(revision=agents.c.revision + 1)
            )
        code, error = await desktop.closed()
    assert (code, error["code"]) == (4401, "AUTH_API_KEY_INVALID")


async def test_a_peer_that_does_not_read_is_cut(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "supportdesk_desktop.backend.feed.connection")
    live = await start_desk(tmp_path, FeedLimits(stall_s=0.2))
    await live.add_customer()
    _, key = await live.add_agent()
    for n in range(40):
        await live.file(f"Grand {n}", description="é" * 100_000)
    # A tiny window, and a client that stops reading after its hello.
    narrow = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.setblocking(False)
    await asyncio.get_running_loop().sock_connect(narrow, ("127.0.0.1", live.port))
    async with live.desktop(key, sock=narrow, ping_interval=None, close_timeout=0.1) as desktop:
        await desktop.send(**GOOD_HELLO)
        desktop.socket.transport.pause_reading()
        await live.all_gone()
        desktop.socket.transport.abort()
    assert "4413 TOO_SLOW" in caplog.text
    await live.stop()


async def test_sockets_that_come_and_go_leave_nothing_behind(
    live: LiveDesk, caplog: pytest.LogCaptureFixture
) -> None:

    async def visit(n: int) -> None:
        async with live.desktop(live.key) as desktop:
            await desktop.send(**GOOD_HELLO | {"client": CLIENT | {"instanceId": f"poste-{n}"}})
            await desktop.send(type="presence", available=True)
            if n % 2:
                desktop.socket.transport.abort()

    await asyncio.gather(*(visit(n) for n in range(12)), *(live.file() for _ in range(5)))
    async with live.desktop(live.key) as desktop:
        await desktop.hello()
        assert (await desktop.until("heartbeat"))["count"] == 5
    await live.all_gone()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
