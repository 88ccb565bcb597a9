"""A desk on a free port, in a thread with a loop of its own, for clients that block."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def running_desk(folder: Path) -> Iterator[RunningDesk]:
    """Run a desk with one agent, one service and the customer ``user_42``."""
    ports: Queue[int] = Queue()
    keys: dict[str, str] = {}

    async def furnish(desk: Desk) -> None:
        now_ms = desk.clock()
        async with desk.writing() as writing:
            for name, role in (("Aïcha", "agent"), ("Robot", "service")):
                _, keys[role] = await add_agent(
                    writing, name, f"{role}@exemple.bj", now_ms, role=role
                )
            customer = {"email": "jean@acme.com", "name": "Jean Dossou"}
            await upsert_customer(writing, "user_42", customer, now_ms)

    options = ServeOptions(
        database_url=f"sqlite:///{folder / 'desk.db'}",
        port=0,
        desk=DeskOptions(limits=None),
        startup=(furnish,),
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
