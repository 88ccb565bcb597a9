"""``PATCH /desk/v1/tickets/{id}``: who may, what changes, whom it is told."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk_desktop.backend.admin import revoke_agent
from tests.unit.backend.desk_client import DeskClient, assert_refused, fields_at_fault


async def _changed(client: DeskClient, ticket: dict[str, Any], body: object, by: str) -> Any:
    answer = await client.change(ticket["id"], ticket.get("version", 1), body, by=by)
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert answer.headers["etag"] == f'"{data["version"]}"'
    return data


async def _kinds(client: DeskClient, name: str) -> list[tuple[str, int]]:
    return [(event["type"], event["ticket"]["version"]) for event in await client.events(name)]


async def test_priority_is_an_update(client: DeskClient) -> None:
    ticket = await client.create()
    changed = await _changed(client, ticket, {"priority": "CRITICAL"}, "Aicha")
    assert (changed["priority"], changed["version"]) == ("CRITICAL", 2)
    events = await client.events("Aicha")
    assert [event["type"] for event in events] == ["ticket.assigned", "ticket.updated"]
    assert events[1]["ticket"] == changed


async def test_closing_ends_it_for_its_agent(client: DeskClient) -> None:
    ticket = await client.create()
    changed = await _changed(client, ticket, {"status": "CLOSED", "priority": "LOW"}, "Aicha")
    assert (changed["status"], changed["priority"]) == ("CLOSED", "LOW")
    assert await _kinds(client, "Aicha") == [("ticket.assigned", 1), ("ticket.closed", 2)]
    answer = await client.change(ticket["id"], 2, {"status": "OPEN"})
    assert_refused(answer, 404, "TICKET_NOT_FOUND")


async def test_passing_on_writes_both_feeds(client: DeskClient) -> None:
    ticket = await client.create()
    lead = await client.add_agent("Lead", level="N2")
    client.clock.advance(30)
    changed = await _changed(client, ticket, {"agentId": lead}, "Aicha")
    assert changed["assignedAgent"]["id"] == lead
    assert (changed["assignedLevel"], changed["status"]) == ("N2", "IN_PROGRESS")
    assert changed["assignedAt"] == "2026-04-18T10:00:30.000Z"
    assert await _kinds(client, "Aicha") == [("ticket.assigned", 1), ("ticket.unassigned", 2)]
    (event,) = await client.events("Lead")
    assert (event["type"], event["level"], event["ticket"]) == ("ticket.assigned", "N2", changed)
    assert_refused(await client.change(ticket["id"], 2, {}), 404, "TICKET_NOT_FOUND")


async def test_nothing_to_change_tells_nobody(client: DeskClient) -> None:
    ticket = await client.create()
    for body in ({}, {"status": None}, {"status": "IN_PROGRESS"}, {"agentId": client.ids["Aicha"]}):
        assert (await _changed(client, ticket, body, "Aicha"))["version"] == 1
    assert len(await client.events("Aicha")) == 1


async def test_a_service_reopens_for_the_same_agent(client: DeskClient) -> None:
    ticket = await client.create()
    closed = await _changed(client, ticket, {"status": "CLOSED"}, "Robot")
    client.clock.advance(3600)
    again = await _changed(client, closed, {"status": "OPEN"}, "Robot")
    assert (again["status"], again["assignedAt"]) == ("OPEN", "2026-04-18T11:00:00.000Z")
    assert [kind for kind, _ in await _kinds(client, "Aicha")] == [
        "ticket.assigned",
        "ticket.closed",
        "ticket.assigned",
    ]


async def test_reopened_without_anybody_it_waits(client: DeskClient) -> None:
    ticket = await client.create()
    closed = await _changed(client, ticket, {"status": "CLOSED"}, "Aicha")
    async with client.desk.writing() as writing:
        await revoke_agent(writing, "aicha@exemple.bj", client.clock())
    again = await _changed(client, closed, {"status": "IN_PROGRESS"}, "Robot")
    assert (again["status"], again["assignedAgent"], again["assignedAt"]) == ("OPEN", None, None)
    await client.add_agent("Bio")
    (event,) = await client.events("Bio")
    assert event["ticket"]["id"] == ticket["id"]


async def test_a_waiting_ticket_is_a_services_to_give(client: DeskClient) -> None:
    await client.set_presence(False)
    ticket = await client.create(by="Robot")
    assert_refused(await client.change(ticket["id"], 1, {}), 404, "TICKET_NOT_FOUND")
    answer = await client.change(ticket["id"], 1, {"status": "IN_PROGRESS"}, by="Robot")
    assert fields_at_fault(answer) == ["status"]
    given = await _changed(client, ticket, {"agentId": client.ids["Aicha"]}, "Robot")
    assert (given["status"], given["version"]) == ("IN_PROGRESS", 2)
    closed = await client.create(by="Robot")
    assert (await _changed(client, closed, {"status": "CLOSED"}, "Robot"))["version"] == 2
    assert len(await client.events("Aicha")) == 1


@pytest.mark.parametrize("tag", [None, "", "7", '"x"', 'W/"1"', "*", '"1", "2"'])
async def test_the_version_must_be_named(client: DeskClient, tag: str | None) -> None:
    ticket = await client.create()
    headers = {} if tag is None else {"If-Match": tag}
    answer = await client.send("PATCH", f"/desk/v1/tickets/{ticket['id']}", {}, headers=headers)
    assert fields_at_fault(answer) == ["If-Match"]


async def test_another_version_is_a_conflict(client: DeskClient) -> None:
    ticket = await client.create()
    answer = await client.change(ticket["id"], 7, {"status": "CLOSED"})
    assert assert_refused(answer, 409, "VERSION_CONFLICT") == {"version": 1}
    assert len(await client.events("Aicha")) == 1


async def test_a_ticket_goes_to_agents_only_and_only_open(client: DeskClient) -> None:
    ticket = await client.create()
    lead = await client.add_agent("Lead", level="N2")
    for body in ({"agentId": client.ids["Robot"]}, {"agentId": lead, "status": "CLOSED"}):
        answer = await client.change(ticket["id"], 1, body)
        assert fields_at_fault(answer) == ["agentId"]


async def test_tickets_of_others_are_unknown(client: DeskClient) -> None:
    ticket = await client.create()
    await client.add_agent("Bio")
    answer = await client.change(ticket["id"], 1, {"status": "CLOSED"}, by="Bio")
    assert_refused(answer, 404, "TICKET_NOT_FOUND")
    answer = await client.change("clinconnu", 1, {"status": "CLOSED"}, by="Robot")
    assert_refused(answer, 404, "TICKET_NOT_FOUND")
