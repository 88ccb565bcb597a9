"""The outbox when keys, servers, quotas, stores and people get in each other's way."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.backend.desk import DeskOptions
from supportdesk_desktop.backend.tables import tickets
from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.core.drafts import Draft, NewCustomer
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.filing import (
    Act,
    Change,
    Evidence,
    Filing,
    FilingState,
    Pause,
    TicketRef,
    Wait,
)
from supportdesk_desktop.core.filing_fate import Doubling, doubling
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.pacing import RateLimit
from supportdesk_desktop.services.filing import queue_pause
from supportdesk_desktop.services.filing.drafts import DraftingService
from supportdesk_desktop.store import filing_acts
from supportdesk_desktop.store import filings as stored_filings
from supportdesk_desktop.store.filing_acts import SeenRef
from tests.fakes.toy_server import Answer, Request, hang_up, reply, toy_server
from tests.fakes.vendor import CREATED, DRAFT, KEY, WHOAMI, Vendor, answer, creates, success
from tests.integration.backend.feed.live_desk import LiveDesk, start_desk
from tests.integration.services.conftest import Client, at, attempted, eventually, reaches

OTHER_KEY = "sk_live_agent_" + "b" * 48
QUOTA = answer(403, {"code": "PLAN_LIMIT_REACHED", "message": "Quota atteint"})


def held(until: asyncio.Event, then: Answer) -> Answer:
    """Answer when the test lets go."""

    async def wait(request: Request, writer: asyncio.StreamWriter) -> None:
        await until.wait()
        await then(request, writer)

    return wait


async def until(services: Services, filing: Filing, seen: Callable[[Filing], bool]) -> Filing:
    async with asyncio.timeout(60):
        while not seen(now := await services.filings.get(filing.id)):  # noqa: ASYNC110 - the store is asked
            await asyncio.sleep(0.01)
    return now


async def test_a_server_that_said_when_is_left_alone_although_that_filing_is_withdrawn(
    client: Client,
) -> None:
    busy = reply(429, b'{"code":"TOO_MANY_REQUESTS","message":"x"}', "Retry-After: 900")
    async with toy_server(Vendor(busy, CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        first = await attempted(services, await services.filings.submit(DRAFT))
        second = await services.filings.submit(DRAFT)
        third = await services.filings.submit(DRAFT)
        await services.filings.withdraw(first.id)
        # What a person asks for passes, so that the worker is known to have looked.
        await services.filings.retry(third.id)
        await reaches(services, third, FilingState.CONFIRMED)
        await services.store.ledger.read(stored_filings.newest)
        assert (await services.filings.get(second.id)).attempts == ()
        await client.stop()
    assert len(creates(vendor)) == 2


# Whose key it is


async def test_another_agents_key_pauses_the_outbox_and_sends_nothing(
    client: Client, desk: LiveDesk
) -> None:
    url = f"http://127.0.0.1:{desk.port}/api/v1"
    _, ours = await desk.add_agent()
    _, theirs = await desk.add_agent("Rachid")
    services = await client.start(url, ours)
    await eventually(lambda: services.desk.facts is not None)
    filing = await services.filings.submit(DRAFT, undo_ms=3_600_000)
    await client.stop()
    services = await client.start(url, theirs)
    await services.filings.retry(filing.id)
    await eventually(lambda: services.outbox.pause is Pause.OTHER_PROFILE)
    services.outbox.nudge()
    other = await services.filings.submit(DRAFT)
    waiting = await services.filings.get(other.id)
    assert (waiting.state, waiting.attempts) == (FilingState.QUEUED, ())
    assert await count_tickets(desk) == 0
    services.use_key(ours)
    await reaches(services, filing, FilingState.CONFIRMED)
    assert services.outbox.pause is None


async def test_another_apps_key_pauses_the_outbox_and_sends_nothing(client: Client) -> None:
    async with toy_server(Vendor(CREATED)) as ours:
        services = await client.start(ours.base_url, KEY)
        await eventually(lambda: services.desk.facts is not None)
        filing = await services.filings.submit(DRAFT, undo_ms=3_600_000)
        await client.stop()

    async def elsewhere(request: Request, writer: asyncio.StreamWriter) -> None:
        whoami = answer(200, success({**WHOAMI, "appId": "another"}))
        await (whoami if request.target.endswith("whoami") else CREATED)(request, writer)

    async with toy_server(elsewhere) as theirs:
        services = await client.start(theirs.base_url, OTHER_KEY)
        await services.filings.retry(filing.id)
        await eventually(lambda: services.outbox.pause is Pause.OTHER_PROFILE)
        await client.stop()
    assert creates(theirs) == []


async def test_a_feed_of_another_agent_pauses_the_outbox(client: Client) -> None:
    """Where ``whoami`` names no agent, the feed's welcome is the first to tell."""
    async with at(client, Vendor(CREATED)) as (services, server):
        services.bus.publish(FeedChanged(FeedStatus(FeedState.OTHER_AGENT, since_ms=0)))
        filing = await services.filings.submit(DRAFT)
        services.outbox.nudge()
        assert services.outbox.pause is Pause.OTHER_PROFILE
        assert (await services.filings.get(filing.id)).attempts == ()
        services.use_key(OTHER_KEY)
        await reaches(services, filing, FilingState.CONFIRMED)
    assert [one.headers["x-api-key"] for one in creates(server)] == [OTHER_KEY]


