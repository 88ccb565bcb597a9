"""When the window was open is known, and the statistics know it."""

from __future__ import annotations

from supportdesk_desktop.core.feed_status import BlindCause
from supportdesk_desktop.core.statistics import BlindTime, OpenSpan, days_until
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.days import BREAK_MS, DayService, OpenTime
from supportdesk_desktop.store import feed_state, settings, statistics
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.settings import FIRST_VERIFIED
from supportdesk_desktop.system.clock import Clock
from tests.fakes.tickets import NOON_MS

HOUR = 3_600_000
MORNING = days_until(NOON_MS, 1)[0].from_ms + 8 * HOUR


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_ms = MORNING
        self.clock = Clock(wall_ms=lambda: self.now_ms)


async def test_a_span_grows_while_the_window_is_open(store: Store) -> None:
    hands = Hands()
    time = OpenTime(store, Bus(), hands.clock)
    await time.note()
    hands.now_ms += 60_000
    await time.note()
    hands.now_ms += 30_000
    await time.aclose()
    assert await store.read(statistics.open_spans_since, 0) == [OpenSpan(MORNING, MORNING + 90_000)]


async def test_a_computer_that_slept_was_not_open_meanwhile(store: Store) -> None:
    hands = Hands()
    time = OpenTime(store, Bus(), hands.clock)
    await time.note()
    hands.now_ms += BREAK_MS + 1
    await time.note()
    woken = hands.now_ms
    # A clock that is set back begins another span too, instead of one of negative length.
    hands.now_ms -= 10_000
    await time.aclose()
    assert await store.read(statistics.open_spans_since, 0) == [
        OpenSpan(MORNING, MORNING),
        OpenSpan(woken - 10_000, woken - 10_000),
        OpenSpan(woken, woken),
    ]


async def test_a_day_without_the_window_is_closed_and_today_is_not(store: Store) -> None:
    hands = Hands()
    service = DayService(store, hands.clock, sample_data=False)
    facts = await service.statistics(7)
    assert [one.closed for one in facts.days] == [True] * 6 + [False]
    assert [one.unfinished for one in facts.days] == [False] * 6 + [True]

    hands.now_ms = MORNING - 48 * HOUR
    time = OpenTime(store, Bus(), hands.clock)
    await time.note()
    hands.now_ms = MORNING
    assert [one.closed for one in (await service.statistics(7)).days] == [
        *(True, True, True, True, False, True, False)
    ]


async def test_time_without_news_counts_from_the_first_opening_on(store: Store) -> None:
    hands = Hands()
    time = OpenTime(store, Bus(), hands.clock)
    await time.note()
    await store.ledger.write(settings.put, FIRST_VERIFIED, MORNING - 20 * HOUR)
    await store.feed.write(feed_state.open_interval, MORNING - 14 * HOUR, BlindCause.CLOSED_APP)
    await store.feed.write(feed_state.close_interval, MORNING + 900, "replay", 3)
    await store.feed.write(feed_state.open_interval, MORNING + HOUR, BlindCause.LOST, 1006)
    await store.feed.write(feed_state.close_interval, MORNING + HOUR + 41_000, "replay", 1)
    hands.now_ms = MORNING + 4 * HOUR
    facts = await DayService(store, hands.clock, sample_data=False).statistics(7)
    assert facts.days[-1].blind == BlindTime(41_000, 0, 0, 1)
    assert facts.proven
    await time.aclose()
