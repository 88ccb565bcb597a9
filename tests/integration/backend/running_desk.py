"""A desk on a free port, in a thread with a loop of its own, for clients that block."""

from __future__ import annotations

import asyncio
import re
import sys
import threading
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from supportdesk_desktop.backend.admin import add_agent
from supportdesk_desktop.backend.customers import upsert_customer
from supportdesk_desktop.backend.desk import Desk, DeskOptions
from supportdesk_desktop.backend.serve import ServeOptions, serve

WAIT_S = 20.0


@dataclass(frozen=True)
class RunningDesk:
    """Where the desk listens, and the keys of its agent and service."""

    port: int
    agent_key: str
    service_key: str

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        """The base URL of the vendor's contract."""
        return f"{self.origin}/api/v1"


async def furnish(desk: Desk) -> dict[str, str]:
    """Add an agent, a service and the customer ``user_42``; return the keys by role."""
    keys = {}
    async with desk.writing() as writing:
        for role in ("agent", "service"):
            email = f"{role}@exemple.bj"
            _, keys[role] = await add_agent(writing, role, email, desk.clock(), role=role)
        customer = {"email": "jean@acme.com", "name": "Jean Dossou"}
        await upsert_customer(writing, "user_42", customer, desk.clock())
    return keys


@contextmanager
def running_desk(folder: Path) -> Iterator[RunningDesk]:
    """Run a desk with one agent, one service and the customer ``user_42``."""
    ports: Queue[int] = Queue()
    keys: dict[str, str] = {}

    async def begin(desk: Desk) -> None:
        keys.update(await furnish(desk))

    options = ServeOptions(
        database_url=f"sqlite:///{folder / 'desk.db'}",
        port=0,
        desk=DeskOptions(limits=None),
        startup=(begin,),
        on_listening=ports.put,
    )
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(options, stop),))
    thread.start()
    try:
        yield RunningDesk(ports.get(timeout=WAIT_S), keys["agent"], keys["service"])
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(WAIT_S)
        assert not thread.is_alive()
        loop.close()


SERVE = """
import sys
from supportdesk_desktop.backend.serve import ServeOptions, run
sys.exit(run(ServeOptions(database_url=sys.argv[1], port=0)))
"""


@asynccontextmanager
async def desk_process(database: Path, before: str = "") -> AsyncIterator[tuple[Process, int]]:
    """Serve a database by a process, after some lines of Python of its own, on the port returned.

    At the end of the block it is to end by itself.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", before + SERVE, f"sqlite:///{database}"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(2 * WAIT_S):
            line = (await process.stdout.readline()).decode()
            listening = re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)/api/v1\n", line)
            assert listening is not None, line
            yield process, int(listening[1])
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
