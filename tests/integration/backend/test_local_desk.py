"""The local desk as the window starts it: a child, its lifeline, and its traffic."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from supportdesk_desktop.backend.keys import new_key
from supportdesk_desktop.backend.local_desk import database_path
from supportdesk_desktop.core.frames import SUBPROTOCOL

WAIT_S = 30.0
CHILD = (
    "import sys; from pathlib import Path; "
    "from supportdesk_desktop.backend.local_desk import run_local_desk; "
    "sys.exit(run_local_desk(Path(sys.argv[1])))"
)


@dataclass
class Child:
    """A running local desk."""

    process: asyncio.subprocess.Process
    base: str
    key: str

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask one route of the origin, with the agent's key."""
        origin = self.base.removesuffix("/api/v1")
        async with httpx.AsyncClient(trust_env=False) as http:
            return await http.get(origin + path, headers={"X-API-Key": self.key} | headers)

    async def end(self) -> int:
        """Close standard input and wait for the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        async with asyncio.timeout(WAIT_S):
            return await self.process.wait()


async def start(
    data_dir: Path, line: str, command: tuple[str, ...] = ("-c", CHILD)
) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        str(data_dir),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(line.encode() + b"\n")
    await process.stdin.drain()
    return process


@asynccontextmanager
async def local_desk(
    data_dir: Path, simulate: float, lang: str = "fr", key: str | None = None
) -> AsyncIterator[Child]:
    used = key or new_key()
    orders = {"agentKey": used, "simulate": simulate, "lang": lang}
    process = await start(data_dir, json.dumps(orders))
    assert process.stdout is not None
    async with asyncio.timeout(WAIT_S):
        line = (await process.stdout.readline()).decode()
    assert line.startswith("listening on http://127.0.0.1:"), line
    try:
        yield Child(process, line.split()[-1], used)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def query(data_dir: Path, sql: str) -> list[Any]:
    with contextlib.closing(sqlite3.connect(database_path(data_dir))) as conn:
        return conn.execute(sql).fetchall()


async def test_a_first_day_is_filed_assigned_and_arrives_live(tmp_path: Path) -> None:
    async with local_desk(tmp_path, simulate=120) as child:
        whoami = (await child.get("/api/v1/auth/whoami")).json()["data"]
        assert whoami["name"] == "Boutique Adjara"
        assert whoami["agent"]["name"] == "Aïcha Houngbédji"
        colleagues = (await child.get("/desk/v1/agents")).json()["data"]
        assert {(agent["level"], agent["available"]) for agent in colleagues} == {
            ("N1", True),
            ("N1", False),
            ("N2", True),
        }
        seen: set[str] = set()
        async with (
            asyncio.timeout(WAIT_S),
            connect(
                child.base.replace("http:", "ws:") + "/tickets/assigned/live",
                additional_headers={"X-API-Key": child.key},
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                proxy=None,
            ) as socket,
        ):
            client = {"name": "essai", "version": "1", "instanceId": "i"}
            hello = {"type": "hello", "protocol": 1, "client": client, "resume": None}
            await socket.send(json.dumps(hello))
            # Beyond the first day, which ends with the known customer's double debit: an update
            # and a close of the traffic's own.
            while not {"ticket.assigned", "ticket.updated", "ticket.closed"} <= seen:
                frame = json.loads(await socket.recv())
                if frame["type"] == "event":
                    seen.add(frame["event"]["type"])
        assert await child.end() == 0
    assert query(tmp_path, "SELECT count(*) FROM customers") == [(60,)]
    opened = query(tmp_path, "SELECT subject, description FROM tickets ORDER BY number LIMIT 38")
    assert len(opened) == 38
    assert opened[-1][0].startswith("Paiement débité deux fois")
    mail = tmp_path / "local-desk" / "mail" / "new"
    assert len(list(mail.iterdir())) >= 38


async def test_tickets_survive_and_only_the_newest_key_is_good(tmp_path: Path) -> None:
    async with local_desk(tmp_path, simulate=0) as child:
        old = child.key
        assert await child.end() == 0
    async with local_desk(tmp_path, simulate=0) as child:
        assert (await child.get("/api/v1/auth/whoami")).status_code == 200
        refused = await child.get("/api/v1/auth/whoami", **{"X-API-Key": old})
        assert refused.json()["code"] == "AUTH_API_KEY_INVALID"
        answer = await child.get("/api/v1/auth/whoami", Host="evil.example")
        assert answer.json()["code"] == "HOST_FORBIDDEN"
        assert await child.end() == 0
    # The parent may give a replacement of a dead child the key that it had before.
    async with local_desk(tmp_path, simulate=0, key=old) as child:
        assert (await child.get("/api/v1/auth/whoami")).status_code == 200
        assert await child.end() == 0
    assert query(tmp_path, "SELECT count(*) FROM agents") == [(4,)]


async def test_without_traffic_there_are_customers_and_tags_to_file_with(tmp_path: Path) -> None:
    async with local_desk(tmp_path, simulate=0) as child:
        async with asyncio.timeout(WAIT_S):
            counted = "SELECT count(*) FROM tags"
            while query(tmp_path, counted) < [(14,)]:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
        assert await child.end() == 0
    assert query(tmp_path, "SELECT count(*) FROM customers") == [(60,)]
    assert query(tmp_path, "SELECT count(*) FROM tickets") == [(0,)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
async def test_sigterm_ends_it_with_0(tmp_path: Path) -> None:
    async with local_desk(tmp_path, simulate=0, lang="en") as child:
        child.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(WAIT_S):
            assert await child.process.wait() == 0


async def test_it_waits_for_the_end_of_the_one_before(tmp_path: Path) -> None:
    command = ("-m", "supportdesk_desktop", "local-desk-child", "--verbose", "--data-dir")
    orders = json.dumps({"agentKey": new_key(), "simulate": 0})
    first = await start(tmp_path, orders, command)
    assert first.stdin is not None
    assert first.stdout is not None
    async with asyncio.timeout(WAIT_S):
        assert (await first.stdout.readline()).startswith(b"listening on ")
        second = await start(tmp_path, orders, command)
        assert second.stderr is not None
        while b"waiting for the gateway before this one" not in await second.stderr.readline():
            assert second.returncode is None
        first.stdin.close()
        assert await first.wait() == 0
        assert second.stdin is not None
        second.stdin.close()
        out, complaints = await second.communicate()
    assert b"Traceback" not in complaints
    assert out.startswith(b"listening on ")
    assert second.returncode == 0


@pytest.mark.parametrize("line", ["", "{}", '{"agentKey": 7}', "clé"])
async def test_bad_orders_are_refused_without_repeating_them(tmp_path: Path, line: str) -> None:
    process = await start(tmp_path, line)
    async with asyncio.timeout(WAIT_S):
        out, err = await process.communicate()
    assert process.returncode == 2
    assert out == b""
    assert err.startswith(b"local desk: ")
    assert not line or line.encode() not in err
