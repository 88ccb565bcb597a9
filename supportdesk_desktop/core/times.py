"""Times of the day: as text, quiet hours, and when a snooze ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A day from either end of the calendar, so that a moment can be shown in any zone.
_EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
_LATEST = datetime(9999, 12, 30, tzinfo=UTC)

LATEST_MS = (_LATEST - _EPOCH) // timedelta(milliseconds=1)
"""The latest moment that is read."""


def epoch_ms(text: str) -> int:
    """Read an ISO 8601 time that has an offset or Z.

    Returns:
        Milliseconds since 1970-01-01T00:00Z.

    Raises:
        ValueError: not such a time (``contract/rest.md``: ``occurredAt`` needs an offset or Z).
        OverflowError: such a time, but before year 1 or after year 9999 in some zone.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or "T" not in text.upper():
        raise ValueError(f"a time with a date, a time of day and an offset is needed: {text!r}")
    if not _EARLIEST <= moment <= _LATEST:
        raise OverflowError(f"out of the calendar: {text!r}")
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def iso_utc(ms: int) -> str:
    """Write milliseconds since the epoch as ISO 8601 in UTC with Z, to the millisecond."""
    moment = _EPOCH + timedelta(milliseconds=ms)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


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


AFTERNOON, MORNING = 14, 9
"""The hours at which an afternoon and a morning begin."""


class SnoozeKind(StrEnum):
    """The name of a choice."""

    HOUR = "hour"
    AFTERNOON = "afternoon"
    TOMORROW = "tomorrow"


def snooze_choices(now: datetime) -> dict[SnoozeKind, datetime]:
    """Return what is offered at this local time, and when the ticket then comes back.

    This afternoon is offered only while it is to come.
    """
    choices = {
        SnoozeKind.HOUR: now + timedelta(hours=1),
        SnoozeKind.AFTERNOON: _at(now, AFTERNOON),
        SnoozeKind.TOMORROW: tomorrow(now),
    }
    if choices[SnoozeKind.HOUR] >= choices[SnoozeKind.AFTERNOON]:
        del choices[SnoozeKind.AFTERNOON]
    return choices


def tomorrow(now: datetime) -> datetime:
    """Return when tomorrow's work begins, local time."""
    return _at(now.replace(tzinfo=None) + timedelta(days=1), MORNING)


def _at(day: datetime, hour: int) -> datetime:
    """Return that hour of a day by the clock on the wall, whatever it was set by meanwhile."""
    return day.replace(hour=hour, minute=0, second=0, microsecond=0, tzinfo=None).astimezone()
