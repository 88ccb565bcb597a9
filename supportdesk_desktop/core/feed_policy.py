"""The next step when a connection of the feed ends (``contract/live-feed.md``, close table)."""

from __future__ import annotations

from enum import StrEnum

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
        error_code: the vendor-style ``code`` of a refusal with the envelope.
        enveloped: the refusal had the documented envelope.
        reason: why we closed ourselves.
        retry_after_s: the delay that the server stated.
        since_ms: our own time when the feed was last observed, where somebody knows better than
            the last frame tells.
    """

    kind: EndingKind
    code: int | None = None
    error_code: str | None = None
    message: str = ""
    enveloped: bool = False
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


_PROTOCOL_CODES = frozenset({4400, 1002, 1003, 1007, 1008, 1009})
_RESTART_CODES = frozenset({1001, 1012, 1013})


def next_step(
    ending: Ending, *, tries: int, protocol_errors: int, had_feed: bool, fraction: float
) -> Next:
    """Decide what follows an ending.

    Args:
        ending: how the connection ended.
        tries: failures since the last healthy minute.
        protocol_errors: such endings since the last healthy minute, this one not counted.
        had_feed: whether this profile ever had a feed.
        fraction: a random number in [0, 1).
    """
    jitter = full_jitter_s(tries, fraction)
    match ending.kind:
        case EndingKind.NO_ROUTE:
            return Next(jitter, FeedState.OFFLINE, BlindCause.NO_NETWORK)
        case EndingKind.UNREACHABLE:
            return Next(jitter, FeedState.OFFLINE, BlindCause.UNAVAILABLE)
        case EndingKind.NOT_TRUSTED:
            return Next(jitter, FeedState.OFFLINE, BlindCause.NOT_TRUSTED)
        case EndingKind.PROXY:
            return Next(jitter, FeedState.OFFLINE, BlindCause.PROXY)
        case EndingKind.PROXY_UNUSABLE:
            return Next(jitter, FeedState.OFFLINE, BlindCause.PROXY_UNUSABLE)
        case EndingKind.NO_FEED:
            return _no_feed(had_feed)
        case EndingKind.SILENT:
            return Next(jitter, FeedState.OFFLINE, BlindCause.SILENT)
        case EndingKind.STORE_FAILED:
            return Next(max(1.0, jitter), FeedState.OFFLINE, BlindCause.STORE)
        case EndingKind.FAILED:
            return Next(max(1.0, jitter), FeedState.OFFLINE, BlindCause.LOST)
        case EndingKind.ASKED:
            return Next(FLOOR_S, FeedState.CONNECTING, BlindCause.ASKED)
        case EndingKind.NO_KEY:
            return Next(None, FeedState.KEY_REFUSED, BlindCause.NO_KEY)
        case EndingKind.ASLEEP:
            return Next(FLOOR_S, FeedState.OFFLINE, BlindCause.ASLEEP)
        case EndingKind.OURS:
            return _ours(ending, jitter, protocol_errors)
        case EndingKind.REFUSED:
            return _refused(ending, jitter, had_feed)
        case EndingKind.CLOSED:
            return _closed(ending, jitter, protocol_errors, fraction)


def _no_feed(had_feed: bool) -> Next:
    return Next(PATIENT_S if had_feed else None, FeedState.NO_FEED, BlindCause.NO_FEED)


def _ours(ending: Ending, jitter: float, protocol_errors: int) -> Next:
    if ending.reason is CloseReason.OTHER_AGENT:
        return Next(None, FeedState.OTHER_AGENT, BlindCause.KEY)
    if ending.reason is CloseReason.PROTOCOL:
        return _protocol(protocol_errors, jitter)
    return Next(jitter, FeedState.CONNECTING, BlindCause.DISAGREED, drop_cursor=True)


def _protocol(protocol_errors: int, jitter: float) -> Next:
    delay = jitter if protocol_errors == 0 else PATIENT_S
    return Next(delay, FeedState.OFFLINE, BlindCause.PROTOCOL, drop_cursor=True)


def _throttled(ending: Ending) -> Next:
    delay = ending.retry_after_s
    return Next(
        THROTTLED_DEFAULT_S if delay is None else delay, FeedState.OFFLINE, BlindCause.THROTTLED
    )


def _refused(ending: Ending, jitter: float, had_feed: bool) -> Next:
    status = ending.code or 0
    if status in {404, 501}:
        return _no_feed(had_feed)
    if status == 429:
        return _throttled(ending)
    if status == 426:
        return Next(None, FeedState.UPDATE_NEEDED, BlindCause.PROTOCOL)
    if status >= 500:
        delay = max(jitter, ending.retry_after_s or 0.0)
        return Next(delay, FeedState.OFFLINE, BlindCause.UNAVAILABLE)
    if ending.enveloped and (ending.error_code or "").startswith("AUTH_"):
        return Next(None, FeedState.KEY_REFUSED, BlindCause.KEY)
    return Next(jitter, FeedState.OFFLINE, _who_answered(status))


def _who_answered(status: int) -> BlindCause:
    """Name what stands between us and the server, as far as its answer tells."""
    if status == 407:
        return BlindCause.PROXY
    if 200 <= status < 300:
        return BlindCause.PORTAL
    return BlindCause.REDIRECTED if 300 <= status < 400 else BlindCause.NOT_OUR_SERVER


def _closed(ending: Ending, jitter: float, protocol_errors: int, fraction: float) -> Next:
    code = ending.code or 1006
    if code in {4401, 4403}:
        return Next(None, FeedState.KEY_REFUSED, BlindCause.KEY)
    if code == 4406:
        return Next(None, FeedState.UPDATE_NEEDED, BlindCause.PROTOCOL)
    if code == 4409:
        return Next(None, FeedState.ELSEWHERE, BlindCause.ELSEWHERE)
    if code == 4410:
        return Next(jitter, FeedState.OFFLINE, BlindCause.STALE_CURSOR, drop_cursor=True)
    if code == 4413:
        return Next(jitter, FeedState.OFFLINE, BlindCause.TOO_SLOW)
    if code == 4429:
        return _throttled(ending)
    if code in _PROTOCOL_CODES:
        return _protocol(protocol_errors, jitter)
    if code in _RESTART_CODES:
        return Next(restart_delay_s(fraction), FeedState.OFFLINE, BlindCause.RESTART)
    return Next(jitter, FeedState.OFFLINE, BlindCause.LOST)
