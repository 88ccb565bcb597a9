"""Tickets, cursor and notice intents: one transaction, one notice for ever."""

from __future__ import annotations

import msgspec
import pytest

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import FirstSync, NoticeOutcome
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.rows import (
    Arrival,
    FieldChange,
    LeftBy,
    TicketView,
    TimelineKind,
)
from supportdesk_desktop.core.tickets import Tag, decode_ticket
from supportdesk_desktop.store import (
    directory,
    feed_state,
    notices,
    rows,
)
from supportdesk_desktop.store import search as stored_search
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.notices import Settlement
from tests.fakes.stored import detail_of, receive, row_of, snapshot
from tests.fakes.tickets import NOON_MS, PAIEMENT, a_ticket, an_event

UNREADABLE = decode_ticket(
    b'{"id":"t-9","version":3,"ticketNumber":"INV-9","subject":17,'
    b'"assignedAt":"2026-04-18T12:00:09Z","assignedLevel":"N1"}'
)


async def held_ids(store: Store) -> list[str]:
    return [ticket_id for ticket_id, _ in await store.read(rows.order, TicketView.MINE, NOON_MS)]


async def test_an_assignment_is_stored_with_cursor_notice_row_and_detail(store: Store) -> None:
    ticket = a_ticket()
    committed = await receive(store, an_event(ticket, 1))

    assert committed.changed.upserted == (ticket.id,)
    assert committed.changed.removed == ()
    [notice] = committed.notices
    assert (notice.level, notice.received_ns) == ("N1", 1_000_000_000)
    assert not notice.record.late
    assert [note.kind for note in committed.changed.notes] == ["assigned"]
    memory = await store.read(feed_state.load)
    assert memory.cursor == Cursor(epoch="e1", seq=1)
    assert memory.tickets == 1
    assert await store.feed.read(stored_tickets.held_versions) == {ticket.id: 1}

    [row] = await store.read(rows.by_ids, [ticket.id, TicketId("unknown")])
    assert (row.number, row.customer, row.unread, row.pinned) == (
        "INV-1046",
        "Koffi Mensah",
        True,
        False,
    )
    assert [tag.name for tag in row.tags] == ["paiement"]
    detail = await detail_of(store, ticket.id)
    assert detail.ticket == ticket
    assert detail.notice == notice.record
    assert [entry.kind for entry in detail.timeline] == [
        TimelineKind.ASSIGNED,
        TimelineKind.CREATED,
    ]
    assert detail.timeline[0].arrival is Arrival.LIVE


async def test_the_first_snapshot_is_first_sync_and_later_ones_are_late(store: Store) -> None:
    one, two, three = a_ticket(1), a_ticket(2), a_ticket(3)
    first = await snapshot(store, 5, [two, one])
    assert first.notices == ()
    assert first.first_sync == FirstSync(2, (two.ticket_number, one.ticket_number))
    assert await store.read(notices.totals) == {NoticeOutcome.FIRST_SYNC: 2}
    later = await snapshot(store, 9, [two, three])
    assert later.changed.upserted == (three.id,)
    assert later.changed.removed == (one.id,)
    assert [(n.record.ticket_id, n.record.late) for n in later.notices] == [(three.id, True)]
    assert later.first_sync is None
    assert await held_ids(store) == [three.id, two.id]


async def test_an_empty_first_snapshot_counts_as_the_first(store: Store) -> None:
    await snapshot(store, 0, [])
    later = await snapshot(store, 1, [a_ticket()])
    assert [n.record.late for n in later.notices] == [True]


async def test_a_closed_ticket_leaves_the_list_and_stays_searchable(store: Store) -> None:
    closed = a_ticket(version=2, status="CLOSED")
    committed = await receive(store, an_event(a_ticket(), 1), an_event(closed, 2, "ticket.closed"))
    assert committed.changed.removed == (closed.id,)
    assert await held_ids(store) == []
    assert await store.feed.read(stored_tickets.held_versions) == {}
    page = await store.read(stored_search.page, parse("débité"), NOON_MS)
    [row] = page.rows
    assert (row.left_by, row.status) == (LeftBy.CLOSED, "CLOSED")
    [stored] = await store.read(stored_tickets.full, [closed.id])
    assert stored.left_ms == NOON_MS + 2000
    detail = await detail_of(store, closed.id)
    assert [(entry.kind, entry.left_by) for entry in detail.timeline[:2]] == [
        (TimelineKind.LEFT, LeftBy.CLOSED),
        (TimelineKind.UPDATED, None),
    ]
    assert (
        await store.read(stored_search.page, parse("débité"), NOON_MS, held_only=True)
    ).rows == ()


async def test_a_ticket_that_comes_back_is_held_again(store: Store) -> None:
    await receive(
        store,
        an_event(a_ticket(), 1),
        an_event(a_ticket(version=2), 2, "ticket.unassigned"),
        an_event(a_ticket(version=3), 3),
    )
    assert await held_ids(store) == ["t-1046"]
    row = await row_of(store, "t-1046")
    assert row.left_by is None


