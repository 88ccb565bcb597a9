"""A process killed between commit and announcement: announced late, never forgotten, never twice.

The processes are real, killed with SIGKILL; the bus and its service are those of the test, and
count what they are asked to show.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest

from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.store import notices
from supportdesk_desktop.store.engine import Store
from tests.fakes.notification_server import NotificationServer

WAIT_S = 30.0
KILLS = int(os.environ.get("SUPPORTDESK_TEST_KILLS", "12"))
SAYS_LATE = "annoncé en retard"
SHOWN, LATE, MERGED = NoticeOutcome.SHOWN, NoticeOutcome.LATE, NoticeOutcome.MERGED
UNEXPLAINED = NoticeOutcome.UNEXPLAINED
NOTHING, FOREVER = 0, -1

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs D-Bus and SIGKILL")


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    folder = tmp_path / "boutique"
    folder.mkdir(mode=0o700)
    return folder / "store.db"


async def run(store_path: Path, step: str, count: int) -> asyncio.subprocess.Process:
    """Start the process that commits and announces."""
    module = "tests.integration.notices.announcing_process"
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, str(store_path), step, str(count)
    )


async def end_of(process: asyncio.subprocess.Process) -> int:
    return await asyncio.wait_for(process.wait(), WAIT_S)


async def records(store_path: Path) -> list[NoticeRecord]:
    store = await Store.open(store_path)
    found = await store.read(notices.recent, 100_000)
    await store.aclose()
    return found[::-1]


def announced(server: NotificationServer) -> Counter[str]:
    """Return how often each ticket was announced by itself."""
    return Counter(
        number for call in server.calls for number in re.findall(r"INV-\d+", call.summary)
    )


@pytest.mark.parametrize(
    ("step", "outcome", "calls"),
    [
        # A death within the very write to the bus leaves a doubt: accounted for as such, in red.
        ("committed", LATE, 1),
        ("decided", LATE, 1),
        ("begun", UNEXPLAINED, 0),
        ("sent", UNEXPLAINED, 1),
        ("written", SHOWN, 1),
        ("answered", SHOWN, 1),
        ("settled", SHOWN, 1),
    ],
)
async def test_killed_at_a_step(
    store_path: Path, server: NotificationServer, step: str, outcome: NoticeOutcome, calls: int
) -> None:
    await server.start()
    assert await end_of(await run(store_path, "none", 1)) == 0
    assert await end_of(await run(store_path, step, 1)) == -signal.SIGKILL
    assert await end_of(await run(store_path, "none", 1)) == 0
    found = await records(store_path)
    assert [one.outcome for one in found] == [SHOWN, outcome, SHOWN]
    assert announced(server) == +Counter({"INV-1": 1, "INV-2": calls, "INV-3": 1})
    late = [call.summary for call in server.calls if SAYS_LATE in call.summary]
    assert late == (["Critique · INV-2 · annoncé en retard"] if outcome == "late" else [])


@pytest.mark.parametrize("step", ["summary decided", "summary written"])
async def test_killed_at_a_summary(store_path: Path, server: NotificationServer, step: str) -> None:
    """The fourth and later ones of a second wait for a summary."""
    await server.start()
    assert await end_of(await run(store_path, step, 6)) == -signal.SIGKILL
    assert await end_of(await run(store_path, "none", 1)) == 0
    found = [one.outcome for one in await records(store_path)]
    titles = [call.summary for call in server.calls]
    if "decided" in step:
        # Not sent: the three are now few enough to be announced one by one.
        assert found == [SHOWN, SHOWN, SHOWN, LATE, LATE, LATE, MERGED]
        assert all(f"INV-{n} · {SAYS_LATE}" in title for n, title in enumerate(titles[3:6], 4))
    else:
        assert found == [SHOWN, SHOWN, SHOWN, MERGED, MERGED, MERGED, SHOWN]
        assert titles[3:] == ["3 autres tickets assignés", "Critique · INV-7"]


async def test_killed_at_random_points(store_path: Path, server: NotificationServer) -> None:
    await server.start()
    dice = random.Random(20_418)
    for _ in range(KILLS):
        before = len(server.calls)
        process = await run(store_path, "none", FOREVER)
        async with asyncio.timeout(WAIT_S):
            while len(server.calls) < before + 2:
                server.asked.clear()
                await server.asked.wait()
        await asyncio.sleep(dice.random() * 0.1)
        process.kill()
        await end_of(process)
    assert await end_of(await run(store_path, "none", 1)) == 0
    found = await records(store_path)
    outcomes = Counter(one.outcome for one in found)
    counted = announced(server)
    told = [one for one in found if one.outcome is not UNEXPLAINED]
    forgotten = [one.number for one in told if counted[one.number] == 0]
    twice = [number for number, count in counted.items() if count > 1]
    assert (forgotten, twice) == ([], []), outcomes
    assert set(outcomes) <= {SHOWN, LATE, UNEXPLAINED}
    says_late = {
        number
        for call in server.calls
        if SAYS_LATE in call.summary
        for number in re.findall(r"INV-\d+", call.summary)
    }
    late = {one.number for one in found if one.outcome is LATE}
    assert says_late >= late
    print(f"{KILLS} kills, {len(found)} assignments: {dict(outcomes)}")