@pytest.mark.parametrize(
    ("whoami", "wait", "pause"),
    [
        (answer(503, {"code": "INTERNAL_ERROR", "message": "Panne"}), Wait.NETWORK, None),
        (hang_up, Wait.NETWORK, None),
        (
            reply(429, json.dumps({"code": "TOO_MANY_REQUESTS"}).encode(), "Retry-After: 900"),
            Wait.THROTTLED,
            None,
        ),
        (answer(401, {"code": "AUTH_API_KEY_INVALID"}), None, Pause.KEY_REFUSED),
        (reply(200, b"<html>"), None, Pause.NOT_OUR_SERVER),
    ],
    ids=["503", "cut", "429", "401", "portal"],
)
async def test_nothing_leaves_before_the_key_is_known_to_be_ours(
    client: Client, whoami: Answer, wait: Wait | None, pause: Pause | None
) -> None:
    knows = False

    async def serve(request: Request, writer: asyncio.StreamWriter) -> None:
        unknown = request.target.endswith("whoami") and not knows
        await (whoami if unknown else Vendor(CREATED))(request, writer)

    async with at(client, serve) as (services, server):
        filing = await services.filings.submit(DRAFT)
        now = await until(
            services, filing, lambda one: one.wait is wait and services.outbox.pause is pause
        )
        if wait is not None:
            now = await until(services, filing, lambda one: one.next_attempt_ms is not None)
        assert (now.state, now.attempts, creates(server)) == (FilingState.QUEUED, (), [])
        knows = True
        services.outbox.resume()
        await services.filings.retry(filing.id)
        await reaches(services, filing, FilingState.CONFIRMED)


async def test_a_key_refused_after_it_was_replaced_pauses_nothing(client: Client) -> None:
    let_go = asyncio.Event()
    refusal = answer(401, {"code": "AUTH_API_KEY_EXPIRED", "message": "Non"})
    async with at(client, Vendor(held(let_go, refusal), CREATED)) as (services, server):
        filing = await services.filings.submit(DRAFT)
        await eventually(lambda: len(creates(server)) == 1)
        services.use_key(OTHER_KEY)
        let_go.set()
        await reaches(services, filing, FilingState.CONFIRMED)
        assert services.outbox.pause is None
    assert [one.headers["x-api-key"] for one in creates(server)] == [KEY, OTHER_KEY]


# One that is stopped on its way


@pytest.mark.parametrize("stopped", [reply(403, b"<html>"), reply(302, b"", "Location: /")])
async def test_a_filing_that_a_firewall_stops_holds_up_itself_alone(
    client: Client, stopped: Answer
) -> None:
    vendor = Vendor(CREATED)

    async def serve(request: Request, writer: asyncio.StreamWriter) -> None:
        await (stopped if b"<script>" in request.body else vendor)(request, writer)

    async with at(client, serve) as (services, _server):
        bad = await services.filings.submit(replace(DRAFT, description="<script>"))
        await attempted(services, bad, 2)
        good = [await services.filings.submit(DRAFT) for _ in range(3)]
        for one in good:
            await reaches(services, one, FilingState.CONFIRMED)
        waiting = await attempted(services, bad, 3)
        assert (waiting.state, waiting.wait) == (FilingState.QUEUED, Wait.STOPPED)
        assert waiting.next_attempt_ms is not None
        assert waiting.next_attempt_ms - waiting.attempts[-1].at_ms >= 4000
        await eventually(lambda: services.outbox.pause is None)


