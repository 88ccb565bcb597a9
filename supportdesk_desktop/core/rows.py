"""Tickets as the window shows them: built by the store, drawn by the list and the detail."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

import msgspec

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeRecord
from supportdesk_desktop.core.tickets import PRIORITY_RANK, Priority, Ticket, priority_rank

URGENT_RANK = PRIORITY_RANK[Priority.URGENT]

VISIBLE_ROWS = 40
"""Rows that the first paint of a list has."""

SNOOZED = "snoozed"
"""Stands for the tickets that are put off where else the id of a saved view does."""


class Over(msgspec.Struct, frozen=True):
    """A search shown over the view: ``what`` is a saved view's id, or ``SNOOZED``."""

    what: str
    query: str


class TicketView(StrEnum):
    """The views of the rail, all of tickets held now; a snoozed one is in no other than PINNED."""

    MINE = "mine"
    URGENT = "urgent"
    TODAY = "today"
    PINNED = "pinned"


class LeftBy(StrEnum):
    """The way in which a ticket left the set of those held."""

    CLOSED = "closed"
    UNASSIGNED = "unassigned"
    SNAPSHOT = "snapshot"


class Arrival(StrEnum):
    """The way in which an event came to this desk."""

    LIVE = "live"
    REPLAY = "replay"
    SNAPSHOT = "snapshot"


class TagMark(msgspec.Struct, frozen=True):
    """A tag as drawn: its name (or UUID) and the server's colour, as a dot only."""

    id: str
    name: str
    color: str | None


_Minutes = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class WaitLimits(msgspec.Struct, frozen=True):
    """Minutes after which the wait of a customer is too long, by priority; 0 is never."""

    critical: _Minutes = 30
    urgent: _Minutes = 120
    high: _Minutes = 480
    medium: _Minutes = 1440
    low: _Minutes = 0

    def is_over(self, priority: str, waited_ms: int) -> bool:
        """Return whether a ticket of this priority waits too long; an unknown one is a medium."""
        minutes: int = getattr(self, priority.lower() if priority in PRIORITY_RANK else "medium")
        return 0 < minutes * 60_000 <= waited_ms


class EscalationLimits(WaitLimits, frozen=True):
    """Minutes after which an escalation has been open for too long."""

    critical: _Minutes = 30
    urgent: _Minutes = 60
    high: _Minutes = 240
    medium: _Minutes = 1440
    low: _Minutes = 0


class TicketRow(msgspec.Struct, frozen=True):
    """One row of the list: the customer waits since ``created_ms``, milliseconds since the epoch.

    ``received_ms`` is the assignment. ``escalated`` is one for which
    another ticket was filed from here.
    ``notice_outcome`` is a ``NoticeOutcome`` value or None where none is known yet;
    ``notice_ms`` its latency. ``unreadable`` rows have only an id and a number or id as subject.
    ``snoozed_until_ms`` is when a ticket that waits comes back, None for one that does not wait.
    """

    id: TicketId
    number: str
    subject: str
    priority: str
    status: str
    customer: str
    tags: tuple[TagMark, ...]
    created_ms: int
    received_ms: int
    unread: bool
    pinned: bool
    notice_outcome: str | None
    notice_ms: int | None
    left_by: LeftBy | None = None
    unreadable: bool = False
    snoozed_until_ms: int | None = None
    category: str | None = None
    escalated: bool = False


@lru_cache(1000)
def tags_beside(category: str | None, tags: tuple[TagMark, ...]) -> tuple[TagMark, ...]:
    """Return the tags that say something else than the category, which stands beside them."""
    if not category or not tags:
        return tags
    said = category.strip().casefold()
    return tuple(tag for tag in tags if tag.name.strip().casefold() != said)


class TimelineKind(StrEnum):
    """The kind of a line of a ticket's timeline."""

    CREATED = "created"
    ASSIGNED = "assigned"
    UPDATED = "updated"
    NOTICED = "noticed"
    REMINDED = "reminded"
    LEFT = "left"


class FieldChange(msgspec.Struct, frozen=True):
    """One field before and after an update, as text."""

    field: str
    before: str
    after: str


class TimelineEntry(msgspec.Struct, frozen=True):
    """One line of a ticket's timeline; ``at_ms`` is milliseconds since the epoch."""

    kind: TimelineKind
    at_ms: int
    arrival: Arrival | None = None
    seq: int | None = None
    level: str | None = None
    outcome: str | None = None
    latency_ms: int | None = None
    left_by: LeftBy | None = None
    changes: tuple[FieldChange, ...] = ()


class EscalatedAs(msgspec.Struct, frozen=True):
    """The escalation of a ticket: its number, empty while it has none, and since when."""

    number: str
    since_ms: int


class TicketDetail(msgspec.Struct, frozen=True):
    """Everything the detail shows. ``ticket`` is None for an unreadable one.

    ``escalated_as`` is its newest escalation, ``note`` the agent's own; ``others`` the newest
    other tickets of the customer that are known here, ``other_count`` how many there are.
    """

    row: TicketRow
    ticket: Ticket | None
    notice: NoticeRecord | None
    timeline: tuple[TimelineEntry, ...]
    unreadable_reason: str | None = None
    note: str = ""
    others: tuple[TicketRow, ...] = ()
    other_count: int = 0
    escalated_as: EscalatedAs | None = None


class RailCounts(msgspec.Struct, frozen=True):
    """Numbers beside the views and activities of the rail."""

    mine: int = 0
    urgent: int = 0
    today: int = 0
    pinned: int = 0
    open_filings: int = 0
    filings_to_decide: int = 0
    unexplained_notices: int = 0
    snoozed: int = 0
    escalations: int = 0


def count_of(counts: RailCounts, view: TicketView) -> int:
    """Return how many tickets a view has."""
    return {
        TicketView.MINE: counts.mine,
        TicketView.URGENT: counts.urgent,
        TicketView.TODAY: counts.today,
        TicketView.PINNED: counts.pinned,
    }[view]


def belongs(view: TicketView, row: TicketRow, now_ms: int) -> bool:
    """Return whether a view holds a ticket; ``store.rows`` says the same in SQL."""
    if row.left_by is not None:
        return False
    if row.snoozed_until_ms is not None:
        return view is TicketView.PINNED and row.pinned
    if view is TicketView.URGENT:
        return priority_rank(row.priority) >= URGENT_RANK
    if view is TicketView.TODAY:
        return row.received_ms >= midnight_ms(now_ms)
    return view is TicketView.MINE or row.pinned


def midnight_ms(now_ms: int) -> int:
    """Return when the present day began here, local time."""
    today = datetime.fromtimestamp(now_ms / 1000).replace(hour=0, minute=0, second=0, microsecond=0)
    return int(today.replace(fold=0).timestamp() * 1000)
