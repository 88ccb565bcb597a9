"""Thousands of assignments at once: ``python -m tests.faults.flood [COUNT]`` prints the figures."""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.store import notices
from tests.faults.way import Way, whole_way

TICK_S = 0.001


@asynccontextmanager
async def watched_loop() -> AsyncIterator[list[float]]:
    """Collect, in milliseconds, how late the loop comes round while the block runs."""
    late: list[float] = []

    async def watch() -> None:
        while True:
            due = time.perf_counter() + TICK_S
            await asyncio.sleep(TICK_S)
            late.append((time.perf_counter() - due) * 1000)

    watching = asyncio.create_task(watch(), name="watch the loop")
    try:
        yield late
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def flood(way: Way, count: int) -> None:
    """Assign so many tickets in one transaction and wait until all are verified and settled."""
    await way.desk.file_at_once(count)
    await way.quiet()


async def main(count: int) -> None:
    """Measure one flood."""
    with tempfile.TemporaryDirectory() as folder:
        async with whole_way(Path(folder)) as way:
            await way.begin(await way.desk.add_agent("Aïcha Houngbédji"))
            await way.desk.file_at_once(count)
            began = time.perf_counter()
            stored = asyncio.Event()

            def hear(change: FeedChanged) -> None:
                if change.status.seq == count:
                    stored.set()

            way.services.bus.subscribe(FeedChanged, hear)
            async with watched_loop() as late:
                await stored.wait()
                stored_s = time.perf_counter() - began
            await way.quiet()
            totals = await way.services.store.read(notices.totals)
            print(f"{count} assignments stored in {stored_s:.2f} s")
            print(f"notices: { {str(outcome): many for outcome, many in totals.items()} }")
            print(
                f"late by, ms: p50 {statistics.median(late):.1f},"
                f" p99 {statistics.quantiles(late, n=100)[98]:.1f}, longest {max(late):.1f}"
            )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
