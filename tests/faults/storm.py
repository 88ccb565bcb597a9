"""Faults and work in random order: what a bad day does to one agent's feed."""

from __future__ import annotations

import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

from supportdesk_desktop.core.feed_status import FeedState
from tests.faults.way import Way
from tests.integration.services.conftest import eventually

HOUR_S = 3600


class Storm:
    """Draws what happens next from a seeded generator, so that a bad day can be had again."""

    def __init__(self, way: Way, colleague_id: str, random: Random) -> None:
        self._way = way
        self._colleague_id = colleague_id
        self._random = random
        self._backup: Path | None = None
        self.happened: list[str] = []

    async def blow(self, steps: int) -> None:
        """Do so many random things; the faults that last are left in place."""
        acts = (self._work, self._network, self._connect, self._desk, self._client)
        for _ in range(steps):
            await self._random.choices(acts, weights=(10, 5, 5, 1, 2))[0]()

    async def _pick(self, *acts: Callable[[], Awaitable[None]]) -> None:
        act = self._random.choice(acts)
        self.happened.append(act.__name__.strip("_"))
        await act()

    async def _work(self) -> None:
        await self._pick(self._file, self._file, self._close, self._update, self._pass_on)

    async def _network(self) -> None:
        await self._pick(self._cut, self._cut_later, self._stall, self._half_open, self._split)

    async def _desk(self) -> None:
        await self._pick(self._kill, self._term, self._clock, self._back_up, self._restore)

    async def _client(self) -> None:
        await self._pick(self._verify, self._sleep, self._restart)

    async def _file(self) -> None:
        await self._way.desk.file(f"Ticket {len(self.happened)}")

    async def _close(self) -> None:
        await self._change_one(self._way.agent_id, status="CLOSED")

    async def _update(self) -> None:
        priority = self._random.choice(["LOW", "HIGH", "CRITICAL"])
        await self._change_one(self._way.agent_id, priority=priority)

    async def _pass_on(self) -> None:
        giver, taker = self._way.agent_id, self._colleague_id
        if self._random.random() < 0.5:
            giver, taker = taker, giver
        await self._change_one(giver, agentId=taker)

    async def _change_one(self, agent_id: str, **change: object) -> None:
        held = sorted(self._way.desk.held(agent_id))
        if held:
            await self._way.desk.change(self._random.choice(held), **change)

    async def _cut(self) -> None:
        self._way.proxy.cut()

    async def _cut_later(self) -> None:
        """Cut the next connections at some byte, and begin the next one now."""
        self._way.proxy.cut_after = self._random.choice([None, self._random.randrange(1, 3000)])
        self._way.proxy.cut()
        self._way.services.feed.retry_now()

    async def _stall(self) -> None:
        self._way.proxy.stall()
        await self._work()
        self._way.proxy.flow()

    async def _half_open(self) -> None:
        self._way.proxy.half_open()

    async def _split(self) -> None:
        self._way.proxy.write_bytes = self._random.choice([1, 13, 500, None])
        self._way.proxy.merge_s = self._random.choice([0.0, 0.02])

    async def _kill(self) -> None:
        await self._come_back(signal.SIGKILL)

    async def _term(self) -> None:
        await self._come_back(signal.SIGTERM)

    async def _come_back(self, how: signal.Signals) -> None:
        await self._way.desk.end(how)
        await self._way.desk.start()
        self._way.proxy.target_port = self._way.desk.port

    async def _clock(self) -> None:
        self._way.desk.set_clock(self._random.randrange(-12, 13) * HOUR_S)

    async def _back_up(self) -> None:
        self._backup = self._way.desk.back_up()

    async def _restore(self) -> None:
        if self._backup is None:
            self._backup = self._way.desk.back_up()
        await self._way.desk.end()
        self._way.desk.restore(self._backup)
        await self._way.desk.start()
        self._way.proxy.target_port = self._way.desk.port

    async def _verify(self) -> None:
        self._way.services.feed.verify_now()

    async def _sleep(self) -> None:
        self._way.services.feed.slept()

    async def _connect(self) -> None:
        """Let a connection be tried, so that what happens next has something to hit."""
        before = self._way.proxy.connections
        self._way.services.feed.retry_now()
        await eventually(lambda: self._way.proxy.connections > before or self._is_verified())

    def _is_verified(self) -> bool:
        return self._way.services.feed.status.state is FeedState.VERIFIED

    async def _restart(self) -> None:
        await self._way.client.stop()
        await self._way.start()
