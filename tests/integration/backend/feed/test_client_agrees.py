"""The client’s own reducer against the real gateway, over cuts and changes."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from supportdesk_desktop.backend.feed import connection
from supportdesk_desktop.backend.tables import tickets
from supportdesk_desktop.backend.ticket_records import (
    HELD,
    PART_CHARS,
    held_tickets,
)
from supportdesk_desktop.core.feed import Applied, Close, FeedReducer, Replaced, Verified
from supportdesk_desktop.core.frames import Cursor, decode_frame
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.tickets import Ticket
from tests.integration.backend.feed.live_desk import Desktop, LiveDesk


class Ledger:
    """What a client would have stored: versions by ticket, and the cursor."""

    def __init__(self, agent_id: str) -> None:
        self.agent_id = AgentId(agent_id)
        self.cursor: Cursor | None = None
        self.held: dict[TicketId, int] = {}
        self.assigned: list[TicketId] = []

    async def follow(self, desktop: Desktop, instance: str) -> Verified:
        """Connect, apply what comes, and return the first proof of being up to date."""
        reducer = FeedReducer(self.cursor, dict(self.held), self.agent_id)
        resume = None
        if self.cursor is not None:
            resume = {"epoch": self.cursor.epoch, "seq": self.cursor.seq}
        client = {"name": "essai", "version": "1", "instanceId": instance}
        await desktop.send(type="hello", protocol=1, client=client, resume=resume)
        while True:
            for effect in reducer.receive(decode_frame(await desktop.socket.recv())):
                match effect:
                    case Applied():
                        self._apply(effect)
                    case Replaced():
                        self.held = {ticket.id: ticket.version for ticket in effect.tickets}
                        self.cursor = effect.cursor
                    case Verified():
                        return effect
                    case Close():
                        pytest.fail(effect.note)

    def _apply(self, effect: Applied) -> None:
        self.cursor = effect.cursor
        if effect.type == "ticket.assigned":
            self.assigned.append(effect.ticket.id)
        if effect.removed:
            self.held.pop(effect.ticket.id, None)
        elif effect.keeps:
            self.held[effect.ticket.id] = effect.ticket.version


async def server_set(live: LiveDesk, agent_id: str) -> dict[str, int]:
    """Return what the agent holds, from the tickets themselves."""
    async with live.desk.database.reading() as conn:
        rows = await conn.execute(
            select(tickets.c.id, tickets.c.version).where(
                tickets.c.agent_id == agent_id, tickets.c.status.in_(HELD)
            )
        )
        return {row.id: row.version for row in rows}


async def test_after_every_cut_the_client_holds_what_the_server_holds(live: LiveDesk) -> None:
    chance = random.Random(20418)
    other_id, _ = await live.add_agent("Nadège Hounkpè", "N2")
    ledger = Ledger(live.agent_id)
    open_tickets: list[Ticket] = []
    filed: list[str] = []
    for cut in range(12):
        for _ in range(chance.randint(0, 9)):
            if not open_tickets or chance.random() < 0.55:
                ticket = await live.file(f"Commande #{chance.randint(18_000, 29_999)}")
                open_tickets.append(ticket)
                filed.append(ticket.id)
                continue
            ticket = open_tickets.pop(chance.randrange(len(open_tickets)))
            change = chance.choice(
                [{"status": "CLOSED"}, {"agent_id": other_id}, {"priority": "CRITICAL"}]
            )
            changed = await live.change(ticket, **change)
            if "priority" in change:
                open_tickets.append(changed)
        async with live.desktop(live.key) as desktop:
            proof = await ledger.follow(desktop, f"poste-{cut}")
        assert ledger.held == await server_set(live, live.agent_id)
        assert proof.count == len(ledger.held)
    # The first connection was a snapshot; every assignment after it came as an event, once.
    assert len(ledger.assigned) == len(set(ledger.assigned))
    assert set(ledger.assigned) <= set(filed)
    assert ledger.cursor is not None
    assert ledger.cursor.seq > 20


async def test_a_snapshot_is_read_part_by_part_and_what_changes_meanwhile_follows_it(
    live: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_id, _ = await live.add_agent("Nadège Hounkpè", "N2")
    held = [await live.file(f"Commande {n}", description="é" * 100_000) for n in range(6)]
    parts: list[int] = []

    async def read_and_change(
        conn: AsyncConnection, of: str, numbers: Sequence[int]
    ) -> tuple[list[str], int]:
        found, done = await held_tickets(conn, of, numbers)
        assert len(found) == 1 or sum(map(len, found)) <= PART_CHARS
        parts.append(len(found))
        if len(parts) == 2:
            await live.change(held[0], priority="CRITICAL")
            await live.change(held[3], status="CLOSED")
            away = await live.change(held[4], agent_id=other_id)
            await live.change(away, agent_id=live.agent_id)
            await live.change(held[5], agent_id=other_id)
            await live.file("Arrivé pendant la lecture")
        return found, done

    monkeypatch.setattr(connection, "held_tickets", read_and_change)
    ledger = Ledger(live.agent_id)
    async with live.desktop(live.key, max_size=None) as desktop:
        proof = await ledger.follow(desktop, "poste")
    assert parts == [1, 1, 1, 1]
    assert ledger.held == await server_set(live, live.agent_id)
    assert proof.count == len(ledger.held) == 5
