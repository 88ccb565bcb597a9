"""The status of the feed and its blind intervals, as the first paint shows them."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from supportdesk_desktop.core.tickets import Agent


class FeedState(StrEnum):
    """State of the feed, as ``status --json`` names it (``contract/cli.md``)."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    CATCHING_UP = "catching_up"
    CONNECTING = "connecting"
    OFFLINE = "offline"
    NO_FEED = "no_feed"
    KEY_REFUSED = "key_refused"
    OTHER_AGENT = "other_agent"
    UPDATE_NEEDED = "update_needed"
    ELSEWHERE = "elsewhere"


class FeedStatus(msgspec.Struct, frozen=True):
    """All that the trust strip shows of the feed. Times are milliseconds since the epoch.

    Attributes:
        state: what may be said now; only a heartbeat that agrees makes it VERIFIED.
        since_ms: when this state began.
        lost_ms: when the socket was lost, None while it is open. Under 10 s the strip stays grey.
        verified_up_to_ms: the server time of the last heartbeat that agreed.
        next_try_ms: when the next connection is tried.
        received: tickets of a snapshot held aside so far, None outside a snapshot.
        cause: why it is not connected, as ``BlindInterval.cause``.
        code: HTTP status or close code behind the cause.
        had_feed: this profile once had a feed: its absence is then an outage.
        clock_offset_ms: server time minus ours at the last heartbeat.
        verified_seq: the head of the last heartbeat that agreed, None before the first one here.
        verified_tickets: its number of tickets, likewise.
        proof_ends_ns: CLOCK_MONOTONIC at which that heartbeat proves nothing any more.
    """

    state: FeedState
    since_ms: int
    epoch: str | None = None
    seq: int | None = None
    tickets: int = 0
    agent: Agent | None = None
    lost_ms: int | None = None
    verified_up_to_ms: int | None = None
    next_try_ms: int | None = None
    received: int | None = None
    cause: str | None = None
    code: int | None = None
    had_feed: bool = False
    relay: bool = False
    clock_offset_ms: int | None = None
    verified_seq: int | None = None
    verified_tickets: int | None = None
    proof_ends_ns: int | None = None

    def is_proven(self, now_ns: int) -> bool:
        """Return whether VERIFIED may still be said at ``now_ns`` (CLOCK_MONOTONIC)."""
        return self.state is FeedState.VERIFIED and now_ns < (self.proof_ends_ns or 0)


OTHER_SERVER = "other_server"
"""The cause of ``OTHER_AGENT`` where the profile is of another server; nothing was connected."""


class BlindCause(StrEnum):
    """The cause of a blind interval."""

    LOST = "lost"
    RESTART = "restart"
    STALE_CURSOR = "stale_cursor"
    TOO_SLOW = "too_slow"
    UNAVAILABLE = "unavailable"
    NO_NETWORK = "no_network"
    ASLEEP = "asleep"
    KEY = "key"
    NO_KEY = "no_key"
    SILENT = "silent"
    DISAGREED = "disagreed"
    PROTOCOL = "protocol"
    THROTTLED = "throttled"
    NOT_OUR_SERVER = "not_our_server"
    PORTAL = "portal"
    PROXY = "proxy"
    PROXY_UNUSABLE = "proxy_unusable"
    REDIRECTED = "redirected"
    NOT_TRUSTED = "not_trusted"
    NO_FEED = "no_feed"
    ELSEWHERE = "elsewhere"
    CLOSED_APP = "closed_app"
    STORE = "store"
    ASKED = "asked"


class BlindInterval(msgspec.Struct, frozen=True):
    """A time during which the feed was not observed. ``closed_by`` is ``replay`` or ``snapshot``.

    ``to_ms`` is None while it lasts. ``events`` is how many a replay brought, or how many tickets
    a snapshot held.
    """

    from_ms: int
    to_ms: int | None
    cause: str
    code: int | None = None
    closed_by: str | None = None
    events: int | None = None
