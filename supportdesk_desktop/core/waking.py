"""The effect of sleep and of network changes on a connection."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import msgspec

from supportdesk_desktop.core.feed_status import BlindCause

GREW_MS = 5000
"""Boot or wall time that ran ahead of the monotonic clock by more was a sleep."""

ONE_TRY_NS = 1_000_000_000
"""Signals within a second are one reason to try, not many."""

SAME_WAKE_NS = 5_000_000_000
"""The clocks see a wake some seconds after the system told of it, or before."""


class HostEvent(StrEnum):
    """An event of this computer."""

    FALLS_ASLEEP = "falls_asleep"
    WOKE = "woke"
    NETWORK_GONE = "network_gone"
    NETWORK_BACK = "network_back"
    CLOCK_SET_BACK = "clock_set_back"


Hear = Callable[[HostEvent, int | None], None]
"""Called with what happened, and for a wake with when the sleep began (epoch ms), where known."""


class ClockLook(msgspec.Struct, frozen=True):
    """The three clocks at one look, in milliseconds; ``boot_ms`` counts sleep where it can."""

    monotonic_ms: int
    boot_ms: int
    wall_ms: int


def slept(before: ClockLook, now: ClockLook) -> bool:
    """Return whether this computer slept between two looks, or was stopped with its host.

    A wall clock that is put back is no sleep; one put forward by hand looks like one, and costs a
    connection.
    """
    passed_ms = now.monotonic_ms - before.monotonic_ms
    boot_ms, wall_ms = now.boot_ms - before.boot_ms, now.wall_ms - before.wall_ms
    return max(boot_ms, wall_ms) - passed_ms > GREW_MS


def set_back(before: ClockLook, now: ClockLook) -> bool:
    """Return whether the wall clock was put back between two looks."""
    passed_ms = now.monotonic_ms - before.monotonic_ms
    return passed_ms - (now.wall_ms - before.wall_ms) > GREW_MS


class Reconnect(msgspec.Struct, frozen=True):
    """Connect anew at once. ``since_ms`` is when the outage began (epoch ms), where known."""

    cause: BlindCause
    since_ms: int | None


class OutageTracker:
    """Makes one reason to try of many signals, and knows what an outage meanwhile is due to."""

    def __init__(self) -> None:
        self._asleep_ms: int | None = None
        self._gone_ms: int | None = None
        self._woke_ns: int | None = None
        self._tried_ns: int | None = None

    @property
    def outage(self) -> BlindCause | None:
        """The likely cause of a connection that ends now without a close code; None: not known."""
        if self._asleep_ms is not None:
            return BlindCause.ASLEEP
        return None if self._gone_ms is None else BlindCause.NO_NETWORK

    def hear(
        self, event: HostEvent, now_ns: int, now_ms: int, since_ms: int | None = None
    ) -> Reconnect | None:
        """Take note of an event.

        Args:
            event: what happened.
            now_ns: CLOCK_MONOTONIC now.
            now_ms: wall clock now, epoch ms.
            since_ms: when the sleep began, where who tells of the wake knows it.

        Returns:
            What to do now; None where there is nothing to do.
        """
        match event:
            case HostEvent.FALLS_ASLEEP:
                self._asleep_ms = now_ms
                self._woke_ns = None
            case HostEvent.NETWORK_GONE:
                self._gone_ms = now_ms if self._gone_ms is None else self._gone_ms
            case HostEvent.WOKE:
                return self._woke(now_ns, since_ms)
            case HostEvent.NETWORK_BACK:
                return self._back(now_ns)
        return None

    def _woke(self, now_ns: int, since_ms: int | None) -> Reconnect | None:
        began_ms = since_ms if self._asleep_ms is None else self._asleep_ms
        self._asleep_ms = None
        if _within(self._woke_ns, now_ns, SAME_WAKE_NS):
            return None
        self._woke_ns = now_ns
        return self._once(now_ns, Reconnect(BlindCause.ASLEEP, began_ms))

    def _back(self, now_ns: int) -> Reconnect | None:
        began_ms, self._gone_ms = self._gone_ms, None
        if began_ms is None:
            return None
        return self._once(now_ns, Reconnect(BlindCause.NO_NETWORK, began_ms))

    def _once(self, now_ns: int, reconnect: Reconnect) -> Reconnect | None:
        if _within(self._tried_ns, now_ns, ONE_TRY_NS):
            return None
        self._tried_ns = now_ns
        return reconnect


def _within(then_ns: int | None, now_ns: int, span_ns: int) -> bool:
    return then_ns is not None and now_ns - then_ns < span_ns
