"""What counts as a sleep, and that many signals are one reason to try."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.feed_policy import (
    ClockLook,
    HostEvent,
    OutageTracker,
    Reconnect,
    set_back,
    slept,
)
from supportdesk_desktop.core.feed_status import BlindCause

S_NS, S_MS = 1_000_000_000, 1000
HOUR_MS = 3_600_000
BEFORE = ClockLook(monotonic_ms=5000, boot_ms=9000, wall_ms=1_700_000_000_000)


def blamed(witness: OutageTracker) -> BlindCause | None:
    return witness.outage


def after(monotonic: int, boot: int, wall: int) -> ClockLook:
    return ClockLook(BEFORE.monotonic_ms + monotonic, BEFORE.boot_ms + boot, BEFORE.wall_ms + wall)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (after(2000, 2000, 2000), False),
        # A loaded machine looks late, by all clocks alike.
        (after(90_000, 90_000, 90_010), False),
        (after(2000, 2000 + HOUR_MS, 2000 + HOUR_MS), True),
        # A virtual machine that was stopped: its boot clock stood still too.
        (after(2000, 2000, 2000 + HOUR_MS), True),
        # Boot time alone: the wall clock is set right later.
        (after(2000, 2000 + HOUR_MS, 2000), True),
        (after(2000, 2000, 2000 - HOUR_MS), False),
        (after(2000, 7000, 7000), False),
        (after(2000, 7001, 7001), True),
    ],
)
def test_a_sleep_by_the_clocks(now: ClockLook, expected: bool) -> None:
    assert slept(BEFORE, now) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (after(2000, 2000, 2000), False),
        (after(2000, 2000, 2000 - HOUR_MS), True),
        (after(2000, 2000, 2000 + HOUR_MS), False),
        (after(2000, 2000, -3000), False),
        (after(2000, 2000, -3001), True),
    ],
)
def test_a_clock_set_back(now: ClockLook, expected: bool) -> None:
    assert set_back(BEFORE, now) is expected


def test_one_wake_by_login_and_clocks_is_one_try() -> None:
    witness = OutageTracker()
    assert witness.hear(HostEvent.FALLS_ASLEEP, 10 * S_NS, 100 * S_MS) is None
    assert blamed(witness) is BlindCause.ASLEEP
    woke = witness.hear(HostEvent.WOKE, 11 * S_NS, 900 * S_MS)
    assert woke == Reconnect(BlindCause.ASLEEP, 100 * S_MS)
    assert blamed(witness) is None
    assert witness.hear(HostEvent.WOKE, 13 * S_NS, 902 * S_MS, 99 * S_MS) is None


def test_the_clocks_may_see_it_first() -> None:
    witness = OutageTracker()
    witness.hear(HostEvent.FALLS_ASLEEP, 10 * S_NS, 100 * S_MS)
    woke = witness.hear(HostEvent.WOKE, 11 * S_NS, 900 * S_MS, 99 * S_MS)
    assert woke == Reconnect(BlindCause.ASLEEP, 100 * S_MS)
    assert witness.hear(HostEvent.WOKE, 12 * S_NS, 901 * S_MS) is None


def test_two_sleeps_are_two_tries() -> None:
    witness = OutageTracker()
    for start in (10, 14):
        witness.hear(HostEvent.FALLS_ASLEEP, start * S_NS, start * S_MS)
        woke = witness.hear(HostEvent.WOKE, (start + 2) * S_NS, (start + 2) * S_MS)
        assert woke == Reconnect(BlindCause.ASLEEP, start * S_MS)


def test_without_login_the_clocks_know_since_when() -> None:
    woke = OutageTracker().hear(HostEvent.WOKE, 10 * S_NS, 900 * S_MS, 99 * S_MS)
    assert woke == Reconnect(BlindCause.ASLEEP, 99 * S_MS)


def test_a_network_that_comes_back_is_a_try_from_when_it_went() -> None:
    witness = OutageTracker()
    assert witness.hear(HostEvent.NETWORK_BACK, 1 * S_NS, 1 * S_MS) is None
    witness.hear(HostEvent.NETWORK_GONE, 10 * S_NS, 10 * S_MS)
    witness.hear(HostEvent.NETWORK_GONE, 20 * S_NS, 20 * S_MS)
    assert blamed(witness) is BlindCause.NO_NETWORK
    back = witness.hear(HostEvent.NETWORK_BACK, 30 * S_NS, 30 * S_MS)
    assert back == Reconnect(BlindCause.NO_NETWORK, 10 * S_MS)
    assert blamed(witness) is None


def test_a_storm_of_signals_is_one_try() -> None:
    witness = OutageTracker()
    tries = []
    for step in range(50):
        now_ns, now_ms = step * S_NS // 50, step * S_MS // 50
        for event in (HostEvent.NETWORK_GONE, HostEvent.NETWORK_BACK, HostEvent.WOKE):
            tries.append(witness.hear(event, now_ns, now_ms))
    assert len([one for one in tries if one is not None]) == 1


def test_a_wake_and_the_network_seconds_later_are_two_tries() -> None:
    witness = OutageTracker()
    witness.hear(HostEvent.FALLS_ASLEEP, 0, 0)
    witness.hear(HostEvent.NETWORK_GONE, 0, 10)
    assert blamed(witness) is BlindCause.ASLEEP
    assert witness.hear(HostEvent.WOKE, 1 * S_NS, 60 * S_MS) is not None
    assert blamed(witness) is BlindCause.NO_NETWORK
    back = witness.hear(HostEvent.NETWORK_BACK, 4 * S_NS, 63 * S_MS)
    assert back == Reconnect(BlindCause.NO_NETWORK, 10)
