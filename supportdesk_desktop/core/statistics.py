"""Statistics of days: tickets received, done, filed and announced, and time not observed.

Days are those of the local zone, whatever its clock does: one has 23 or 25 hours twice a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

import msgspec

from supportdesk_desktop.core.feed_status import BlindCause, BlindInterval
from supportdesk_desktop.core.frames import Cursor

STARTING_MS = 10_000
"""A start that is verified within this is no gap: the strip stays grey as long."""


class Day(msgspec.Struct, frozen=True):
    """One local day, from ``from_ms`` up to but without ``to_ms`` (epoch milliseconds)."""

    date: date
    from_ms: int
    to_ms: int


class OpenSpan(msgspec.Struct, frozen=True):
    """A time during which the window was open on a computer that was awake (epoch ms)."""

    from_ms: int
    to_ms: int


class Spread(msgspec.Struct, frozen=True):
    """Median and 95th percentile (nearest rank) of ``count`` times, in milliseconds."""

    count: int
    median_ms: float
    p95_ms: float


class BlindTime(msgspec.Struct, frozen=True):
    """Time without news from the server in milliseconds, by how it was made up for."""

    replayed_ms: int = 0
    reloaded_ms: int = 0
    ongoing_ms: int = 0
    gaps: int = 0

    @property
    def total_ms(self) -> int:
        """The whole time."""
        return self.replayed_ms + self.reloaded_ms + self.ongoing_ms


class Tally(msgspec.Struct, frozen=True):
    """The counts of a period; a spread is None where nothing was measured.

    ``done``: tickets that were closed while they were the agent's; ``finishing``: from their
    assignment to that.
    """

    received: int = 0
    filed: int = 0
    confirmed: int = 0
    confirmation: Spread | None = None
    notification: Spread | None = None
    done: int = 0
    finishing: Spread | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all happened."""
        return not (self.received or self.done or self.filed or self.notification)


class DayStatistics(msgspec.Struct, frozen=True):
    """One day. ``closed``: the window was not open, so that nothing can be said of it."""

    day: Day
    tally: Tally = Tally()
    blind: BlindTime = BlindTime()
    closed: bool = False
    unfinished: bool = False


class Statistics(msgspec.Struct, frozen=True):
    """Some days up to today, oldest first, and all of them together, as of ``now_ms``.

    ``proven``: each gap of these days ended in a heartbeat that agreed, so that nothing is lost;
    None where the feed was never verified here: nothing is known.
    """

    now_ms: int
    days: tuple[DayStatistics, ...]
    tally: Tally
    blind: BlindTime
    proven: bool | None


def midnight_ms(day: date, zone: tzinfo | None = None) -> int:
    """Return when a day begins in a zone, that of this computer where none is given (epoch ms)."""
    return round(datetime.combine(day, time.min, tzinfo=zone).timestamp() * 1000)


def days_until(now_ms: int, count: int, zone: tzinfo | None = None) -> tuple[Day, ...]:
    """Return the last ``count`` days up to the one of ``now_ms``, oldest first, without a gap."""
    today = datetime.fromtimestamp(now_ms / 1000, zone).date()
    dates = [today - timedelta(days=back) for back in range(count - 1, -2, -1)]
    begins = [midnight_ms(one, zone) for one in dates]
    return tuple(Day(*facts) for facts in zip(dates[:-1], begins[:-1], begins[1:], strict=True))


def working_time(day: Day, spans: Iterable[OpenSpan]) -> OpenSpan | None:
    """Return the time of a day from when the window was first open to when it last was.

    What was closed or asleep in between belongs to the day: nothing was seen meanwhile.
    """
    inside = [
        span
        for span in spans
        if span.from_ms < day.to_ms and (span.to_ms > day.from_ms or span.from_ms >= day.from_ms)
    ]
    if not inside:
        return None
    begins = min(max(span.from_ms, day.from_ms) for span in inside)
    return OpenSpan(begins, max(min(span.to_ms, day.to_ms) for span in inside))


def gaps_within(
    worked: OpenSpan, intervals: Iterable[BlindInterval], now_ms: int
) -> list[tuple[BlindInterval, int]]:
    """Return the blind intervals that count within a working time, each with its milliseconds.

    What two of them share counts once. The start of the day counts where it took long.
    """
    gaps, reached = [], worked.from_ms
    for one in sorted(intervals, key=lambda interval: interval.from_ms):
        begins = max(one.from_ms, reached)
        ends = min(now_ms if one.to_ms is None else one.to_ms, worked.to_ms)
        reached = max(reached, ends)
        starts = one.cause == BlindCause.CLOSED_APP and one.from_ms < worked.from_ms
        if ends > begins and not (starts and ends - begins <= STARTING_MS):
            gaps.append((one, ends - begins))
    return gaps


def blind_time(gaps: Sequence[tuple[BlindInterval, int]]) -> BlindTime:
    """Add up what ``gaps_within`` found."""
    sums = {"replay": 0, "snapshot": 0, None: 0}
    for interval, length_ms in gaps:
        ended = interval.closed_by if interval.to_ms is not None else None
        sums["replay" if ended == "replay" else "snapshot" if ended else None] += length_ms
    numbers = {interval.from_ms for interval, _ in gaps}
    return BlindTime(sums["replay"], sums["snapshot"], sums[None], len(numbers))


def statistics_of(
    now_ms: int,
    days: Sequence[Day],
    tallies: Sequence[Tally],
    whole: Tally,
    intervals: Sequence[BlindInterval],
    spans: Sequence[OpenSpan],
    first_ms: int | None,
) -> Statistics:
    """Put days together.

    Args:
        now_ms: the present, within the last day (epoch ms).
        days: oldest first.
        tallies: what was counted on each of them.
        whole: what was counted on all of them together: medians cannot be added.
        intervals: all that may touch these days.
        spans: when the window was open, likewise.
        first_ms: when the feed was verified here for the first time, None where it never was.
    """
    shown, every_gap = [], []
    for day, tally in zip(days, tallies, strict=True):
        worked = working_time(day, spans)
        gaps = [] if worked is None else gaps_within(worked, intervals, now_ms)
        every_gap += gaps
        shown.append(
            DayStatistics(
                day=day,
                tally=tally,
                blind=blind_time(gaps),
                closed=worked is None and tally.is_empty,
                unfinished=day.from_ms <= now_ms < day.to_ms,
            )
        )
    ended = all(one.to_ms is not None and one.closed_by for one, _ in every_gap)
    return Statistics(
        now_ms=now_ms,
        days=tuple(shown),
        tally=whole,
        blind=blind_time(every_gap),
        proven=None if first_ms is None else ended,
    )


class TrustRecord(msgspec.Struct, frozen=True):
    """The record behind the strip.

    Attributes:
        cursor: where the next connection goes on, None where it asks for the whole list.
        snapshot_ms: when the whole list was last read, our own time (epoch ms).
        announced: from frame to announcement, over today; None without any.
    """

    cursor: Cursor | None = None
    snapshot_ms: int | None = None
    announced: Spread | None = None
