"""What services publish: typed, frozen, said once and after the commit."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from supportdesk_desktop.core.desk_facts import DeskFacts
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.filing import Pause
from supportdesk_desktop.core.frames import PresenceState
from supportdesk_desktop.core.ids import FilingId, NoticeId, TicketId
from supportdesk_desktop.core.rows import Arrival, LeftBy, TicketRow
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


class BlindCause(StrEnum):
    """Why the feed was not observed."""

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


class TicketTrace(msgspec.Struct, frozen=True):
    """One event on its way to the screen, for latencies. ``received_ns`` is CLOCK_MONOTONIC."""

    ticket_id: TicketId
    event_id: str
    seq: int
    received_ns: int


class EventNote(msgspec.Struct, frozen=True):
    """What happened to one ticket, for ``watch`` and announcements."""

    kind: str
    ticket_id: TicketId
    number: str
    subject: str
    priority: str
    seq: int | None
    arrival: Arrival
    left_by: LeftBy | None = None


class TicketsChanged(msgspec.Struct, frozen=True):
    """Tickets were stored. ``replaced`` says that the whole set was swapped by a snapshot.

    ``rows`` has the rows of ``upserted`` as they were stored, unless these are to be read.
    """

    upserted: tuple[TicketId, ...] = ()
    removed: tuple[TicketId, ...] = ()
    replaced: bool = False
    rows: tuple[TicketRow, ...] = ()
    traces: tuple[TicketTrace, ...] = ()
    notes: tuple[EventNote, ...] = ()


class MarksChanged(msgspec.Struct, frozen=True):
    """Local marks (read, pinned) or notice outcomes of these tickets changed."""

    ticket_ids: tuple[TicketId, ...]


class SnoozesEnded(msgspec.Struct, frozen=True):
    """Tickets whose time came: they are in their views again, unread."""

    ticket_ids: tuple[TicketId, ...]


class FeedChanged(msgspec.Struct, frozen=True):
    """The state of the feed changed, or was verified again."""

    status: FeedStatus


class IntervalsChanged(msgspec.Struct, frozen=True):
    """A blind interval began or ended."""


class PresenceChanged(msgspec.Struct, frozen=True):
    """The server's word on our availability."""

    presence: PresenceState


class DeskKnown(msgspec.Struct, frozen=True):
    """``whoami`` answered."""

    facts: DeskFacts


class FilingsChanged(msgspec.Struct, frozen=True):
    """These filings changed state or wait for something else."""

    filing_ids: tuple[FilingId, ...]


class QueuePaused(msgspec.Struct, frozen=True):
    """The queue of filings stands still, or moves again (None)."""

    pause: Pause | None
    message: str = ""


class NoticesChanged(msgspec.Struct, frozen=True):
    """These notices were settled (or are new and pending)."""

    notice_ids: tuple[NoticeId, ...]


class ActionFailed(msgspec.Struct, frozen=True):
    """A ticket action was refused: the row is back, with the sentence of the error."""

    ticket_id: TicketId
    error: DeskError


class SettingChanged(msgspec.Struct, frozen=True):
    """A setting of this process has another value."""

    name: str


class TraceMark(msgspec.Struct, frozen=True):
    """One line for ``--trace``: ``at_ns`` is CLOCK_MONOTONIC."""

    what: str
    at_ns: int
    event_id: str | None = None
    seq: int | None = None
    ms: float | None = None


Change = (
    TicketsChanged
    | MarksChanged
    | SnoozesEnded
    | FeedChanged
    | IntervalsChanged
    | PresenceChanged
    | DeskKnown
    | FilingsChanged
    | QueuePaused
    | NoticesChanged
    | ActionFailed
    | SettingChanged
    | TraceMark
)
