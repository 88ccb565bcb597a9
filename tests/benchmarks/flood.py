"""5,000 assignments at once: how long the window's loop is away, and that each is accounted for.

Desk, sockets, store, window and session bus are real; the notification service counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sqlite3
import time
from pathlib import Path

from supportdesk_desktop.backend.desk import DeskOptions
from tests.benchmarks import trace
from tests.benchmarks.flood_window import LOOK_MS
from tests.benchmarks.measuring import tell
from tests.fakes.host_services import HostServices
from tests.fakes.notification_server import NotificationServer
from tests.fakes.session_bus import session_bus
from tests.fakes.tcp_proxy import TcpProxy, tcp_proxy
from tests.integration.backend.feed.live_desk import LiveDesk, start_desk

COUNT = 5_000
SETTLED_S = 3.0
"""The last summary comes a second after the last assignment."""

WAIT_S = 300.0
LOOK_AGAIN_S = 0.1


class Tail:
    """The marks of a trace that grows: each line is read once, since the desk runs here too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0
        self.marks: list[trace.Mark] = []

    def look(self) -> list[trace.Mark]:
        """Return the marks that are new."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._read)
                whole, cut, _ = file.read().rpartition(b"\n")
        except FileNotFoundError:
            return []
        self._read += len(whole) + len(cut)
        new = [json.loads(line) for line in whole.splitlines()]
        self.marks += new
        return new

    async def verified(self, seq: int) -> int:
        """Wait until the window has verified this place; return when (CLOCK_MONOTONIC, ns)."""
        async with asyncio.timeout(WAIT_S):
            while True:
                for mark in self.look():
                    if mark["what"] == "feed_verified" and mark.get("seq") == seq:
                        return int(mark["at_ns"])
                await asyncio.sleep(LOOK_AGAIN_S)

    def since(self, since_ns: int, what: str) -> list[trace.Mark]:
        """Return the marks of a kind from then on."""
        self.look()
        return [m for m in self.marks if m["what"] == what and m["at_ns"] >= since_ns]


def flood(folder: Path) -> None:
    """Measure a flood after a cut, as fast as the desk can replay, and one as fast as it files."""
    folder.mkdir(exist_ok=True)
    with session_bus(folder) as address:
        asyncio.run(_flood(folder, address))


async def _flood(folder: Path, address: str) -> None:
    server = await NotificationServer(address).start()
    host = await HostServices(address).start()
    desk = await start_desk(folder, options=DeskOptions(limits=None, heartbeat_ms=1000))
    await desk.add_customer()
    _, key = await desk.add_agent()
    env = {
        "SUPPORTDESK_API_KEY": key,
        "DBUS_SESSION_BUS_ADDRESS": address,
        "DBUS_SYSTEM_BUS_ADDRESS": address,
    }
    async with tcp_proxy(desk.port) as proxy:
        path, data = folder / "flood.jsonl", folder / "data"
        base = f"http://127.0.0.1:{proxy.port}/api/v1"
        arguments = ("--data-dir", str(data), "--server", base)
        with trace.window(path, *arguments, env=env, module="tests.benchmarks.flood_window"):
            tail = Tail(path)
            await tail.verified(0)
            await _idle(tail)
            await _after_a_cut(desk, proxy, host, tail)
            await _as_it_files(desk, tail)
    _tell_account(data, server)
    await desk.stop()
    await host.stop()
    await server.stop()


async def _idle(tail: Tail) -> None:
    await asyncio.sleep(SETTLED_S)
    began_ns = time.monotonic_ns()
    await asyncio.sleep(SETTLED_S)
    _tell_gaps("idle", tail, began_ns)


async def _after_a_cut(desk: LiveDesk, proxy: TcpProxy, host: HostServices, tail: Tail) -> None:
    proxy.refuse = True
    proxy.cut()
    for index in range(COUNT):
        await desk.file(f"Paiement en attente, commande {index}")
    proxy.refuse = False
    began_ns = time.monotonic_ns()
    # Rather than wait for the back-off, which has grown meanwhile.
    await host.wake()
    done_ns = await tail.verified(COUNT)
    await asyncio.sleep(SETTLED_S)
    _tell_gaps("replayed", tail, began_ns)
    tell("flood replayed, to verified, s", [(done_ns - began_ns) / 1e9])


async def _as_it_files(desk: LiveDesk, tail: Tail) -> None:
    began_ns = time.monotonic_ns()
    for index in range(COUNT):
        await desk.file(f"Livraison bloquée, commande {index}")
    done_ns = await tail.verified(2 * COUNT)
    await asyncio.sleep(SETTLED_S)
    _tell_gaps("live", tail, began_ns)
    tell("flood live, to verified, s", [(done_ns - began_ns) / 1e9])
    painted = [mark["ms"] for mark in tail.since(began_ns, "event_painted")]
    tell("flood live, event to painted row, ms", painted)


def _tell_gaps(name: str, tail: Tail, since_ns: int) -> None:
    """Tell how late the loop came back, and how long it worked between two looks."""
    for what, words in (("ui_gap", "gap of the loop"), ("ui_busy", "work of its thread")):
        found = [mark["ms"] for mark in tail.since(since_ns, what)]
        tell(f"flood {name}, {words}, ms", found, share=0.99)


def _tell_account(data: Path, server: NotificationServer) -> None:
    with contextlib.closing(sqlite3.connect(data / "default" / "store.db")) as db:
        outcomes = db.execute("SELECT outcome, count(*) FROM notices GROUP BY outcome").fetchall()
        (held,) = db.execute("SELECT count(*) FROM tickets WHERE held = 1").fetchone()
    db.close()
    accounts = ", ".join(f"{outcome or 'pending'} {count}" for outcome, count in outcomes)
    print(
        f"flood: {2 * COUNT} assigned, {held} held; {accounts}; {len(server.calls)} announcements"
    )
    print(
        f"(looks every {LOOK_MS:g} ms, {os.cpu_count()} processors, {os.getloadavg()[0]:.1f} load)"
    )
