"""More callers than the desk has files for."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from supportdesk_desktop.backend import serve
from tests.integration.backend.raw_connection import HEALTH, RawConnection, connected
from tests.integration.backend.running_desk import WAIT_S, RunningDesk, desk_process, running_desk

FEW_FILES = """
import logging, resource
logging.basicConfig()
resource.setrlimit(resource.RLIMIT_NOFILE, (80, 120))
"""
CREATE = b"POST /api/v1/tickets/api-create HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
async def test_more_callers_than_files_leave_a_desk_that_answers(tmp_path: Path) -> None:
    async with (
        AsyncExitStack() as silent,
        desk_process(tmp_path / "desk.db", FEW_FILES) as (process, port),
    ):
        for _ in range(150):
            await silent.enter_async_context(connected(port))
        async with httpx.AsyncClient(trust_env=False, timeout=WAIT_S) as http:
            assert (await http.get(f"http://127.0.0.1:{port}/readyz")).is_success
        process.terminate()
        _, logged = await process.communicate()
    assert process.returncode == 0
    assert logged == b""


async def test_who_never_asked_gives_way_first_and_who_is_served_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "raise_file_limit", lambda: 3)
    with running_desk(tmp_path) as desk:
        async with AsyncExitStack() as opened:

            async def caller(sent: bytes) -> RawConnection:
                connection = await opened.enter_async_context(connected(desk.port))
                await connection.send(sent)
                return connection

            kept = await caller(HEALTH + b"\r\n")
            await kept.answer()
            silent = await caller(b"")
            busy = [await _busy(desk, await caller(b""))]
            busy.append(await _busy(desk, await caller(b"")))
            assert await silent.rest() == b""
            busy.append(await _busy(desk, await caller(b"")))
            await kept.rest()
            assert await (await caller(b"")).rest() == b""
            for connection in busy:
                await connection.send(b"}")
                assert (await connection.answer()).startswith(b"HTTP/1.1 400 ")


async def _busy(desk: RunningDesk, caller: RawConnection) -> RawConnection:
    """Have a request of this caller in progress: its body waits for a last byte."""
    head = f"X-API-Key: {desk.agent_key}\r\nContent-Type: application/json\r\n"
    head += "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    await caller.send(CREATE + head.encode())
    assert (await caller.answer()).startswith(b"HTTP/1.1 100 ")
    await caller.send(b"{")
    return caller
