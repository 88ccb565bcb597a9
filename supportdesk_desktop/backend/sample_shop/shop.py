"""The shop on a local desk: who works there, and the traffic that keeps them busy."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from functools import partial

import httpx
from sqlalchemy import Table, delete, func, select

from supportdesk_desktop.backend.admin import AdminError, add_agent, agent_id_of, rotate_key
from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.keys import hash_key, new_key
from supportdesk_desktop.backend.presence import set_presence
from supportdesk_desktop.backend.sample_shop.data import SHOP, Lang, Worker
from supportdesk_desktop.backend.sample_shop.traffic import (
    OPENING_TICKETS,
    OpenTicket,
    Traffic,
)
from supportdesk_desktop.backend.tables import api_keys, tags, tickets
from supportdesk_desktop.backend.ticket_records import HELD
from supportdesk_desktop.tasks import TaskOwner, declare

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
        if await agent_id_of(writing.conn, workers["colleague"].email) is None:
            colleague = await _add(writing, workers["colleague"], now_ms)
            # Away, so that what is assigned goes to the one who watches the window.
            await set_presence(writing, colleague, False, None, now_ms)
        if await agent_id_of(writing.conn, workers["lead"].email) is None:
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
    """What the shop does next: it opens, with what a day begins with, then trades."""

    def __init__(self, desk: Desk, origin: str, key: str, lang: Lang, per_minute: float) -> None:
        self._desk = desk
        self._open_traffic = partial(Traffic, origin, key, lang)
        self._per_minute = per_minute
        self._traffic: Traffic | None = None
        self._is_open = False

    async def aclose(self) -> None:
        """End the connections to the desk."""
        if self._traffic is not None:
            await self._traffic.aclose()

    async def step(self) -> float | None:
        """Do it; returns the seconds until the next time, None where there is no traffic.

        Raises:
            httpx.HTTPError: the desk refused or did not answer.
        """
        try:
            return await self._go_on()
        except httpx.ConnectError:
            # A desk that ends closes its port before its shop.
            return CLOSED_S

    async def _go_on(self) -> float | None:
        if self._traffic is None:
            seed = _SEED + await _count(self._desk, tickets)
            self._traffic = self._open_traffic(seed, partial(_open_tickets, self._desk))
        if not self._is_open:
            await self._begin(self._traffic)
            self._is_open = True
            return self._traffic.first_pause_s(self._per_minute) if self._per_minute > 0 else None
        if self._per_minute <= 0:
            return None
        await self._traffic.beat()
        return self._traffic.pause_s(self._per_minute)

    async def _begin(self, traffic: Traffic) -> None:
        if await _count(self._desk, tags) < len(SHOP.tags):
            await traffic.introduce_everybody()
        filed = await _count(self._desk, tickets)
        if filed < OPENING_TICKETS and self._per_minute > 0:
            await traffic.file_first_day(OPENING_TICKETS - filed)


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


async def _open_tickets(desk: Desk) -> list[OpenTicket]:
    """Return the open tickets, oldest first, without those that a person filed in the window."""
    async with desk.database.reading() as conn:
        rows = await conn.execute(
            select(tickets.c.id, tickets.c.version, tickets.c.priority, tickets.c.metadata)
            .where(tickets.c.status.in_(HELD))
            .order_by(tickets.c.number)
        )
        return [
            OpenTicket(row.id, row.version, row.priority)
            for row in rows
            if '"clientRef"' not in row.metadata
        ]
