"""When requests left: the rate budget shared by every process of the profile.

Times are of the wall clock (epoch ms), which the processes share.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from supportdesk_desktop.core.pacing import RateLimit, earliest_ms, longest_window_ms

KEPT_MS = 120_000
"""Twice the vendor's longest window: older requests limit nothing."""


AHEAD_MS = 1000
"""A request that left later than that from now was written down by a clock since set back."""


def reserve(db: sqlite3.Connection, limits: Sequence[RateLimit], now_ms: int) -> int:
    """Count a request that leaves now, where the limits allow it.

    Returns:
        0 when it was counted, else how many milliseconds to wait before asking again.
    """
    kept_ms = max(KEPT_MS, 2 * longest_window_ms(limits))
    # A clock set back leaves times in the future, which would block every request until then.
    db.execute(
        "DELETE FROM sent WHERE at_ms < ? OR at_ms > ?", (now_ms - kept_ms, now_ms + AHEAD_MS)
    )
    sent = recent(db, now_ms - longest_window_ms(limits))
    wait_ms = earliest_ms(sent, limits, now_ms) - now_ms
    if wait_ms <= 0:
        record(db, now_ms)
        return 0
    return wait_ms


def record(db: sqlite3.Connection, at_ms: int) -> None:
    """Count a request whatever the limits say."""
    db.execute("INSERT INTO sent (at_ms) VALUES (?)", (at_ms,))


def recent(db: sqlite3.Connection, since_ms: int) -> list[int]:
    """Return when requests left since then, ascending."""
    records = db.execute("SELECT at_ms FROM sent WHERE at_ms >= ? ORDER BY at_ms", (since_ms,))
    return [at_ms for (at_ms,) in records]
