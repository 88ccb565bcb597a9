"""What the palette finds: tickets by words and by priority, customers, and never in the way."""

from __future__ import annotations

import asyncio
import threading

import pytest

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.services.search import (
    PaletteFound,
    SearchService,
    query_of_customer,
    suggested_queries,
)
from supportdesk_desktop.store import directory, snapshots
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from tests.fakes.tickets import NOON_MS, a_ticket

WAIT_S = 10
CLOCK = Clock(wall_ms=lambda: NOON_MS)


@pytest.fixture
async def store(store: Store) -> Store:
    tickets = [
        a_ticket(1, subject="Retrait en attente", priority="LOW"),
        a_ticket(2, subject="Colis bloqué", priority="URGENT"),
        a_ticket(3, subject="Colis perdu", priority="URGENT"),
    ]
    await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=1), tickets, NOON_MS)
    return store


@pytest.fixture
def palette(store: Store) -> SearchService:
    return SearchService(store, CLOCK)


async def find(palette: SearchService, typed: str, limit: int = 6) -> PaletteFound:
    found = await palette.suggest(typed, "fr", limit)
    assert found is not None
    return found


def subjects(found: PaletteFound) -> set[str]:
    return {row.subject for row in found.tickets}


async def test_words_find_tickets_and_what_was_typed_is_a_query(palette: SearchService) -> None:
    found = await find(palette, "colis bl")
    assert subjects(found) == {"Colis bloqué"}
    assert found.queries == ("colis bl",)


async def test_a_priority_comes_to_mind(palette: SearchService) -> None:
    found = await find(palette, "urg")
    assert found.queries == ("priorité:urgente", "urg")
    assert subjects(found) == {"Colis bloqué", "Colis perdu"}
    assert len((await find(palette, "urg", limit=1)).tickets) == 1


async def test_a_customer_has_a_query_that_finds_their_tickets(
    palette: SearchService, store: Store
) -> None:
    (customer,) = await store.read(directory.recent_customers, 1)
    query = query_of_customer(customer, "fr")
    assert customer.external_id in query
    (known,) = (await find(palette, customer.external_id)).customers
    assert known == customer
    found = await SearchService(store, CLOCK).find(query)
    assert found is not None
    assert found.rows


async def test_nothing_typed_finds_nothing(palette: SearchService) -> None:
    assert await find(palette, "") == PaletteFound()
    assert suggested_queries("u", "fr") == ()
    assert suggested_queries("open", "en") == ("status:open",)


async def test_it_neither_waits_for_the_search_of_the_list_nor_ends_it(
    palette: SearchService, store: Store
) -> None:
    go_on = threading.Event()
    held = asyncio.create_task(store.search.read(lambda _db: go_on.wait(WAIT_S)))
    listed = asyncio.create_task(SearchService(store, CLOCK).find("colis"))
    try:
        async with asyncio.timeout(WAIT_S / 2):
            assert subjects(await find(palette, "colis")) == {"Colis bloqué", "Colis perdu"}
    finally:
        go_on.set()
    await held
    assert await listed is not None


async def test_the_newest_text_wins(palette: SearchService) -> None:
    await find(palette, "colis")
    older, newer = await asyncio.gather(
        palette.suggest("retrait", "fr", 6), palette.suggest("colis", "fr", 6)
    )
    assert older is None or subjects(older) == {"Retrait en attente"}
    assert newer is not None
    assert subjects(newer) == {"Colis bloqué", "Colis perdu"}
