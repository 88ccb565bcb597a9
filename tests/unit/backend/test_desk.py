"""Wake-ups: none is lost, and only the topic's readers get one."""

from __future__ import annotations

import asyncio

from supportdesk_desktop.backend.desk import Wakeups


async def test_a_wakeup_before_the_wait_is_not_lost() -> None:
    wakeups = Wakeups()
    with wakeups.subscribed("a") as wakeup:
        wakeups.notify("a")
        assert await wakeup.take(0)
        assert not await wakeup.take(0)


async def test_only_the_topic_wakes_and_all_of_its_readers() -> None:
    wakeups = Wakeups()
    with (
        wakeups.subscribed("a") as first,
        wakeups.subscribed("a") as second,
        wakeups.subscribed("b") as other,
    ):
        wakeups.notify("a")
        assert [await wakeup.take(0) for wakeup in (first, second, other)] == [True, True, False]
    assert wakeups._readers == {}
    wakeups.notify("a")


async def test_waiting_ends_with_the_wakeup() -> None:
    wakeups = Wakeups()
    with wakeups.subscribed("a") as wakeup:
        waiting = asyncio.ensure_future(wakeup.take(10))
        await asyncio.sleep(0)
        wakeups.notify("a")
        assert await waiting
