"""Assignment, held against a plain model of the rule."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from supportdesk_desktop.backend.admin import AdminError, list_agents, revoke_agent
from supportdesk_desktop.backend.assignment import BATCH, hand_over
from supportdesk_desktop.backend.housekeeping import settle_due
from supportdesk_desktop.backend.tables import tickets
from supportdesk_desktop.core.tickets import Priority, priority_rank
from tests.unit.backend.desk_client import DeskClient, desk_client, with_customer

AGENTS = ("Aicha", "Bio", "Chantal")

Step = tuple[str, int, str]
steps = st.lists(
    st.tuples(
        st.sampled_from(["file", "file", "file", "away", "back", "close"]),
        st.integers(0, 2),
        st.sampled_from(list(Priority)),
    ),
    max_size=14,
)


@dataclass
class Model:
    """Who should hold what."""

    held: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in AGENTS})
    away: set[str] = field(default_factory=set)
    idle_since: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AGENTS, 0))
    waiting: list[tuple[int, int]] = field(default_factory=list)

    def give_out(self, now: int, tie_order: list[str]) -> None:
        """Give waiting tickets to whoever is available, by priority, then age."""
        available = [name for name in tie_order if name not in self.away]
        while available and self.waiting:
            _, number = self.waiting.pop(self.waiting.index(min(self.waiting)))
            chosen = min(available, key=lambda name: (len(self.held[name]), self.idle_since[name]))
            self.held[chosen].append(number)
            self.idle_since[chosen] = now


@settings(max_examples=20)
@given(steps)
def test_the_least_loaded_gets_it_and_nobody_is_forgotten(plan: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_follow(Path(folder), plan))


async def _follow(folder: Path, plan: list[Step]) -> None:
    async with desk_client(folder) as client:
        for name in AGENTS:
            await client.add_agent(name)
        await client.add_agent("Lead", level="N2")
        await with_customer(client)
        tie_order = sorted(AGENTS, key=lambda name: client.ids[name])
        model = Model()
        for act, who, priority in plan:
            client.clock.advance(1)
            name = AGENTS[who]
            if act == "file":
                created = await client.create(priority=priority)
                number = int(created["ticketNumber"].removeprefix("INV-"))
                model.waiting.append((-priority_rank(priority), number))
            elif act == "close":
                if not model.held[name]:
                    continue
                await _close(client, model.held[name].pop(0))
            else:
                model.away.discard(name) if act == "back" else model.away.add(name)
                await client.set_presence(act == "back", name=name)
            model.give_out(client.clock(), tie_order)
            assert await _held(client) == {
                name: sorted(numbers) for name, numbers in model.held.items()
            }
        for name in AGENTS:
            await client.events(name)


async def _held(client: DeskClient) -> dict[str, list[int]]:
    """Return what each agent holds; their stored counts must agree."""
    found = {}
    for name in AGENTS:
        mine = tickets.c.agent_id == client.ids[name], tickets.c.status != "CLOSED"
        rows = await client.rows(select(tickets.c.number).where(*mine).order_by(tickets.c.number))
        found[name] = [row.number for row in rows]
    counted = await held(client)
    assert {name: len(numbers) for name, numbers in found.items()}.items() <= counted.items()
    return found


async def _close(client: DeskClient, number: int) -> None:
    (row,) = await client.rows(select(tickets).where(tickets.c.number == number))
    name = next(name for name, agent_id in client.ids.items() if agent_id == row.agent_id)
    answer = await client.change(row.id, row.version, {"status": "CLOSED"}, by=name)
    assert answer.status_code == 200


async def test_a_ticket_that_waits_is_open_and_then_assigned_anew(client: DeskClient) -> None:
    await client.set_presence(False)
    waiting = await client.create(by="Robot")
    assert (waiting["status"], waiting["assignedAgent"]) == ("OPEN", None)
    assert await client.events("Aicha") == []
    client.clock.advance(60)
    await client.set_presence(True)
    (event,) = await client.events("Aicha")
    assert event["ticket"]["status"] == "IN_PROGRESS"
    assert event["ticket"]["version"] == 2
    assert event["ticket"]["assignedAt"] == "2026-04-18T10:01:00.000Z"


async def test_a_long_queue_is_given_out_in_batches(client: DeskClient) -> None:
    await client.set_presence(False)
    for _ in range(BATCH + 2):
        await client.create(by="Robot")
    await client.set_presence(True)
    assert len(await client.events("Aicha")) == BATCH
    await settle_due(client.desk)
    assert len(await client.events("Aicha")) == BATCH + 2


async def revoked(client: DeskClient, pass_to: str | None = None) -> int:
    """Revoke Aicha and pass on what she holds; returns in how many rounds."""
    async with client.desk.writing() as writing:
        agent_id, held, successor = await revoke_agent(
            writing, "aicha@exemple.bj", client.clock(), pass_to=pass_to
        )
    assert held > 0
    rounds = 0
    passed = 1
    while passed:
        async with client.desk.writing() as writing:
            passed = await hand_over(writing, agent_id, successor, client.clock())
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