async def test_removed_and_returned_in_one_commit_is_not_removed(store: Store) -> None:
    await receive(store, an_event(a_ticket(), 1))
    committed = await receive(
        store, an_event(a_ticket(), 2, "ticket.unassigned"), an_event(a_ticket(), 3)
    )
    assert committed.changed.removed == ()


async def test_an_update_is_told_field_by_field(store: Store) -> None:
    before = a_ticket()
    after = a_ticket(
        version=2,
        priority="HIGH",
        metadata=msgspec.Raw(b'{"orderId":20418,"amount":150000.5,"note":"vu"}'),
    )
    await receive(store, an_event(before, 1))
    committed = await receive(store, an_event(after, 2, "ticket.updated"))
    assert [note.kind for note in committed.changed.notes] == ["updated"]
    assert committed.notices == ()
    detail = await detail_of(store, after.id)
    [update] = [entry for entry in detail.timeline if entry.kind is TimelineKind.UPDATED]
    assert set(update.changes) == {
        FieldChange("priority", "CRITICAL", "HIGH"),
        FieldChange("metadata.amount", "150000.50", "150000.5"),
        FieldChange("metadata.errorCode", '"card_declined"', ""),
        FieldChange("metadata.note", "", '"vu"'),
    }
    # The old text is found no more, the new one is.
    assert not (await store.read(stored_search.page, parse("declined"), NOON_MS)).rows
    assert (await store.read(stored_search.page, parse("méta.note:vu"), NOON_MS)).rows


async def test_an_older_version_moves_the_cursor_alone_but_is_accounted_for(store: Store) -> None:
    await receive(store, an_event(a_ticket(version=4), 1))
    old = a_ticket(version=3, subject="Ancien", assigned_at="2026-04-18T09:00:00Z")
    committed = await receive(store, an_event(old, 2, keeps=False))
    assert committed.changed.upserted == ()
    assert len(committed.notices) == 1
    row = await row_of(store, old.id)
    assert row.subject != "Ancien"
    assert (await store.read(feed_state.load)).cursor == Cursor(epoch="e1", seq=2)


async def test_an_unreadable_ticket_is_a_row_counted_and_accounted_for(store: Store) -> None:
    committed = await receive(store, an_event(UNREADABLE, 1))
    row = await row_of(store, "t-9")
    assert row.unreadable
    assert (row.number, row.subject) == ("INV-9", "INV-9")
    assert len(committed.notices) == 1
    assert await store.feed.read(stored_tickets.held_versions) == {"t-9": 3}
    detail = await detail_of(store, "t-9")
    assert detail.ticket is None
    assert detail.unreadable_reason
    # The same assignment in a snapshot has its notice already; a readable version replaces it.
    whole = await snapshot(store, 2, [UNREADABLE])
    assert whole.notices == ()
    await receive(store, an_event(a_ticket(9, version=4), 3, "ticket.updated"))
    row = await row_of(store, "t-9")
    assert not row.unreadable


async def test_an_unreadable_ticket_of_unknown_version_keeps_the_one_that_is_known(
    store: Store,
) -> None:
    unknown = msgspec.structs.replace(UNREADABLE, version=0)
    await receive(
        store, an_event(a_ticket(9, version=4), 1), an_event(unknown, 2, "ticket.updated")
    )
    # A reducer made from this after a cut must still refuse version 3.
    assert await store.feed.read(stored_tickets.held_versions) == {"t-9": 4}
    # A snapshot may go back, as a restored server does.
    await snapshot(store, 2, [unknown], epoch="e2")
    assert await store.feed.read(stored_tickets.held_versions) == {"t-9": 0}


async def test_a_huge_version_does_not_blind_the_desk(store: Store) -> None:
    await receive(store, an_event(a_ticket(version=2**70), 1))
    assert await store.feed.read(stored_tickets.held_versions) == {"t-1046": 2**63 - 1}


async def test_a_failed_commit_stores_nothing(store: Store) -> None:
    await receive(store, an_event(a_ticket(1), 1))
    broken = an_event(a_ticket(3, id=TicketId("\ud800")), 3)  # SQLite takes no lone surrogate
    with pytest.raises(UnicodeEncodeError):
        await receive(store, an_event(a_ticket(2), 2), broken)
    assert (await store.read(feed_state.load)).cursor == Cursor(epoch="e1", seq=1)
    assert await held_ids(store) == ["t-1"]
    assert len(await store.read(notices.pending)) == 1
    # A snapshot that fails in the middle, and one whose last write fails.
    for epoch, last in (("e2", broken.applied.ticket), ("\ud800", a_ticket(3))):
        with pytest.raises(UnicodeEncodeError):
            await snapshot(store, 8, [a_ticket(2), last], epoch=epoch)
        memory = await store.read(feed_state.load)
        assert (memory.cursor, memory.had_feed) == (Cursor(epoch="e1", seq=1), False)
        assert await held_ids(store) == ["t-1"]


