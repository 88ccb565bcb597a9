"""The next step when a connection of the feed ends (``contract/live-feed.md``, close table).

And what sleep and network changes of this computer mean for it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, StrEnum, auto

import msgspec

from supportdesk_desktop.core.feed import CloseReason
from supportdesk_desktop.core.feed_status import BlindCause, FeedState
from supportdesk_desktop.core.pacing import (
    FLOOR_S,
    PATIENT_S,
    THROTTLED_DEFAULT_S,
    full_jitter_s,
    restart_delay_s,
)


class EndingKind(StrEnum):
    """The end of a connection, or of an attempt to make one.

    ``NO_ROUTE``: this computer found no way there. ``UNREACHABLE``: nobody took the connection, or
    it was cut before an answer. ``PROXY``: the proxy on the way refused.
    ``PROXY_UNUSABLE``: what is set on this computer is no proxy. ``ASKED``: a person asked
    for a new one, or gave another key. ``NO_KEY``: there is none to connect with. ``ASLEEP``: this
    computer slept. ``FAILED``: a fault of ours.
    """

    NO_ROUTE = "no_route"
    UNREACHABLE = "unreachable"
    NOT_TRUSTED = "not_trusted"
    PROXY = "proxy"
    PROXY_UNUSABLE = "proxy_unusable"
    REFUSED = "refused"
    NO_FEED = "no_feed"
    CLOSED = "closed"
    OURS = "ours"
    SILENT = "silent"
    STORE_FAILED = "store_failed"
    FAILED = "failed"
    ASKED = "asked"
    NO_KEY = "no_key"
    ASLEEP = "asleep"


class Ending(msgspec.Struct, frozen=True):
    """The facts of an ending.

    Attributes:
        code: HTTP status of a refusal, or close code.
        error_code: the vendor-style ``code`` of a refusal, None without the envelope.
        reason: why we closed ourselves.
        retry_after_s: the delay that the server stated.
        since_ms: our own time when the feed was last observed, where somebody knows better than
            the last frame tells.
    """

    kind: EndingKind
    code: int | None = None
    error_code: str | None = None
    message: str = ""
    reason: CloseReason | None = None
    retry_after_s: float | None = None
    since_ms: int | None = None


class Next(msgspec.Struct, frozen=True):
    """The next step: wait ``delay_s`` and try again, or stop (None) until somebody acts.

    ``drop_cursor`` asks for a snapshot; ``state`` is what the strip says meanwhile.
    """

    delay_s: float | None
    state: FeedState
    cause: BlindCause
    drop_cursor: bool = False


class _Wait(Enum):
    """The kinds of delay before the next try."""

    BACK_OFF = auto()
    BACK_OFF_A_SECOND = auto()
    BACK_OFF_AS_STATED = auto()
    AT_ONCE = auto()
    NEVER = auto()
    AS_STATED = auto()
    FOR_A_RESTART = auto()
    FOR_THE_PROTOCOL = auto()
    FOR_A_FEED = auto()


class _Case(msgspec.Struct, frozen=True):
    """A row of the close table."""

    cause: BlindCause
    wait: _Wait = _Wait.BACK_OFF
    state: FeedState = FeedState.OFFLINE
    drop_cursor: bool = False


_BAD_KEY = _Case(BlindCause.KEY, _Wait.NEVER, FeedState.KEY_REFUSED)
_TOO_OLD = _Case(BlindCause.PROTOCOL, _Wait.NEVER, FeedState.UPDATE_NEEDED)
_THROTTLED = _Case(BlindCause.THROTTLED, _Wait.AS_STATED)
_NO_FEED = _Case(BlindCause.NO_FEED, _Wait.FOR_A_FEED, FeedState.NO_FEED)
_PROTOCOL = _Case(BlindCause.PROTOCOL, _Wait.FOR_THE_PROTOCOL, drop_cursor=True)
_DISAGREED = _Case(BlindCause.DISAGREED, state=FeedState.CONNECTING, drop_cursor=True)
_LOST = _Case(BlindCause.LOST)

_BY_KIND = {
    EndingKind.NO_ROUTE: _Case(BlindCause.NO_NETWORK),
    EndingKind.UNREACHABLE: _Case(BlindCause.UNAVAILABLE),
    EndingKind.NOT_TRUSTED: _Case(BlindCause.NOT_TRUSTED),
    EndingKind.PROXY: _Case(BlindCause.PROXY),
    EndingKind.PROXY_UNUSABLE: _Case(BlindCause.PROXY_UNUSABLE),
    EndingKind.NO_FEED: _NO_FEED,
    EndingKind.SILENT: _Case(BlindCause.SILENT),
    EndingKind.STORE_FAILED: _Case(BlindCause.STORE, _Wait.BACK_OFF_A_SECOND),
    EndingKind.FAILED: _Case(BlindCause.LOST, _Wait.BACK_OFF_A_SECOND),
    EndingKind.ASKED: _Case(BlindCause.ASKED, _Wait.AT_ONCE, FeedState.CONNECTING),
    EndingKind.NO_KEY: _Case(BlindCause.NO_KEY, _Wait.NEVER, FeedState.KEY_REFUSED),
    EndingKind.ASLEEP: _Case(BlindCause.ASLEEP, _Wait.AT_ONCE),
}
_BY_REASON: dict[CloseReason | None, _Case] = {
    CloseReason.OTHER_AGENT: _Case(BlindCause.KEY, _Wait.NEVER, FeedState.OTHER_AGENT),
    CloseReason.PROTOCOL: _PROTOCOL,
}
_BY_STATUS = {404: _NO_FEED, 501: _NO_FEED, 429: _THROTTLED, 426: _TOO_OLD}
_BY_CLOSE_CODE = {
    **dict.fromkeys((4400, 1002, 1003, 1007, 1008, 1009), _PROTOCOL),
    **dict.fromkeys((1001, 1012, 1013), _Case(BlindCause.RESTART, _Wait.FOR_A_RESTART)),
    4401: _BAD_KEY,
    4403: _BAD_KEY,
    4406: _TOO_OLD,
    4409: _Case(BlindCause.ELSEWHERE, _Wait.NEVER, FeedState.ELSEWHERE),
    4410: _Case(BlindCause.STALE_CURSOR, drop_cursor=True),
    4413: _Case(BlindCause.TOO_SLOW),
    4429: _THROTTLED,
}


def next_step(
    ending: Ending, *, tries: int, protocol_errors: int, had_feed: bool, fraction: float
) -> Next:
    """Decide what follows an ending.

    Args:
        tries: failures since the last healthy minute.
        protocol_errors: such endings since the last healthy minute, this one not counted.
        had_feed: whether this profile ever had a feed.
        fraction: a random number in [0, 1).
    """
    case = _case(ending)
    jitter, stated = full_jitter_s(tries, fraction), ending.retry_after_s
    delays: dict[_Wait, float | None] = {
        _Wait.BACK_OFF: jitter,
        _Wait.BACK_OFF_A_SECOND: max(1.0, jitter),
        _Wait.BACK_OFF_AS_STATED: max(jitter, stated or 0.0),
        _Wait.AT_ONCE: FLOOR_S,
        _Wait.NEVER: None,
        _Wait.AS_STATED: THROTTLED_DEFAULT_S if stated is None else stated,
        _Wait.FOR_A_RESTART: restart_delay_s(fraction),
        _Wait.FOR_THE_PROTOCOL: jitter if protocol_errors == 0 else PATIENT_S,
        _Wait.FOR_A_FEED: PATIENT_S if had_feed else None,
    }
    return Next(delays[case.wait], case.state, case.cause, case.drop_cursor)


def _case(ending: Ending) -> _Case:
    match ending.kind:
        case EndingKind.OURS:
            return _BY_REASON.get(ending.reason, _DISAGREED)
        case EndingKind.CLOSED:
            return _BY_CLOSE_CODE.get(ending.code or 1006, _LOST)
        case EndingKind.REFUSED:
            return _refusal(ending, ending.code or 0)
    return _BY_KIND[ending.kind]


def _refusal(ending: Ending, status: int) -> _Case:
    """Return the case of an HTTP status; the cause names who answered, as far as it tells."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return _Case(BlindCause.UNAVAILABLE, _Wait.BACK_OFF_AS_STATED)
    if (ending.error_code or "").startswith("AUTH_"):
        return _BAD_KEY
    if status == 407:
        return _Case(BlindCause.PROXY)
    if 200 <= status < 300:
        return _Case(BlindCause.PORTAL)
    return _Case(BlindCause.REDIRECTED if 300 <= status < 400 else BlindCause.NOT_OUR_SERVER)


