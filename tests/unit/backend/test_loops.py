"""Every loop of the desk goes on after anything that its step may raise, and loses nothing."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Table, select, update

from supportdesk_desktop import backend
from supportdesk_desktop.backend import connections, housekeeping
from supportdesk_desktop.backend.app import build_app
from supportdesk_desktop.backend.mail import outbox
from supportdesk_desktop.backend.mail.message import Mail
from supportdesk_desktop.backend.sample_shop import shop
from supportdesk_desktop.backend.sample_shop.incidents import SHOP, shoppers
from supportdesk_desktop.backend.tables import (
    agents,
    api_keys,
    feed_events,
    idempotency_keys,
    mail_outbox,
    tags,
)
from supportdesk_desktop.tasks import Loop, Step, TaskOwner, declared_loops
from tests.fakes.failing_step import FailingAt
from tests.unit.backend.desk_client import DeskClient, desk_client, with_customer

WAIT_S = 20.0
LATER_S = 40 * 24 * 3600


class Surprise(Exception):
    """What nobody has foreseen."""


class OneFailure(TaskOwner):
    """Runs one loop of those it is given; its first step fails at the n-th wait, the next at none.

    ``failed`` tells whether the step waited so often.
    """

    def __init__(self, only: Loop, n: int) -> None:
        super().__init__("desk", self._tell)
        self._only = only
        self._n = n
        self._again = asyncio.Event()
        self._first = True
        self.failed = False

    def loop(self, loop: Loop, step: Step, *, wake: asyncio.Event | None = None) -> None:
        """Run the loop, whose failure is waited out by nobody."""
        if loop is self._only:
            super().loop(loop, lambda: self._step(step), wake=self._again)

    async def _step(self, step: Step) -> float | None:
        if not self._first:
            return await step()
        self._first = False
        failing = FailingAt(_run(step), self._n, Surprise())
        try:
            return await failing
        finally:
            self.failed = failing.failed

    def _tell(self, _loop: Loop, problem: BaseException | None) -> None:
        if problem is not None:
            self._again.set()


async def _run(step: Step) -> float | None:
    return await step()


class Greeting(asyncio.Protocol):
    """Says hello and goodbye."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(b"bonjour")
        transport.close()


@dataclass
class Scene:
    """A loop with something to do: how to start it, and whether all of it is done."""

    start: Callable[[], None]
    is_done: Callable[[], Awaitable[bool]]
    end: Callable[[], None] = lambda: None


async def _waiting_ticket(client: DeskClient) -> None:
    await client.set_presence(False, client.clock() + 60_000)
    await client.create(by="Robot")


async def _ring(client: DeskClient) -> Scene:
    wakeup = client.desk.wakeups.subscribe(client.ids["Aicha"])
    async with client.desk.database.writing() as writing:
        await writing.conn.execute(update(agents).values(revision=agents.c.revision + 1))
    return Scene(lambda: housekeeping.start_housekeeping(client.desk), lambda: wakeup.take(WAIT_S))


async def _settle(client: DeskClient) -> Scene:
    await _waiting_ticket(client)
    client.clock.advance(60)

    async def is_done() -> bool:
        return len(await client.events("Aicha")) == 1

    return Scene(lambda: housekeeping.start_housekeeping(client.desk), is_done)


async def _clean(client: DeskClient) -> Scene:
    await client.send(
        "POST",
        "/api/v1/tickets/api-create",
        {"customerExternalId": "user_42", "subject": "Colis", "description": "Perdu"},
        headers={"Idempotency-Key": "un"},
    )
    async with client.desk.writing() as writing:
        await writing.conn.execute(update(mail_outbox).values(next_attempt_ms=None))
        await writing.conn.execute(
            update(api_keys)
            .where(api_keys.c.agent_id == client.ids["Robot"])
            .values(revoked_ms=client.clock())
        )
    client.clock.advance(LATER_S)

    async def is_done() -> bool:
        tables = idempotency_keys, mail_outbox, feed_events, api_keys
        return [await _count(client, table) for table in tables] == [0, 0, 0, 1]

    return Scene(lambda: housekeeping.start_housekeeping(client.desk), is_done)


