"""Notes and snoozes: kept on this computer, searched, and never hiding a new assignment."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.rows import Arrival, TicketView, belongs
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store import search as stored_search
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.store.engine import Store
from tests.fakes.stored import detail_of, receive, snapshot
from tests.fakes.tickets import NOON_MS, a_ticket, an_event

ONE, TWO, THREE = (TicketId(f"t-{number}") for number in (1, 2, 3))
LATER_MS = NOON_MS + 3_600_000


@pytest.fixture
async def three(store: Store) -> Store:
    """Three urgent tickets of one customer."""
    await snapshot(store, 3, [a_ticket(number) for number in (1, 2, 3)])
    return store


async def view(store: Store, which: TicketView) -> set[TicketId]:
    """Return what a view holds; each row says the same of itself."""
    held = {ticket_id for ticket_id, _ in await store.read(stored_rows.order, which, NOON_MS)}
    rows = await store.read(stored_rows.by_ids, (ONE, TWO, THREE))
    assert {row.id for row in rows if belongs(which, row, NOON_MS)} == held
    return held


async def found(store: Store, text: str) -> set[TicketId]:
    return {row.id for row in (await store.read(stored_search.page, parse(text), NOON_MS)).rows}


async def test_a_snoozed_ticket_leaves_its_views_and_is_found(three: Store) -> None:
    await three.feed.write(stored_tickets.set_mark, "pinned", [TWO], True)
    await three.ledger.write(stored_tickets.put_snoozes, {ONE: LATER_MS, TWO: LATER_MS})
    for which in (TicketView.MINE, TicketView.URGENT, TicketView.TODAY):
        assert await view(three, which) == {THREE}
    assert await view(three, TicketView.PINNED) == {TWO}
    counts = await three.read(stored_rows.counts, NOON_MS)
    assert (counts.mine, counts.urgent, counts.today, counts.pinned) == (1, 1, 1, 1)
    assert counts.snoozed == 2
    assert await found(three, "est:reporté") == {ONE, TWO}
    assert await found(three, "-is:snoozed") == {THREE}
    assert (await three.read(stored_rows.by_ids, [ONE]))[0].snoozed_until_ms == LATER_MS


async def test_it_comes_back_unread_at_its_time(three: Store) -> None:
    await three.feed.write(stored_tickets.set_mark, "read", [ONE, TWO], True)
    await three.ledger.write(stored_tickets.put_snoozes, {ONE: LATER_MS, TWO: LATER_MS + 1})
    assert await three.ledger.write(stored_tickets.end_snoozes, LATER_MS - 1) == ()
    assert await three.ledger.write(stored_tickets.end_snoozes, LATER_MS) == (ONE,)
    assert await view(three, TicketView.MINE) == {ONE, THREE}
    assert [row.unread for row in await three.read(stored_rows.by_ids, [ONE, TWO])] == [True, False]


async def test_a_ticket_that_left_meanwhile_does_not_come_back(three: Store) -> None:
    await three.ledger.write(stored_tickets.put_snoozes, {ONE: LATER_MS})
    await receive(three, an_event(a_ticket(1, version=2), 4, "ticket.closed"))
    assert await three.ledger.write(stored_tickets.end_snoozes, LATER_MS) == ()
    assert await three.ledger.read(stored_tickets.snoozes) == {}


@pytest.mark.parametrize("arrival", [Arrival.LIVE, Arrival.REPLAY])
async def test_a_new_assignment_ends_the_snooze(three: Store, arrival: Arrival) -> None:
    await three.ledger.write(stored_tickets.put_snoozes, {ONE: LATER_MS, TWO: LATER_MS})
    same = replace(a_ticket(2), subject="Autre sujet", version=2)
    again = replace(a_ticket(1), assigned_at=iso_utc(NOON_MS + 5000), version=2)
    await receive(
        three,
        an_event(same, 4, "ticket.updated", arrival=arrival),
        an_event(again, 5, "ticket.assigned", arrival=arrival),
    )
    assert await view(three, TicketView.MINE) == {ONE, THREE}


async def test_a_note_is_found_by_its_words(three: Store) -> None:
    await three.ledger.write(
        stored_tickets.put_note, ONE, "Rappeler après l’opérateur : 100 % remboursé"
    )
    await three.ledger.write(stored_tickets.put_note, TWO, "Attendre")
    for text in ("note:rappel", "note:OPERATEUR", 'note:"100 remboursé"', "note:zzz|rembours"):
        assert await found(three, text) == {ONE}, text
    for text in ("note:appeler", 'note:"100 rembours"', "note:%", "rappeler"):
        assert await found(three, text) == set(), text
    assert await found(three, "est:annoté") == {ONE, TWO}
    assert await found(three, "-note:rappeler") == {TWO, THREE}
    detail = await detail_of(three, ONE)
    assert detail.note == "Rappeler après l’opérateur : 100 % remboursé"


async def test_an_emptied_note_is_none(three: Store) -> None:
    await three.ledger.write(stored_tickets.put_note, ONE, "Rappeler")
    await three.ledger.write(stored_tickets.put_note, ONE, " \n")
    assert await found(three, "est:annoté") == set()


async def test_a_ticket_with_a_note_is_kept_after_it_left(three: Store) -> None:
    await three.ledger.write(stored_tickets.put_note, ONE, "Rappeler")
    await snapshot(three, 4, [a_ticket(3)])
    assert await three.feed.write(stored_tickets.forget_left, NOON_MS + 1) == 1
    assert {row.id for row in await three.read(stored_rows.by_ids, (ONE, TWO, THREE))} == {
        ONE,
        THREE,
    }


async def test_the_detail_knows_the_other_tickets_of_the_customer(store: Store) -> None:
    other = replace(a_ticket(99).customer, external_id="user_1")
    tickets = [*(a_ticket(number) for number in range(1, 9)), a_ticket(99, customer=other)]
    await snapshot(store, 9, tickets)
    await receive(store, an_event(a_ticket(8, version=2), 10, "ticket.closed"))
    detail = await detail_of(store, "t-6")
    assert [row.number for row in detail.others] == ["INV-8", "INV-7", "INV-5", "INV-4", "INV-3"]
    assert detail.other_count == 7
    alone = await detail_of(store, "t-99")
    assert (alone.others, alone.other_count) == ((), 0)