GREW_MS = 5000
"""Milliseconds by which boot or wall time must outrun the monotonic clock to show a sleep."""

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
"""Callback with the event and, for a wake, the start of the sleep (epoch ms), if known."""


class ClockReading(msgspec.Struct, frozen=True):
    """The three clocks at one look, in milliseconds; ``boot_ms`` counts sleep where it can."""

    monotonic_ms: int
    boot_ms: int
    wall_ms: int


def slept(before: ClockReading, now: ClockReading) -> bool:
    """Return whether this computer slept between two looks, or was stopped with its host.

    A wall clock that is put back is no sleep; one put forward by hand looks like one, and costs a
    connection.
    """
    passed_ms = now.monotonic_ms - before.monotonic_ms
    boot_ms, wall_ms = now.boot_ms - before.boot_ms, now.wall_ms - before.wall_ms
    return max(boot_ms, wall_ms) - passed_ms > GREW_MS


def set_back(before: ClockReading, now: ClockReading) -> bool:
    """Return whether the wall clock was put back between two looks."""
    passed_ms = now.monotonic_ms - before.monotonic_ms
    return passed_ms - (now.wall_ms - before.wall_ms) > GREW_MS


class Reconnect(msgspec.Struct, frozen=True):
    """Connect anew at once. ``since_ms`` is when the outage began (epoch ms), where known."""

    cause: BlindCause
    since_ms: int | None


class OutageTracker:
    """Merges signals of this computer into reasons to reconnect, and knows the cause of outages."""

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
        """Record an event; return the reconnection due now, None for none.

        ``now_ns`` is CLOCK_MONOTONIC, the other times are milliseconds since the epoch;
        ``since_ms`` is when the sleep began, where who tells of the wake knows it.
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
