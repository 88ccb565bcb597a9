"""Completing a query from what is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.query_completion import completing
from supportdesk_desktop.services.search import SearchService
from supportdesk_desktop.store import snapshots
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from tests.fakes.tickets import NOON_MS, a_ticket


@pytest.fixture
async def completion(tmp_path: Path) -> AsyncIterator[SearchService]:
    store = await Store.open(tmp_path / "store.db")
    try:
        tickets = [
            a_ticket(1, metadata=msgspec.Raw(b'{"orderId":20418,"card":{"brand":"Visa"}}')),
            a_ticket(2, metadata=msgspec.Raw(b'{"orderId":7,"city":"Parakou"}'), category="Compte"),
            a_ticket(3, metadata=msgspec.Raw(b'{"city":"Cotonou"}')),
        ]
        await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=1), tickets, NOON_MS)
        yield SearchService(store, Clock())
    finally:
        await store.aclose()


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("pri", ("priorité:",)),
        ("priorité:u", ("urgente",)),
        ("tag:", ("paiement",)),
        ("catégorie:com", ("Compte",)),
        ("client:mens", ("Koffi Mensah",)),
        ("méta.", ("card.brand:", "city:", "orderid:")),
        ("méta.o", ("orderid:",)),
        ("méta.city:", ("cotonou", "parakou")),
        ("méta.orderId:", ()),
        ("rien:", ()),
    ],
)
async def test_keys_and_values_are_offered(
    completion: SearchService, text: str, offers: tuple[str, ...]
) -> None:
    assert await completion.offers(completing(text, len(text)), "fr") == offers
