"""Wake-ups: none is lost, only the topic's readers get one; the hosts that are ours."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from supportdesk_desktop.backend.desk import DeskOptions, Wakeups
from tests.unit.backend.desk_client import assert_refused, desk_client


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


HOSTS = dict.fromkeys(("127.0.0.1:8787", "LOCALHOST:1", "localhost", "[::1]:8787", "[::1]"), True)
HOSTS |= dict.fromkeys(("rebind.example:8787", "127.0.0.1.example", "", "::1", "[::2]:1"), False)


@pytest.mark.parametrize(("host", "is_ours"), HOSTS.items())
async def test_only_its_own_names_are_served(tmp_path: Path, host: str, is_ours: bool) -> None:
    options = DeskOptions(allowed_hosts=("127.0.0.1", "localhost", "[::1]"))
    async with desk_client(tmp_path, options) as client:
        answer = await client.send("GET", "/healthz", by=None, headers={"Host": host})
        if is_ours:
            assert answer.is_success
        else:
            assert_refused(answer, 403, "HOST_FORBIDDEN")


async def test_a_browser_reads_answers_only_from_listed_origins(tmp_path: Path) -> None:
    options = DeskOptions(allow_origins=("https://bureau.example",))
    async with desk_client(tmp_path, options) as client:
        for origin, allowed in (("https://bureau.example", True), ("https://autre.example", False)):
            answer = await client.send("GET", "/healthz", by=None, headers={"Origin": origin})
            assert (answer.headers.get("access-control-allow-origin") == origin) == allowed
