"""What the feed gives to the store, and what a commit gives back (used by ``services.feed``)."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.changes import EventNote
from supportdesk_desktop.core.feed import Applied
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import NoticeId, TicketId
from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.core.rows import Arrival
from supportdesk_desktop.core.tickets import Agent


class StoredEvent(msgspec.Struct, frozen=True):
    """One event to store. ``received_ns`` is CLOCK_MONOTONIC, ``received_ms`` since the epoch."""

    applied: Applied
    arrival: Arrival
    received_ms: int
    received_ns: int


class NewNotice(msgspec.Struct, frozen=True):
    """A notice intent just stored for the first time, waiting for its decision."""

    record: NoticeRecord
    level: str | None
    first_sync: bool
    received_ns: int | None


class SeenRef(msgspec.Struct, frozen=True):
    """A stored ticket carries the clientRef of a filing of ours that is not confirmed yet."""

    client_ref: str
    ticket_id: TicketId
    ticket_number: str


class Committed(msgspec.Struct, frozen=True):
    """What ``tickets.commit_events`` and ``tickets.replace_all`` changed."""

    upserted: tuple[TicketId, ...] = ()
    removed: tuple[TicketId, ...] = ()
    notices: tuple[NewNotice, ...] = ()
    seen_refs: tuple[SeenRef, ...] = ()
    notes: tuple[EventNote, ...] = ()


class FeedMemory(msgspec.Struct, frozen=True):
    """What is remembered of the feed (``feed_state.load``). ``observed_until_ms`` is our wall
    clock at the last sign that the feed was observed; None when an interval is still open."""

    cursor: Cursor | None
    agent: Agent | None
    tickets: int
    verified_up_to_ms: int | None
    observed_until_ms: int | None
    had_feed: bool


class Settlement(msgspec.Struct, frozen=True):
    """What became of a notice (``notices.settle``, several in one transaction)."""

    notice_id: NoticeId
    ticket_id: TicketId
    outcome: NoticeOutcome
    settled_ms: int
    latency_ms: float | None = None
