"""``script/soak``: a desk, a bad line, three desktops, filers and a killer, then one table."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.desktop.session.announced import Announced, announced
from tests.fakes.tcp_proxy import tcp_proxy
from tests.faults.served_desk import ServedDesk
from tests.soak.desktop import Desktop
from tests.soak.mischief import Mischief
from tests.soak.verdict import Verdict, judge, settle

DESKTOPS = 3
HEARTBEAT_MS = 1000


async def soak(folder: Path, seconds: float, seed: int) -> Verdict:
    """Run the whole for so long in an empty folder, let everything settle, and judge.

    Announcements are heard where the session has a bus.
    """
    chance = random.Random(seed)
    desk = ServedDesk(folder, HEARTBEAT_MS)
    desktops: list[Desktop] = []
    try:
        await desk.found()
        async with tcp_proxy(desk.port) as proxy:
            for number in range(DESKTOPS):
                agent_id, key = await desk.add_agent(f"Agent {number}")
                home = folder / f"poste n°{number}"
                desktops.append(Desktop(home, proxy.port, agent_id, key))
            with _heard() as heard:
                mischief = Mischief(desk, proxy, desktops, chance)
                await _live(mischief, desktops, seconds, chance)
                return await judge(desk, desktops, mischief.done, heard)
    finally:
        for desktop in desktops:
            await desktop.aclose()
        await desk.aclose()


async def _live(
    mischief: Mischief, desktops: list[Desktop], seconds: float, chance: random.Random
) -> None:
    for desktop in desktops:
        await desktop.watch()
    # What comes and goes before the first synchronisation nobody can have seen.
    await settle(mischief.desk, desktops)
    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for desktop in desktops:
                group.create_task(_keep_filing(desktop, chance))
            group.create_task(mischief.keep_on())
            group.create_task(_report(desktops, mischief, seconds))
    except TimeoutError:
        pass
    await mischief.make_good()


async def _keep_filing(desktop: Desktop, chance: random.Random) -> None:
    while True:
        # A filer in every few is killed while it works.
        dies_after_s = chance.uniform(0.1, 1.2) if chance.random() < 0.25 else None
        await desktop.file(waits=chance.random() < 0.5, dies_after_s=dies_after_s)
        await asyncio.sleep(chance.uniform(1.0, 6.0))


async def _report(desktops: list[Desktop], mischief: Mischief, seconds: float) -> None:
    began = asyncio.get_running_loop().time()
    while True:
        await asyncio.sleep(60)
        passed = asyncio.get_running_loop().time() - began
        tried = sum(len(desktop.tried) for desktop in desktops)
        done = sum(mischief.done.values())
        print(f"{passed:5.0f} of {seconds:.0f} s: {tried} filings, {done} faults", flush=True)


@contextmanager
def _heard() -> Iterator[Announced | None]:
    """Hear announcements, None where there is no session bus to hear them on."""
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        yield None
        return
    with announced() as heard:
        yield heard


def main() -> int:
    """Run and print the table; returns 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="script/soak")
    parser.add_argument("minutes", type=float)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parsed = parser.parse_args()
    print(f"seed {parsed.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        verdict = asyncio.run(soak(Path(folder), parsed.minutes * 60, parsed.seed))
    print(verdict.table())
    return 0 if verdict.is_kept else 1


sys.exit(main())
