"""Tasks that belong to somebody."""

from __future__ import annotations

import asyncio
import logging

import pytest

from supportdesk_desktop.services.tasks import TaskOwner


async def test_the_newest_takes_the_slot_and_the_one_before_is_cancelled() -> None:
    owner, seen = TaskOwner("essai"), []

    async def work(name: str) -> None:
        await asyncio.sleep(0)
        seen.append(name)

    owner.replace("ordre", work("ancien"))
    owner.replace("ordre", work("nouveau"))
    await owner.drain()
    assert seen == ["nouveau"]


async def test_the_first_keeps_the_slot_until_it_has_ended() -> None:
    owner, seen = TaskOwner("essai"), []

    async def work(name: str) -> None:
        await asyncio.sleep(0)
        seen.append(name)

    owner.start_alone("envoi", work("premier"))
    owner.start_alone("envoi", work("double clic"))
    await owner.drain()
    owner.start_alone("envoi", work("suivant"))
    await owner.drain()
    assert seen == ["premier", "suivant"]


async def test_nothing_starts_after_the_end() -> None:
    owner, seen = TaskOwner("essai"), []

    async def work() -> None:
        seen.append("trop tard")

    await owner.aclose()
    owner.start("seul", work())
    owner.replace("place", work())
    await owner.drain()
    assert seen == []


async def test_what_a_task_starts_while_it_is_ended_is_dropped() -> None:
    owner, seen = TaskOwner("essai"), []

    async def late() -> None:
        seen.append("trop tard")

    async def stubborn() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            owner.start("suite", late())

    owner.start("têtu", stubborn())
    await asyncio.sleep(0)
    await owner.aclose()
    assert seen == []


async def test_who_closes_can_still_be_cancelled() -> None:
    owner, let_go = TaskOwner("essai"), asyncio.Event()

    async def slow() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await let_go.wait()

    owner.start("lent", slow())
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(owner.aclose())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    let_go.set()
    await owner.drain()


async def test_a_failure_is_logged_with_its_name(caplog: pytest.LogCaptureFixture) -> None:
    owner = TaskOwner("essai")

    async def work() -> None:
        raise ValueError("perdu")

    with caplog.at_level(logging.ERROR):
        owner.start("tâche", work())
        await owner.drain()
    assert "essai.tâche failed" in caplog.text
