"""What a bad day does: lines cut, stalled and forgotten, desk and desktops killed, clocks set."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import Coroutine
from random import Random

import httpx

from tests.fakes.tcp_proxy import TcpProxy
from tests.faults.served_desk import ServedDesk
from tests.soak.desktop import Desktop

HOUR_S = 3600
MOST_HELD = 60
"""Tickets of one agent beyond which some are closed, so that snapshots stay small."""


class Mischief:
    """Does one random thing after another. ``done`` counts them by name."""

    def __init__(
        self, desk: ServedDesk, proxy: TcpProxy, desktops: list[Desktop], chance: Random
    ) -> None:
        self.desk = desk
        self._proxy = proxy
        self._desktops = desktops
        self._chance = chance
        self.done: Counter[str] = Counter()
        self._unbroken: set[asyncio.Task[None]] = set()

    async def keep_on(self) -> None:
        """Do harm, and the work of colleagues, until cancelled."""
        acts = {
            self._cut: 6,
            self._cut_later: 6,
            self._stall: 2,
            self._half_open: 3,
            self._split: 4,
            self._kill_desktop: 4,
            self._stop_desktop: 2,
            self._kill_desk: 1,
            self._end_desk: 1,
            self._set_clock: 1,
            self._work: 30,
        }
        while True:
            (act,) = self._chance.choices(list(acts), weights=list(acts.values()))
            self.done[act.__name__.strip("_")] += 1
            await act()
            await asyncio.sleep(self._chance.uniform(0.0, 0.4))

    async def make_good(self) -> None:
        """Lift every fault, once what was being restarted is up."""
        if self._unbroken:
            await asyncio.wait(self._unbroken)
        self._lift()
        self.desk.set_clock(0)

    def _lift(self) -> None:
        self._proxy.cut_after = self._proxy.write_bytes = None
        self._proxy.merge_s = 0.0
        self._proxy.flow()

    async def _cut(self) -> None:
        self._proxy.cut()

    async def _cut_later(self) -> None:
        """Cut the connections made from now on at some byte."""
        self._proxy.cut_after = self._chance.randrange(1, 4000)
        await asyncio.sleep(self._chance.uniform(0.2, 1.5))
        self._proxy.cut_after = None

    async def _stall(self) -> None:
        self._proxy.stall()
        try:
            await asyncio.sleep(self._chance.uniform(0.1, 4.0))
        finally:
            self._proxy.flow()

    async def _half_open(self) -> None:
        self._proxy.half_open()

    async def _split(self) -> None:
        self._proxy.write_bytes = self._chance.choice([1, 13, 500, None])
        self._proxy.merge_s = self._chance.choice([0.0, 0.02])
        await asyncio.sleep(self._chance.uniform(0.2, 1.0))
        self._lift()

    async def _kill_desktop(self) -> None:
        await self._whole(self._chance.choice(self._desktops).kill())

    async def _stop_desktop(self) -> None:
        await self._chance.choice(self._desktops).stop_for(self._chance.uniform(0.5, 5.0))

    async def _kill_desk(self) -> None:
        await self._whole(self._restart_desk(signal.SIGKILL))

    async def _end_desk(self) -> None:
        await self._whole(self._restart_desk(signal.SIGTERM))

    async def _whole(self, work: Coroutine[None, None, None]) -> None:
        """Do something to its end although the soak may end meanwhile."""
        task = asyncio.ensure_future(work)
        self._unbroken.add(task)
        task.add_done_callback(self._unbroken.discard)
        await asyncio.shield(task)

    async def _restart_desk(self, how: signal.Signals) -> None:
        await self.desk.end(how)
        await asyncio.sleep(self._chance.uniform(0.0, 2.0))
        await self.desk.start()
        self._proxy.target_port = self.desk.port

    async def _set_clock(self) -> None:
        self.desk.set_clock(self._chance.randrange(-3, 4) * HOUR_S)

    async def _work(self) -> None:
        """Do what colleagues do: file, update, pass on, and close what piles up."""
        desktop = self._chance.choice(self._desktops)
        held = sorted(self.desk.held(desktop.agent_id))
        try:
            if len(held) > MOST_HELD:
                await self.desk.change(self._chance.choice(held), status="CLOSED")
            elif held and self._chance.random() < 0.3:
                taker = self._chance.choice(self._desktops).agent_id
                await self.desk.change(self._chance.choice(held), agentId=taker)
            elif held and self._chance.random() < 0.3:
                await self.desk.change(self._chance.choice(held), priority="CRITICAL")
            else:
                await self.desk.file(f"Dépôt d’un service {self.done['work']}")
        except httpx.HTTPStatusError:
            # Somebody else changed it first; a colleague would look again.
            self.done["work refused"] += 1