# Limits


async def test_a_used_up_plan_stops_the_queue_until_a_person_asks(client: Client) -> None:
    async with at(client, Vendor(QUOTA, QUOTA, CREATED)) as (services, server):
        first = await services.filings.submit(DRAFT)
        await eventually(lambda: services.outbox.pause is Pause.PLAN_LIMIT)
        second = await services.filings.submit(DRAFT)
        third = await services.filings.submit(DRAFT)
        services.outbox.nudge()
        await services.filings.retry(second.id)
        await attempted(services, second)
        assert services.outbox.pause is Pause.PLAN_LIMIT
        assert len(creates(server)) == 2
        assert (await services.filings.get(third.id)).attempts == ()
        await services.filings.retry(second.id)
        for filing in (second, first, third):
            await reaches(services, filing, FilingState.CONFIRMED)
        assert services.outbox.pause is None


async def test_a_used_up_plan_is_tried_again_by_itself_with_one_filing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_pause, "PLAN_LIMIT_RETRY_S", 0.5)
    async with at(client, Vendor(QUOTA, QUOTA, QUOTA, CREATED)) as (services, _server):
        filings = [await services.filings.submit(DRAFT) for _ in range(3)]
        for filing in filings:
            await reaches(services, filing, FilingState.CONFIRMED)
        attempts = [len((await services.filings.get(one.id)).attempts) for one in filings]
    assert attempts == [4, 1, 1]


async def test_429_holds_the_whole_queue_and_outlives_a_restart(client: Client) -> None:
    body = json.dumps({"code": "TOO_MANY_REQUESTS", "message": "Trop"}).encode()
    async with toy_server(Vendor(reply(429, body, "Retry-After: 3600"), CREATED)) as server:
        services = await client.start(server.base_url, KEY)
        first = await services.filings.submit(DRAFT)
        await until(services, first, lambda one: one.wait is Wait.THROTTLED)
        second = await services.filings.submit(DRAFT)
        await client.stop()
        services = await client.start(server.base_url, KEY)
        await eventually(lambda: services.desk.has_identified(KEY))
        # What a person asks for passes; what leaves by itself would have left before the last.
        for _ in range(3):
            asked = await services.filings.submit(DRAFT)
            await services.filings.retry(asked.id)
            await reaches(services, asked, FilingState.CONFIRMED)
        assert (await services.filings.get(second.id)).attempts == ()
        await services.filings.retry(first.id)
        for filing in (first, second):
            await reaches(services, filing, FilingState.CONFIRMED)
        await client.stop()


async def test_many_at_once_keep_to_the_desks_limit(client: Client, tmp_path: Path) -> None:
    desk = await start_desk(tmp_path, options=DeskOptions(limits=(RateLimit(4, 1),)))
    await desk.add_customer()
    _, key = await desk.add_agent()
    services = await client.start(f"http://127.0.0.1:{desk.port}/api/v1", key)
    filings = [await services.filings.submit(DRAFT) for _ in range(9)]
    for filing in filings:
        await reaches(services, filing, FilingState.CONFIRMED)
    assert await count_tickets(desk) == 9
    await client.stop()
    await desk.stop()


# The store


