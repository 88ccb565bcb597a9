"""The first paint reads everything at once, without asyncio, and never stops a start."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from supportdesk_desktop.core.arrangement import (
    Density,
    SortBy,
    ViewLayout,
    layout_setting,
    sorted_by,
)
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.profile import DeskFacts
from supportdesk_desktop.core.rows import SNOOZED, Over, TicketView
from supportdesk_desktop.core.saved_views import SavedView, SavedViewId
from supportdesk_desktop.store import (
    feed_state,
    rows,
    settings,
    snapshots,
)
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.first_paint import (
    FirstPaint,
    Remembered,
    read_first_paint,
)
from supportdesk_desktop.store.schema import prepare
from supportdesk_desktop.store.settings import FIRST_VERIFIED, SAVED_VIEWS, WINDOW_STATE
from tests.fakes.tickets import AICHA, NOON_MS, a_ticket


async def fill(path: Path) -> None:
    opened = await Store.open(path)
    tickets = [a_ticket(n, priority="URGENT" if n % 5 == 0 else "LOW") for n in range(1, 101)]
    await snapshots.replace_all(opened.feed, Cursor(epoch="e", seq=100), tickets, NOON_MS)
    await opened.feed.write(
        feed_state.bind, DeskFacts(app_id="cl", name="Boutique Adjara", agent=AICHA), opened.profile
    )
    await opened.feed.write(feed_state.verified, NOON_MS, NOON_MS)
    await opened.ledger.write(settings.put, "window", {"width": 1440})
    await opened.aclose()


def test_the_first_paint_has_all_that_the_window_shows(store_path: Path) -> None:
    asyncio.run(fill(store_path))
    paint = read_first_paint(store_path, NOON_MS)
    assert paint.lines is not None
    assert paint.lines.ticket_count == 100
    assert (paint.layout, paint.total) == (ViewLayout(), None)
    assert [row.number for row in paint.rows[:2]] == ["INV-100", "INV-99"]
    assert [row.id for row in paint.rows] == list(paint.lines.tickets())[:40]
    assert (paint.counts.mine, paint.counts.urgent) == (100, 20)
    assert paint.memory == Remembered(
        shop="Boutique Adjara",
        agent_name=AICHA.name,
        agent_level=AICHA.level,
        tickets=100,
        verified_up_to_ms=NOON_MS,
        had_feed=True,
    )
    assert paint.settings == {"window": '{"width":1440}', FIRST_VERIFIED: str(NOON_MS)}
    urgent = read_first_paint(store_path, NOON_MS, view=TicketView.URGENT, visible=5)
    assert urgent.lines is not None
    assert urgent.lines.ticket_count == 20
    assert len(urgent.rows) == 5


PARAKOU = SavedView(SavedViewId("v"), "Livraisons", "tag:parakou", pinned=True)


async def leave(path: Path, state: object, views: object = (PARAKOU,), *, snooze: int = 0) -> None:
    """Fill a store and keep how the window stood at its end."""
    await fill(path)
    opened = await Store.open(path)
    await opened.ledger.write(settings.put, WINDOW_STATE, state)
    await opened.ledger.write(settings.put, SAVED_VIEWS, views)
    if snooze:
        await opened.ledger.write(
            stored_tickets.put_snoozes, {a_ticket(snooze).id: NOON_MS + 60_000}
        )
    await opened.aclose()


@pytest.mark.parametrize(
    ("state", "view"),
    [
        ({"view": "urgent"}, TicketView.URGENT),
        ({"view": "outbox"}, TicketView.MINE),
        ({"view": 7}, TicketView.MINE),
        ({"view": []}, TicketView.MINE),
        ({"view": "urgent", "over": "gone", "query": "x"}, TicketView.MINE),
        ({"view": "urgent", "over": []}, TicketView.MINE),
        ({"view": "urgent", "over": SNOOZED, "query": "est:reporté"}, TicketView.MINE),
        ("spoiled", TicketView.MINE),
    ],
)
def test_the_view_of_the_last_end_is_painted(
    store_path: Path, state: object, view: TicketView
) -> None:
    asyncio.run(leave(store_path, state))
    paint = read_first_paint(store_path, NOON_MS)
    assert paint.lines is not None
    assert (paint.view, paint.over) == (view, None)
    assert paint.lines.ticket_count == (20 if view is TicketView.URGENT else 100)
    assert paint.saved_views == (PARAKOU,)
    assert read_first_paint(store_path, NOON_MS, view=TicketView.MINE).view is TicketView.MINE


@pytest.mark.parametrize("first", [["id-7", "gone", 3], "spoiled", None])
def test_a_saved_view_is_painted_as_it_began(store_path: Path, first: object) -> None:
    known = a_ticket(7).id
    ids = [known if one == "id-7" else one for one in first] if isinstance(first, list) else first
    asyncio.run(leave(store_path, {"view": "urgent", "over": "v", "query": "old", "first": ids}))
    paint = read_first_paint(store_path, NOON_MS)
    assert paint.lines is not None
    assert (paint.view, paint.over) == (TicketView.URGENT, Over("v", PARAKOU.query))
    shown = [row.id for row in paint.rows]
    assert shown == list(paint.lines.tickets()) == ([known] if isinstance(first, list) else [])


def test_what_is_put_off_is_painted_while_there_is_any(store_path: Path) -> None:
    state = {"view": "mine", "over": SNOOZED, "query": "est:reporté", "first": [a_ticket(7).id]}
    asyncio.run(leave(store_path, state, snooze=7))
    paint = read_first_paint(store_path, NOON_MS)
    assert paint.over == Over(SNOOZED, "est:reporté")
    assert [row.id for row in paint.rows] == [a_ticket(7).id]


def test_saved_views_that_cannot_be_read_are_none(store_path: Path) -> None:
    asyncio.run(leave(store_path, {"view": "mine", "over": "v"}, {"views": 3}))
    paint = read_first_paint(store_path, NOON_MS)
    assert (paint.view, paint.over, paint.saved_views) == (TicketView.MINE, None, ())


def test_a_view_is_painted_in_the_layout_that_was_kept(store_path: Path) -> None:
    asyncio.run(fill(store_path))
    layout = ViewLayout(sorted_by(SortBy.PRIORITY), Density.COMPACT)

    async def keep() -> None:
        opened = await Store.open(store_path)
        await opened.ledger.write(settings.put, layout_setting(TicketView.MINE), layout)
        await opened.aclose()

    asyncio.run(keep())
    paint = read_first_paint(store_path, NOON_MS, visible=3)
    assert paint.layout == layout
    assert [row.number for row in paint.rows] == ["INV-100", "INV-95", "INV-90"]
    assert paint.lines is not None
    assert paint.lines.headings == 2


def test_a_big_view_is_painted_by_its_head(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(fill(store_path))
    monkeypatch.setattr(rows, "BIG", 50)
    monkeypatch.setattr(rows, "HEAD", 10)
    paint = read_first_paint(store_path, NOON_MS)
    assert paint.lines is not None
    assert (paint.lines.ticket_count, paint.total, len(paint.rows)) == (10, 100, 10)


async def test_it_can_be_read_beside_a_running_owner(store: Store, store_path: Path) -> None:
    await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=1), [a_ticket()], NOON_MS)
    assert len(read_first_paint(store_path, NOON_MS).rows) == 1


@pytest.mark.parametrize(
    "content", [None, b"", b"pas une base de donn\xc3\xa9es" * 50, b"SQLite format 3\0" * 80]
)
def test_a_store_that_cannot_be_read_is_an_empty_window(
    store_path: Path, content: bytes | None
) -> None:
    if content is not None:
        store_path.write_bytes(content)
    assert read_first_paint(store_path, NOON_MS) == FirstPaint()
    assert store_path.exists() == (content is not None)


def test_a_store_of_another_version_is_an_empty_window(store_path: Path) -> None:
    prepare(store_path)
    with closing(sqlite3.connect(store_path)) as db:
        db.execute("PRAGMA user_version = 99")
    assert read_first_paint(store_path, NOON_MS) == FirstPaint()
    with closing(sqlite3.connect(store_path)) as db:
        db.execute("PRAGMA user_version = 1")
        db.execute("DROP TABLE settings")
    assert read_first_paint(store_path, NOON_MS) == FirstPaint()


def test_a_desk_that_cannot_be_read_any_more_is_unknown(store_path: Path) -> None:
    asyncio.run(fill(store_path))
    with closing(sqlite3.connect(store_path)) as db, db:
        db.execute("UPDATE feed SET facts = '{', agent = NULL")
    memory = read_first_paint(store_path, NOON_MS).memory
    assert (memory.shop, memory.agent_name, memory.agent_level) == ("", "", None)
    assert memory.tickets == 100


def test_nothing_heavy_is_loaded_for_it() -> None:
    code = (
        "import sys; import supportdesk_desktop.store.first_paint;"
        "print([m for m in ('asyncio', 'aiosqlite', 'httpx', 'websockets', 'PySide6')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
