"""The shop on a local desk: who works there, and the traffic that keeps them busy.

The shop's systems file, change and close tickets through the real REST routes.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import aclosing
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
from sqlalchemy import Table, delete, func, select

from supportdesk_desktop.backend.admin import AdminError, add_agent, find_agent, rotate_key
from supportdesk_desktop.backend.assignment import set_presence
from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.keys import hash_key, new_key
from supportdesk_desktop.backend.sample_shop.incidents import (
    SHOP,
    Incident,
    Incidents,
    Lang,
    Shopper,
    Worker,
    shoppers,
)
from supportdesk_desktop.backend.tables import api_keys, tags, tickets
from supportdesk_desktop.backend.ticket_records import HELD
from supportdesk_desktop.core.tickets import PRIORITY_RANK, Priority
from supportdesk_desktop.tasks import TaskOwner, declare

OPENING_TICKETS = 38
OPEN_TICKETS = 40
"""Approximate number of tickets that the traffic keeps open."""
_FIRST_PAUSE_S = 3.0
_ESCALATE_EVERY = 4
_CLOSE_AT_ONCE = 3
_TIMEOUT_S = 15.0
_SEED = 2026

TRADE = declare("desk.shop", part="desk")
CLOSED_S = 1.0


async def staff_shop(desk: Desk, agent_key: str) -> str:
    """Make sure that everybody works there, and that ``agent_key`` alone is the demo agent's.

    Returns:
        A fresh key, without limits, of the shop's systems.
    """
    workers = SHOP.workers
    async with desk.writing() as writing:
        now_ms = desk.clock()
        await _give_key(writing, workers["agent"], agent_key, now_ms)
        systems_key = new_key()
        await _give_key(writing, workers["systems"], systems_key, now_ms)
        if await find_agent(writing.conn, workers["colleague"].email) is None:
            colleague = await _add(writing, workers["colleague"], now_ms)
            # Away, so that what is assigned goes to the one who watches the window.
            await set_presence(writing, colleague, False, None, now_ms)
        if await find_agent(writing.conn, workers["lead"].email) is None:
            await _add(writing, workers["lead"], now_ms)
    return systems_key


async def keep_shop_busy(
    desk: Desk, port: asyncio.Future[int], key: str, lang: Lang, per_minute: float
) -> None:
    """Once the desk listens, fill it with a first day's work, then go on until cancelled.

    Without traffic (0 a minute) there are still customers and tags to file tickets with.
    """
    day = ShopDay(desk, f"http://127.0.0.1:{await port}", key, lang, per_minute)
    shop = TaskOwner("shop")
    async with aclosing(day), aclosing(shop):
        shop.loop(TRADE, day.step)
        await shop.drain()


class ShopDay:
    """A day of the shop's systems: the tickets that it begins with, then steady traffic."""

    def __init__(self, desk: Desk, origin: str, key: str, lang: Lang, per_minute: float) -> None:
        self._desk = desk
        self._lang: Lang = lang
        self._per_minute = per_minute
        self._incidents: Incidents | None = None
        self._chance = random.Random()
        self._is_open = False
        self._tag_ids: dict[str, str] = {}
        self._beats = 0
        # A proxy of the environment would get the key, loopback or not.
        self._http = httpx.AsyncClient(
            base_url=origin,
            headers={"X-API-Key": key, "Content-Type": "application/json"},
            timeout=_TIMEOUT_S,
            trust_env=False,
        )

    async def aclose(self) -> None:
        await self._http.aclose()

    async def step(self) -> float | None:
        """Run one step; return the seconds until the next one, None without traffic.

        Raises:
            httpx.HTTPError: the desk refused or did not answer.
        """
        try:
            return await self._go_on()
        except httpx.ConnectError:
            # A desk that ends closes its port before its shop.
            return CLOSED_S

    async def _go_on(self) -> float | None:
        if self._incidents is None:
            seed = _SEED + await _count(self._desk, tickets)
            self._incidents = Incidents(seed, self._lang)
            self._chance.seed(seed + 1)
        if not self._is_open:
            await self._begin(self._incidents)
            self._is_open = True
            return min(_FIRST_PAUSE_S, 60 / self._per_minute) if self._per_minute > 0 else None
        if self._per_minute <= 0:
            return None
        await self._beat(self._incidents.next())
        return 60 / self._per_minute * self._chance.uniform(0.6, 1.4)

    async def _begin(self, incidents: Incidents) -> None:
        """Make customers and tags known to the desk, and file a first day's work quickly."""
        if await _count(self._desk, tags) < len(SHOP.tags):
            for shopper in shoppers(self._lang):
                await self._introduce(shopper)
            for tag in SHOP.tags:
                await self._tag_id(tag)
        filed = await _count(self._desk, tickets)
        if filed < OPENING_TICKETS and self._per_minute > 0:
            for incident in incidents.opening(OPENING_TICKETS - filed):
                await self._file(incident)

    async def _beat(self, incident: Incident) -> None:
        """File one ticket, sometimes escalate one, and close those over ``OPEN_TICKETS``."""
        self._beats += 1
        await self._introduce(incident.shopper)
        await self._file(incident)
        open_ones = await _open_tickets(self._desk)
        if self._beats % _ESCALATE_EVERY == 0:
            await self._escalate(open_ones)
        for _ in range(min(_CLOSE_AT_ONCE, len(open_ones) - OPEN_TICKETS)):
            # Someone who has just been given a ticket keeps it for a while.
            ticket = open_ones.pop(self._chance.randrange(max(1, len(open_ones) // 3)))
            await self._change(ticket, {"status": "CLOSED"})

    async def _introduce(self, shopper: Shopper) -> None:
        await self._send(
            "PATCH",
            f"/api/v1/customers/{quote(shopper.external_id, safe='')}",
            {
                "email": shopper.email,
                "name": shopper.name,
                "phone": shopper.phone,
                "metadata": {"city": shopper.city},
            },
        )

    async def _file(self, incident: Incident) -> None:
        if incident.event is not None:
            event = {
                "customerExternalId": incident.shopper.external_id,
                "type": incident.event,
                "payload": incident.draft.metadata,
            }
            await self._send("POST", "/api/v1/customer-events", event)
        tags = tuple([await self._tag_id(tag) for tag in incident.tags])
        ticket = msgspec.structs.replace(incident.draft, tag_ids=tags)
        await self._send("POST", "/api/v1/tickets/api-create", ticket)

    async def _tag_id(self, tag: str) -> str:
        """Return a tag's id on this desk, which is told of the tag where it does not know it."""
        if not self._tag_ids:
            answer = await self._send("GET", "/desk/v1/tags", None)
            known = {found["name"].casefold(): found["id"] for found in answer["data"]}
            for name, shown in SHOP.tags.items():
                found = known.get(shown.text(self._lang).casefold())
                if found is not None:
                    self._tag_ids[name] = found
        if tag not in self._tag_ids:
            shown = SHOP.tags[tag]
            body = {"name": shown.text(self._lang), "color": shown.color}
            answer = await self._send("POST", "/desk/v1/tags", body)
            self._tag_ids[tag] = answer["data"]["id"]
        return self._tag_ids[tag]

    async def _escalate(self, open_ones: list[Any]) -> None:
        calm = [ticket for ticket in open_ones if ticket.priority != Priority.CRITICAL]
        if not calm:
            return
        ticket = self._chance.choice(calm)
        open_ones.remove(ticket)
        higher = list(Priority)[PRIORITY_RANK[ticket.priority] + 1]
        await self._change(ticket, {"priority": higher})

    async def _change(self, ticket: Any, change: dict[str, str]) -> None:
        answer = await self._http.patch(
            f"/desk/v1/tickets/{ticket.id}",
            json=change,
            headers={"If-Match": f'"{ticket.version}"'},
        )
        # Somebody may have changed or finished it meanwhile, which is as good.
        if answer.status_code not in {404, 409}:
            answer.raise_for_status()

    async def _send(self, method: str, path: str, body: object) -> Any:
        content = None if body is None else msgspec.json.encode(body)
        answer = await self._http.request(method, path, content=content)
        answer.raise_for_status()
        return answer.json()


async def _count(desk: Desk, table: Table) -> int:
    async with desk.database.reading() as conn:
        return await conn.scalar(select(func.count()).select_from(table)) or 0


async def _give_key(writing: Writing, worker: Worker, key: str, now_ms: int) -> None:
    # A parent that replaces a dead child may hand it the same key again.
    await writing.conn.execute(delete(api_keys).where(api_keys.c.key_hash == hash_key(key)))
    try:
        await rotate_key(writing, worker.email, now_ms, key=key)
    except AdminError:
        await _add(writing, worker, now_ms, key)


async def _add(writing: Writing, worker: Worker, now_ms: int, key: str | None = None) -> str:
    record, _ = await add_agent(
        writing,
        worker.name,
        worker.email,
        now_ms,
        level=worker.level,
        role=worker.role,
        unlimited=worker.role == "service",
        key=key,
    )
    return record.id


async def _open_tickets(desk: Desk) -> list[Any]:
    """Return id, version and priority of the open tickets that no person filed, oldest first."""
    async with desk.database.reading() as conn:
        rows = await conn.execute(
            select(tickets.c.id, tickets.c.version, tickets.c.priority, tickets.c.metadata)
            .where(tickets.c.status.in_(HELD))
            .order_by(tickets.c.number)
        )
        return [row for row in rows if '"clientRef"' not in row.metadata]
