"""Until when a ticket can be put off with one choice."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

AFTERNOON, MORNING = 14, 9
"""The hours at which an afternoon and a morning begin."""


class SnoozeKind(StrEnum):
    """What a choice is called."""

    HOUR = "hour"
    AFTERNOON = "afternoon"
    TOMORROW = "tomorrow"


class SnoozeChoice(msgspec.Struct, frozen=True):
    """A choice and the time at which the ticket comes back."""

    kind: SnoozeKind
    until: datetime

    @property
    def until_ms(self) -> int:
        """The time in milliseconds since the epoch."""
        return round(self.until.timestamp() * 1000)


def snooze_choices(now: datetime) -> tuple[SnoozeChoice, ...]:
    """Return what is offered at this local time; this afternoon only while it is to come."""
    hour = SnoozeChoice(SnoozeKind.HOUR, now + timedelta(hours=1))
    choices = [hour, SnoozeChoice(SnoozeKind.TOMORROW, tomorrow(now))]
    afternoon = _at(now, AFTERNOON)
    if hour.until < afternoon:
        choices.insert(1, SnoozeChoice(SnoozeKind.AFTERNOON, afternoon))
    return tuple(choices)


def tomorrow(now: datetime) -> datetime:
    """Return when tomorrow's work begins, local time."""
    return _at(now.replace(tzinfo=None) + timedelta(days=1), MORNING)


def _at(day: datetime, hour: int) -> datetime:
    """Return that hour of a day by the clock on the wall, whatever it was set by meanwhile."""
    return day.replace(hour=hour, minute=0, second=0, microsecond=0, tzinfo=None).astimezone()
