"""The feed reducer: frames in, effects out. No socket, no clock, no random.

The rules are those of ``contract/live-feed.md``, "What the client does". The reducer runs ahead of
the store by one commit at most: whoever drives it stores the effects in order, and starts a new
reducer from the store whenever a commit fails or the socket is gone.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from supportdesk_desktop.core.frames import (
    SNAPSHOT_PAGE_TICKETS,
    Cursor,
    ErrorFrame,
    Event,
    Heartbeat,
    PresenceFrame,
    PresenceState,
    ServerFrame,
    SnapshotEnd,
    SnapshotPage,
    UnknownFrame,
    Welcome,
)
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.tickets import Ticket, UnreadableTicket, decode_ticket
from supportdesk_desktop.core.times import epoch_ms


class CloseReason(StrEnum):
    """The reason why the client itself ends a connection."""

    GAP = "gap"
    HEARTBEAT_DISAGREES = "heartbeat_disagrees"
    SNAPSHOT_DISAGREES = "snapshot_disagrees"
    OTHER_AGENT = "other_agent"
    PROTOCOL = "protocol"


class Applied(msgspec.Struct, frozen=True):
    """One event to store together with its cursor.

    ``keeps`` says that ``ticket`` replaces what is held (not with an older version, nor where the
    event type is unknown); ``removed`` that it leaves the set. An event whose type is
    ``ticket.assigned`` needs a notice decision whatever else it does.
    """

    cursor: Cursor
    type: str
    event_id: str
    occurred_at: str
    level: str | None
    ticket: Ticket | UnreadableTicket
    keeps: bool
    removed: bool


class Replaced(msgspec.Struct, frozen=True):
    """A whole snapshot to store, set and cursor in one transaction."""

    cursor: Cursor
    tickets: tuple[Ticket | UnreadableTicket, ...]
    reason: str | None


class SnapshotProgress(msgspec.Struct, frozen=True):
    """So many tickets are held aside so far; the old list stays."""

    received: int


class Verified(msgspec.Struct, frozen=True):
    """A heartbeat whose head and count both equal ours: the only proof of "up to date"."""

    cursor: Cursor
    count: int
    server_time: str


class ErrorSeen(msgspec.Struct, frozen=True):
    """An error frame: the facts of the close that follows."""

    code: str
    message: str
    retry_after_ms: int | None


class Close(msgspec.Struct, frozen=True):
    """End this connection. With ``drop_cursor`` the next hello asks for a snapshot."""

    code: int
    reason: CloseReason
    drop_cursor: bool
    note: str


Effect = (
    Welcome | Applied | Replaced | SnapshotProgress | Verified | PresenceState | ErrorSeen | Close
)

LONGEST_HEARTBEAT_MS = 3_600_000
LONGEST_STATED_DELAY_MS = 3_600_000
"""As for ``Retry-After``: a server cannot send a desk away for longer than an hour."""

_LEAVES = frozenset({"ticket.closed", "ticket.unassigned"})
_HOLDS = frozenset({"ticket.assigned", "ticket.updated"})
_KNOWN = _LEAVES | _HOLDS


class FeedReducer:
    """One connection's view of the feed, from hello to close.

    Args:
        cursor: what the store holds, or None to ask for a snapshot.
        versions: the version of each ticket held now; the reducer keeps them up to date.
        agent_id: the agent this profile belongs to, once known.
    """

    def __init__(
        self,
        cursor: Cursor | None,
        versions: dict[TicketId, int],
        agent_id: AgentId | None,
    ) -> None:
        self._cursor = cursor
        self._versions = versions
        self._agent_id = agent_id
        self._welcome: Welcome | None = None
        self._aside: dict[TicketId, Ticket | UnreadableTicket] | None = None
        self._aside_rows = 0
        self._pages = 0
        self._closed = False

    @property
    def cursor(self) -> Cursor | None:
        """The place reached, counting effects that are not stored yet."""
        return self._cursor

    @property
    def count(self) -> int:
        """The number of tickets held."""
        return len(self._versions)

    def receive(self, frame: ServerFrame) -> list[Effect]:
        """Apply one frame; return the effects, in order."""
        if self._closed:
            return []
        match frame:
            case UnknownFrame():
                return []
            case ErrorFrame():
                return [_error_seen(frame)]
            case PresenceFrame():
                return self._on_presence(frame)
            case Welcome():
                return self._on_welcome(frame)
        if self._welcome is None:
            return self._protocol("a frame before welcome")
        match frame:
            case SnapshotPage():
                return self._on_page(frame)
            case SnapshotEnd():
                return self._on_snapshot_end(frame)
            case Event():
                return self._on_event(frame)
            case Heartbeat():
                return self._on_heartbeat(frame)

    def _on_presence(self, frame: PresenceFrame) -> list[Effect]:
        if not _is_time_or_none(frame.until):
            return self._protocol("an end of absence that is not a time")
        return [PresenceState(available=frame.available, until=frame.until)]

    def _on_welcome(self, frame: Welcome) -> list[Effect]:
        if self._welcome is not None:
            return self._protocol("a second welcome")
        if self._agent_id is not None and frame.agent.id != self._agent_id:
            note = "this key belongs to another agent"
            return [self._close(4000, CloseReason.OTHER_AGENT, drop_cursor=False, note=note)]
        if not 0 < frame.heartbeat_ms <= LONGEST_HEARTBEAT_MS:
            return self._protocol(f"a heartbeat every {frame.heartbeat_ms} ms")
        if frame.mode == "resume" and self._cursor != Cursor(epoch=frame.epoch, seq=frame.seq):
            return self._protocol("a resume that is not at our cursor")
        if frame.presence is not None and not _is_time_or_none(frame.presence.until):
            return self._protocol("an end of absence that is not a time")
        self._welcome = frame
        self._aside = {} if frame.mode == "snapshot" else None
        return [frame]

    def _on_page(self, frame: SnapshotPage) -> list[Effect]:
        if self._aside is None:
            return self._protocol("a snapshot page outside a snapshot")
        if frame.page != self._pages + 1:
            return self._disagrees(f"page {frame.page} after page {self._pages}")
        self._pages = frame.page
        if len(frame.tickets) > SNAPSHOT_PAGE_TICKETS:
            return self._protocol(f"a snapshot page of {len(frame.tickets)} tickets")
        for raw in frame.tickets:
            try:
                ticket = decode_ticket(raw)
            except ValueError as problem:
                return self._protocol(str(problem))
            self._aside[ticket.id] = ticket
            self._aside_rows += 1
        return [SnapshotProgress(len(self._aside))]

    def _on_snapshot_end(self, frame: SnapshotEnd) -> list[Effect]:
        assert self._welcome is not None
        if self._aside is None:
            return self._protocol("the end of a snapshot that was not begun")
        if not frame.count == len(self._aside) == self._aside_rows:
            return self._disagrees(f"{len(self._aside)} tickets of {frame.count}")
        if frame.seq != self._welcome.seq:
            return self._disagrees(f"snapshot of {frame.seq}, welcome said {self._welcome.seq}")
        tickets = tuple(self._aside.values())
        self._aside = None
        self._cursor = Cursor(epoch=self._welcome.epoch, seq=frame.seq)
        self._versions = {ticket.id: ticket.version for ticket in tickets}
        return [Replaced(self._cursor, tickets, self._welcome.reason)]

    def _on_event(self, frame: Event) -> list[Effect]:
        if self._aside is not None or self._cursor is None:
            return self._protocol("an event inside a snapshot")
        if frame.seq <= self._cursor.seq:
            return []
        if frame.seq != self._cursor.seq + 1:
            note = f"event {frame.seq} after {self._cursor.seq}"
            return [self._close(4000, CloseReason.GAP, drop_cursor=True, note=note)]
        try:
            ticket = _ticket_of(frame)
        except ValueError as problem:
            return self._protocol(str(problem))
        self._cursor = Cursor(epoch=self._cursor.epoch, seq=frame.seq)
        return [self._apply(frame, ticket, self._cursor)]

    def _apply(self, frame: Event, ticket: Ticket | UnreadableTicket, cursor: Cursor) -> Applied:
        kind = frame.event.type
        leaves = kind in _LEAVES
        held = self._versions.get(ticket.id)
        unknown = isinstance(ticket, UnreadableTicket) and ticket.version == 0
        keeps = kind in _HOLDS and (held is None or unknown or ticket.version >= held)
        if leaves:
            self._versions.pop(ticket.id, None)
        elif keeps:
            self._versions[ticket.id] = (held or 0) if unknown else ticket.version
        return Applied(
            cursor=cursor,
            type=kind,
            event_id=frame.event.id,
            occurred_at=frame.event.occurred_at,
            level=frame.event.level,
            ticket=ticket,
            keeps=keeps,
            removed=leaves,
        )

    def _on_heartbeat(self, frame: Heartbeat) -> list[Effect]:
        if self._aside is not None or self._cursor is None:
            return self._protocol("a heartbeat inside a snapshot")
        if not _is_time_or_none(frame.server_time):
            return self._protocol("a heartbeat without a readable time")
        if frame.seq != self._cursor.seq or frame.count != len(self._versions):
            note = f"server {frame.seq}/{frame.count}, here {self._cursor.seq}/{self.count}"
            return [self._close(4000, CloseReason.HEARTBEAT_DISAGREES, drop_cursor=True, note=note)]
        return [Verified(self._cursor, frame.count, frame.server_time)]

    def _protocol(self, note: str) -> list[Effect]:
        return [self._close(1002, CloseReason.PROTOCOL, drop_cursor=True, note=note)]

    def _disagrees(self, note: str) -> list[Effect]:
        return [self._close(4000, CloseReason.SNAPSHOT_DISAGREES, drop_cursor=True, note=note)]

    def _close(self, code: int, reason: CloseReason, *, drop_cursor: bool, note: str) -> Close:
        self._closed = True
        return Close(code, reason, drop_cursor, note)


def _ticket_of(frame: Event) -> Ticket | UnreadableTicket:
    try:
        return decode_ticket(frame.event.ticket)
    except ValueError as problem:
        if frame.event.type in _KNOWN:
            raise
        return UnreadableTicket(TicketId(""), 0, bytes(frame.event.ticket), str(problem))


def _error_seen(frame: ErrorFrame) -> ErrorSeen:
    raw = frame.details.get("retryAfterMs")
    try:
        delay = None if raw is None else msgspec.json.decode(raw, type=int)
    except ValueError:
        delay = None
    if delay is not None:
        delay = min(max(0, delay), LONGEST_STATED_DELAY_MS)
    return ErrorSeen(frame.code, frame.message, delay)


def _is_time_or_none(text: str | None) -> bool:
    try:
        return text is None or epoch_ms(text) >= 0
    except (ValueError, OverflowError):
        return False
