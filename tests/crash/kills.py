"""Kills a desktop at every step of filing, again and again, and counts what became of each filing.

``run_kills`` is what the tests and the soak call; ``python -m tests.crash.kills --kills 300`` runs
it alone and prints its tallies.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import msgspec
from sqlalchemy import select

from supportdesk_desktop.backend.tables import tickets
from supportdesk_desktop.core.filing import FilingState
from supportdesk_desktop.core.filing_fate import Doubling
from tests.crash.gate import DeskKind, Gate, Step, gate
from tests.crash.life import Orders, Told
from tests.integration.backend.feed.live_desk import LiveDesk, start_desk

ROOT = Path(__file__).resolve().parents[2]
MOST_COMMITS = 24
"""A life of two filings commits about so often; a later death comes at rest."""

COMMIT_DEATHS = 4
"""How many deaths around a commit come with one at each step of the wire."""

LIFE_S = 60.0
AT_REST = "at rest"


@dataclass
class Tally:
    """What a run came to.

    Attributes:
        kills: how often a process was killed, by where.
        filed: filings that were said to be stored.
        confirmed, uncertain: how many of them the ledger calls so before a person decides.
        lost: stored, and gone from the ledger, or called a ticket that the desk never had.
        hidden: tickets of the desk whose filing the ledger calls neither confirmed nor uncertain.
        unproven: tickets that the feed showed and whose filing is not confirmed.
        doubled: filings with more than one ticket before a person sent any again.
        doubled_by_agent: the same after a person sent again all that was uncertain.
        silent: doubled filings that the ledger calls neither uncertain nor a double, be it a
            possible one.
    """

    kind: DeskKind
    kills: Counter[str] = field(default_factory=Counter)
    filed: int = 0
    confirmed: int = 0
    uncertain: int = 0
    lost: int = 0
    hidden: int = 0
    unproven: int = 0
    doubled: int = 0
    doubled_by_agent: int = 0
    silent: int = 0


async def run_kills(folder: Path, kind: DeskKind, *, seed: int, count: int) -> Tally:
    """Kill a desktop ``count`` times while it files at a desk of this kind, then look closely.

    Args:
        folder: an empty one; desk and desktop keep their data there.
        kind: what the desk offers.
        seed: of every choice but the system's own.
        count: of kills.
    """
    chance = random.Random(seed)
    desk_folder = folder / "desk"
    desk_folder.mkdir()
    desk = await start_desk(desk_folder)
    try:
        await desk.add_customer()
        _, key = await desk.add_agent()
        async with gate(desk.port, kind, chance) as way:
            return await _Killer(folder / "data", way, desk, kind, key, chance).run(count)
    finally:
        await desk.stop()


class _Killer:
    def __init__(
        self,
        folder: Path,
        way: Gate,
        desk: LiveDesk,
        kind: DeskKind,
        key: str,
        chance: random.Random,
    ) -> None:
        self._folder = folder
        self._way = way
        self._desk = desk
        self._key = key
        self._chance = chance
        self._has_feed = kind is not DeskKind.NEITHER
        self._stored: set[str] = set()
        self._unsure: set[str] = set()
        self._deck: list[Step | None] = []
        self._tally = Tally(kind)

    async def run(self, count: int) -> Tally:
        for _ in range(count):
            await self._live_and_die()
        self._way.arm(None, lambda: None)
        await self._live()
        # Once more: what the last life created last may not have come back by the feed in it.
        ledger = await self._live()
        self._judge(ledger, await self._count())
        ledger = await self._live(resends=True)
        self._judge_after_agent(ledger, await self._count())
        return self._tally

    async def _live_and_die(self) -> None:
        step = self._draw()
        fresh = {str(UUID(int=self._chance.getrandbits(128), version=4)) for _ in range(2)}
        refs = tuple(sorted(self._unsure | fresh))
        self._unsure |= fresh
        dies_at = None if step is not None else self._chance.randint(1, MOST_COMMITS)
        after = self._chance.random() < 0.5
        orders = self._orders(refs=refs, dies_at=dies_at, after_commit=after)
        where = str(step) if step else f"{'after' if after else 'before'} a commit"
        async with self._life(orders) as process, asyncio.timeout(LIFE_S):
            self._way.arm(step, process.kill)
            async for line in _lines(process):
                if line == "rest":
                    where = AT_REST
                    process.kill()
                self._hear(line)
            code = await process.wait()
        if code != -9:
            raise AssertionError(f"a life ended by itself with {code}: {orders}")
        self._tally.kills[where] += 1

    def _draw(self) -> Step | None:
        """Return where the next life dies: each step of the wire in turn, None for a commit."""
        if not self._deck:
            self._deck = [*Step, *[None] * COMMIT_DEATHS]
            self._chance.shuffle(self._deck)
        return self._deck.pop()

    async def _live(self, *, resends: bool = False) -> Mapping[str, Told]:
        """Let one life end well; return the ledger by reference."""
        refs = tuple(sorted(self._unsure))
        told = "[]"
        orders = self._orders(refs=refs, resends=resends, lives=True)
        async with self._life(orders) as process, asyncio.timeout(LIFE_S):
            async for line in _lines(process):
                self._hear(line)
                told = line
            if await process.wait() != 0:
                raise AssertionError("a life that was let live did not end well")
        found = msgspec.json.decode(told, type=list[Told])
        return {one.ref: one for one in found}

    def _orders(
        self,
        *,
        refs: tuple[str, ...],
        dies_at: int | None = None,
        after_commit: bool = False,
        resends: bool = False,
        lives: bool = False,
    ) -> Orders:
        return Orders(
            folder=str(self._folder),
            base_url=f"http://127.0.0.1:{self._way.port}/api/v1",
            refs=refs,
            dies_at=dies_at,
            after_commit=after_commit,
            has_feed=self._has_feed,
            resends=resends,
            lives=lives,
        )

    @asynccontextmanager
    async def _life(self, orders: Orders) -> AsyncIterator[asyncio.subprocess.Process]:
        """Begin a life; it does not outlive the block."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.crash.life",
            json.dumps(msgspec.to_builtins(orders)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "SUPPORTDESK_API_KEY": self._key},
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    def _hear(self, line: str) -> None:
        if line.startswith("stored "):
            ref = line.removeprefix("stored ")
            self._stored.add(ref)
            self._unsure.discard(ref)

    async def _count(self) -> Counter[str]:
        """Return how many tickets the desk has for each reference."""
        async with self._desk.desk.writing() as writing:
            found = (await writing.conn.execute(select(tickets.c.metadata))).scalars().all()
        return Counter(json.loads(text)["clientRef"] for text in found)

    def _judge(self, ledger: Mapping[str, Told], count: Counter[str]) -> None:
        tally = self._tally
        tally.filed = len(self._stored)
        for ref in self._stored:
            told = ledger.get(ref)
            if told is None or (told.state is FilingState.CONFIRMED and not count[ref]):
                tally.lost += 1
        states = Counter(told.state for told in ledger.values())
        tally.confirmed = states[FilingState.CONFIRMED]
        tally.uncertain = states[FilingState.UNCERTAIN]
        for ref in count:
            state = ledger[ref].state if ref in ledger else None
            tally.hidden += state not in {FilingState.CONFIRMED, FilingState.UNCERTAIN}
            tally.unproven += self._has_feed and state is not FilingState.CONFIRMED
        tally.doubled = sum(number > 1 for number in count.values())

    def _judge_after_agent(self, ledger: Mapping[str, Told], count: Counter[str]) -> None:
        doubled = [ref for ref, number in count.items() if number > 1]
        self._tally.doubled_by_agent = len(doubled)
        self._tally.silent = sum(
            ledger[ref].state is not FilingState.UNCERTAIN and ledger[ref].doubling == Doubling.NONE
            for ref in doubled
        )


async def _lines(process: asyncio.subprocess.Process) -> AsyncIterator[str]:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        yield line.decode().strip()


def main() -> None:
    """Run all kinds of desk and print a tally each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parsed = parser.parse_args()
    share = -(-parsed.kills // len(DeskKind))
    for kind in DeskKind:
        with tempfile.TemporaryDirectory() as folder:
            print(asyncio.run(run_kills(Path(folder), kind, seed=parsed.seed, count=share)))


if __name__ == "__main__":
    main()
