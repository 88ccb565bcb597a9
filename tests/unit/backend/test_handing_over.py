"""What an agent holds who is revoked."""

from __future__ import annotations

import pytest

from supportdesk_desktop.backend.admin import AdminError, list_agents, revoke_agent
from supportdesk_desktop.backend.assignment import BATCH, hand_over
from tests.unit.backend.desk_client import DeskClient


async def revoked(client: DeskClient, pass_to: str | None = None) -> int:
    """Revoke Aicha and pass on what she holds; returns in how many rounds."""
    async with client.desk.writing() as writing:
        found = await revoke_agent(writing, "aicha@exemple.bj", client.clock(), pass_to=pass_to)
    assert found.held_tickets > 0
    rounds = 0
    passed = 1
    while passed:
        async with client.desk.writing() as writing:
            passed = await hand_over(writing, found.agent_id, found.successor, client.clock())
        rounds += 1
    return rounds


async def held(client: DeskClient) -> dict[str, int]:
    """Return how many tickets each agent holds."""
    async with client.desk.database.reading() as conn:
        return {one.name: one.held_tickets for one in await list_agents(conn, client.clock())}


async def test_they_go_to_the_agent_named(client: DeskClient) -> None:
    await client.add_agent("Bio", level="N2")
    await client.add_agent("Cica")
    tickets = [await client.create(by="Robot") for _ in range(4)]
    mine = [one["id"] for one in tickets if one["assignedAgent"]["name"] == "Aicha"]
    await revoked(client, pass_to="BIO@exemple.bj")
    assert await held(client) == {"Aicha": 0, "Bio": 2, "Cica": 2, "Robot": 0}
    left = [event["type"] for event in await client.events("Aicha")][2:]
    assert left == ["ticket.unassigned"] * 2
    events = await client.events("Bio")
    assert [event["ticket"]["id"] for event in events] == mine
    assert {(event["type"], event["level"]) for event in events} == {("ticket.assigned", "N2")}
    assert {event["ticket"]["assignedAgent"]["name"] for event in events} == {"Bio"}


async def test_else_they_go_back_to_the_queue_and_wait_there(client: DeskClient) -> None:
    ids = [(await client.create(by="Robot"))["id"] for _ in range(BATCH + 1)]
    assert await revoked(client) == 3
    assert await held(client) == {"Aicha": 0, "Robot": 0}
    last = (await client.events("Aicha"))[-1]["ticket"]
    assert (last["status"], last["assignedAgent"], last["assignedAt"]) == ("OPEN", None, None)
    await client.add_agent("Bio")
    assert [event["ticket"]["id"] for event in await client.events("Bio")] == ids[:BATCH]


async def test_from_the_queue_whoever_is_available_gets_them_at_once(client: DeskClient) -> None:
    await client.create()
    await client.add_agent("Bio")
    await revoked(client)
    assert await held(client) == {"Aicha": 0, "Bio": 1, "Robot": 0}


@pytest.mark.parametrize("email", ["aicha@exemple.bj", "robot@exemple.bj", "personne@exemple.bj"])
async def test_who_cannot_get_them_and_then_nobody_is_revoked(
    client: DeskClient, email: str
) -> None:
    with pytest.raises(AdminError, match=AdminError.NO_SUCCESSOR):
        async with client.desk.writing() as writing:
            await revoke_agent(writing, "aicha@exemple.bj", client.clock(), pass_to=email)
    assert (await client.send("GET", "/api/v1/auth/whoami")).status_code == 200
