"""The changes that services publish: typed, frozen, once each and after the commit."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.feed_status import FeedStatus
from supportdesk_desktop.core.filing import Pause
from supportdesk_desktop.core.frames import PresenceState
from supportdesk_desktop.core.ids import FilingId, NoticeId, TicketId
from supportdesk_desktop.core.profile import DeskFacts
from supportdesk_desktop.core.rows import Arrival, LeftBy, TicketRow


class TicketTrace(msgspec.Struct, frozen=True):
    """One event on its way to the screen, for latencies. ``received_ns`` is CLOCK_MONOTONIC."""

    ticket_id: TicketId
    event_id: str
    seq: int
    received_ns: int


class EventNote(msgspec.Struct, frozen=True):
    """An event of one ticket, for ``watch`` and announcements."""

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


class EscalationsChanged(msgspec.Struct, frozen=True):
    """The desk said something new of our escalations."""


class QueuePaused(msgspec.Struct, frozen=True):
    """The queue of filings is paused, or continues (None)."""

    pause: Pause | None
    message: str = ""


class NoticesChanged(msgspec.Struct, frozen=True):
    """These notices were settled (or are new and pending)."""

    notice_ids: tuple[NoticeId, ...]


class ActionFailed(msgspec.Struct, frozen=True):
    """A ticket action was refused: the row is back.

    ``french`` and ``english`` say why: the process that tells a person may be another one.
    ``passed`` says that it was to go to a colleague, else that it was to be done.
    """

    ticket_id: TicketId
    french: str
    english: str
    passed: bool = False


class LoopChanged(msgspec.Struct, frozen=True):
    """A background loop of this process fails, or works again (no problem)."""

    name: str
    part: str
    problem: BaseException | None


class Trouble(msgspec.Struct, frozen=True):
    """A part that cannot work now, and since when (epoch ms).

    Attributes:
        part: ``store``, ``feed``, ``outbox`` or ``notifications``.
        code: the ``key`` of the error, ``unexpected`` for one that has none.
        french, english: what happened and the next step.
    """

    part: str
    since_ms: int
    code: str
    french: str
    english: str


class TroublesChanged(msgspec.Struct, frozen=True):
    """All that cannot work now, the gravest first; empty where all is well."""

    troubles: tuple[Trouble, ...]


class SettingChanged(msgspec.Struct, frozen=True):
    """A setting of this process has another value."""

    name: str


class SettingStored(msgspec.Struct, frozen=True):
    """A setting of the profile has this value (JSON) on disk, whichever process set it."""

    name: str
    value: msgspec.Raw


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
    | EscalationsChanged
    | QueuePaused
    | NoticesChanged
    | ActionFailed
    | LoopChanged
    | TroublesChanged
    | SettingChanged
    | SettingStored
    | TraceMark
)

RELOAD_ALL: tuple[Change, ...] = (
    TicketsChanged(replaced=True),
    FilingsChanged(()),
    NoticesChanged(()),
    IntervalsChanged(),
)
"""Changes that make every reader read again, as anything stored may have changed unseen."""
