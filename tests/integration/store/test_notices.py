"""What becomes of the notices that are stored."""

from __future__ import annotations

from supportdesk_desktop.core.ids import NoticeId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.store import notices as stored_notices
from supportdesk_desktop.store import ticket_events
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
    await stored_notices.settle(store.feed, [settled(one, NoticeOutcome.SHOWN, 84.5)])
    await stored_notices.settle(
        store.feed, [settled(one, NoticeOutcome.REFUSED), settled(two, NoticeOutcome.HELD_DND)]
    )
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
    assert [one.id for one in await store.read(stored_notices.recent, 2)] == [
        NoticeId(5),
        NoticeId(4),
    ]
