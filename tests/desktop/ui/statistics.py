"""The statistics of a week and of a month to show in tests of the window."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from supportdesk_desktop.core.feed_status import BlindInterval
from supportdesk_desktop.core.statistics import (
    BlindTime,
    Day,
    DayStatistics,
    Spread,
    Statistics,
    Tally,
    days_until,
)
from tests.desktop.ui.desk import NOW, RELOADED, REPLAYED, at

# Received, filed, median and p95 of confirmation and of notification, replayed, reloaded, gaps.
_WEEK = (
    (19, 11, 398, 690, 90, 118, 0, 0, 0),
    (14, 8, 411, 720, 94, 121, 12_000, 0, 1),
    (22, 14, 402, 655, 92, 127, 18_000, 67_000, 2),
    (9, 5, 389, 610, 89, 109, 0, 0, 0),
    None,
    (23, 16, 416, 980, 95, 124, 37_000, 0, 1),
    (8, 10, 403, 2100, 91, 112, 41_000, 141_000, 2),
)


GAPS = (
    BlindInterval(at(17, 20, 3, 16), at(17, 20, 15, 16), "too_slow", 4413, "replay", 3),
    BlindInterval(at(9, 12, 40, 17), at(9, 12, 58, 17), "unavailable", 503, "replay", 0),
    BlindInterval(at(13, 31, 0, 17), at(13, 32, 7, 17), "asleep", None, "snapshot", 41),
    BlindInterval(at(16, 2, 11, 20), at(16, 2, 48, 20), "no_network", None, "replay", 2),
    RELOADED,
    REPLAYED,
)


def statistics(count: int = 7) -> Statistics:
    """Return so many days up to 21 April 2026: the same week again and again."""
    days = days_until(NOW, count)
    facts = [_WEEK[(place - count) % 7] for place in range(count)]
    shown = [
        DayStatistics(day=day, closed=True) if one is None else _day(day, one)
        for day, one in zip(days, facts, strict=True)
    ]
    shown[-1] = replace(shown[-1], unfinished=True)
    assert shown[-1].day.date - shown[0].day.date == timedelta(days=count - 1)
    return Statistics(
        now_ms=NOW,
        days=tuple(shown),
        tally=Tally(
            *(95, 64, 59, Spread(59, 404.25, 980.0), Spread(95, 92.0, 121.0)),
            *(81, Spread(81, 2_640_000.0, 22_920_000.0)),
        ),
        blind=BlindTime(108_000, 208_000, 0, 6),
        proven=True,
    )


def _day(day: Day, facts: tuple[int, ...]) -> DayStatistics:
    received, filed, mid, late, quick, slow, replayed, reloaded, gaps = facts
    return DayStatistics(
        day=day,
        tally=Tally(
            *(received, filed, filed),
            *(Spread(filed, mid, late), Spread(received, quick + 0.25, slow)),
            *(received - 2, Spread(received - 2, mid * 6000.0, late * 9000.0)),
        ),
        blind=BlindTime(replayed, reloaded, 0, gaps),
    )
