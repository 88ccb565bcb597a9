"""Orders made of the store's columns are those made of whole rows, in every arrangement."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace

from supportdesk_desktop.core.arrangement import Arrangement, GroupBy, SortBy, sort_text
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import TicketRow, TicketView, belongs
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.core.tickets import Tag, Ticket, UnreadableTicket
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.store import (
    directory,
    notices,
    schema,
    snapshots,
)
from supportdesk_desktop.store import (
    rows as stored_rows,
)
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.notices import Settlement
from tests.fakes.tickets import KOFFI, NOON_MS, PAIEMENT, a_ticket

EVERY = [Arrangement(*parts) for parts in product(SortBy, (True, False), GroupBy)]
NAMES = ("Koffi Mensah", "Ébène", "ebene", "Œdipe\nRoi", "", "Ɖossou")
SUBJECTS = ("Paiement", "paiement", "Échec", "Œuvre", "", "日本語", "x" * 200)
TAGS = (PAIEMENT, Tag(id="t-2", name="Échange"), Tag(id="t-3", name=None))
COUNT = 60


def some_tickets() -> list[Ticket]:
    """Return tickets that differ and that are equal in everything a list sorts by."""
    dice = random.Random(4)
    return [
        a_ticket(
            number,
            subject=dice.choice(SUBJECTS),
            priority=dice.choice(["LOW", "MEDIUM", "HIGH", "URGENT", "CRITICAL", "ODD"]),
            status=dice.choice(["OPEN", "IN_PROGRESS", "CLOSED", "ODD"]),
            customer=replace(KOFFI, name=dice.choice(NAMES), external_id=f"user_{number % 7}"),
            tags=tuple(dice.sample(TAGS, dice.randrange(3))),
            assigned_at=iso_utc(NOON_MS - dice.randrange(40) * 3_600_000),
        )
        for number in range(COUNT)
    ]


@pytest.fixture
async def filled(store: Store) -> Store:
    tickets: list[Ticket | UnreadableTicket] = [*some_tickets()]
    tickets.append(UnreadableTicket(TicketId("t-bad"), 1, b"{}", "no subject"))
    await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=1), tickets, NOON_MS)
    await store.feed.write(directory.learn_tags, [Tag(id="t-3", name="aaa, du carnet")])
    pending = await store.read(notices.pending)
    outcomes = [None, *NoticeOutcome]
    await notices.settle(
        store.feed,
        [
            Settlement(notice.record.id, notice.record.ticket_id, outcome, NOON_MS, 84.5 * (at % 3))
            for at, notice in enumerate(pending)
            if (outcome := outcomes[at % len(outcomes)]) is not None
        ],
    )
    await store.feed.write(
        stored_tickets.set_mark,
        "pinned",
        [TicketId(f"t-{number}") for number in range(0, 60, 7)],
        True,
    )
    return store


async def held_rows(store: Store) -> list[TicketRow]:
    return await store.read(
        stored_rows.by_ids,
        [one for one, _ in await store.read(stored_rows.order, TicketView.MINE, 0)],
    )


async def test_columns_and_rows_give_the_same_places(filled: Store, store_path: Path) -> None:
    rows = await held_rows(filled)
    with closing(schema.connect(store_path, query_only=True)) as db:
        for arrangement, view in product(EVERY, TicketView):
            lines = stored_rows.lines(db, view, arrangement, NOON_MS)
            there = [row for row in rows if belongs(view, row, NOON_MS)]
            assert there, view
            expected = TicketLines.of_rows(arrangement, there)
            assert list(lines.entries()) == list(expected.entries()), arrangement
            assert list(lines) == list(expected), arrangement


async def test_a_head_is_how_the_order_begins(
    filled: Store, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    natural = {SortBy.RECEIVED: GroupBy.DAY, SortBy.PRIORITY: GroupBy.PRIORITY}
    natural[SortBy.CUSTOMER] = GroupBy.CUSTOMER
    with closing(schema.connect(store_path, query_only=True)) as db:
        assert stored_rows.head(db, TicketView.MINE, EVERY[0], NOON_MS) is None
        monkeypatch.setattr(stored_rows, "BIG", 20)
        monkeypatch.setattr(stored_rows, "HEAD", 25)
        for arrangement in EVERY:
            head = stored_rows.head(db, TicketView.MINE, arrangement, NOON_MS)
            whole = stored_rows.lines(db, TicketView.MINE, arrangement, NOON_MS)
            if arrangement.group not in (GroupBy.NONE, natural.get(arrangement.sort)):
                assert head is None, arrangement
                continue
            assert head is not None, arrangement
            assert head.total == COUNT + 1
            assert [row.id for row in head.rows] == list(whole.tickets())[:25], arrangement


async def test_sort_keys_are_filled_for_tickets_of_before(filled: Store, store_path: Path) -> None:
    """The migration makes the keys of the folded text; they are those that would be stored."""
    db = sqlite3.connect(store_path)
    script = (schema.migrations()[0].parent / "0006_sort_keys.sql").read_text()
    [update] = [one for one in schema._statements(script) if one.lstrip().startswith("UPDATE")]
    try:
        db.execute("UPDATE tickets SET subject_key = '?', customer_key = '?'")
        db.execute(update)
        found = db.execute("SELECT subject, subject_key, customer, customer_key FROM tickets")
        for subject, subject_key, customer, customer_key in found.fetchall():
            assert (subject_key, customer_key) == (sort_text(subject), sort_text(customer))
    finally:
        db.rollback()
        db.close()
