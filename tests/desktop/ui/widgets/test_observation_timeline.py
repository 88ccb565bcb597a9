"""Blind intervals keep a visible width, never overlap and never look better than they are."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from supportdesk_desktop.core.feed_status import BlindInterval
from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.widgets.observation_timeline import (
    MARK_WIDTH,
    Span,
    lay_out,
    mark_pixmap,
    span_of,
)
from tests.desktop.ui.desk import NOW, RELOADED, REPLAYED, at

WIDTH = 200.0
FROM = at(8, 0)
MOMENT = st.integers(FROM - 10_000_000, NOW + 1000)
INTERVAL = st.builds(
    lambda start, length, closed_by: BlindInterval(
        start, None if closed_by is None else start + length, "lost", closed_by=closed_by
    ),
    MOMENT,
    st.integers(0, 8_000_000),
    st.sampled_from(["replay", "snapshot", None]),
)


@given(st.lists(INTERVAL, max_size=12))
def test_marks_are_inside_wide_enough_and_apart(intervals: list[BlindInterval]) -> None:
    marks = lay_out(intervals, FROM, NOW, WIDTH)
    for mark in marks:
        assert mark.left >= 0
        assert mark.right <= WIDTH + 1e-6
        assert mark.width >= MARK_WIDTH - 1e-6
    for first, second in pairwise(marks):
        assert first.right < second.left


@given(st.lists(INTERVAL, max_size=12))
def test_what_is_still_blind_is_always_shown(intervals: list[BlindInterval]) -> None:
    ongoing = [one for one in intervals if one.to_ms is None and one.from_ms <= NOW]
    marks = lay_out(intervals, FROM, NOW, WIDTH)
    assert any(mark.span is Span.ONGOING for mark in marks) == bool(
        ongoing or [one for one in intervals if _unread(one)]
    )


def _unread(one: BlindInterval) -> bool:
    return one.closed_by is None and one.from_ms <= NOW and (one.to_ms or NOW) >= FROM


def test_two_gaps_of_a_day_are_two_marks() -> None:
    marks = lay_out([REPLAYED, RELOADED], FROM, NOW, WIDTH)
    assert [mark.span for mark in marks] == [Span.RELOADED, Span.REPLAYED]
    assert marks[0].left < WIDTH / 2 < marks[1].left


def test_gaps_that_touch_are_one_mark_of_the_worse_kind() -> None:
    near = replace(RELOADED, from_ms=REPLAYED.from_ms + 1000, to_ms=REPLAYED.from_ms + 2000)
    assert [mark.span for mark in lay_out([REPLAYED, near], FROM, NOW, WIDTH)] == [Span.RELOADED]


def test_nothing_is_laid_out_without_room_or_time() -> None:
    assert lay_out([REPLAYED], FROM, NOW, 4.0) == []
    assert lay_out([REPLAYED], NOW, NOW, WIDTH) == []


def test_a_gap_that_ended_unread_counts_as_ongoing() -> None:
    assert span_of(replace(REPLAYED, closed_by=None)) is Span.ONGOING


def test_the_three_marks_differ_by_more_than_colour(each_theme: Theme) -> None:
    images = [mark_pixmap(span).toImage() for span in Span]
    assert images[0] != images[1] != images[2] != images[0]
