"""Notices, pacing, drafts, settings and customers."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.customers import NOTHING_TYPED, CustomerEntry, KnownCustomer
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.ids import DraftId, FilingId, NoticeId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.pacing import DOCUMENTED_LIMITS
from supportdesk_desktop.store import customers, drafts, pacing, settings, ticket_events
from supportdesk_desktop.store import notices as stored_notices
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.notices import NewNotice, Settlement
from tests.fakes.tickets import NOON_MS, a_ticket, an_event


async def some_notices(store: Store, count: int) -> list[NewNotice]:
    events = [an_event(a_ticket(n), n) for n in range(1, count + 1)]
    return list((await store.feed.write(ticket_events.store_events, events)).notices)


def settled(
    notice: NewNotice, outcome: NoticeOutcome, latency_ms: float | None = None
) -> Settlement:
    record = notice.record
    return Settlement(record.id, record.ticket_id, outcome, record.received_ms + 90, latency_ms)


async def test_the_first_outcome_of_a_notice_stands(store: Store) -> None:
    one, two = await some_notices(store, 2)
    pending = await store.read(stored_notices.pending)
    assert [notice.record for notice in pending] == [one.record, two.record]
    assert [(notice.level, notice.received_ns) for notice in pending] == [("N1", None)] * 2
    assert await stored_notices.settle(store.feed, [settled(one, NoticeOutcome.SHOWN, 84.5)]) == [
        one.record.id
    ]
    assert await stored_notices.settle(
        store.feed, [settled(one, NoticeOutcome.REFUSED), settled(two, NoticeOutcome.HELD_DND)]
    ) == [two.record.id]
    [first] = await store.read(stored_notices.by_ids, [one.record.id])
    assert (first.outcome, first.latency_ms) == (NoticeOutcome.SHOWN, 84.5)
    assert await store.read(stored_notices.pending) == []
    held = await store.read(stored_notices.with_outcome, NoticeOutcome.HELD_DND)
    assert [notice.id for notice in held] == [two.record.id]


async def test_what_no_service_took_is_tried_once_more(store: Store) -> None:
    one, two, three = await some_notices(store, 3)
    await stored_notices.settle(
        store.feed,
        [
            settled(one, NoticeOutcome.NO_SERVICE),
            settled(two, NoticeOutcome.REFUSED),
            settled(three, NoticeOutcome.SHOWN),
        ],
    )
    assert [notice.id for notice in await store.read(stored_notices.unheard)] == [
        one.record.id,
        two.record.id,
    ]
    assert await store.read(stored_notices.unheard, NOON_MS * 2) == []
    again = [settled(notice, NoticeOutcome.LATE) for notice in (one, three)]
    await store.feed.write(
        stored_notices.settle_again, [*again, settled(two, NoticeOutcome.REFUSED)]
    )
    assert await store.read(stored_notices.unheard) == []
    await store.feed.write(stored_notices.settle_again, [settled(two, NoticeOutcome.LATE)])
    ids = [notice.record.id for notice in (one, two, three)]
    outcomes = [notice.outcome for notice in await store.read(stored_notices.by_ids, ids)]
    assert outcomes == [NoticeOutcome.LATE, NoticeOutcome.REFUSED, NoticeOutcome.SHOWN]


async def test_totals_add_up_to_the_assignments_received(store: Store) -> None:
    notices = await some_notices(store, 5)
    await stored_notices.settle(
        store.feed,
        [settled(one, NoticeOutcome.SHOWN, float(10 * n)) for n, one in enumerate(notices[:3], 1)],
    )
    await stored_notices.settle(store.feed, [settled(notices[3], NoticeOutcome.NO_SERVICE)])
    totals = await store.read(stored_notices.totals)
    assert totals == {NoticeOutcome.SHOWN: 3, NoticeOutcome.NO_SERVICE: 1, None: 1}
    assert sum(totals.values()) == len(await store.read(stored_notices.recent))
    latency = await store.read(stored_notices.latency)
    assert (latency.count, latency.p50, latency.p95) == (3, 20.0, 30.0)
    assert (await store.read(stored_notices.latency, NOON_MS * 2)).p50 is None
    assert [one.id for one in await store.read(stored_notices.recent, 2)] == [
        NoticeId(5),
        NoticeId(4),
    ]


async def test_the_budget_is_kept_whatever_is_asked(store: Store) -> None:
    waits = [
        await store.feed.write(pacing.reserve, DOCUMENTED_LIMITS, NOON_MS + n) for n in range(4)
    ]
    assert waits == [0, 0, 0, 997]
    assert await store.read(pacing.recent, NOON_MS) == [NOON_MS, NOON_MS + 1, NOON_MS + 2]
    assert await store.feed.write(pacing.reserve, DOCUMENTED_LIMITS, NOON_MS + 1000) == 0
    assert await store.feed.write(pacing.reserve, (), NOON_MS + 1000) == 0


async def test_a_clock_set_back_does_not_block_the_queue(store: Store) -> None:
    await store.feed.write(pacing.record, NOON_MS + 3_600_000)
    assert await store.feed.write(pacing.reserve, DOCUMENTED_LIMITS, NOON_MS) == 0
    assert await store.read(pacing.recent, 0) == [NOON_MS]


async def test_a_draft_is_kept_as_typed_even_where_its_metadata_is_not_json(store: Store) -> None:
    draft = Draft(
        customer_external_id="user_8842",
        subject="Où est ma commande ?",
        metadata=msgspec.Raw(b'{"orderId": 20418,'),
        tag_ids=("x",),
    )
    await store.ledger.write(drafts.put, DraftId("d1"), draft, NOON_MS)
    await store.ledger.write(drafts.put, DraftId("d2"), Draft(), NOON_MS + 1, FilingId(3))
    later = msgspec.structs.replace(draft, subject="Où est ma commande 20418 ?")
    await store.ledger.write(drafts.put, DraftId("d1"), later, NOON_MS + 2)
    first, second = await store.ledger.read(drafts.read_all)
    assert (first.id, first.draft, first.created_ms, first.updated_ms) == (
        "d1",
        later,
        NOON_MS,
        NOON_MS + 2,
    )
    assert (second.id, second.filing_id) == ("d2", 3)
    await store.ledger.write(drafts.remove, DraftId("d1"))
    assert await store.ledger.read(drafts.get, DraftId("d1")) is None
    assert await store.ledger.read(drafts.get, DraftId("d2")) == second


async def test_a_draft_keeps_what_is_typed_of_its_customer(store: Store) -> None:
    typed = CustomerEntry(email="firmin@", phone="01 97 00", opened=True)
    await store.ledger.write(drafts.put, DraftId("d1"), Draft(), NOON_MS, customer=typed)
    (kept,) = await store.ledger.read(drafts.read_all)
    assert kept.customer == typed
    await store.ledger.write(drafts.put, DraftId("d1"), Draft(), NOON_MS + 1)
    (kept,) = await store.ledger.read(drafts.read_all)
    assert kept.customer == NOTHING_TYPED


async def test_settings_have_a_type_or_their_default(store: Store) -> None:
    await store.ledger.write(settings.put, "dnd_until_ms", NOON_MS)
    assert await store.ledger.read(settings.get, "dnd_until_ms", int) == NOON_MS
    assert await store.ledger.read(settings.get, "dnd_until_ms", str) is None
    assert await store.ledger.read(settings.get, "absent", int) is None
    await store.ledger.write(settings.put, "dnd_until_ms", 0)
    assert await store.ledger.read(settings.read_all) == {"dnd_until_ms": "0"}
    await store.ledger.write(settings.remove, "dnd_until_ms")
    assert await store.ledger.read(settings.read_all) == {}


async def test_what_is_learned_of_a_customer_adds_up(store: Store) -> None:
    await store.feed.write(
        customers.learn, KnownCustomer("u1", "Fidèle Dossou", None, None, 50, 50)
    )
    await store.feed.write(
        customers.learn, KnownCustomer("u1", None, "f.dossou@exemple.bj", None, 20, 90)
    )
    await store.feed.write(customers.learn, KnownCustomer("u2", "Ɖossa Œuvre", None, None, 60, 60))
    assert await store.read(customers.find, "u1") == KnownCustomer(
        "u1", "Fidèle Dossou", "f.dossou@exemple.bj", None, 20, 90
    )
    assert [one.external_id for one in await store.read(customers.recent)] == ["u1", "u2"]
    assert [one.external_id for one in await store.read(customers.matching, "doss")] == ["u1", "u2"]
    assert [one.external_id for one in await store.read(customers.matching, "oeuvre")] == ["u2"]
