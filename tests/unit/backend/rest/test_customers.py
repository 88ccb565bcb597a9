"""``PATCH /customers/:externalId`` and ``POST /customer-events``."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from supportdesk_desktop.backend.tables import customer_events, customers
from tests.unit.backend.desk_client import CUSTOMER, DeskClient, assert_refused

NEW = {"email": "Awa@Exemple.bj", "name": "Awa Kponou"}
EVENTS = "/api/v1/customer-events"


async def _patch(client: DeskClient, external_id: str, body: object) -> Any:
    path = "/api/v1/customers/" + quote(external_id, safe="")
    return await client.send("PATCH", path, body)


async def test_creating_needs_email_and_name(client: DeskClient) -> None:
    answer = await _patch(client, "user_7", {"phone": "+229 01 95 00 00 00"})
    assert assert_refused(answer, 400, "VALIDATION_ERROR") == {
        "email": ["Requis pour la création"],
        "name": ["Requis pour la création"],
    }


async def test_updating_changes_only_what_is_sent(client: DeskClient) -> None:
    full = {
        **NEW,
        "phone": "+229 01 95 00 00 00",
        "avatarUrl": "https://exemple.bj/awa.png",
        "metadata": {"plan": "pro"},
    }
    created = (await _patch(client, "user_7", full)).json()["data"]
    client.clock.advance(10)
    updated = (await _patch(client, "user_7", {"name": "Awa K.", "phone": None})).json()["data"]
    assert updated == {**created, "name": "Awa K.", "updatedAt": "2026-04-18T10:00:10.000Z"}
    unchanged = (await _patch(client, "user_7", {})).json()["data"]
    assert unchanged == updated


@pytest.mark.parametrize("external_id", ["a/b", "é ü", "50%", "a..b", "x" * 256, "ɖɔkita"])
async def test_external_ids_are_taken_as_they_are(client: DeskClient, external_id: str) -> None:
    answer = await _patch(client, external_id, NEW)
    assert answer.json()["data"]["externalId"] == external_id
    data = await client.create(customerExternalId=external_id)
    assert data["customer"]["externalId"] == external_id


@pytest.mark.parametrize("segment", ["%FF", "x" * 257, "%20"])
async def test_external_ids_that_are_none(client: DeskClient, segment: str) -> None:
    answer = await client.send("PATCH", f"/api/v1/customers/{segment}", NEW)
    assert list(assert_refused(answer, 400, "VALIDATION_ERROR")) == ["externalId"]


async def test_an_email_belongs_to_one_customer(client: DeskClient) -> None:
    await _patch(client, "user_7", NEW)
    answer = await _patch(client, "user_8", {**NEW, "email": "AWA@exemple.BJ"})
    assert_refused(answer, 409, "CUSTOMER_EMAIL_EXISTS")
    assert_refused(
        await _patch(client, CUSTOMER, {"email": "awa@exemple.bj"}), 409, "CUSTOMER_EMAIL_EXISTS"
    )
    assert (await _patch(client, "user_7", {"email": "awa@exemple.bj"})).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "awa"),
        ("email", "awa@exemple"),
        ("email", "a b@exemple.bj"),
        ("email", "awa@exemple.bj\nBcc: x@y.z"),
        ("email", ""),
        ("email", "a@" + "b" * 250 + ".bj"),
        ("name", ""),
        ("name", 3),
        ("name", "x" * 201),
        ("avatarUrl", "javascript:alert(1)"),
        ("avatarUrl", "https://"),
        ("avatarUrl", "https://[oups"),
        ("metadata", []),
    ],
)
async def test_fields_of_a_customer(client: DeskClient, field: str, value: object) -> None:
    answer = await _patch(client, "user_7", {**NEW, field: value})
    assert list(assert_refused(answer, 400, "VALIDATION_ERROR")) == [field]
    async with client.desk.database.reading() as conn:
        assert (
            await conn.scalar(select(customers).where(customers.c.external_id == "user_7")) is None
        )


async def test_an_event_is_kept_as_it_was_sent(client: DeskClient) -> None:
    body = (
        b'{"customerExternalId":"user_42","type":"order.placed",'
        b'"payload":{"amount":12500.50},"occurredAt":"2026-04-01T08:30:00.123456+01:00"}'
    )
    answer = await client.send("POST", EVENTS, content=body)
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert data["type"] == "order.placed"
    assert data["occurredAt"] == "2026-04-01T08:30:00.123456+01:00"
    async with client.desk.database.reading() as conn:
        row = (await conn.execute(select(customer_events))).one()
    assert (row.id, row.payload) == (data["id"], '{"amount":12500.50}')


async def test_an_event_happens_now_unless_it_says_when(client: DeskClient) -> None:
    answer = await client.send("POST", EVENTS, {"customerExternalId": CUSTOMER, "type": "a"})
    assert answer.json()["data"]["occurredAt"] == "2026-04-18T10:00:00.000Z"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "Order.Placed"}, "type"),
        ({"type": "a" * 101}, "type"),
        ({"type": None}, "type"),
        ({"payload": [1]}, "payload"),
        ({"occurredAt": "2026-04-01"}, "occurredAt"),
        ({"occurredAt": "2026-04-01T08:30:00"}, "occurredAt"),
        ({"occurredAt": "2026-02-30T08:30:00Z"}, "occurredAt"),
        ({"occurredAt": 1}, "occurredAt"),
        ({"customerExternalId": ""}, "customerExternalId"),
    ],
)
async def test_fields_of_an_event(client: DeskClient, changes: dict[str, Any], field: str) -> None:
    good = {"customerExternalId": CUSTOMER, "type": "order.placed"}
    answer = await client.send("POST", EVENTS, {**good, **changes})
    assert list(assert_refused(answer, 400, "VALIDATION_ERROR")) == [field]


async def test_an_event_of_an_unknown_customer(client: DeskClient) -> None:
    answer = await client.send("POST", EVENTS, {"customerExternalId": "x", "type": "a"})
    assert_refused(answer, 404, "CUSTOMER_NOT_FOUND")
