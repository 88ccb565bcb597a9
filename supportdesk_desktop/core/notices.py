"""The decision on announcing an assignment, and the account of each one.

One notice for each (ticket id, ``assignedAt``), for ever (``contract/live-feed.md``). The outcomes
are those of ``contract/cli.md``, ``watch``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from supportdesk_desktop.core.ids import NoticeId, TicketId
from supportdesk_desktop.core.times import Schedule

N1 = "N1"


class NoticeOutcome(StrEnum):
    """The outcome of a notice; a notice without one is still pending."""

    SHOWN = "shown"
    LATE = "late"
    HELD_DND = "held_dnd"
    DIGEST = "digest"
    MERGED = "merged"
    IN_WINDOW = "in_window"
    FIRST_SYNC = "first_sync"
    FILTERED = "filtered"
    NO_SERVICE = "no_service"
    REFUSED = "refused"
    UNEXPLAINED = "unexplained"


class NoticeRecord(msgspec.Struct, frozen=True):
    """A notice as stored. ``latency_ms``: frame received to the service's reply (shown), else None.

    ``received_ms`` and ``settled_ms`` are milliseconds since the epoch.
    """

    id: NoticeId
    ticket_id: TicketId
    assigned_at: str
    number: str
    subject: str
    priority: str
    customer: str
    received_ms: int
    late: bool
    outcome: NoticeOutcome | None = None
    settled_ms: int | None = None
    latency_ms: float | None = None
    seq: int | None = None


class Bell(msgspec.Struct, frozen=True, rename="camel"):
    """The state of announcing: possible, held, or not.

    ``available``: there was a notification service when last looked. ``held_until_ms``: the end of
    Do not disturb (milliseconds since the epoch), None where it is not on.
    """

    available: bool
    held_until_ms: int | None = None


class Shows(StrEnum):
    """The parts of a ticket that an announcement shows, beside number and priority."""

    SUBJECT_AND_CUSTOMER = "subject_customer"
    SUBJECT = "subject"
    NUMBER = "number"


class Burst(msgspec.Struct, frozen=True):
    """Beyond so many tickets within so many seconds, the others share one announcement."""

    tickets: Annotated[int, msgspec.Meta(ge=1, le=99)] = 3
    seconds: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1


class NoticePolicy(msgspec.Struct, frozen=True):
    """The agent's settings of announcements."""

    announces: bool = True
    critical_passes: bool = False
    shows: Shows = Shows.SUBJECT_AND_CUSTOMER
    burst: Burst = Burst()
    sound: bool = False
    quiet: Schedule = ()
    remind_min: int = 15


class NoticeContext(msgspec.Struct, frozen=True):
    """The facts that the decision depends on.

    Attributes:
        policy: the agent's settings.
        dnd: Do not disturb holds assignments.
        service_available: there is a notification service.
        pending: notices waiting, this one included.
    """

    policy: NoticePolicy = NoticePolicy()
    dnd: bool = False
    service_available: bool = True
    pending: int = 0

    def holds(self, priority: str) -> bool:
        """Return whether Do not disturb holds a ticket of this priority."""
        return self.dnd and not (self.policy.critical_passes and priority == "CRITICAL")


def decide(
    notice: NoticeRecord, level: str | None, first_sync: bool, context: NoticeContext
) -> NoticeOutcome:
    """Decide which outcome one notice is to have; the order of the rules is that of precedence.

    Args:
        notice: the assignment.
        level: the level it was assigned at; only N1 is announced.
        first_sync: it belongs to the first complete snapshot of the profile.
        context: Do not disturb, service and burst.
    """
    if first_sync:
        return NoticeOutcome.FIRST_SYNC
    if level != N1 or not context.policy.announces:
        return NoticeOutcome.FILTERED
    if context.holds(notice.priority):
        return NoticeOutcome.HELD_DND
    if not context.service_available:
        return NoticeOutcome.NO_SERVICE
    if context.pending > context.policy.burst.tickets:
        return NoticeOutcome.MERGED
    return NoticeOutcome.LATE if notice.late else NoticeOutcome.SHOWN
