"""A snapshot is stored bit by bit and taken in at once, whatever happens in between."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.rows import TicketView
from supportdesk_desktop.store import (
    engine,
    feed_state,
    filing_acts,
    notices,
    snapshots,
    ticket_events,
    tickets,
)
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store import search as stored_search
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.ticket_events import Committed
from tests.fakes.tickets import NOON_MS, a_ticket, an_event

OLD, NEW = Cursor(epoch="e1", seq=3), Cursor(epoch="e2", seq=9)
BEFORE = [a_ticket(1), a_ticket(2), a_ticket(3)]
# One stays, one changes, one leaves, and many are new.
AFTER = [
    BEFORE[0],
    a_ticket(2, version=5, subject="Autre objet", priority="CRITICAL"),
    *(a_ticket(n) for n in range(10, 22)),
]
TABLES = ("tickets", "ticket_text", "ticket_meta", "timeline", "notices")


class Pauses:
    """Stops the store between two slices until a test lets it go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._reached, self._go_on = asyncio.Semaphore(0), asyncio.Semaphore(0)
        self._sleep = asyncio.sleep
        self._ticks = itertools.count()
        # Each look at the clock is a tick, and each slice three tickets.
        monkeypatch.setattr(snapshots, "SLICE_S", 3)
        monkeypatch.setattr(snapshots, "TICKETS_AT_ONCE", 1)
        monkeypatch.setattr(snapshots, "time", self)
        monkeypatch.setattr(asyncio, "sleep", self._pause)
        self._stands = False
        self.hold = False

    def monotonic(self) -> float:
        return next(self._ticks)

    async def next(self, job: asyncio.Task[Committed]) -> bool:
        """Let ``job`` go on to its next pause; return whether there is one."""
        if self._stands:
            self._go_on.release()
        reached = asyncio.create_task(self._reached.acquire())
        await asyncio.wait({job, reached}, return_when=asyncio.FIRST_COMPLETED)
        reached.cancel()
        self._stands = not job.done()
        return self._stands

    async def _pause(self, delay_s: float) -> None:
        if not self.hold or delay_s != engine.PAUSE_S:
            await self._sleep(delay_s)
            return
        self._reached.release()
        await self._go_on.acquire()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch, held: Store) -> Pauses:
    """The places where something else may happen while a snapshot is stored."""
    pauses = Pauses(monkeypatch)
    pauses.hold = True
    return pauses


@pytest.fixture
async def held(store: Store) -> Store:
    """A store that holds three tickets."""
    await snapshots.replace_all(store.feed, OLD, BEFORE, NOON_MS)
    return store


@pytest.fixture
def eyes(store_path: Path) -> Iterator[sqlite3.Connection]:
    """Another process that looks."""
    with closing(sqlite3.connect(store_path, isolation_level=None)) as db:
        yield db


def rows(db: sqlite3.Connection) -> list[int]:
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
    return list(db.execute(f"SELECT {counts}").fetchone())


def staged(db: sqlite3.Connection) -> int:
    count: int = db.execute(
        "SELECT count(*) FROM tickets WHERE key >= (SELECT tickets_below FROM feed)"
    ).fetchone()[0]
    return count


async def seen(store: Store) -> tuple[object, ...]:
    """Return all that tells of the list, and the cursor, asked for one after the other."""
    memory = await store.read(feed_state.load)
    versions = await store.feed.read(tickets.held_versions)
    counts = await store.read(stored_rows.counts, NOON_MS)
    found = await store.read(stored_search.page, parse("commande"), NOON_MS)
    return (
        memory.cursor,
        memory.tickets,
        {f"cl{n}": versions.get(a_ticket(n).id) for n in range(30)},
        [one for one, _ in await store.read(stored_rows.order, TicketView.MINE, NOON_MS)],
        (counts.mine, counts.urgent, counts.pinned),
        await store.read(tickets.total),
        len(await store.read(notices.recent)),
        len(await store.read(notices.pending)),
        sorted(row.id for row in found.rows),
    )


async def test_the_list_is_the_old_one_until_it_is_the_new_one(
    held: Store, eyes: sqlite3.Connection, pauses: Pauses
) -> None:
    old, most = await seen(held), 0
    job = asyncio.create_task(snapshots.replace_all(held.feed, NEW, AFTER, NOON_MS))
    while await pauses.next(job):
        assert await seen(held) == old
        most = max(most, staged(eyes))
    committed = await job
    new = await seen(held)
    assert most >= 9
    assert staged(eyes) == 0
    assert new[:2] == (NEW, len(AFTER))
    assert new[3:6] == ([one.id for one in AFTER[::-1]], (14, 14, 0), 15)
    assert new[6:8] == (15, 12)
    assert committed.changed.removed == (BEFORE[2].id,)
    assert {one.record.ticket_id for one in committed.notices} == {one.id for one in AFTER[2:]}


async def test_a_filing_is_stored_in_the_middle_of_a_snapshot(held: Store, pauses: Pauses) -> None:
    job = asyncio.create_task(snapshots.replace_all(held.feed, NEW, AFTER, NOON_MS))
    assert await pauses.next(job)
    draft = Draft(customer_external_id="c", subject="s", description="d")
    await held.ledger.write(
        filing_acts.submit, draft, client_ref="r", idempotency_key="k", now_ms=NOON_MS
    )
    assert (await held.read(feed_state.load)).cursor == OLD
    while await pauses.next(job):
        pass
    assert (await held.read(feed_state.load)).cursor == NEW


async def test_what_died_in_the_middle_is_as_if_it_had_never_begun(
    held: Store, eyes: sqlite3.Connection, pauses: Pauses
) -> None:
    old, before = await seen(held), rows(eyes)
    job = asyncio.create_task(snapshots.replace_all(held.feed, NEW, AFTER, NOON_MS))
    for _ in range(4):
        assert await pauses.next(job)
    job.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await job
    pauses.hold = False
    assert staged(eyes) > 5
    assert await seen(held) == old
    # However short a slice is, it gets on.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "SLICE_S", 0)
        await asyncio.wait_for(snapshots.drop_staged(held.feed), timeout=20)
    assert (rows(eyes), await seen(held)) == (before, old)
    # The place is as it was: the feed goes on from there.
    resumed = await held.feed.write(ticket_events.store_events, [an_event(a_ticket(10), 4)])
    assert len(resumed.notices) == 1
    await snapshots.replace_all(held.feed, NEW, AFTER, NOON_MS)
    assert (await held.read(feed_state.load)).tickets == len(AFTER)


async def test_a_ticket_forgotten_in_the_middle_of_its_return_is_counted_as_new(
    held: Store, eyes: sqlite3.Connection, pauses: Pauses
) -> None:
    pauses.hold = False
    await snapshots.replace_all(held.feed, OLD, BEFORE[1:], NOON_MS)  # the first one left
    pauses.hold = True
    job = asyncio.create_task(snapshots.replace_all(held.feed, NEW, AFTER, NOON_MS))
    while await pauses.next(job):
        await held.feed.write(tickets.forget_left, NOON_MS + 1)
    await job
    counts = await held.read(stored_rows.counts, NOON_MS)
    assert counts.mine == len(AFTER)
    assert [await held.read(tickets.total)] == list(
        eyes.execute("SELECT count(*) FROM tickets").fetchone()
    )