async def test_an_answer_waits_until_the_store_takes_it(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    let_go = asyncio.Event()
    long = {"subject": ["Trop court. " * 20_000]}
    refusal = answer(400, {"code": "VALIDATION_ERROR", "message": "Non", "details": long})
    async with at(client, Vendor(held(let_go, refusal))) as (services, server):
        filing = await services.filings.submit(DRAFT)
        await eventually(lambda: len(creates(server)) == 1)
        ledger = services.store.ledger
        await ledger.read(_limit, await ledger.read(_pages))
        let_go.set()
        await eventually(lambda: "its answer cannot be stored yet" in caplog.text)
        assert (await services.filings.get(filing.id)).state is FilingState.SENDING
        assert [one.part for one in services.troubles.now] == ["store"]
        await ledger.read(_limit, 1_000_000)
        refused = await reaches(services, filing, FilingState.REFUSED)
        await eventually(lambda: services.troubles.now == ())
    assert refused.error is not None
    assert refused.error.details == long
    assert len(creates(server)) == 1


def _pages(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA page_count").fetchone()[0])


def _limit(db: sqlite3.Connection, pages: int) -> None:
    db.execute(f"PRAGMA max_page_count = {pages}")


async def test_an_answer_that_comes_while_closing_is_stored(client: Client) -> None:
    let_go = asyncio.Event()
    async with toy_server(Vendor(held(let_go, CREATED))) as server:
        services = await client.start(server.base_url, KEY)
        filing = await services.filings.submit(DRAFT)
        await eventually(lambda: len(creates(server)) == 1)
        closing = asyncio.create_task(client.stop())
        await eventually(lambda: services.outbox._ending)
        let_go.set()
        await closing
        services = await client.start(server.base_url, KEY)
        done = await services.filings.get(filing.id)
        await client.stop()
    assert (done.state, done.evidence) == (FilingState.CONFIRMED, Evidence.ANSWER)


# People and the feed meanwhile


async def test_answer_and_feed_at_the_same_moment(client: Client) -> None:
    async with at(client, Vendor(CREATED)) as (services, _server):
        filing = await services.filings.submit(DRAFT, undo_ms=3_600_000)
        await services.store.ledger.write(filing_acts.take, filing.id, services.clock.wall_ms())
        ticket = TicketRef(TicketId("cl1"), "INV-1042")
        seen = SeenRef(filing.id, filing.client_ref, TicketId("cl1"), "INV-1042")
        change = Change(act=Act.ANSWER, at_ms=1, evidence=Evidence.ANSWER, ticket=ticket)
        await asyncio.gather(
            services.filings.refs_seen([seen]),
            services.store.ledger.write(filing_acts.settle, filing.id, change),
        )
        done = await services.filings.get(filing.id)
    assert (done.state, done.ticket, done.doubles) == (FilingState.CONFIRMED, ticket, ())


async def test_withdrawn_while_its_key_was_repeated_and_yet_created(client: Client) -> None:
    let_go = asyncio.Event()
    vendor = Vendor(hang_up, held(let_go, CREATED), features=("idempotency-key",))
    async with at(client, vendor) as (services, server):
        filing = await services.filings.submit(DRAFT)
        await eventually(lambda: len(creates(server)) == 2)
        withdrawn = await services.filings.withdraw(filing.id)
        assert withdrawn.state is FilingState.WITHDRAWN
        let_go.set()
        done = await reaches(services, filing, FilingState.CONFIRMED)
    assert done.evidence is Evidence.IDEMPOTENCY


async def test_a_ticket_that_appears_after_a_resend_is_shown_as_a_double(
    services: Services, desk: LiveDesk
) -> None:
    filing = await services.filings.submit(DRAFT)
    confirmed = await reaches(services, filing, FilingState.CONFIRMED)
    await desk.file(metadata=msgspec.Raw(json.dumps({"clientRef": filing.client_ref}).encode()))
    late = await until(services, filing, lambda one: bool(one.doubles))
    assert late.ticket == confirmed.ticket
    assert doubling(late) is Doubling.KNOWN


async def test_an_unknown_customer_is_created_and_the_filing_goes_on(
    services: Services, desk: LiveDesk
) -> None:
    unknown = Draft(customer_external_id="user_9/9 é", subject="S", description="D")
    filing = await services.filings.submit(unknown)
    refused = await reaches(services, filing, FilingState.REFUSED)
    assert refused.error is not None
    assert refused.error.code == "CUSTOMER_NOT_FOUND"
    drafting = DraftingService(services.store, services.clock, services.desk)
    await drafting.create_customer(NewCustomer("user_9/9 é", "sena@exemple.bj", "Sèna", ""))
    await services.filings.mend(filing.id, unknown)
    done = await reaches(services, filing, FilingState.CONFIRMED)
    assert (done.id, done.client_ref) == (filing.id, filing.client_ref)
    assert done.idempotency_key != filing.idempotency_key
    assert doubling(done) is Doubling.NONE
    assert await count_tickets(desk) == 1


async def count_tickets(desk: LiveDesk) -> int:
    """Return how many tickets the desk has, whoever holds them."""
    async with desk.desk.writing() as writing:
        return (await writing.conn.execute(select(func.count()).select_from(tickets))).scalar_one()
