"""When an Idempotency-Key is sent again, judged when its first byte leaves."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.core.filing import (
    Act,
    Filing,
    FilingState,
    Pause,
)
from supportdesk_desktop.core.filing_fate import Doubling, NotSent, SendResult, doubling
from tests.fakes.toy_server import Answer, Request, ToyServer, hang_up, reply, toy_server
from tests.fakes.vendor import CREATED, DRAFT, KEY, Vendor, answer, creates
from tests.integration.services.conftest import (
    Client,
    WrongClock,
    at,
    attempted,
    eventually,
    reaches,
)

HOUR_MS = 3_600_000
NOBODY = "http://127.0.0.1:9/api/v1"


def keys_of(server: ToyServer) -> list[str]:
    return [request.headers["idempotency-key"] for request in creates(server)]


async def resent_offline(client: Client, server: ToyServer) -> tuple[Services, Filing]:
    """Return a filing whose answer was lost with the network, and that a person sent again."""
    services = await client.start(server.base_url, KEY)
    serve = server.answer

    async def cut_off(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.target.endswith("/tickets/api-create"):
            services.rest.move(NOBODY)
        await serve(request, writer)

    server.answer = cut_off
    filing = await services.filings.submit(DRAFT)
    await reaches(services, filing, FilingState.UNCERTAIN)
    server.answer = serve
    return services, await services.filings.retry(filing.id)


def lost_then(*answers: Answer) -> Vendor:
    return Vendor(hang_up, *answers, features=("idempotency-key",))


async def test_a_key_that_grew_old_while_connecting_does_not_leave(
    client: Client, wall: WrongClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with toy_server(lost_then(CREATED)) as server:
        services, queued = await resent_offline(client, server)
        create = services.rest.create

        async def sleep_a_day_first(*args: Any, **rest: Any) -> SendResult:
            wall.ahead_ms = 24 * HOUR_MS
            return await create(*args, **rest)

        services.rest.move(server.base_url)
        monkeypatch.setattr(services.rest, "create", sleep_a_day_first)
        await services.filings.retry(queued.id)
        done = await reaches(services, queued, FilingState.CONFIRMED)
        await client.stop()
    assert keys_of(server) == [queued.idempotency_key, done.idempotency_key]
    assert done.idempotency_key != queued.idempotency_key
    assert doubling(done) is Doubling.POSSIBLE
    assert NotSent.TOO_LATE in {attempt.code for attempt in done.attempts}


@pytest.mark.parametrize(("days", "is_same"), [(28, True), (30, False)])
async def test_a_relay_recognises_a_key_for_weeks(
    client: Client, wall: WrongClock, days: int, is_same: bool
) -> None:
    vendor = Vendor(hang_up, CREATED, features=("idempotency-key", "relay"))
    async with toy_server(vendor) as server:
        services, queued = await resent_offline(client, server)
        await client.stop()
        wall.ahead_ms = days * 24 * HOUR_MS
        services = await client.start(server.base_url, KEY)
        done = await reaches(services, queued, FilingState.CONFIRMED)
        await client.stop()
    assert (done.idempotency_key == queued.idempotency_key) is is_same
    assert len(keys_of(server)) == 2


async def test_a_relay_that_does_not_know_is_asked_again_under_the_same_key(
    client: Client,
) -> None:
    uncertain = answer(409, {"code": "UPSTREAM_UNCERTAIN", "message": "Sort inconnu"})
    unreachable = reply(503, b'{"code": "UPSTREAM_UNREACHABLE"}', "Retry-After: 1")
    vendor = Vendor(unreachable, uncertain, CREATED, features=("idempotency-key", "relay"))
    async with at(client, vendor) as (services, server):
        filing = await services.filings.submit(DRAFT)
        done = await reaches(services, filing, FilingState.CONFIRMED)
    assert [one.outcome for one in done.attempts] == [Act.NOT_SENT, Act.DOUBT, Act.ANSWER]
    assert len(set(keys_of(server))) == 1


class Upgraded:
    """A desk that loses a create's answer, and is another one afterwards, which knows no keys."""

    def __init__(self, *later: Answer) -> None:
        self._before = lost_then(CREATED)
        self._later = Vendor(*later)
        self.is_other = False

    async def __call__(self, request: Request, writer: asyncio.StreamWriter) -> None:
        now = self._later if self.is_other else self._before
        self.is_other = self.is_other or request.target.endswith("/tickets/api-create")
        await now(request, writer)


async def test_no_key_is_repeated_to_a_desk_that_knows_keys_no_longer(client: Client) -> None:
    desk = Upgraded(CREATED)
    async with at(client, desk) as (services, server):
        filing = await services.filings.submit(DRAFT)
        await reaches(services, filing, FilingState.UNCERTAIN)
        await eventually(lambda: not services.desk.is_idempotent)
        other = await services.filings.submit(DRAFT)
        await reaches(services, other, FilingState.CONFIRMED)
        now = await services.filings.get(filing.id)
    assert (now.state, len(now.attempts)) == (FilingState.UNCERTAIN, 1)
    assert keys_of(server) == [filing.idempotency_key, other.idempotency_key]


async def test_a_resend_asks_the_desk_again_whether_it_knows_keys(client: Client) -> None:
    async with toy_server(lost_then(CREATED)) as server:
        services, queued = await resent_offline(client, server)
        server.answer = Vendor(CREATED)
        services.rest.move(server.base_url)
        done = await reaches(services, queued, FilingState.CONFIRMED)
        await client.stop()
    assert keys_of(server) == [queued.idempotency_key, done.idempotency_key]
    assert done.idempotency_key != queued.idempotency_key
    assert doubling(done) is Doubling.POSSIBLE


@pytest.mark.parametrize(
    ("again", "pause"),
    [
        (answer(403, {"code": "PLAN_LIMIT_REACHED", "message": "Quota"}), Pause.PLAN_LIMIT),
        (reply(429, b'{"code": "TOO_MANY_REQUESTS"}', "Retry-After: 900"), None),
    ],
    ids=["quota", "throttled"],
)
async def test_what_a_repeated_key_meets_holds_for_the_whole_queue(
    client: Client, again: Answer, pause: Pause | None
) -> None:
    async with toy_server(lost_then(again, CREATED)) as server:
        services = await client.start(server.base_url, KEY)
        await attempted(services, await services.filings.submit(DRAFT), 2)
        await eventually(lambda: services.outbox.pause is pause)
        second = await services.filings.submit(DRAFT)
        assert await services.outbox._step() is not None
        assert (await services.filings.get(second.id)).state is FilingState.QUEUED
        assert len(creates(server)) == 2
