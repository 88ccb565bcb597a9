"""The close table of ``contract/live-feed.md``, a row a case; what is a sleep; one try of many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.feed import CloseReason
from supportdesk_desktop.core.feed_policy import (
    ClockReading,
    Ending,
    EndingKind,
    HostEvent,
    Next,
    OutageTracker,
    Reconnect,
    next_step,
    set_back,
    slept,
)
from supportdesk_desktop.core.feed_status import BlindCause, FeedState
from supportdesk_desktop.core.pacing import doubling_s, full_jitter_s, restart_delay_s, tries_after


def step(ending: Ending, *, tries: int = 3, protocol_errors: int = 0, had: bool = True) -> Next:
    return next_step(
        ending, tries=tries, protocol_errors=protocol_errors, had_feed=had, fraction=0.5
    )


def refused(status: int, code: str | None = None, retry_after_s: float | None = None) -> Ending:
    return Ending(EndingKind.REFUSED, status, code, retry_after_s=retry_after_s)


def closed(code: int, retry_after_s: float | None = None) -> Ending:
    return Ending(EndingKind.CLOSED, code=code, retry_after_s=retry_after_s)


def ours(reason: CloseReason) -> Ending:
    return Ending(EndingKind.OURS, code=4000, reason=reason)


BACK_OFF_S = 4.0
RESTART_S = 0.35 + 0.5 * (5.0 - 0.35)
"""With three tries before and one half drawn."""

OFFLINE, STOPS = FeedState.OFFLINE, None
TOO_OLD = Next(STOPS, FeedState.UPDATE_NEEDED, BlindCause.PROTOCOL)
BAD_KEY = Next(STOPS, FeedState.KEY_REFUSED, BlindCause.KEY)
PROTOCOL = Next(BACK_OFF_S, OFFLINE, BlindCause.PROTOCOL, drop_cursor=True)
DISAGREED = Next(BACK_OFF_S, FeedState.CONNECTING, BlindCause.DISAGREED, drop_cursor=True)
NO_FEED = Next(300.0, FeedState.NO_FEED, BlindCause.NO_FEED)
LOST = Next(BACK_OFF_S, OFFLINE, BlindCause.LOST)


def backs_off(cause: BlindCause, delay_s: float = BACK_OFF_S) -> Next:
    return Next(delay_s, OFFLINE, cause)


@pytest.mark.parametrize(
    ("ending", "following"),
    [
        *((closed(code), PROTOCOL) for code in (4400, 1002, 1003, 1007, 1008, 1009)),
        *((closed(code), LOST) for code in (1006, 1011, 1000, 4408)),
        *((closed(code), backs_off(BlindCause.RESTART, RESTART_S)) for code in (1001, 1012, 1013)),
        (closed(4401), BAD_KEY),
        (closed(4403), BAD_KEY),
        (closed(4406), TOO_OLD),
        (closed(4409), Next(STOPS, FeedState.ELSEWHERE, BlindCause.ELSEWHERE)),
        (closed(4410), Next(BACK_OFF_S, OFFLINE, BlindCause.STALE_CURSOR, drop_cursor=True)),
        (closed(4413), backs_off(BlindCause.TOO_SLOW)),
        (closed(4429, 12.0), backs_off(BlindCause.THROTTLED, 12.0)),
        (closed(4429), backs_off(BlindCause.THROTTLED, 60.0)),
        (ours(CloseReason.OTHER_AGENT), Next(STOPS, FeedState.OTHER_AGENT, BlindCause.KEY)),
        (ours(CloseReason.PROTOCOL), PROTOCOL),
        (ours(CloseReason.GAP), DISAGREED),
        (ours(CloseReason.HEARTBEAT_DISAGREES), DISAGREED),
        (ours(CloseReason.SNAPSHOT_DISAGREES), DISAGREED),
        (refused(401, "AUTH_API_KEY_INVALID"), BAD_KEY),
        (refused(403, "AUTH_API_KEY_FORBIDDEN"), BAD_KEY),
        (refused(426, "UPGRADE_REQUIRED"), TOO_OLD),
        (refused(404), NO_FEED),
        (refused(501), NO_FEED),
        (refused(503, "UNAVAILABLE", 30.0), backs_off(BlindCause.UNAVAILABLE, 30.0)),
        (refused(500), backs_off(BlindCause.UNAVAILABLE)),
        (refused(429, "TOO_MANY_REQUESTS", 3.0), backs_off(BlindCause.THROTTLED, 3.0)),
        # What is not our server is tried again, and never taken for a bad key.
        (refused(200), backs_off(BlindCause.PORTAL)),
        (refused(302), backs_off(BlindCause.REDIRECTED)),
        (refused(407), backs_off(BlindCause.PROXY)),
        (refused(401), backs_off(BlindCause.NOT_OUR_SERVER)),
        (refused(403), backs_off(BlindCause.NOT_OUR_SERVER)),
        (refused(403, "ORIGIN_FORBIDDEN"), backs_off(BlindCause.NOT_OUR_SERVER)),
        (Ending(EndingKind.REFUSED), backs_off(BlindCause.NOT_OUR_SERVER)),
        (Ending(EndingKind.PROXY, code=502), backs_off(BlindCause.PROXY)),
        (Ending(EndingKind.PROXY_UNUSABLE), backs_off(BlindCause.PROXY_UNUSABLE)),
        (Ending(EndingKind.NO_FEED), NO_FEED),
        (Ending(EndingKind.NO_ROUTE), backs_off(BlindCause.NO_NETWORK)),
        (Ending(EndingKind.UNREACHABLE), backs_off(BlindCause.UNAVAILABLE)),
        (Ending(EndingKind.NOT_TRUSTED), backs_off(BlindCause.NOT_TRUSTED)),
        (Ending(EndingKind.SILENT), backs_off(BlindCause.SILENT)),
        (Ending(EndingKind.STORE_FAILED), backs_off(BlindCause.STORE)),
        (Ending(EndingKind.FAILED), LOST),
        (Ending(EndingKind.ASKED), Next(0.35, FeedState.CONNECTING, BlindCause.ASKED)),
        (Ending(EndingKind.ASLEEP), backs_off(BlindCause.ASLEEP, 0.35)),
        (Ending(EndingKind.NO_KEY), Next(STOPS, FeedState.KEY_REFUSED, BlindCause.NO_KEY)),
    ],
)
def test_the_close_table(ending: Ending, following: Next) -> None:
    assert step(ending) == following


def test_delays_that_depend_on_what_was_before() -> None:
    assert step(closed(1002), protocol_errors=1).delay_s == 300.0
    assert step(refused(404), had=False).delay_s is None
    assert step(closed(1012), tries=9).delay_s == RESTART_S
    assert step(Ending(EndingKind.ASKED), tries=9).delay_s == 0.35
    assert step(Ending(EndingKind.SILENT), tries=0).delay_s == 0.5
    assert step(Ending(EndingKind.STORE_FAILED), tries=0).delay_s == 1.0
    assert step(Ending(EndingKind.FAILED), tries=0).delay_s == 1.0


@pytest.mark.parametrize(
    ("healthy", "useful", "after"),
    [(True, True, 0), (True, False, 0), (False, True, 1), (False, False, 7)],
)
def test_tries_count_until_a_connection_was_of_use(healthy: bool, useful: bool, after: int) -> None:
    assert tries_after(7, healthy=healthy, useful=useful) == after


@given(st.integers(0, 2000), st.floats(0, 1, exclude_max=True))
def test_full_jitter_stays_within_its_bounds(tries: int, fraction: float) -> None:
    assert 0.35 <= full_jitter_s(tries, fraction) <= max(0.35, min(60.0, 2.0 ** min(tries, 10)))
    assert 0.35 <= restart_delay_s(fraction) <= 5.0
    assert 1.0 <= doubling_s(tries) <= 60.0


S_NS, S_MS = 1_000_000_000, 1000
HOUR_MS = 3_600_000
BEFORE = ClockReading(monotonic_ms=5000, boot_ms=9000, wall_ms=1_700_000_000_000)


def outage(tracker: OutageTracker) -> BlindCause | None:
    return tracker.outage


def later(monotonic: int, boot: int, wall: int) -> ClockReading:
    return ClockReading(
        BEFORE.monotonic_ms + monotonic, BEFORE.boot_ms + boot, BEFORE.wall_ms + wall
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (later(2000, 2000, 2000), False),
        # A loaded machine looks late, by all clocks alike.
        (later(90_000, 90_000, 90_010), False),
        (later(2000, 2000 + HOUR_MS, 2000 + HOUR_MS), True),
        # A virtual machine that was stopped: its boot clock stood still too.
        (later(2000, 2000, 2000 + HOUR_MS), True),
        # Boot time alone: the wall clock is set right later.
        (later(2000, 2000 + HOUR_MS, 2000), True),
        (later(2000, 2000, 2000 - HOUR_MS), False),
        (later(2000, 7000, 7000), False),
        (later(2000, 7001, 7001), True),
    ],
)
def test_a_sleep_by_the_clocks(now: ClockReading, expected: bool) -> None:
    assert slept(BEFORE, now) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (later(2000, 2000, 2000), False),
        (later(2000, 2000, 2000 - HOUR_MS), True),
        (later(2000, 2000, 2000 + HOUR_MS), False),
        (later(2000, 2000, -3000), False),
        (later(2000, 2000, -3001), True),
    ],
)
def test_a_clock_set_back(now: ClockReading, expected: bool) -> None:
    assert set_back(BEFORE, now) is expected


def test_one_wake_by_login_and_clocks_is_one_try() -> None:
    tracker = OutageTracker()
    assert tracker.hear(HostEvent.FALLS_ASLEEP, 10 * S_NS, 100 * S_MS) is None
    assert outage(tracker) is BlindCause.ASLEEP
    woke = tracker.hear(HostEvent.WOKE, 11 * S_NS, 900 * S_MS)
    assert woke == Reconnect(BlindCause.ASLEEP, 100 * S_MS)
    assert outage(tracker) is None
    assert tracker.hear(HostEvent.WOKE, 13 * S_NS, 902 * S_MS, 99 * S_MS) is None


def test_the_clocks_may_see_it_first() -> None:
    tracker = OutageTracker()
    tracker.hear(HostEvent.FALLS_ASLEEP, 10 * S_NS, 100 * S_MS)
    woke = tracker.hear(HostEvent.WOKE, 11 * S_NS, 900 * S_MS, 99 * S_MS)
    assert woke == Reconnect(BlindCause.ASLEEP, 100 * S_MS)
    assert tracker.hear(HostEvent.WOKE, 12 * S_NS, 901 * S_MS) is None


def test_two_sleeps_are_two_tries() -> None:
    tracker = OutageTracker()
    for start in (10, 14):
        tracker.hear(HostEvent.FALLS_ASLEEP, start * S_NS, start * S_MS)
        woke = tracker.hear(HostEvent.WOKE, (start + 2) * S_NS, (start + 2) * S_MS)
        assert woke == Reconnect(BlindCause.ASLEEP, start * S_MS)


def test_without_login_the_clocks_know_since_when() -> None:
    woke = OutageTracker().hear(HostEvent.WOKE, 10 * S_NS, 900 * S_MS, 99 * S_MS)
    assert woke == Reconnect(BlindCause.ASLEEP, 99 * S_MS)


def test_a_network_that_comes_back_is_a_try_from_when_it_went() -> None:
    tracker = OutageTracker()
    assert tracker.hear(HostEvent.NETWORK_BACK, 1 * S_NS, 1 * S_MS) is None
    tracker.hear(HostEvent.NETWORK_GONE, 10 * S_NS, 10 * S_MS)
    tracker.hear(HostEvent.NETWORK_GONE, 20 * S_NS, 20 * S_MS)
    assert outage(tracker) is BlindCause.NO_NETWORK
    back = tracker.hear(HostEvent.NETWORK_BACK, 30 * S_NS, 30 * S_MS)
    assert back == Reconnect(BlindCause.NO_NETWORK, 10 * S_MS)
    assert outage(tracker) is None


def test_a_storm_of_signals_is_one_try() -> None:
    tracker = OutageTracker()
    tries = []
    for step in range(50):
        now_ns, now_ms = step * S_NS // 50, step * S_MS // 50
        for event in (HostEvent.NETWORK_GONE, HostEvent.NETWORK_BACK, HostEvent.WOKE):
            tries.append(tracker.hear(event, now_ns, now_ms))
    assert len([one for one in tries if one is not None]) == 1


def test_a_wake_and_the_network_seconds_later_are_two_tries() -> None:
    tracker = OutageTracker()
    tracker.hear(HostEvent.FALLS_ASLEEP, 0, 0)
    tracker.hear(HostEvent.NETWORK_GONE, 0, 10)
    assert outage(tracker) is BlindCause.ASLEEP
    assert tracker.hear(HostEvent.WOKE, 1 * S_NS, 60 * S_MS) is not None
    assert outage(tracker) is BlindCause.NO_NETWORK
    back = tracker.hear(HostEvent.NETWORK_BACK, 4 * S_NS, 63 * S_MS)
    assert back == Reconnect(BlindCause.NO_NETWORK, 10)
