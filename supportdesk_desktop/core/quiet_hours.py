"""Hours in which nothing is announced, week after week, on the clock of the wall. Pure.

Times are naive ``datetime``s of the local clock: a night of 23 or 25 hours ends at the same hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Annotated

import msgspec

MINUTES_A_DAY = 1440
DAYS_A_WEEK = 7

Minute = Annotated[int, msgspec.Meta(ge=0, lt=MINUTES_A_DAY)]
Weekday = Annotated[int, msgspec.Meta(ge=0, lt=DAYS_A_WEEK)]


class QuietSpan(msgspec.Struct, frozen=True):
    """One line of the schedule.

    Attributes:
        days: the weekdays on which it begins, Monday is 0.
        start: minutes since midnight.
        end: minutes since midnight; at or before ``start`` it is on the day after.
    """

    days: tuple[Weekday, ...]
    start: Minute
    end: Minute


Schedule = tuple[QuietSpan, ...]
Stretch = tuple[int, int]
"""From a minute of a day on to another one, which no longer belongs to it."""


def stretches(schedule: Schedule, weekday: int) -> list[Stretch]:
    """Return the quiet minutes of a weekday, in their order, none touching the next."""
    found: list[Stretch] = []
    before = (weekday - 1) % DAYS_A_WEEK
    for span in schedule:
        overnight = span.end <= span.start
        if weekday in span.days:
            found.append((span.start, MINUTES_A_DAY if overnight else span.end))
        if overnight and before in span.days and span.end > 0:
            found.append((0, span.end))
    return _joined(sorted(found))


def quiet_until(schedule: Schedule, now: datetime) -> datetime | None:
    """Return when the quiet of this moment ends, None where it is not quiet.

    Quiet without an end is said to end a week from today.
    """
    at = now
    for _ in range(DAYS_A_WEEK + 1):
        minute = at.hour * 60 + at.minute
        day = stretches(schedule, at.weekday())
        end = next((end for start, end in day if start <= minute < end), None)
        if end is None:
            break
        at = _midnight(at) + timedelta(minutes=end)
        if end < MINUTES_A_DAY:
            break
    return None if at == now else at


def next_quiet(schedule: Schedule, now: datetime) -> datetime | None:
    """Return when the next quiet begins, None where none ever does; ``now`` is not quiet."""
    for days in range(DAYS_A_WEEK + 1):
        midnight = _midnight(now) + timedelta(days=days)
        for start, _end in stretches(schedule, midnight.weekday()):
            at = midnight + timedelta(minutes=start)
            if at > now:
                return at
    return None


def _joined(found: Sequence[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.date(), time())
