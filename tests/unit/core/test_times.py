"""Times of the wire in any zone, and quiet hours."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.times import (
    LATEST_MS,
    MINUTES_A_DAY,
    QuietSpan,
    Schedule,
    SnoozeKind,
    epoch_ms,
    iso_utc,
    next_quiet,
    quiet_until,
    snooze_choices,
    stretches,
)

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@given(st.datetimes(timezones=ZONES))
def test_what_is_read_can_be_written_in_any_zone(moment: datetime) -> None:
    try:
        ms = epoch_ms(moment.isoformat())
    except OverflowError:
        assert not 2 < moment.year < 9998
        return
    text = iso_utc(ms)
    assert len(text) == len("2026-04-18T10:00:00.000Z")
    assert epoch_ms(text) == ms
    for hours in (-14, 14):
        datetime.fromisoformat(text).astimezone(timezone(timedelta(hours=hours)))


@pytest.mark.parametrize(
    "text", ["9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_moment_that_no_calendar_of_ours_can_hold(text: str) -> None:
    with pytest.raises(OverflowError):
        epoch_ms(text)


def test_the_latest_moment_can_be_written() -> None:
    assert iso_utc(LATEST_MS) == "9999-12-30T00:00:00.000Z"


MONDAY = datetime(2026, 4, 20)

minutes = st.integers(0, MINUTES_A_DAY - 1)
spans = st.builds(QuietSpan, st.lists(st.integers(0, 6), unique=True).map(tuple), minutes, minutes)
schedules = st.lists(spans, max_size=4).map(tuple)
moments = st.datetimes(MONDAY, MONDAY + timedelta(days=13))


def is_quiet(schedule: Schedule, at: datetime) -> bool:
    """Return whether a minute is quiet, by looking back at each span that may have begun."""
    for span in schedule:
        length = (span.end - span.start) % MINUTES_A_DAY or MINUTES_A_DAY
        for back in (0, 1):
            day = datetime.combine(at.date(), datetime.min.time()) - timedelta(days=back)
            begun = day + timedelta(minutes=span.start)
            if day.weekday() in span.days and begun <= at < begun + timedelta(minutes=length):
                return True
    return False


@given(schedules, moments)
def test_quiet_ends_at_the_first_minute_that_is_not(schedule: Schedule, now: datetime) -> None:
    until = quiet_until(schedule, now)
    assert (until is not None) == is_quiet(schedule, now)
    if until is None:
        return
    assert now < until <= now + timedelta(days=8)
    at = until - timedelta(minutes=1)
    while at > now:
        assert is_quiet(schedule, at)
        at -= timedelta(minutes=17)
    endless = all(stretches(schedule, day) == [(0, MINUTES_A_DAY)] for day in range(7))
    assert is_quiet(schedule, until) == endless


@given(schedules, moments)
def test_the_next_quiet_is_the_first_quiet_minute_to_come(
    schedule: Schedule, now: datetime
) -> None:
    if is_quiet(schedule, now):
        return
    begins = next_quiet(schedule, now)
    if begins is None:
        assert not any(span.days for span in schedule)
        return
    assert begins > now
    assert is_quiet(schedule, begins)
    at = begins - timedelta(minutes=1)
    while at > now:
        assert not is_quiet(schedule, at)
        at -= timedelta(minutes=17)


@given(schedules, st.integers(0, 6))
def test_the_stretches_of_a_day_are_its_quiet_minutes(schedule: Schedule, weekday: int) -> None:
    day = stretches(schedule, weekday)
    assert all(0 <= start < end <= MINUTES_A_DAY for start, end in day)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(day))
    midnight = MONDAY + timedelta(days=7 + weekday)
    for minute in range(0, MINUTES_A_DAY, 7):
        inside = any(start <= minute < end for start, end in day)
        assert inside == is_quiet(schedule, midnight + timedelta(minutes=minute))


@pytest.mark.parametrize(
    ("hour", "minute", "kinds"),
    [
        (9, 0, ["hour", "afternoon", "tomorrow"]),
        (12, 59, ["hour", "afternoon", "tomorrow"]),
        (13, 0, ["hour", "tomorrow"]),
        (23, 30, ["hour", "tomorrow"]),
    ],
)
def test_this_afternoon_is_offered_while_it_is_to_come(
    hour: int, minute: int, kinds: list[str]
) -> None:
    now = datetime(2026, 4, 21, hour, minute).astimezone()
    choices = snooze_choices(now)
    assert list(choices) == kinds
    assert all(until > now for until in choices.values())
    assert choices[SnoozeKind.TOMORROW].replace(tzinfo=None) == datetime(2026, 4, 22, 9)