async def test_read_marks_last_until_a_new_assignment(store: Store) -> None:
    one = TicketId("t-1046")
    await receive(store, an_event(a_ticket(), 1))
    await store.feed.write(stored_tickets.set_mark, "read", [one], True)
    await receive(store, an_event(a_ticket(version=2), 2, "ticket.updated"))
    assert not (await store.read(rows.by_ids, [one]))[0].unread
    anew = a_ticket(version=3, assigned_at="2026-04-18T15:00:00Z")
    await receive(store, an_event(anew, 3))
    assert (await store.read(rows.by_ids, [one]))[0].unread


async def test_a_row_shows_what_became_of_its_notice(store: Store) -> None:
    committed = await receive(store, an_event(a_ticket(), 1))
    [notice] = committed.notices
    await notices.settle(
        store.feed,
        [Settlement(notice.record.id, notice.record.ticket_id, NoticeOutcome.SHOWN, NOON_MS, 84.2)],
    )
    row = await row_of(store, notice.record.ticket_id)
    assert (row.notice_outcome, row.notice_ms) == ("shown", 84)
    detail = await detail_of(store, row.id)
    assert TimelineKind.NOTICED in {entry.kind for entry in detail.timeline}


async def test_a_nameless_tag_takes_its_name_from_the_book(store: Store) -> None:
    nameless = Tag(id=PAIEMENT.id)
    await receive(store, an_event(a_ticket(tags=(nameless,)), 1))
    row = await row_of(store, "t-1046")
    assert row.tags[0].name == PAIEMENT.id
    await store.feed.write(directory.learn_tags, [PAIEMENT])
    row = await row_of(store, "t-1046")
    assert row.tags[0].name == "paiement"
    await store.feed.write(directory.learn_tags, [nameless])
    assert await store.read(directory.read_tags) == (PAIEMENT,)
    await store.feed.write(
        directory.learn_tags,
        [msgspec.structs.replace(PAIEMENT, name="\u202epaiement"), Tag(id="t-9", name="a\nb")],
    )
    assert await store.read(directory.read_tags) == (PAIEMENT, Tag(id="t-9"))


async def test_customers_are_learned_and_found_by_the_beginning_of_words(store: Store) -> None:
    await receive(store, an_event(a_ticket(), 1))
    for typed in ("user_88", "mens", "KOFFI", "koffi.mensah@", "ménsah kof"):
        assert [
            one.external_id for one in await store.read(directory.matching_customers, typed)
        ] == ["user_8842"]
    assert await store.read(directory.matching_customers, "ensah") == []
    assert await store.read(directory.matching_customers, "%") == await store.read(
        directory.recent_customers
    )
    known = await store.read(directory.find_customer, "user_8842")
    assert known is not None
    assert known.phone == "+2290197000000"


async def test_tickets_that_left_long_ago_are_forgotten_but_pinned_ones(store: Store) -> None:
    await snapshot(store, 1, [a_ticket(1), a_ticket(2), a_ticket(3)])
    await store.feed.write(stored_tickets.set_mark, "pinned", [TicketId("t-2")], True)
    await snapshot(store, 2, [a_ticket(3)], now_ms=NOON_MS + 10)
    assert await store.feed.write(stored_tickets.forget_left, NOON_MS + 10) == 0
    assert await store.feed.write(stored_tickets.forget_left, NOON_MS + 11) == 1
    found = await store.read(stored_search.page, parse(""), NOON_MS)
    assert {row.id for row in found.rows} == {"t-2", "t-3"}
    assert await store.read(stored_search.count, parse("débité"), NOON_MS) == 2
    assert len(await store.read(notices.recent)) == 3


async def test_a_clone_of_what_is_typed_is_found_among_tickets_and_filings(store: Store) -> None:
    await receive(store, an_event(a_ticket(), 1))
    [candidate] = await store.read(
        stored_tickets.duplicate_candidates, "user_8842", NOON_MS - 3_600_000
    )
    assert (candidate.number, candidate.ticket_id) == ("INV-1046", "t-1046")
    assert (
        await store.read(stored_tickets.duplicate_candidates, "user_8842", NOON_MS + 3_600_000)
        == []
    )
    assert await store.read(stored_tickets.duplicate_candidates, "autre", 0) == []


async def test_a_ticket_is_found_by_its_number(store: Store) -> None:
    await receive(store, an_event(a_ticket(), 1))
    assert await store.read(stored_tickets.by_number, "INV-1046") == "t-1046"
    assert await store.read(stored_tickets.by_number, "INV-1") is None
    assert await store.read(stored_tickets.categories) == ["Paiement"]
    assert await store.read(stored_tickets.total) == 1
