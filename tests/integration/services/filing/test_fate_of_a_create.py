"""The table "the fate of a create" of the REST contract, a row a test, over real sockets."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from types import ModuleType

import pytest

from supportdesk_desktop.core.filing import Act, Doubt, Evidence, FilingState, Pause, Wait
from supportdesk_desktop.net import http
from supportdesk_desktop.services.filing import worker
from tests.fakes.toy_server import Answer, Request, hang_up, reply, stay_silent, toy_server
from tests.fakes.vendor import CREATED, DRAFT, KEY, Vendor, answer, creates, success
from tests.integration.services.conftest import Client, at, attempted, eventually, reaches


def failure(status: int, code: str) -> Answer:
    return answer(status, {"code": code, "message": "Non"})


async def half(_request: Request, writer: asyncio.StreamWriter) -> None:
    """Begin an answer and cut it."""
    writer.write(b'HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"success":true,')
    await writer.drain()
    writer.transport.abort()


@dataclass(frozen=True)
class Row:
    """One row: what the server does, and what must be true of filing and queue afterwards."""

    answer: Answer
    state: FilingState
    act: Act
    doubt: Doubt | None = None
    wait: Wait | None = None
    pause: Pause | None = None
    code: str | None = None


CONFIRMED, REFUSED = FilingState.CONFIRMED, FilingState.REFUSED
UNCERTAIN, QUEUED = FilingState.UNCERTAIN, FilingState.QUEUED
THROTTLED = reply(429, b'{"code": "TOO_MANY_REQUESTS"}', "Retry-After: 900")
# A row for each kind; tests/unit/core/test_filing_fate.py has the whole table.
ROWS = {
    "2xx": Row(CREATED, CONFIRMED, Act.ANSWER),
    "404": Row(
        failure(404, "CUSTOMER_NOT_FOUND"), REFUSED, Act.REFUSAL, code="CUSTOMER_NOT_FOUND"
    ),
    "2xx without an id": Row(
        answer(201, {"success": True, "data": {"ticketNumber": "INV-1"}}),
        UNCERTAIN, Act.DOUBT, Doubt.UNREADABLE,
    ),
    "503 of a proxy": Row(reply(503, b"<html>"), UNCERTAIN, Act.DOUBT, Doubt.SERVER_ERROR),
    "cut in the answer": Row(half, UNCERTAIN, Act.DOUBT, Doubt.CUT),
    "429": Row(THROTTLED, QUEUED, Act.NOT_SENT, wait=Wait.THROTTLED, code="TOO_MANY_REQUESTS"),
    "401": Row(
        failure(401, "AUTH_API_KEY_INVALID"),
        QUEUED, Act.NOT_SENT, pause=Pause.KEY_REFUSED, code="AUTH_API_KEY_INVALID",
    ),
    "403 of the plan": Row(
        failure(403, "PLAN_LIMIT_REACHED"),
        QUEUED, Act.NOT_SENT, pause=Pause.PLAN_LIMIT, code="PLAN_LIMIT_REACHED",
    ),
    "302": Row(
        reply(302, b"", "Location: http://127.0.0.1:9/"),
        QUEUED, Act.NOT_SENT, wait=Wait.STOPPED, pause=Pause.NOT_OUR_SERVER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
async def test_the_fate_of_a_create(client: Client, row: Row) -> None:
    whoami_is_ours = True

    async def serve(request: Request, writer: asyncio.StreamWriter) -> None:
        vendor = Vendor(row.answer)
        if request.target.endswith("/auth/whoami") and not whoami_is_ours:
            await reply(302, b"", "Location: http://127.0.0.1:9/")(request, writer)
        else:
            await vendor(request, writer)

    async with at(client, serve) as (services, server):
        await eventually(lambda: services.desk.has_identified(KEY))
        whoami_is_ours = row.pause is not Pause.NOT_OUR_SERVER
        filing = await services.filings.submit(DRAFT)
        now = await attempted(services, filing)
        await eventually(lambda: services.outbox.pause is row.pause)
        sent = creates(server)
    assert (now.state, now.doubt, now.wait) == (row.state, row.doubt, row.wait)
    assert (now.error.code if now.error is not None else None) == row.code
    assert len(sent) == 1
    assert sent[0].headers["idempotency-key"] == filing.idempotency_key
    [attempt] = now.attempts
    assert attempt.outcome == row.act
    assert attempt.idempotency_key == filing.idempotency_key
    assert attempt.duration_ms is not None
    assert attempt.at_ms >= filing.created_ms


@pytest.mark.parametrize(
    ("features", "module", "name"),
    [
        ((), http, "ANSWER_TIMEOUT_S"),
        (("relay",), worker, "RELAY_ANSWER_TIMEOUT_S"),
    ],
    ids=["SupportDesk", "relay"],
)
async def test_no_answer_in_time_is_uncertain(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    features: tuple[str, ...],
    module: ModuleType,
    name: str,
) -> None:
    monkeypatch.setattr(module, name, 0.3)
    let_go = asyncio.Event()
    async with at(client, Vendor(stay_silent(let_go), features=features)) as (services, _server):
        now = await attempted(services, await services.filings.submit(DRAFT))
        let_go.set()
    assert (now.state, now.doubt) == (UNCERTAIN, Doubt.NO_ANSWER)


@pytest.mark.parametrize(("features", "state"), [((), UNCERTAIN), (("relay",), CONFIRMED)])
async def test_a_number_without_an_id_confirms_at_a_relay_alone(
    client: Client, features: tuple[str, ...], state: FilingState
) -> None:
    settled_by_hand = answer(200, success({"id": None, "ticketNumber": "INV-1042"}))
    async with at(client, Vendor(settled_by_hand, features=features)) as (services, _server):
        now = await attempted(services, await services.filings.submit(DRAFT))
    assert now.state is state
    known = None if now.ticket is None else (now.ticket.id, now.ticket.ticket_number)
    assert known == ((None, "INV-1042") if features else None)


async def test_what_the_server_called_the_request_is_kept(client: Client) -> None:
    body = json.dumps({"code": "INTERNAL_ERROR", "message": "Panne"}).encode()
    async with at(client, Vendor(reply(500, body, "X-Request-Id: req-77"))) as (services, _server):
        now = await attempted(services, await services.filings.submit(DRAFT))
    [attempt] = now.attempts
    assert (attempt.http_status, attempt.code) == (500, "INTERNAL_ERROR")
    assert attempt.request_id == "req-77"


async def test_nothing_sent_stays_queued_and_leaves_when_the_server_is_back(
    client: Client,
) -> None:
    async with toy_server(Vendor(CREATED)) as server:
        services = await client.start(server.base_url, KEY)
        await eventually(lambda: services.desk.has_identified(KEY))
    filing = await services.filings.submit(DRAFT)
    now = await attempted(services, filing)
    assert (now.state, now.wait) == (QUEUED, Wait.NETWORK)
    assert now.attempts[0].outcome == Act.NOT_SENT
    assert now.attempts[0].http_status is None
    async with toy_server(Vendor(CREATED)) as server:
        await services.moved(server.base_url)
        confirmed = await reaches(services, filing, CONFIRMED)
        await client.stop()
    assert confirmed.evidence is Evidence.ANSWER
    assert len(creates(server)) == 1


@pytest.mark.parametrize(
    ("again", "state", "evidence"),
    [
        (CREATED, CONFIRMED, Evidence.IDEMPOTENCY),
        (failure(404, "CUSTOMER_NOT_FOUND"), REFUSED, None),
    ],
    ids=["confirmed", "refused"],
)
async def test_the_same_key_again_settles_what_is_uncertain(
    client: Client, again: Answer, state: FilingState, evidence: Evidence | None
) -> None:
    vendor = Vendor(hang_up, again, features=("idempotency-key",))
    async with at(client, vendor) as (services, server):
        filing = await services.filings.submit(DRAFT)
        now = await reaches(services, filing, state)
    assert now.evidence is evidence
    assert now.attempts[0].outcome == Act.DOUBT
    keys = {request.headers["idempotency-key"] for request in creates(server)}
    assert keys == {filing.idempotency_key}
    assert len({request.body for request in creates(server)}) == 1


@pytest.mark.parametrize(
    "again",
    [failure(403, "PLAN_LIMIT_REACHED"), reply(404, b"<html>"), THROTTLED],
    ids=["403", "404 bare", "429"],
)
async def test_any_other_answer_to_the_same_key_leaves_it_uncertain(
    client: Client, again: Answer
) -> None:
    vendor = Vendor(hang_up, again, features=("idempotency-key",))
    async with at(client, vendor) as (services, _server):
        filing = await services.filings.submit(DRAFT)
        now = await attempted(services, filing, 2)
    assert now.state is UNCERTAIN
    assert {attempt.outcome for attempt in now.attempts[:2]} == {Act.DOUBT}
