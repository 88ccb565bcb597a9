"""The arithmetic of the rate budget, against a desk that counts for itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.pacing import (
    DOCUMENTED_LIMITS,
    RateLimit,
    earliest_ms,
    longest_window_ms,
    usage,
)

limits_strategy = st.lists(
    st.builds(RateLimit, st.integers(1, 5), st.integers(1, 8)), max_size=3
).map(tuple)


@given(limits_strategy, st.lists(st.integers(0, 2000), max_size=40))
def test_a_client_that_waits_is_never_over_a_limit(
    limits: tuple[RateLimit, ...], pauses: list[int]
) -> None:
    sent: list[int] = []
    now = 1_000_000
    for pause in pauses:
        now = earliest_ms(sent, limits, now + pause)
        sent.append(now)
    for limit in limits:
        for at in sent:
            inside = [s for s in sent if at - limit.seconds * 1000 < s <= at]
            assert len(inside) <= limit.requests


@given(limits_strategy, st.lists(st.integers(0, 20_000), max_size=40).map(sorted))
def test_it_never_waits_longer_than_needed(limits: tuple[RateLimit, ...], sent: list[int]) -> None:
    now = 20_000
    at = earliest_ms(sent, limits, now)
    full = [use for use in usage(sent, limits, at) if use.used >= use.limit.requests]
    assert full == []
    if at > now:
        assert any(use.used >= use.limit.requests for use in usage(sent, limits, at - 1))


def test_no_limit_means_at_once() -> None:
    assert earliest_ms([1, 2, 3], (), 5) == 5
    assert longest_window_ms(()) == 0


def test_the_documented_limits_reach_back_a_minute() -> None:
    assert longest_window_ms(DOCUMENTED_LIMITS) == 60_000
    assert earliest_ms([0, 100, 200], DOCUMENTED_LIMITS, 300) == 1000
