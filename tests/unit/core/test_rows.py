"""Rows of lists: which waits are too long, and which tags say something of their own."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.rows import TagMark, WaitLimits, tags_beside

MINUTE_MS = 60_000


@pytest.mark.parametrize(
    ("priority", "minutes"),
    [("CRITICAL", 30), ("URGENT", 120), ("HIGH", 480), ("MEDIUM", 1440), ("BLOQUANT", 1440)],
)
def test_a_wait_is_too_long_from_the_limit_of_its_priority(priority: str, minutes: int) -> None:
    limits = WaitLimits()
    assert limits.is_over(priority, minutes * MINUTE_MS)
    assert not limits.is_over(priority, minutes * MINUTE_MS - 1)


def test_no_wait_is_too_long_where_the_limit_is_zero() -> None:
    assert not WaitLimits().is_over("LOW", 10**12)


def test_a_tag_that_repeats_the_category_is_left_out() -> None:
    tags = (TagMark("1", " mobile Money", None), TagMark("2", "retrait", "#D08030"))
    assert tags_beside("Mobile money", tags) == tags[1:]
    assert tags_beside(None, tags) == tags
