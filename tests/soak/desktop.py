"""One desktop: an agent's data folder, ``watch`` as its owner, and filers beside it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.faults.served_desk import CUSTOMER, ROOT, Assignment

STORED = {0, 5}
"""Exit codes of ``file`` that say: it is in the outbox."""

COMMAND_S = 60.0


class Desktop:
    """Real processes of the program over one data folder.

    Attributes:
        tried: references given to ``file``.
        stored: those that ``file`` said it had stored.
    """

    def __init__(self, folder: Path, port: int, agent_id: str, key: str) -> None:
        self.agent_id = agent_id
        self.tried: list[str] = []
        self.stored: set[str] = set()
        self._folder = folder
        self._server = f"http://127.0.0.1:{port}/api/v1"
        self._key = key
        self._owner: asyncio.subprocess.Process | None = None

    async def watch(self) -> None:
        """Start the owner of feed and outbox, which announces."""
        self._owner = await self._spawn("watch", "--json", "--notify", output=False)

    async def kill(self) -> None:
        """Kill the owner and start another."""
        await self._end(signal.SIGKILL)
        await self.watch()

    async def stop_for(self, seconds: float) -> None:
        """Stop the owner for so long, as a laptop that is closed does."""
        assert self._owner is not None
        self._owner.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            with contextlib.suppress(ProcessLookupError):
                self._owner.send_signal(signal.SIGCONT)

    async def file(self, *, waits: bool, dies_after_s: float | None) -> None:
        """File one ticket; the filer may wait for what becomes of it, and may be killed."""
        ref = str(uuid4())
        self.tried.append(ref)
        arguments = ["file", "--customer", CUSTOMER, "--subject", f"Panne {ref[:8]}"]
        arguments += ["--description", "Depuis ce matin.", "--ref", ref]
        filer = await self._spawn(*arguments, *([] if waits else ["--no-wait"]), output=False)
        try:
            code = await asyncio.wait_for(filer.wait(), dies_after_s or COMMAND_S)
        except TimeoutError:
            code = None
        finally:
            if filer.returncode is None:
                filer.kill()
                await filer.wait()
        if code in STORED:
            self.stored.add(ref)

    async def state(self) -> dict[str, Any]:
        """Return ``status --json``."""
        return await self._ask("status", "--json")

    async def ledger(self) -> dict[str, str]:
        """Return the state of each filing by its reference."""
        found = await self._ask("outbox", "--all", "--json")
        return {one["clientRef"]: one["state"] for one in found["filings"]}

    def decided(self) -> set[Assignment]:
        """Return the assignments that a notice decision was made for, from the stopped store."""
        (store,) = self._folder.glob("*/store.db")
        with contextlib.closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as db:
            return {
                Assignment(ticket_id, assigned_at)
                for ticket_id, assigned_at in db.execute(
                    "SELECT ticket_id, assigned_at FROM notices WHERE outcome IS NOT NULL"
                )
            }

    async def aclose(self) -> None:
        """End the owner."""
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        owner, self._owner = self._owner, None
        if owner is not None:
            with contextlib.suppress(ProcessLookupError):
                owner.send_signal(how)
            await owner.wait()

    async def _ask(self, *arguments: str) -> dict[str, Any]:
        process = await self._spawn(*arguments, output=True)
        out, _ = await asyncio.wait_for(process.communicate(), COMMAND_S)
        answer: dict[str, Any] = json.loads(out)
        return answer

    async def _spawn(self, *arguments: str, output: bool) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "supportdesk_desktop", *arguments),
            *("--data-dir", str(self._folder), "--server", self._server),
            cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE if output else asyncio.subprocess.DEVNULL,
            stderr=None if output else asyncio.subprocess.DEVNULL,
            env={**os.environ, "SUPPORTDESK_API_KEY": self._key},
        )
