"""The views and activities that the rail leads to."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """What the middle of the window shows; the first four are views of the ticket list."""

    MINE = "mine"
    URGENT = "urgent"
    TODAY = "today"
    PINNED = "pinned"
    OUTBOX = "outbox"
    NOTIFICATIONS = "notifications"
    STATISTICS = "statistics"


TICKET_VIEWS = frozenset({View.MINE, View.URGENT, View.TODAY, View.PINNED})
