"""``whoami``, agents and tags."""

from __future__ import annotations

from tests.unit.backend.desk_client import DeskClient, assert_refused

TAGS = "/desk/v1/tags"
TAG = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


async def test_whoami_of_an_agent_and_of_a_service(client: DeskClient) -> None:
    data = (await client.send("GET", "/api/v1/auth/whoami")).json()["data"]
    assert data == {
        "appId": client.desk.app.id,
        "slug": "supportdesk-desktop",
        "name": "SupportDesk Desktop",
        "keyType": "agent",
        "agent": {
            "id": client.ids["Aicha"],
            "name": "Aicha",
            "email": "aicha@exemple.bj",
            "level": "N1",
        },
        "features": ["idempotency-key", "ticket-actions", "filed-tickets", "presence"],
        "limits": None,
    }
    data = (await client.send("GET", "/api/v1/auth/whoami", by="Robot")).json()["data"]
    assert (data["keyType"], data["agent"]["level"]) == ("service", None)
    assert data["features"] == ["idempotency-key", "ticket-actions", "filed-tickets"]


async def test_agents_are_those_a_ticket_can_go_to(client: DeskClient) -> None:
    await client.add_agent("Bio", level="N2")
    await client.set_presence(False, client.clock() + 60_000)
    listed = (await client.send("GET", "/desk/v1/agents")).json()["data"]
    assert [(agent["name"], agent["level"], agent["available"]) for agent in listed] == [
        ("Aicha", "N1", False),
        ("Bio", "N2", True),
    ]
    client.clock.advance(60)
    listed = (await client.send("GET", "/desk/v1/agents")).json()["data"]
    assert listed[0]["available"]


async def test_tags_are_named_and_renamed(client: DeskClient) -> None:
    answer = await client.send("POST", TAGS, {"name": "Paiement", "color": "#C8102E"})
    assert answer.status_code == 201
    payment = answer.json()["data"]
    await client.send("POST", TAGS, {"id": TAG.upper(), "name": "Livraison"})
    await client.send("POST", TAGS, {"id": TAG, "name": "Expédition"})
    assert (await client.send("GET", TAGS)).json()["data"] == [
        {"id": TAG, "name": "Expédition", "color": None},
        payment,
    ]


async def test_a_name_is_one_tags(client: DeskClient) -> None:
    await client.send("POST", TAGS, {"name": "Paiement"})
    answer = await client.send("POST", TAGS, {"name": "PAIEMENT"})
    assert_refused(answer, 409, "TAG_NAME_EXISTS")


async def test_who_filed_a_ticket_hears_what_became_of_it(client: DeskClient) -> None:
    await client.add_agent("Bio", level="N2")
    first = await client.create(by="Bio", priority="LOW")
    await client.set_presence(False, client.clock() + 60_000)
    second = await client.create(by="Bio")
    await client.create(by="Aicha")
    client.clock.advance(60)
    path, version = f"/desk/v1/tickets/{first['id']}", {"If-Match": '"1"'}
    await client.send("PATCH", path, {"status": "CLOSED"}, headers=version)

    listed = (await client.send("GET", "/desk/v1/tickets?filedBy=me", by="Bio")).json()["data"]

    aicha = {"id": client.ids["Aicha"], "name": "Aicha", "email": "aicha@exemple.bj"}
    told = [(one["number"], one["status"], one["agent"]) for one in listed]
    assert told == [
        (second["ticketNumber"], "IN_PROGRESS", aicha),
        (first["ticketNumber"], "CLOSED", aicha),
    ]
    assert listed[1]["updatedAt"] == "2026-04-18T10:01:00.000Z"


async def test_a_list_of_tickets_says_whose(client: DeskClient) -> None:
    assert_refused(await client.send("GET", "/desk/v1/tickets"), 400, "VALIDATION_ERROR")
