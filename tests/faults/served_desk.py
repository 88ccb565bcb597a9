"""A desk in a process of its own that a test kills, restarts, sets back and asks for the truth."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import msgspec

from supportdesk_desktop.backend.admin import add_agent
from supportdesk_desktop.backend.desk import open_desk, wall_ms
from supportdesk_desktop.backend.tickets import create_ticket
from supportdesk_desktop.core.drafts import Draft

ROOT = Path(__file__).resolve().parents[2]
START_S = 30.0
CUSTOMER = "user_8841"


class Assignment(msgspec.Struct, frozen=True):
    """One N1 assignment in the desk's log, known to clients by ticket and time."""

    ticket_id: str
    assigned_at: str


class ServedDesk:
    """One desk and its database in a folder. ``port`` changes with each start."""

    def __init__(self, folder: Path, heartbeat_ms: int) -> None:
        self.port = 0
        self._folder = folder
        self._database = folder / "desk.db"
        self._clock = folder / "ahead"
        self._heartbeat_ms = heartbeat_ms
        self._process: asyncio.subprocess.Process | None = None
        self._service_key = ""
        self._ever_assigned: set[tuple[str, Assignment]] = set()
        self._http = httpx.AsyncClient(trust_env=False, timeout=30)

    async def found(self) -> None:
        """Make the database, with a service that files; start the desk and add a customer."""
        self._clock.write_text("0")
        _, self._service_key = await self.add_agent("Robot", role="service")
        await self.start()
        answer = await self._http.patch(
            self._url(f"/api/v1/customers/{CUSTOMER}"),
            json={"email": "koffi.mensah@exemple.bj", "name": "Koffi Mensah"},
            headers=self._headers(),
        )
        answer.raise_for_status()

    async def add_agent(self, name: str, *, role: str = "agent") -> tuple[str, str]:
        """Add an agent while the desk is stopped or runs; return id and key."""
        desk = await open_desk(f"sqlite:///{self._database}")
        try:
            async with desk.writing() as writing:
                record, key = await add_agent(
                    writing, name, f"{uuid4().hex}@exemple.bj", wall_ms(), role=role
                )
        finally:
            await desk.aclose()
        return record.id, key

    async def start(self) -> None:
        """Start the process and wait until it listens."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.faults.desk_process",
            f"sqlite:///{self._database}",
            str(self._heartbeat_ms),
            str(self._clock),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONWARNINGS": "default"},
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(START_S):
            line = (await self._process.stdout.readline()).decode()
        assert line.startswith("listening on "), line
        self.port = int(line.split(":")[2].split("/")[0])

    def ever_assigned(self, agent_id: str) -> Counter[str]:
        """Return how often each ticket was assigned to the agent, in what a restore lost too."""
        self._remember(agent_id)
        return Counter(one.ticket_id for agent, one in self._ever_assigned if agent == agent_id)

    async def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Kill the desk, or end it with another signal, and wait until it is gone."""
        if self._process is None:
            return
        process, self._process = self._process, None
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(how)
        await process.communicate()

    async def aclose(self) -> None:
        """Kill the desk and let go of everything."""
        await self.end()
        await self._http.aclose()

    def set_clock(self, ahead_s: int) -> None:
        """Set the desk's wall clock ahead of (or back behind) ours while it runs."""
        # In one step: a signal before this one may still be read.
        new = self._clock.with_suffix(".new")
        new.write_text(str(ahead_s))
        new.replace(self._clock)
        if self._process is not None:
            self._process.send_signal(signal.SIGUSR1)

    def back_up(self) -> Path:
        """Copy the database as a backup tool would; the epoch's file is not part of it."""
        copy = self._folder / f"backup-{uuid4().hex}.db"
        with (
            contextlib.closing(sqlite3.connect(self._database)) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        return copy

    def restore(self, copy: Path) -> None:
        """Put a copy in the place of the stopped desk's database."""
        assert self._process is None
        for (agent_id,) in self._read("SELECT id FROM agents"):
            self._remember(agent_id)
        for companion in ("-wal", "-shm"):
            self._database.with_name(self._database.name + companion).unlink(missing_ok=True)
        self._database.write_bytes(copy.read_bytes())

    async def file(self, subject: str) -> str:
        """File one ticket through REST; return its id."""
        answer = await self._http.post(
            self._url("/api/v1/tickets/api-create"),
            json={"customerExternalId": CUSTOMER, "subject": subject, "description": "…"},
            headers=self._headers(),
        )
        answer.raise_for_status()
        return str(answer.json()["data"]["id"])

    async def file_at_once(self, count: int) -> None:
        """Write so many tickets in one transaction beside the running desk, as a burst."""
        desk = await open_desk(f"sqlite:///{self._database}")
        try:
            async with desk.writing() as writing:
                for index in range(count):
                    new = Draft(
                        customer_external_id=CUSTOMER,
                        subject=f"Panne générale {index}",
                        description="Depuis **ce matin**.",
                        priority="HIGH",
                    )
                    await create_ticket(writing, new, None, wall_ms())
        finally:
            await desk.aclose()

    async def change(self, ticket_id: str, **change: object) -> None:
        """Change one ticket as the service may: ``status``, ``agentId``, ``priority``."""
        version = self._read("SELECT version FROM tickets WHERE id = ?", ticket_id)[0][0]
        answer = await self._http.patch(
            self._url(f"/desk/v1/tickets/{ticket_id}"),
            json=change,
            headers={**self._headers(), "If-Match": f'"{version}"'},
        )
        answer.raise_for_status()

    def held(self, agent_id: str) -> dict[str, int]:
        """Return the version of each ticket that the agent holds, read from the database."""
        return dict(
            self._read(
                "SELECT id, version FROM tickets WHERE agent_id = ? AND status != 'CLOSED'",
                agent_id,
            )
        )

    def head(self, agent_id: str) -> int:
        """Return the agent's last ``seq``."""
        return int(self._read("SELECT feed_seq FROM agents WHERE id = ?", agent_id)[0][0])

    def assignments(self, agent_id: str) -> list[Assignment]:
        """Return every N1 assignment in the agent's log, in order."""
        rows = self._read("SELECT event FROM feed_events WHERE agent_id = ? ORDER BY seq", agent_id)
        events = [json.loads(event) for (event,) in rows]
        return [
            Assignment(event["ticket"]["id"], event["ticket"]["assignedAt"])
            for event in events
            if event["type"] == "ticket.assigned" and event["level"] == "N1"
        ]

    def numbers(self) -> dict[str, str]:
        """Return the id of each ticket by its number."""
        found = self._read("SELECT number, id FROM tickets")
        return {f"INV-{number}": ticket_id for number, ticket_id in found}

    def filed_refs(self) -> Counter[str]:
        """Return how many tickets there are for each ``clientRef``."""
        texts = [json.loads(text) for (text,) in self._read("SELECT metadata FROM tickets")]
        return Counter(text["clientRef"] for text in texts if "clientRef" in text)

    def _remember(self, agent_id: str) -> None:
        self._ever_assigned |= {(agent_id, one) for one in self.assignments(agent_id)}

    def _read(self, sql: str, *arguments: object) -> list[Any]:
        address = f"{self._database.as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as db:
            return db.execute(sql, arguments).fetchall()

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def _headers(self) -> dict[str, str]:
        return {"X-API-Key": self._service_key}
