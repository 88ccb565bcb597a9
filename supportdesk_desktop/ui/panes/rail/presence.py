"""The desk's word on an agent's availability, as the rail says it."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Presence(msgspec.Struct, frozen=True):
    """The desk's word on an agent's availability; times in milliseconds since the epoch.

    ``available`` is None where the desk does not offer it.
    """

    available: bool | None = None
    until_ms: int | None = None
    since_ms: int | None = None


def local(ms: int) -> datetime:
    """Return a time in milliseconds since the epoch as local time."""
    return datetime.fromtimestamp(ms / 1000).astimezone()


def clock(moment: datetime) -> str:
    """Write hours and minutes."""
    return moment.strftime("%H:%M")
