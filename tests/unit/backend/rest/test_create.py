"""``POST /tickets/api-create``: what it answers, stores and tells the feed."""

from __future__ import annotations

import asyncio
import json

import pytest
from sqlalchemy import select

from supportdesk_desktop.backend.rest.idempotency import KEPT_MS
from supportdesk_desktop.backend.tables import feed_events, mail_outbox
from supportdesk_desktop.core.frames import MAX_SERVER_FRAME_BYTES
from tests.unit.backend.desk_client import (
    CUSTOMER,
    DeskClient,
    assert_refused,
    fields_at_fault,
    set_options,
)

CREATE = "/api/v1/tickets/api-create"
BODY = {"customerExternalId": CUSTOMER, "subject": "Commande bloquée", "description": "**Aide**"}
TAG = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


async def test_the_answer_is_the_documented_one(client: DeskClient) -> None:
    answer = await client.send("POST", CREATE, {**BODY, "priority": "HIGH"})
    assert answer.status_code == 201
    body = answer.json()
    data = body["data"]
    customer_id = data["customer"].pop("id")
    assert (body["success"], body["timestamp"]) == (True, "2026-04-18T10:00:00.000Z")
    assert data == {
        "id": data["id"],
        "ticketNumber": "INV-1001",
        "subject": "Commande bloquée",
        "status": "IN_PROGRESS",
        "priority": "HIGH",
        "channel": "API",
        "customer": {"externalId": CUSTOMER, "email": "jean@acme.com"},
        "assignedAgent": {
            "id": client.ids["Aicha"],
            "name": "Aicha",
            "email": "aicha@exemple.bj",
        },
        "createdAt": "2026-04-18T10:00:00.000Z",
    }
    assert len(data["id"]) == len(customer_id) == 25


async def test_the_feed_gets_the_whole_ticket(client: DeskClient) -> None:
    await client.send("POST", "/desk/v1/tags", {"id": TAG, "name": "Paiement", "color": "#C8102E"})
    other = "11111111-2222-4333-8444-555555555555"
    created = await client.create(
        category="paiement", metadata={"orderId": "12345"}, tagIds=[TAG.upper(), other, TAG]
    )
    (event,) = await client.events("Aicha")
    ticket = event.pop("ticket")
    assert event.pop("id")
    assert event == {
        "type": "ticket.assigned",
        "occurredAt": "2026-04-18T10:00:00.000Z",
        "level": "N1",
    }
    assert ticket == {
        **created,
        "customer": {
            **created["customer"],
            "name": "Jean Dossou",
            "phone": "+229 01 97 00 00 00",
        },
        "description": "La tentative de paiement a échoué.",
        "category": "paiement",
        "metadata": {"orderId": "12345"},
        "tags": [
            {"id": TAG, "name": "Paiement", "color": "#C8102E"},
            {"id": other, "name": other, "color": None},
        ],
        "updatedAt": "2026-04-18T10:00:00.000Z",
        "assignedAt": "2026-04-18T10:00:00.000Z",
        "assignedLevel": "N1",
        "version": 1,
    }


async def test_metadata_stays_the_text_it_is(client: DeskClient) -> None:
    metadata = '{ "z": 1.10, "a": [1e400, 12345678901234567890], "é": "\\u00e9" }'
    body = json.dumps(BODY)[:-1] + f', "metadata": {metadata}}}'
    assert (await client.send("POST", CREATE, content=body.encode())).status_code == 201
    (row,) = await client.rows(select(feed_events))
    assert f'"metadata":{metadata},' in row.event


async def test_null_is_absent_and_unknown_fields_are_ignored(client: DeskClient) -> None:
    data = await client.create(
        priority=None, category=None, metadata=None, tagIds=None, assignee="x", deep={"er": 1}
    )
    assert data["priority"] == "MEDIUM"


