"""The REST client over real sockets: what each answer, cut and silence is taken for."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import (
    KeyRefused,
    NotOurServer,
    RequestRefused,
    ServerFault,
    Throttled,
    Unreachable,
)
from supportdesk_desktop.core.filing_fate import NotSent
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.net import http
from tests.fakes.calls import KEY, client, create, failure, success
from tests.fakes.certificates import Authority
from tests.fakes.toy_server import (
    Answer,
    Request,
    hang_up,
    reply,
    stay_silent,
    toy_server,
)

BODY = b'{"subject":"x"}'


async def test_a_create_carries_key_body_and_idempotency_key_and_reads_the_ticket() -> None:
    data = {
        "id": "cl1",
        "ticketNumber": "INV-1042",
        "assignedAgent": {"id": "a", "name": "Aïcha", "email": "a@x.bj"},
        "futureField": 1,
    }
    async with client(reply(201, success(data), "Idempotency-Replayed: true")) as (rest, toy):
        result = await rest.create(KEY, BODY, "key-1")
    (request,) = toy.requests
    assert (request.method, request.target) == ("POST", "/api/v1/tickets/api-create")
    assert request.headers["x-api-key"] == KEY
    assert request.headers["idempotency-key"] == "key-1"
    assert request.body == BODY
    assert result.created is not None
    assert (result.created.ticket_number, result.created.assigned_to) == ("INV-1042", "Aïcha")
    assert result.replayed


async def test_a_ticket_with_odd_fields_still_has_its_id() -> None:
    data = {"id": "cl1", "ticketNumber": "INV-7", "assignedAgent": 12}
    async with client(reply(200, success(data))) as (rest, _):
        result = await rest.create(KEY, BODY, None)
    assert result.created is not None
    assert result.created.id == "cl1"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", success([1]), success({"id": 4})])
async def test_an_unreadable_2xx_has_no_ticket(body: bytes) -> None:
    async with client(reply(200, body)) as (rest, _):
        result = await rest.create(KEY, BODY, None)
    assert (result.status, result.created) == (200, None)


async def test_a_refusal_keeps_code_message_and_fields() -> None:
    body = failure("VALIDATION_ERROR", "Champs invalides", {"subject": ["Requis"], "odd": 3})
    async with client(reply(400, body, "X-Request-Id: r-9")) as (rest, _):
        result = await rest.create(KEY, BODY, None)
    assert (result.code, result.message) == ("VALIDATION_ERROR", "Champs invalides")
    assert result.details == {"subject": ["Requis"]}
    assert result.request_id == "r-9"


async def test_a_cut_after_the_request_left_is_no_answer() -> None:
    async with client(hang_up) as (rest, _):
        result = await rest.create(KEY, BODY, None)
    assert (result.not_sent, result.status, result.timed_out) == (None, None, False)


async def test_a_damaged_tls_record_after_the_request_left_is_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, let_go = Authority(tmp_path), asyncio.Event()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))

    async def damage(_request: Request, writer: asyncio.StreamWriter) -> None:
        plain: socket.socket = writer.get_extra_info("socket")
        os.write(plain.fileno(), b"\x17\x03\x03\x00\x20" + bytes(32))
        await let_go.wait()

    async with toy_server(damage, tls=authority.server("127.0.0.1")) as toy:
        result = await create(toy.base_url)
        let_go.set()
    assert (result.not_sent, result.status, result.timed_out) == (None, None, False)


async def test_silence_is_a_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "ANSWER_TIMEOUT_S", 0.2)
    let_go = asyncio.Event()
    async with client(stay_silent(let_go)) as (rest, _):
        result = await rest.create(KEY, BODY, None)
        let_go.set()
    assert (result.not_sent, result.status, result.timed_out) == (None, None, True)


async def test_nothing_leaves_where_nobody_listens() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        result = await create(f"http://127.0.0.1:{held.getsockname()[1]}/api/v1")
    assert result.not_sent is NotSent.CONNECT


@pytest.mark.parametrize(
    ("said", "requests"), [({"features": ["presence"], "limits": None}, []), ({}, [3, 20, 100])]
)
async def test_whoami_tells_features_and_limits(
    said: dict[str, object], requests: list[int]
) -> None:
    """The vendor's says nothing of limits: the documented ones hold."""
    data = {"appId": "cl9", "slug": "adjara", "name": "Boutique Adjara", "keyType": "agent"}
    async with client(reply(200, success(data | said))) as (rest, _):
        facts = await rest.whoami(KEY)
    assert facts.offers("presence") == ("features" in said)
    assert not facts.offers("idempotency-key")
    assert [limit.requests for limit in facts.rate_limits] == requests


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(401, failure("AUTH_API_KEY_INVALID")), KeyRefused),
        (reply(403, failure("AUTH_API_KEY_FORBIDDEN")), KeyRefused),
        (reply(403, failure("PLAN_LIMIT_REACHED")), RequestRefused),
        (reply(401, b"portal"), NotOurServer),
        (reply(302, b"", "Location: http://127.0.0.1:1/"), NotOurServer),
        (reply(200, b"<html>"), NotOurServer),
        (reply(500, failure("INTERNAL_ERROR")), ServerFault),
        (reply(502, b"bad gateway"), ServerFault),
        (hang_up, Unreachable),
    ],
)
async def test_each_answer_has_its_error(answer: Answer, kind: type[Exception]) -> None:
    async with client(answer) as (rest, _):
        with pytest.raises(kind):
            await rest.whoami(KEY)


async def test_a_stated_delay_is_kept() -> None:
    async with client(reply(429, failure("TOO_MANY_REQUESTS"), "Retry-After: 12")) as (rest, _):
        with pytest.raises(Throttled) as caught:
            await rest.whoami(KEY)
    assert caught.value.retry_after_s == 12.0


async def test_a_ticket_is_changed_at_the_version_known_here() -> None:
    async with client(reply(409, failure("VERSION_CONFLICT"))) as (rest, toy):
        with pytest.raises(RequestRefused) as caught:
            await rest.change_ticket(KEY, TicketId("cl1/é"), 7, {"status": "CLOSED"})
    assert caught.value.code == "VERSION_CONFLICT"
    (request,) = toy.requests
    assert (request.method, request.target) == ("PATCH", "/desk/v1/tickets/cl1%2F%C3%A9")
    assert request.headers["if-match"] == '"7"'
    assert request.body == b'{"status":"CLOSED"}'
