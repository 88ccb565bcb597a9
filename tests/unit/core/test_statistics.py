"""Days of any zone, and what of the blind intervals belongs to each."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.feed_status import BlindCause, BlindInterval
from supportdesk_desktop.core.statistics import (
    STARTING_MS,
    BlindTime,
    Day,
    OpenSpan,
    Tally,
    blind_time,
    days_until,
    gaps_within,
    midnight_ms,
    statistics_of,
    working_time,
)

HOUR = 3_600_000
ZONES = [
    ZoneInfo(name)
    for name in (
        *("UTC", "Africa/Porto-Novo", "Europe/Paris", "Atlantic/Azores", "America/Havana"),
        *("America/Sao_Paulo", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia"),
    )
]
# Within these years São Paulo began its summer at midnight, and Apia left out a whole day.
MOMENTS = st.integers(
    round(datetime(2009, 1, 1).timestamp() * 1000), round(datetime(2027, 1, 1).timestamp() * 1000)
)


@given(now=MOMENTS, count=st.integers(1, 400), zone=st.sampled_from(ZONES))
def test_days_follow_on_one_another_and_the_last_one_is_today(
    now: int, count: int, zone: ZoneInfo
) -> None:
    days = days_until(now, count, zone)
    assert len(days) == count
    assert all(one.to_ms == next_.from_ms for one, next_ in pairwise(days))
    assert all(one.date + timedelta(days=1) == next_.date for one, next_ in pairwise(days))
    assert days[-1].from_ms <= now < days[-1].to_ms


@given(now=MOMENTS, count=st.integers(1, 30), zone=st.sampled_from(ZONES), share=st.floats(0, 1))
def test_every_moment_belongs_to_the_day_that_its_clock_shows(
    now: int, count: int, zone: ZoneInfo, share: float
) -> None:
    days = days_until(now, count, zone)
    moment = days[0].from_ms + round((now - days[0].from_ms) * share)
    [day] = [one for one in days if one.from_ms <= moment < one.to_ms]
    assert datetime.fromtimestamp(moment / 1000, zone).date() == day.date


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 23), (10, 25, 25), (4, 21, 24)])
def test_the_day_of_a_change_of_clocks_has_its_own_length(month: int, day: int, hours: int) -> None:
    paris = ZoneInfo("Europe/Paris")
    noon = round(datetime(2026, month, day, 12, tzinfo=paris).timestamp() * 1000)
    [one] = days_until(noon, 1, paris)
    assert one.to_ms - one.from_ms == hours * HOUR


def test_midnight_belongs_to_the_day_that_begins() -> None:
    zone = ZoneInfo("Africa/Porto-Novo")
    midnight = midnight_ms(datetime(2026, 4, 21).date(), zone)
    assert days_until(midnight, 1, zone)[0].date.day == 21
    assert days_until(midnight - 1, 1, zone)[0].date.day == 20


DAY = Day(datetime(2026, 4, 21).date(), 0, 24 * HOUR)
TIMES = st.integers(-6 * HOUR, 30 * HOUR)
SPANS = st.lists(st.tuples(TIMES, TIMES).map(lambda pair: OpenSpan(min(pair), max(pair))))


@st.composite
def blind(draw: st.DrawFn) -> BlindInterval:
    begins, ends = sorted((draw(TIMES), draw(TIMES)))
    how = draw(st.sampled_from(["replay", "snapshot", None]))
    cause = draw(st.sampled_from([BlindCause.LOST, BlindCause.CLOSED_APP]))
    return BlindInterval(begins, None if how is None else ends, cause, None, how)


@given(spans=SPANS)
def test_the_working_time_lies_within_the_day_and_holds_every_span(spans: list[OpenSpan]) -> None:
    worked = working_time(DAY, spans)
    inside = [one for one in spans if one.from_ms < DAY.to_ms and one.to_ms > DAY.from_ms]
    if worked is None:
        assert not inside
        return
    assert DAY.from_ms <= worked.from_ms <= worked.to_ms <= DAY.to_ms
    for one in inside:
        assert worked.from_ms <= max(one.from_ms, DAY.from_ms)
        assert min(one.to_ms, DAY.to_ms) <= worked.to_ms


def test_a_span_that_ends_at_midnight_does_not_open_the_next_day() -> None:
    assert working_time(DAY, [OpenSpan(-HOUR, 0)]) is None
    assert working_time(DAY, [OpenSpan(0, 0)]) == OpenSpan(0, 0)


@given(intervals=st.lists(blind()), now=st.integers(0, 24 * HOUR))
def test_blind_time_is_never_longer_than_the_day_and_counts_no_moment_twice(
    intervals: list[BlindInterval], now: int
) -> None:
    worked = OpenSpan(8 * HOUR, 18 * HOUR)
    gaps = gaps_within(worked, intervals, now)
    time = blind_time(gaps)
    assert time.total_ms == sum(length for _, length in gaps)
    assert 0 <= time.total_ms <= 10 * HOUR
    assert all(length > 0 for _, length in gaps)
    # Minute by minute, as a person would count on a strip of paper.
    minutes = range(worked.from_ms, worked.to_ms, 60_000)
    unseen = sum(
        any(
            one.from_ms <= minute and minute < (now if one.to_ms is None else one.to_ms)
            for one in intervals
        )
        for minute in minutes
    )
    slack = 2 * len(intervals) * (60_000 + STARTING_MS)
    assert abs(time.total_ms - unseen * 60_000) <= slack


@given(intervals=st.lists(blind()), cut=st.integers(8 * HOUR, 18 * HOUR))
def test_two_halves_of_a_time_are_as_blind_as_the_whole(
    intervals: list[BlindInterval], cut: int
) -> None:
    lost = [one for one in intervals if one.cause == BlindCause.LOST]
    parts = [OpenSpan(8 * HOUR, cut), OpenSpan(cut, 18 * HOUR), OpenSpan(8 * HOUR, 18 * HOUR)]
    first, second, whole = (blind_time(gaps_within(one, lost, 18 * HOUR)) for one in parts)
    assert first.total_ms + second.total_ms == whole.total_ms


def test_a_quick_start_is_no_gap_and_a_slow_one_is() -> None:
    worked = OpenSpan(8 * HOUR, 18 * HOUR)
    quick = BlindInterval(-HOUR, 8 * HOUR + 900, BlindCause.CLOSED_APP, None, "replay", 3)
    slow = BlindInterval(-HOUR, 8 * HOUR + 60_000, BlindCause.CLOSED_APP, None, "snapshot", 38)
    closed = BlindInterval(12 * HOUR, 13 * HOUR, BlindCause.CLOSED_APP, None, "replay", 0)
    assert blind_time(gaps_within(worked, [quick], 18 * HOUR)) == BlindTime()
    assert blind_time(gaps_within(worked, [slow], 18 * HOUR)) == BlindTime(0, 60_000, 0, 1)
    assert blind_time(gaps_within(worked, [closed], 18 * HOUR)) == BlindTime(HOUR, 0, 0, 1)


DAYS = [DAY, Day(datetime(2026, 4, 22).date(), 24 * HOUR, 48 * HOUR)]


def test_a_gap_over_midnight_is_one_gap_on_two_days() -> None:
    gap = BlindInterval(23 * HOUR, 25 * HOUR, BlindCause.LOST, 1006, "replay", 1)
    spans = [OpenSpan(0, 40 * HOUR)]
    facts = statistics_of(40 * HOUR, DAYS, [Tally()] * 2, Tally(), [gap], spans, 0)
    assert [one.blind.gaps for one in facts.days] == [1, 1]
    assert facts.blind == BlindTime(2 * HOUR, 0, 0, 1)
    assert [one.unfinished for one in facts.days] == [False, True]
    assert facts.proven


@pytest.mark.parametrize(("first", "closed"), [(Tally(), True), (Tally(filed=1), False)])
def test_a_day_without_the_window_is_closed_unless_something_happened(
    first: Tally, closed: bool
) -> None:
    now = [OpenSpan(40 * HOUR, 40 * HOUR)]
    facts = statistics_of(40 * HOUR, DAYS, [first, Tally()], Tally(), [], now, 0)
    assert [one.closed for one in facts.days] == [closed, False]


def test_nothing_is_proven_while_a_gap_lasts_or_where_nothing_was_ever_verified() -> None:
    gap = BlindInterval(9 * HOUR, None, BlindCause.LOST)
    spans = [OpenSpan(8 * HOUR, 10 * HOUR)]
    facts = statistics_of(10 * HOUR, [DAY], [Tally()], Tally(), [gap], spans, 0)
    assert facts.proven is False
    assert facts.blind == BlindTime(0, 0, HOUR, 1)
    assert statistics_of(10 * HOUR, [DAY], [Tally()], Tally(), [], spans, None).proven is None
