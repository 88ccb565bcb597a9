"""Tickets that left are kept for twelve months, and forgotten by whoever owns the profile."""

from __future__ import annotations

import asyncio

import pytest

from supportdesk_desktop.core.settings import KEPT_DAYS
from supportdesk_desktop.services import health as housekeeping
from supportdesk_desktop.store import settings, tickets
from tests.fakes.stored import receive
from tests.fakes.tickets import a_ticket, an_event
from tests.integration.services.conftest import DAY_MS, WAIT_S, Client, left_at

NOWHERE = "http://127.0.0.1:9/api/v1"


async def test_the_owner_forgets_what_left_over_a_year_ago(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = await client.start(NOWHERE, None)
    now = services.clock.wall_ms()
    for number, days in enumerate((400, 370, 366, 366, 364, 1), start=1):
        await receive(services.store, left_at(number, now - days * DAY_MS))
    await receive(services.store, an_event(a_ticket(7), 7))
    assert await services.store.read(tickets.total) == 7
    await client.stop()
    monkeypatch.setattr(housekeeping, "FIRST_S", 0.0)
    monkeypatch.setattr(housekeeping, "BATCH", 3)
    services = await client.start(NOWHERE, None)
    async with asyncio.timeout(WAIT_S):
        while await services.store.read(tickets.total) > 3:  # noqa: ASYNC110 - the store has no event
            await asyncio.sleep(0.01)
    for number, kept in ((4, False), (5, True), (6, True), (7, True)):
        found = await services.store.read(tickets.by_number, f"INV-{number}")
        assert (found is not None) is kept


async def test_it_is_kept_as_long_as_was_set(client: Client) -> None:
    services = await client.start(NOWHERE, None)
    now = services.clock.wall_ms()
    for number, days in enumerate((91, 89), start=1):
        await receive(services.store, left_at(number, now - days * DAY_MS))
    assert await housekeeping.forget_old_tickets(services.store, services.clock) == 0
    await services.store.ledger.write(settings.put, KEPT_DAYS.name, 90)
    assert await housekeeping.forget_old_tickets(services.store, services.clock) == 1
    assert await services.store.read(tickets.by_number, "INV-1") is None
