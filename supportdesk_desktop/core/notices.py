"""The decision on announcing an assignment, the account of each one, and its announcement.

One notice for each (ticket id, ``assignedAt``), for ever (``contract/live-feed.md``). The outcomes
are those of ``contract/cli.md``, ``watch``.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec

from supportdesk_desktop.core.ids import NoticeId, TicketId
from supportdesk_desktop.core.tickets import priority_rank
from supportdesk_desktop.core.times import Schedule

if TYPE_CHECKING:
    from supportdesk_desktop.core.wording import Words

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


class FirstSync(msgspec.Struct, frozen=True):
    """The first complete snapshot of a profile: how many it brought, numbers of the ``newest``."""

    count: int
    newest: tuple[str, ...]


class Bell(msgspec.Struct, frozen=True, rename="camel"):
    """The state of announcing: possible, held, or not.

    ``available``: there was a notification service when last looked. ``held_until_ms``: the end of
    Do not disturb (milliseconds since the epoch), None where it is not on. ``by_desktop``: that of
    the desktop is on, until a person ends it there.
    """

    available: bool
    held_until_ms: int | None = None
    by_desktop: bool = False


class Shows(StrEnum):
    """The parts of a ticket that an announcement shows, beside number and priority."""

    SUBJECT_AND_CUSTOMER = "subject_customer"
    SUBJECT = "subject"
    NUMBER = "number"


class Sound(StrEnum):
    """Which announcements are heard."""

    NONE = "none"
    URGENT = "urgent"
    ALL = "all"

    def plays(self, priority: str) -> bool:
        """Return whether an announcement of this priority is heard."""
        return self is Sound.ALL or (self is Sound.URGENT and priority in {"URGENT", "CRITICAL"})


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
    sound: Sound = Sound.NONE
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


def decide(notice: NoticeRecord, level: str | None, context: NoticeContext) -> NoticeOutcome:
    """Decide which outcome one notice is to have; the order of the rules is that of precedence.

    Only what was assigned at ``level`` N1 is announced. What belongs to the first complete snapshot
    of a profile is not decided on: it is accounted for as that is stored.
    """
    if level != N1 or not context.policy.announces:
        return NoticeOutcome.FILTERED
    if context.holds(notice.priority):
        return NoticeOutcome.HELD_DND
    if not context.service_available:
        return NoticeOutcome.NO_SERVICE
    if context.pending > context.policy.burst.tickets:
        return NoticeOutcome.MERGED
    return NoticeOutcome.LATE if notice.late else NoticeOutcome.SHOWN


class NoticeAction(StrEnum):
    """Beside opening, what can be done with a ticket from its announcement."""

    LATER = "later"
    COPY_NUMBER = "copy-number"


class Announcement(msgspec.Struct, frozen=True):
    """An announcement. Texts are plain: an adapter escapes what its service would interpret.

    Attributes:
        tag: what it is about; a later one with the same tag takes its place while it is shown.
        title: one line.
        body: a few lines.
        priority: the ticket's, which decides on the urgency.
        open_label: words of the action that opens the window ("Ouvrir", "Open").
        ticket_id: what the action opens; None for the window as it is.
        sound: whether it is heard; otherwise the service is asked to be silent.
        more: further actions and their words.
        about: tickets that it tells of; once none of them waits any more, it is withdrawn.
    """

    tag: str
    title: str
    body: str
    priority: str
    open_label: str
    ticket_id: TicketId | None = None
    sound: bool = False
    more: tuple[tuple[NoticeAction, str], ...] = ()
    about: tuple[TicketId, ...] = ()


NUMBERS_NAMED = 5


def _announcements() -> dict[str, Words]:
    # The first paint counts notices, and announces none.
    from supportdesk_desktop.core.wording import sentences

    return sentences().announcements


def for_assignment(
    notice: NoticeRecord,
    lang: str,
    *,
    held_up: bool = False,
    shows: Shows = Shows.SUBJECT_AND_CUSTOMER,
) -> Announcement:
    """Announce one assignment: priority and number, then as much of it as is to be shown.

    A late one says so: it came while the feed was not observed, or (``held_up``) it was known here
    and could not be announced in time.
    """
    words = _announcements()
    known = words.get(f"priority.{notice.priority}")
    priority = notice.priority if known is None else known.say(lang)
    title = f"{priority} · {notice.number}"
    if held_up or notice.late:
        title += f" · {words['held_up' if held_up else 'late'].say(lang)}"
    body = "" if shows is Shows.NUMBER else notice.subject
    if notice.customer and shows is Shows.SUBJECT_AND_CUSTOMER:
        body += f"\n{notice.customer}"
    return Announcement(
        tag=notice.ticket_id,
        title=title,
        body=body,
        ticket_id=notice.ticket_id,
        priority=notice.priority,
        open_label=words["open"].say(lang),
        more=tuple((one, words[one].say(lang)) for one in NoticeAction),
        about=(notice.ticket_id,),
    )


def for_unopened(
    notice: NoticeRecord, lang: str, shows: Shows, remark: str = "unopened"
) -> Announcement:
    """Announce once more, in the place of what was announced before.

    ``remark`` says why: ``unopened``, or ``back`` for one that was put off.
    """
    again = for_assignment(msgspec.structs.replace(notice, late=False), lang, shows=shows)
    still = _announcements()[remark].say(lang)
    return msgspec.structs.replace(again, title=f"{again.title} · {still}")


def for_escalation(
    number: str, subject: str, priority: str, ticket_id: TicketId | None, lang: str, shows: Shows
) -> Announcement:
    """Announce that the escalation of a ticket passed its limit."""
    words = _announcements()
    return Announcement(
        tag=f"escalation-{number}",
        title=words["escalation"].say(lang, number=number),
        body="" if shows is Shows.NUMBER else subject,
        priority=priority,
        open_label=words["open"].say(lang),
        ticket_id=ticket_id,
    )


def for_several(
    tag: str, notices: Sequence[NoticeRecord], lang: str, count: int | None = None
) -> Announcement:
    """Announce several in one summary, as urgent as the most urgent ticket in it.

    Args:
        tag: why: ``merged`` for a burst, ``late`` for what came or was found late,
            ``held`` for what Do not disturb held, or ``unopened``; a later one takes the place of
            the one before.
        notices: oldest first.
        count: with those of the summary whose place it takes.
    """
    newest = [notice.number for notice in reversed(notices)][:NUMBERS_NAMED]
    urgent = max((notice.priority for notice in notices), key=priority_rank)
    summary = _summary(tag, count or len(notices), newest, urgent, lang)
    return msgspec.structs.replace(summary, about=tuple(one.ticket_id for one in notices))


def for_first_sync(first: FirstSync, lang: str) -> Announcement:
    """Announce what was assigned before this profile began. It alarms nobody."""
    return _summary("first-sync", first.count, first.newest, "LOW", lang)


def _summary(tag: str, count: int, newest: Sequence[str], priority: str, lang: str) -> Announcement:
    words = _announcements()
    title = words[f"several.{tag}"]
    if count == 1:
        title = words.get(f"one.{tag}", title)
    body = words.get(f"body.{tag}", words["numbers"])
    numbers = ", ".join(newest) + ("…" if count > len(newest) else "")
    return Announcement(
        tag=tag,
        title=title.say(lang, count=count),
        body=body.say(lang, numbers=numbers),
        priority=priority,
        open_label=words["open"].say(lang),
    )


def for_test(lang: str) -> Announcement:
    """A test that a person asked for."""
    words = _announcements()
    return Announcement(
        tag="test",
        title=words["test.title"].say(lang),
        body=words["test.body"].say(lang),
        priority="LOW",
        open_label=words["open"].say(lang),
    )