async def test_mail_is_queued_with_the_assignment(client: DeskClient) -> None:
    data = await client.create()
    (row,) = await client.rows(select(mail_outbox))
    assert (row.agent_id, row.ticket_id, row.attempts) == (client.ids["Aicha"], data["id"], 0)
    assert row.next_attempt_ms == client.clock()


@pytest.mark.parametrize("field", ["description", "metadata"])
async def test_a_ticket_that_would_not_fit_a_frame_is_refused(
    client: DeskClient, field: str
) -> None:
    def with_text(length: int) -> dict[str, object]:
        text = "é" * (length // 2)
        return {**BODY, field: text if field == "description" else {"note": text}}

    assert (await client.send("POST", CREATE, with_text(250 * 1024))).status_code == 201
    answer = await client.send("POST", CREATE, with_text(MAX_SERVER_FRAME_BYTES))
    assert fields_at_fault(answer) == [field]
    assert len(await client.events("Aicha")) == 1


async def test_the_same_key_gives_the_same_answer(client: DeskClient) -> None:
    headers = {"Idempotency-Key": "essai-1"}
    first = await client.send("POST", CREATE, BODY, headers=headers)
    client.clock.advance(5)
    again = await client.send("POST", CREATE, BODY, headers=headers)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert len(await client.events("Aicha")) == 1


async def test_a_key_is_the_agents_own_and_lasts_a_day(client: DeskClient) -> None:
    headers = {"Idempotency-Key": "essai-2"}

    async def number(by: str) -> str:
        answer = await client.send("POST", CREATE, BODY, headers=headers, by=by)
        text: str = answer.json()["data"]["ticketNumber"]
        return text

    assert await number("Aicha") == await number("Aicha") == "INV-1001"
    assert await number("Robot") == "INV-1002"
    client.clock.advance(KEPT_MS / 1000)
    assert await number("Aicha") == "INV-1003"


async def test_a_key_knows_only_the_body_that_created(client: DeskClient) -> None:
    set_options(client, quota=1)
    headers = {"Idempotency-Key": "essai-3"}
    nobody = {**BODY, "customerExternalId": "personne"}
    answer = await client.send("POST", CREATE, nobody, headers=headers)
    assert_refused(answer, 404, "CUSTOMER_NOT_FOUND")
    # That was not kept; what created is given again before the quota is looked at.
    first = await client.send("POST", CREATE, BODY, headers=headers)
    assert first.status_code == 201
    again = await client.send("POST", CREATE, BODY, headers=headers)
    assert again.content == first.content
    answer = await client.send("POST", CREATE, {**BODY, "subject": "Autre"}, headers=headers)
    assert_refused(answer, 409, "IDEMPOTENCY_CONFLICT")


async def test_a_key_still_in_progress(client: DeskClient) -> None:
    headers = {"Idempotency-Key": "essai-6"}
    async with client.desk.database.writing():
        first = asyncio.ensure_future(client.send("POST", CREATE, BODY, headers=headers))
        answer = None
        # Until the first has got as far as waiting for its turn to write, either may be refused.
        async with asyncio.timeout(60):
            while answer is None:
                await asyncio.sleep(0)
                try:
                    with client.desk.keys_in_progress.hold(client.ids["Aicha"], "essai-6"):
                        pass
                except Exception:
                    answer = await client.send("POST", CREATE, BODY, headers=headers)
    assert_refused(answer, 409, "IDEMPOTENCY_IN_PROGRESS")
    assert (await first).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256])
async def test_keys_of_a_wrong_length(client: DeskClient, key: str) -> None:
    answer = await client.send("POST", CREATE, BODY, headers={"Idempotency-Key": key})
    assert fields_at_fault(answer) == ["Idempotency-Key"]


async def test_concurrent_creates_have_numbers_and_a_feed_of_their_own(client: DeskClient) -> None:
    created = await asyncio.gather(*(client.create() for _ in range(12)))
    numbers = {ticket["ticketNumber"] for ticket in created}
    assert numbers == {f"INV-{number}" for number in range(1001, 1013)}
    assert len(await client.events("Aicha")) == 12
