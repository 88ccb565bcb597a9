"""Rate limits: 3 in 1 s, 20 in 10 s, 100 in 60 s for each key."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from supportdesk_desktop.backend.admin import add_agent
from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.desk import DeskOptions
from tests.unit.backend.desk_client import DeskClient, assert_refused, desk_client

WHOAMI = "/api/v1/auth/whoami"


async def _is_let_through(client: DeskClient, by: str = "Aicha") -> bool:
    answer = await client.send("GET", WHOAMI, by=by)
    if answer.status_code != 200:
        assert_refused(answer, 429, "TOO_MANY_REQUESTS")
        assert int(answer.headers["retry-after"]) >= 1
    return answer.status_code == 200


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[DeskClient]:
    async with desk_client(tmp_path, DeskOptions()) as opened:
        await opened.add_agent("Aicha")
        yield opened


async def test_three_in_a_second_of_each_key(client: DeskClient) -> None:
    await client.add_agent("Bio")
    assert [await _is_let_through(client) for _ in range(5)] == [True] * 3 + [False] * 2
    assert await _is_let_through(client, by="Bio")
    client.clock.advance(0.999)
    assert not await _is_let_through(client)
    client.clock.advance(0.001)
    # The refused ones were not counted: a whole second's worth is free again.
    assert [await _is_let_through(client) for _ in range(4)] == [True] * 3 + [False]


@pytest.mark.parametrize(
    ("pause_s", "let_through", "retry_after"), [(0.4, 20, "2"), (0.55, 100, "5")]
)
async def test_the_longer_windows(
    client: DeskClient, pause_s: float, let_through: int, retry_after: str
) -> None:
    count = 0
    while await _is_let_through(client):
        count += 1
        client.clock.advance(pause_s)
    assert count == let_through
    answer = await client.send("GET", WHOAMI)
    assert answer.headers["retry-after"] == retry_after
    assert answer.json()["details"] == {"retryAfterMs": int(retry_after) * 1000}
    client.clock.advance(int(retry_after))
    assert await _is_let_through(client)


async def test_bodies_that_are_refused_count(client: DeskClient) -> None:
    for _ in range(3):
        answer = await client.send("POST", "/api/v1/tickets/api-create", {})
        assert_refused(answer, 400, "VALIDATION_ERROR")
    assert not await _is_let_through(client)


async def test_a_clock_that_was_set_back_lets_no_more_through_and_locks_nobody_out(
    client: DeskClient,
) -> None:
    for _ in range(3):
        assert await _is_let_through(client)
    client.clock.advance(-3600)
    assert not await _is_let_through(client)
    client.clock.advance(1)
    assert await _is_let_through(client)


async def test_no_second_holds_more_than_three_however_long_requests_wait_for_their_turn(
    client: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = client.desk.database
    writing, arrived = database.writing, asyncio.Semaphore(0)

    def arriving() -> AbstractAsyncContextManager[Writing]:
        arrived.release()
        return writing()

    async with asyncio.TaskGroup() as waiting, writing():
        monkeypatch.setattr(database, "writing", arriving)
        asked = []
        for _ in range(8):
            asked.append(waiting.create_task(_is_let_through(client)))
            await arrived.acquire()
            client.clock.advance(0.4)
    assert sum(task.result() for task in asked) == 3


async def test_a_key_without_limits_says_so(client: DeskClient) -> None:
    async with client.desk.writing() as writing:
        _, client.keys["Robot"] = await add_agent(
            writing, "Robot", "robot@exemple.bj", 0, role="service", unlimited=True
        )
    for _ in range(10):
        answer = await client.send("GET", WHOAMI, by="Robot")
        assert answer.json()["data"]["limits"] is None
    stated = (await client.send("GET", WHOAMI)).json()["data"]["limits"]
    assert [(limit["requests"], limit["seconds"]) for limit in stated] == [
        (3, 1),
        (20, 10),
        (100, 60),
    ]
