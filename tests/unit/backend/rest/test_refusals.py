"""Every row of the table of errors, and the order in which a request is checked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from supportdesk_desktop.backend.keys import new_key
from supportdesk_desktop.backend.rest import routes
from supportdesk_desktop.backend.tables import api_keys, customer_events, customers, tags, tickets
from tests.unit.backend.desk_client import (
    CUSTOMER,
    DeskClient,
    assert_refused,
    fields_at_fault,
    set_options,
)

CREATE = "/api/v1/tickets/api-create"
ROUTES = [
    ("GET", "/api/v1/auth/whoami"),
    ("POST", CREATE),
    ("PATCH", "/api/v1/customers/x"),
    ("POST", "/api/v1/customer-events"),
    ("PATCH", "/desk/v1/tickets/x"),
    ("GET", "/desk/v1/agents"),
    ("GET", "/desk/v1/tags"),
    ("POST", "/desk/v1/tags"),
]
GOOD = {"customerExternalId": CUSTOMER, "subject": "Sujet", "description": "Texte"}


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        (None, 401, "AUTH_API_KEY_MISSING"),
        ("", 401, "AUTH_API_KEY_MISSING"),
        ("sk_live_agent_court", 401, "AUTH_API_KEY_INVALID"),
        ("sk_live_agent_" + "A" * 48, 401, "AUTH_API_KEY_INVALID"),
        ("pk_live_" + "A" * 48, 403, "AUTH_API_KEY_FORBIDDEN"),
    ],
)
@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_no_route_answers_a_bad_key(
    client: DeskClient, method: str, path: str, key: str | None, status: int, code: str
) -> None:
    headers = {} if key is None else {"X-API-Key": key}
    assert_refused(await client.send(method, path, by=None, headers=headers), status, code)


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_no_route_takes_nul_in_its_address(
    client: DeskClient, method: str, path: str
) -> None:
    assert fields_at_fault(await client.send(method, f"{path}?a=b%00", {})) == ["query"]
    if path.endswith("/x"):
        assert fields_at_fault(await client.send(method, f"{path}%00", {})) == ["path"]


async def test_a_key_that_was_revoked_or_is_past_its_date(client: DeskClient) -> None:
    ours = api_keys.c.agent_id == client.ids["Aicha"]
    for values, code in (
        ({"expires_ms": client.clock()}, "AUTH_API_KEY_EXPIRED"),
        ({"expires_ms": None, "revoked_ms": client.clock()}, "AUTH_API_KEY_INVALID"),
    ):
        async with client.desk.writing() as writing:
            await writing.conn.execute(update(api_keys).where(ours).values(values))
        assert_refused(await client.send("GET", "/api/v1/auth/whoami"), 401, code)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "NOT_FOUND"),
        ("GET", "/api/v1", 404, "NOT_FOUND"),
        ("GET", "/api/v1/tickets", 404, "NOT_FOUND"),
        ("POST", CREATE + "/", 404, "NOT_FOUND"),
        ("GET", "/api/v2/auth/whoami", 404, "NOT_FOUND"),
        ("PATCH", "/api/v1/customers/", 404, "NOT_FOUND"),
        ("PATCH", "/api/v1/customers/a/b", 404, "NOT_FOUND"),
        ("GET", "/api/v1/customers/a/b", 404, "NOT_FOUND"),
        ("GET", "/api/v1/customers/a", 405, "METHOD_NOT_ALLOWED"),
        ("HEAD", "/api/v1/auth/whoami", 405, "METHOD_NOT_ALLOWED"),
        ("GET", CREATE, 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", "/desk/v1/tags", 405, "METHOD_NOT_ALLOWED"),
        ("OPTIONS", "/api/v1/auth/whoami", 405, "METHOD_NOT_ALLOWED"),
        ("POST", "/healthz", 405, "METHOD_NOT_ALLOWED"),
    ],
)
async def test_routes_and_methods(
    client: DeskClient, method: str, path: str, status: int, code: str
) -> None:
    answer = await client.send(method, path)
    if method == "HEAD":
        assert answer.status_code == status
    else:
        assert_refused(answer, status, code)
    assert ("allow" in answer.headers) == (status == 405)


async def test_the_key_is_looked_at_before_the_body(client: DeskClient) -> None:
    answer = await client.send("POST", CREATE, by=None, content=b"{", headers={"X-API-Key": "x"})
    assert_refused(answer, 401, "AUTH_API_KEY_INVALID")


async def test_the_method_is_looked_at_before_the_key(client: DeskClient) -> None:
    assert_refused(await client.send("PUT", CREATE, by=None), 405, "METHOD_NOT_ALLOWED")


@pytest.mark.parametrize(
    ("content_type", "is_json"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ("Application/JSON;charset=UTF-8", True),
        ("application/json; charset=latin-1", False),
        ("text/plain", False),
        ("application/x-www-form-urlencoded", False),
    ],
)
async def test_media_types(client: DeskClient, content_type: str, is_json: bool) -> None:
    answer = await client.send("POST", CREATE, GOOD, headers={"Content-Type": content_type})
    if is_json:
        assert answer.status_code == 201
    else:
        assert_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


async def test_a_body_without_a_media_type(client: DeskClient) -> None:
    assert_refused(await client.send("POST", CREATE), 415, "UNSUPPORTED_MEDIA_TYPE")


async def test_a_body_of_1_mib_is_read_and_a_longer_one_is_not(client: DeskClient) -> None:
    padding = b" " * (1024 * 1024 - len(json.dumps(GOOD)))
    body = json.dumps(GOOD).encode() + padding
    assert (await client.send("POST", CREATE, content=body)).status_code == 201
    answer = await client.send("POST", CREATE, content=body + b" ")
    assert_refused(answer, 413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (b"", "body"),
        (b"[]", "body"),
        (b"null", "body"),
        (b'{"subject":', "body"),
        (b'{"subject":"a","subject":"b"}', "body"),
        (b'{"subject":"a\\u0000"}', "subject"),
        (b'{"subject":NaN}', "body"),
        (b'{"metadata":{"a":1,"a":2},"subject":"b"}', "metadata"),
        (b'{"metadata":{"a":Infinity}}', "body"),
        (b'{"metadata":' + b'{"a":' * 64 + b"1" + b"}" * 64 + b"}", "metadata"),
        (b'{"description":"\\udc00"}', "body"),
        (b'{"description":"\xff"}', "description"),
    ],
)
async def test_json_that_would_have_to_be_altered(
    client: DeskClient, text: bytes, field: str
) -> None:
    assert fields_at_fault(await client.send("POST", CREATE, content=text)) == [field]


TICKETS = ("POST", CREATE, GOOD)
CUSTOMERS = ("PATCH", "/api/v1/customers/user_7", {"email": "awa@exemple.bj", "name": "Awa"})
EVENTS = (
    "POST",
    "/api/v1/customer-events",
    {"customerExternalId": CUSTOMER, "type": "order.placed"},
)
TAGS = ("POST", "/desk/v1/tags", {"name": "a"})
WRONG = [
    (TICKETS, "subject", [None, "", " \n", 3]),
    (TICKETS, "customerExternalId", [None]),
    (TICKETS, "description", [""]),
    (TICKETS, "priority", ["high", ""]),
    (TICKETS, "category", [["a"]]),
    (TICKETS, "metadata", [[], "{}"]),
    (TICKETS, "tagIds", ["x", [1], ["urgent"]]),
    (TICKETS, "tagIds", [[f"00000000-0000-4000-8000-{n:012}" for n in range(101)]]),
    (CUSTOMERS, "email", ["awa", "awa@exemple", "a b@exemple.bj", "a@b.bj\nBcc: x@y.z", ""]),
    (CUSTOMERS, "email", ["a@" + "b" * 250 + ".bj"]),
    (CUSTOMERS, "name", ["", 3, "x" * 201]),
    (CUSTOMERS, "avatarUrl", ["javascript:alert(1)", "https://", "https://[oups"]),
    (CUSTOMERS, "metadata", [[]]),
    (EVENTS, "type", ["Order.Placed", "a" * 101, None]),
    (EVENTS, "payload", [[1]]),
    (EVENTS, "occurredAt", ["2026-04-01", "2026-04-01T08:30:00", "2026-02-30T08:30:00Z", 1]),
    (EVENTS, "customerExternalId", [""]),
    (TAGS, "name", [None, " ", "x" * 61, "a\nb", "\x1b[31m", "\u202eevil"]),
    (TAGS, "color", ["rouge"]),
    (TAGS, "id", ["1"]),
]


@pytest.mark.parametrize(("call", "field", "values"), WRONG)
async def test_a_field_that_is_wrong_is_named_and_nothing_is_stored(
    client: DeskClient, call: tuple[str, str, dict[str, Any]], field: str, values: list[object]
) -> None:
    method, path, good = call
    for value in values:
        assert fields_at_fault(await client.send(method, path, {**good, field: value})) == [field]
    for table in (tickets, customer_events, tags):
        assert await client.rows(select(table)) == []
    assert [row.external_id for row in await client.rows(select(customers))] == [CUSTOMER]


async def test_all_fields_that_are_wrong_are_named_at_once(client: DeskClient) -> None:
    wrong = {**GOOD, "customerExternalId": None, "description": ""}
    answer = await client.send("POST", CREATE, wrong)
    assert fields_at_fault(answer) == ["customerExternalId", "description"]


async def test_a_change_whose_field_is_wrong(client: DeskClient) -> None:
    ticket = await client.create()
    for field, value in (
        ("status", "DONE"),
        ("priority", "low"),
        ("agentId", "personne"),
        ("agentId", ""),
    ):
        answer = await client.change(ticket["id"], 1, {field: value})
        assert fields_at_fault(answer) == [field]


async def test_an_unknown_customer(client: DeskClient) -> None:
    answer = await client.send("POST", CREATE, {**GOOD, "customerExternalId": "personne"})
    assert_refused(answer, 404, "CUSTOMER_NOT_FOUND")
    assert await client.events("Aicha") == []


async def test_the_quota_is_by_the_month(client: DeskClient) -> None:
    set_options(client, quota=2)
    await client.create()
    answer = await client.send("POST", CREATE, {**GOOD, "customerExternalId": "personne"})
    assert_refused(answer, 404, "CUSTOMER_NOT_FOUND")
    await client.create()
    assert_refused(await client.send("POST", CREATE, GOOD), 403, "PLAN_LIMIT_REACHED")
    client.clock.advance(13 * 24 * 3600)
    assert (await client.create())["ticketNumber"] == "INV-1003"


async def test_a_fault_shows_nothing_of_itself(
    client: DeskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret de fabrication")

    monkeypatch.setattr(routes, "limits_of", fail)
    answer = await client.send("GET", "/api/v1/auth/whoami")
    assert_refused(answer, 500, "INTERNAL_ERROR")
    assert "secret" not in answer.text
    assert "secret de fabrication" in caplog.text


def test_keys_are_of_the_documented_form() -> None:
    assert len(new_key()) == len("sk_live_agent_") + 48
    assert new_key() != new_key()
