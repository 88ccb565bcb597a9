"""``PATCH /customers/:externalId`` and ``POST /customer-events``."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from supportdesk_desktop.backend.tables import customer_events
from tests.unit.backend.desk_client import CUSTOMER, DeskClient, assert_refused, fields_at_fault

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
    assert fields_at_fault(answer) == ["externalId"]


async def test_an_email_belongs_to_one_customer(client: DeskClient) -> None:
    await _patch(client, "user_7", NEW)
    answer = await _patch(client, "user_8", {**NEW, "email": "AWA@exemple.BJ"})
    assert_refused(answer, 409, "CUSTOMER_EMAIL_EXISTS")
    assert_refused(
        await _patch(client, CUSTOMER, {"email": "awa@exemple.bj"}), 409, "CUSTOMER_EMAIL_EXISTS"
    )
    assert (await _patch(client, "user_7", {"email": "awa@exemple.bj"})).status_code == 200


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
    (row,) = await client.rows(select(customer_events))
    assert (row.id, row.payload) == (data["id"], '{"amount":12500.50}')


async def test_an_event_happens_now_unless_it_says_when(client: DeskClient) -> None:
    answer = await client.send("POST", EVENTS, {"customerExternalId": CUSTOMER, "type": "a"})
    assert answer.json()["data"]["occurredAt"] == "2026-04-18T10:00:00.000Z"


async def test_an_event_of_an_unknown_customer(client: DeskClient) -> None:
    answer = await client.send("POST", EVENTS, {"customerExternalId": "x", "type": "a"})
    assert_refused(answer, 404, "CUSTOMER_NOT_FOUND")
