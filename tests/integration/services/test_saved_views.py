"""Saved views in the settings of a profile, and their counts beside a search."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from supportdesk_desktop.core.changes import SettingStored
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.saved_views import LONGEST_NAME, MOST_VIEWS, SavedView
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.search import SavedViewService
from supportdesk_desktop.store import search, settings, snapshots
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.search import SearchPage
from supportdesk_desktop.store.settings import SAVED_VIEWS
from supportdesk_desktop.system.clock import Clock
from tests.fakes.tickets import NOON_MS, a_ticket

CLOCK = Clock(wall_ms=lambda: NOON_MS)


@pytest.fixture
async def store(store: Store) -> Store:
    tickets = [a_ticket(one, subject=f"Retrait {one}") for one in range(1, 4)]
    await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=1), tickets, NOON_MS)
    return store


async def saved(service: SavedViewService, name: str) -> SavedView:
    view = await service.add(name, f"tag:{name}")
    assert view is not None
    return view


async def test_views_survive_a_restart_in_their_order(store: Store) -> None:
    first = SavedViewService(store, Bus(), CLOCK)
    await first.load()
    for name in ("a", "b", "c"):
        await saved(first, name)
    a, b, c = first.views
    await first.move(c.id, 0)
    await first.rename(a.id, "Retraits")
    await first.pin(b.id, True)
    await first.remove(c.id)
    again = SavedViewService(store, Bus(), CLOCK)
    assert [one.name for one in await again.load()] == ["b", "Retraits"]
    assert again.views == first.views
    await again.restore(c, 1)
    assert [one.name for one in again.views] == ["b", "c", "Retraits"]


async def test_number_and_names_are_bounded(store: Store) -> None:
    service = SavedViewService(store, Bus(), CLOCK)
    long = await service.add("x" * 200, "retrait")
    assert long is not None
    assert len(long.name) == LONGEST_NAME
    for number in range(MOST_VIEWS - 1):
        await saved(service, str(number))
    assert await service.add("one too many", "retrait") is None
    assert len(await SavedViewService(store, Bus(), CLOCK).load()) == MOST_VIEWS
    with pytest.raises(ValueError, match="a name and a query"):
        await service.add(" ", "retrait")


async def test_what_cannot_be_read_is_no_view(store: Store) -> None:
    await store.ledger.write(settings.put, SAVED_VIEWS, {"views": 3})
    assert await SavedViewService(store, Bus(), CLOCK).load() == ()


async def test_a_count_is_live_and_stops_no_search(store: Store) -> None:
    service = SavedViewService(store, Bus(), CLOCK)
    view = await service.add("Retraits", "retrait")
    assert view is not None
    assert await service.count(view) == 3
    counts = [asyncio.ensure_future(service.count(view)) for _ in range(20)]
    searches = []
    for text in ("r", "re", "ret", "retr"):
        searches.append(
            asyncio.ensure_future(store.search.begin(search.page, parse(text), NOON_MS))
        )
        await asyncio.sleep(0)
    assert await asyncio.gather(*counts) == [3] * 20
    *_, newest = await asyncio.gather(*searches, return_exceptions=True)
    assert isinstance(newest, SearchPage)
    assert len(newest.rows) == 3


async def test_a_view_saved_in_one_window_is_kept_by_the_next_one_saved_in_another(
    store: Store,
) -> None:
    bus = Bus()
    here, there = SavedViewService(store, bus, CLOCK), SavedViewService(store, Bus(), CLOCK)
    for one in (here, there):
        await one.load()
    told: list[SettingStored] = []
    bus.subscribe(SettingStored, told.append)
    await saved(here, "a")
    assert [there.take(change) for change in told] == [True]
    assert not there.take(SettingStored(SAVED_VIEWS, msgspec.Raw(b"{}")))
    await saved(there, "b")
    assert [view.name for view in await here.load()] == ["a", "b"]
