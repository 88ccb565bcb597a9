"""The owner of the outbox stands still in the middle of a POST while others file: nothing twice."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.toy_server import Request, ToyServer, toy_server
from tests.fakes.vendor import CREATED, KEY, Vendor, creates
from tests.integration.cli.conftest import Shell
from tests.integration.services.conftest import eventually

FILE = ("file", "--customer", "user_1", "--description", "Texte", "--subject")


class SlowVendor:
    """SupportDesk as documented; the first create is answered when the test lets go."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self.begun = 0

    async def __call__(self, request: Request, writer: asyncio.StreamWriter) -> None:
        if request.target.endswith("/tickets/api-create"):
            self.begun += 1
            if self.begun == 1:
                await self.let_go.wait()
        await Vendor(CREATED)(request, writer)


@pytest.fixture
async def vendor() -> AsyncIterator[tuple[SlowVendor, ToyServer]]:
    """A slow server."""
    slow = SlowVendor()
    async with toy_server(slow) as server:
        yield slow, server
        slow.let_go.set()


@pytest.fixture
async def shell(tmp_path: Path, vendor: tuple[SlowVendor, ToyServer]) -> AsyncIterator[Shell]:
    """A computer whose commands talk to the slow server."""
    one = Shell(tmp_path, KEY, vendor[1].base_url)
    yield one
    await asyncio.to_thread(one.end_all)


def state_of(pid: int) -> str:
    """Return the system's letter for a process's state: T is stopped."""
    return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]


def refs_sent(server: ToyServer) -> list[str]:
    """Return the reference of each create, in order."""
    return [json.loads(one.body)["metadata"]["clientRef"] for one in creates(server)]


async def owner_in_a_post(shell: Shell, server: ToyServer) -> tuple[int, dict[str, Any]]:
    """Start an owner and stop it once its first create has left; return it and that filing."""
    watch = await asyncio.to_thread(shell.start, "watch", "--json")
    owner = shell.folder / "data" / "default" / "owner.lock"
    await eventually(lambda: owner.exists() and b'"watch"' in owner.read_bytes())
    first = await asyncio.to_thread(shell.run, *FILE, "Premier", "--json", "--no-wait")
    await eventually(lambda: len(creates(server)) == 1)
    os.kill(watch.pid, signal.SIGSTOP)
    await eventually(lambda: state_of(watch.pid) == "T")
    return watch.pid, json.loads(first.stdout)


async def outbox(shell: Shell) -> dict[str, str]:
    """Return the state of each filing by its reference."""
    document = await asyncio.to_thread(shell.json, "outbox", "--all")
    return {one["clientRef"]: one["state"] for one in document["filings"]}


def states(shell: Shell) -> set[str]:
    """Return the states of the filings as the store has them."""
    path = shell.folder / "data" / "default" / "store.db"
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return {state for (state,) in db.execute("SELECT state FROM filings")}


async def test_an_owner_stopped_in_a_post_and_another_filing_meanwhile(
    shell: Shell, vendor: tuple[SlowVendor, ToyServer]
) -> None:
    slow, server = vendor
    pid, first = await owner_in_a_post(shell, server)
    second = await asyncio.to_thread(shell.run, *FILE, "Second", "--json", "--no-wait")
    assert second.returncode == 5
    refs = [first["clientRef"], json.loads(second.stdout)["clientRef"]]
    assert await outbox(shell) == {refs[0]: "sending", refs[1]: "queued"}
    assert refs_sent(server) == refs[:1]
    slow.let_go.set()
    os.kill(pid, signal.SIGCONT)
    async with asyncio.timeout(60):
        while (seen := await outbox(shell))[refs[1]] != "confirmed" or seen[refs[0]] == "sending":
            pass
    # One that stood still for longer than an answer is waited for does not know what became of it.
    assert seen[refs[0]] in {"confirmed", "uncertain"}
    assert refs_sent(server) == refs


async def test_a_stopped_owner_that_dies_leaves_doubt_and_the_next_goes_on(
    shell: Shell, vendor: tuple[SlowVendor, ToyServer]
) -> None:
    _, server = vendor
    pid, first = await owner_in_a_post(shell, server)
    waiting = asyncio.create_task(asyncio.to_thread(shell.run, *FILE, "Second", "--json"))
    # Looked at without a command: a silent owner is not waited for very long.
    await eventually(lambda: states(shell) == {"sending", "queued"})
    assert len(creates(server)) == 1
    os.kill(pid, signal.SIGKILL)
    second = await waiting
    assert second.returncode == 0, second.stderr
    filed = json.loads(second.stdout)
    assert await outbox(shell) == {
        first["clientRef"]: "uncertain",
        filed["clientRef"]: "confirmed",
    }
    assert refs_sent(server) == [first["clientRef"], filed["clientRef"]]
