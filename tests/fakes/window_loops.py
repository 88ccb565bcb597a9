"""The loops of the window, whose scenario is ``tests/desktop/app/test_reading_again.py``."""

from __future__ import annotations

OF_THE_WINDOW = frozenset(
    {
        "ui.feed.intervals",
        "ui.notices.read",
        "ui.outbox.read",
        "ui.tickets.detail",
        "ui.tickets.mark_read",
        "ui.tickets.order",
        "ui.tickets.rows",
        "window.counts",
    }
)
