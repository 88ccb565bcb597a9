"""Bells."""

from __future__ import annotations

import asyncio

from supportdesk_desktop.backend.desk import Wakeups


async def test_a_ring_before_the_wait_is_not_lost() -> None:
    wakeups = Wakeups()
    with wakeups.bell("a") as bell:
        wakeups.notify("a")
        assert await bell.wait(0)
        assert not await bell.wait(0)


async def test_only_the_topic_rings_and_all_of_its_bells() -> None:
    wakeups = Wakeups()
    with wakeups.bell("a") as first, wakeups.bell("a") as second, wakeups.bell("b") as other:
        wakeups.notify("a")
        assert [await bell.wait(0) for bell in (first, second, other)] == [True, True, False]
    assert wakeups.topics() == frozenset()
    wakeups.notify("a")


async def test_waiting_ends_with_the_ring() -> None:
    wakeups = Wakeups()
    with wakeups.bell("a") as bell:
        waiting = asyncio.ensure_future(bell.wait(10))
        await asyncio.sleep(0)
        wakeups.notify("a")
        assert await waiting