async def _mail(client: DeskClient) -> Scene:
    for _ in range(3):
        await client.create()
    delivered: list[str] = []

    class Postman:
        sender = "desk@exemple.bj"

        async def deliver(self, name: str, mail: Mail) -> None:
            await asyncio.sleep(0)
            delivered.append(name)

    async def step() -> float:
        # By the desk's clock a mail whose delivery failed is due again at once.
        client.clock.advance(3600)
        return await outbox.deliver_due(client.desk, Postman())

    async def is_done() -> bool:
        done = await client.rows(select(mail_outbox).where(mail_outbox.c.delivered_ms.is_not(None)))
        return len(done) == len(set(delivered)) == 3

    return Scene(lambda: client.desk.tasks.loop(outbox.WORK, step), is_done)


async def _shop(client: DeskClient) -> Scene:
    transport = httpx.ASGITransport(build_app(client.desk))
    day = shop.ShopDay(client.desk, "http://desk", client.keys["Robot"], "fr", 0)
    headers = day._http.headers
    day._http = httpx.AsyncClient(transport=transport, base_url="http://desk", headers=headers)

    async def is_done() -> bool:
        return await _count(client, tags) == len(SHOP.tags)

    return Scene(lambda: client.desk.tasks.loop(shop.TRADE, day.step), is_done)


async def _accept(client: DeskClient) -> Scene:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    acceptance = connections.Acceptance(listener, Greeting, set(), 10)
    acceptance._tasks = client.desk.tasks

    async def is_done() -> bool:
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        try:
            return await reader.read() == b"bonjour"
        except ConnectionError:
            return False
        finally:
            writer.close()

    return Scene(acceptance.start, is_done, listener.close)


async def _count(client: DeskClient, table: Table) -> int:
    return len(await client.rows(select(table)))


SCENES: dict[Loop, Callable[[DeskClient], Awaitable[Scene]]] = {
    housekeeping.RING: _ring,
    housekeeping.SETTLE: _settle,
    housekeeping.CLEAN: _clean,
    outbox.WORK: _mail,
    shop.TRADE: _shop,
    connections.ACCEPT: _accept,
}


def test_no_loop_of_the_desk_is_forgotten_here() -> None:
    for module in pkgutil.walk_packages(backend.__path__, f"{backend.__name__}."):
        if ".migrations." not in module.name:
            importlib.import_module(module.name)
    assert {loop for loop in declared_loops() if loop.part == "desk"} == set(SCENES)


@pytest.mark.parametrize("loop", SCENES, ids=lambda loop: loop.name)
async def test_whatever_fails_in_a_step_the_loop_goes_on_and_does_its_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loop: Loop
) -> None:
    monkeypatch.setattr(shop, "shoppers", lambda lang: shoppers(lang)[:1])
    for n in _waits():
        folder = tmp_path / str(n)
        folder.mkdir()
        async with desk_client(folder) as client:
            await client.add_agent("Aicha")
            await client.add_agent("Robot", role="service")
            await with_customer(client)
            client.desk.tasks = tasks = OneFailure(loop, n)
            scene = await SCENES[loop](client)
            scene.start()
            await asyncio.sleep(0)
            async with asyncio.timeout(WAIT_S):
                while not await scene.is_done():  # noqa: ASYNC110 - no event for it
                    await asyncio.sleep(0)
        scene.end()
        if not tasks.failed:
            assert n > 0
            return


def _waits() -> Iterator[int]:
    """Yield the first few, then with wider and wider steps up to 100: the shop waits thousands."""
    n = 0
    while n < 100:
        yield n
        n += 1 + n // 8 * 6
