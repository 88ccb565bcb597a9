"""``serve`` as a process: its first line, its end, and what a socket can do to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from supportdesk_desktop.backend.desk import DeskOptions, open_desk
from supportdesk_desktop.backend.serve import ServeOptions, ServeRefused, serve
from supportdesk_desktop.backend.tables import tickets
from tests.integration.backend.raw_connection import connected
from tests.integration.backend.running_desk import RunningDesk, desk_process, furnish

CREATE = "/api/v1/tickets/api-create"
BODY = b'{"customerExternalId":"user_42","subject":"Colis perdu","description":"Cotonou"}'


async def _send_raw(desk: RunningDesk, *parts: bytes) -> bytes:
    """Send bytes and return all that comes back until the desk closes."""
    async with connected(desk.port) as caller:
        for part in parts:
            await caller.send(part)
        return await caller.rest()


def _head(desk: RunningDesk, length: int) -> bytes:
    return (
        f"POST {CREATE} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: {desk.agent_key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


async def test_a_body_too_large_is_answered_though_it_is_still_being_sent(
    running: RunningDesk,
) -> None:
    size = 3 * 1024 * 1024
    answer = await _send_raw(running, _head(running, size), b" " * size)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"PAYLOAD_TOO_LARGE"' in answer


async def test_a_body_without_end_is_cut_off(running: RunningDesk) -> None:
    size = 1024 * 1024 * 1024
    # Whether the answer outlives the reset is the system's affair; that it ends is the desk's.
    with contextlib.suppress(ConnectionError):
        answer = await _send_raw(running, _head(running, size), b" " * (9 * 1024 * 1024))
        assert not answer or answer.startswith(b"HTTP/1.1 413 ")


async def test_a_body_in_chunks_is_read_whole(running: RunningDesk) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for byte in BODY:
            yield bytes([byte])

    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(
            running.origin + CREATE,
            content=chunks(),
            headers={"X-API-Key": running.agent_key, "Content-Type": "application/json"},
        )
    assert answer.status_code == 201


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_is_a_normal_end(tmp_path: Path, number: signal.Signals) -> None:
    async with desk_process(tmp_path / "desk.db") as (process, port):
        async with httpx.AsyncClient(trust_env=False) as http:
            assert (await http.get(f"http://127.0.0.1:{port}/readyz")).is_success
        process.send_signal(number)
    assert process.returncode == 0
    assert process.stderr is not None
    assert await process.stderr.read() == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
async def test_a_request_in_progress_is_answered_before_the_end(tmp_path: Path) -> None:
    desk = await open_desk(f"sqlite:///{tmp_path / 'desk.db'}", DeskOptions())
    key = (await furnish(desk))["agent"]
    await desk.aclose()
    async with (
        desk_process(tmp_path / "desk.db") as (process, port),
        connected(port) as caller,
    ):
        await caller.send(_head(RunningDesk(port, key, ""), len(BODY)) + BODY[:20])
        async with httpx.AsyncClient(trust_env=False) as http:
            assert (await http.get(f"http://127.0.0.1:{port}/healthz")).is_success
        process.send_signal(signal.SIGTERM)
        await _refuses_connections(port)
        await caller.send(BODY[20:])
        assert (await caller.rest()).startswith(b"HTTP/1.1 201 ")
    assert process.returncode == 0
    desk = await open_desk(f"sqlite:///{tmp_path / 'desk.db'}", DeskOptions())
    async with desk.database.reading() as conn:
        (row,) = (await conn.execute(tickets.select())).all()
    assert row.subject == json.loads(BODY)["subject"]
    await desk.aclose()


async def _refuses_connections(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return
        writer.close()
        await asyncio.sleep(0.02)


async def test_only_loopback_without_a_proxy(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with pytest.raises(ServeRefused, match="not_loopback"):
        await serve(ServeOptions(database_url=url, host="0.0.0.0", port=0), asyncio.Event())
    assert not (tmp_path / "desk.db").exists()


async def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        url = f"sqlite:///{tmp_path / 'desk.db'}"
        with pytest.raises(ServeRefused, match="port_taken"):
            await serve(ServeOptions(database_url=url, port=port), asyncio.Event())


async def test_a_start_that_fails_says_why(tmp_path: Path) -> None:
    async def fail(_desk: object) -> None:
        raise OSError("le dossier est en lecture seule")

    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with pytest.raises(OSError, match="lecture seule"):
        await serve(ServeOptions(database_url=url, port=0, startup=(fail,)), asyncio.Event())


def test_addresses_with_passwords_are_not_shown() -> None:
    options = ServeOptions(
        database_url="postgresql://desk:motdepasse@h/d",
        desk=DeskOptions(smtp_url="smtp://u:motdepasse@h"),
    )
    assert "motdepasse" not in repr(options)
