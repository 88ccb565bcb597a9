"""A feed on which nothing happens: ``python -m tests.benchmarks.quiet_feed COUNT``.

It takes up where a profile of ``COUNT`` tickets left off and says each second that all are there.
Prints the address to connect to, then serves until it is ended.
"""

from __future__ import annotations

import asyncio
import sys

import msgspec

from tests.benchmarks.profiles import AGENT, EPOCH
from tests.fakes.scripted_feed import Link, scripted_feed


async def serve(count: int) -> None:
    """Serve until cancelled."""

    async def nothing_happens(link: Link) -> None:
        agent = msgspec.to_builtins(AGENT)
        await link.welcome(mode="resume", epoch=EPOCH, seq=count, agent=agent)
        while True:
            await link.heartbeat(seq=count, count=count)
            await asyncio.sleep(1)

    async with scripted_feed(nothing_happens) as feed:
        sys.stdout.write(f"{feed.base_url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
