"""An escalation: a ticket filed about another one, its draft, and how long it has been open."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.filing import Filing, FilingState
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import WaitLimits, midnight_ms
from supportdesk_desktop.core.strict_json import StrictJsonError, parse_object
from supportdesk_desktop.core.ticket_drafts import draft_of
from supportdesk_desktop.core.tickets import (
    PRIORITY_RANK,
    Assignee,
    Priority,
    Ticket,
    TicketStatus,
    Wire,
)
from supportdesk_desktop.core.wording import Words

LINK_KEY = "escalatedFrom"
"""The metadata key with number and id of the ticket that is escalated."""
OLD_LINK_KEY = "escalates"
"""The key of before, with its number alone: read, and not written any more."""
LONGEST_REASON = 500

SUBJECT = Words("Escalade de {number} : {subject}", "Escalation of {number}: {subject}")

_RULE = "\n\n---\n\n"
"""Stands between the reason and what is quoted; a line in Markdown."""


class Link(Wire, frozen=True, omit_defaults=True):
    """The ticket that was escalated; its ``id`` is None where only its number is known."""

    number: str
    id: TicketId | None = None


class _Linked(msgspec.Struct):
    link: Link | None = msgspec.field(default=None, name=LINK_KEY)


class _OldLinked(msgspec.Struct):
    number: str | None = msgspec.field(default=None, name=OLD_LINK_KEY)


def link_of(metadata: msgspec.Raw | bytes) -> Link | None:
    """Return what the metadata of a draft or a ticket says that it escalates."""
    text = bytes(metadata)
    try:
        link = msgspec.json.decode(text, type=_Linked).link
    except (ValueError, RecursionError):
        link = None
    if link is not None:
        return link if link.number else None
    try:
        number = msgspec.json.decode(text, type=_OldLinked).number
    except (ValueError, RecursionError):
        return None
    return Link(number=number) if number else None


def linked(metadata: msgspec.Raw | bytes, link: Link | None) -> msgspec.Raw:
    """Return metadata with this link instead of any other, every other value as it was.

    Text that is no JSON object stays as it is: it is still being typed.
    """
    try:
        members = parse_object(bytes(metadata))
    except StrictJsonError:
        return msgspec.Raw(bytes(metadata))
    for key in (LINK_KEY, OLD_LINK_KEY):
        members.pop(key, None)
    if link is not None:
        members[LINK_KEY] = msgspec.Raw(msgspec.json.encode(link))
    return msgspec.Raw(msgspec.json.encode(members))


def raised(priority: str) -> Priority:
    """Return the priority one step up; Critique stays, an unknown one counts as Moyenne."""
    rank = PRIORITY_RANK.get(priority, PRIORITY_RANK[Priority.MEDIUM])
    return next((one for one in Priority if PRIORITY_RANK[one] == rank + 1), Priority.CRITICAL)


def with_reason(reason: str, rest: str) -> str:
    """Return the description that says why first, and quotes then."""
    return f"{reason}{_RULE}{rest}"


def reason_of(description: str) -> tuple[str, str]:
    """Return the reason of an escalation and the rest; no reason where none stands apart."""
    reason, rule, rest = description.partition(_RULE)
    return (reason, rest) if rule else ("", description)


def escalation(ticket: Ticket, lang: str) -> Draft:
    """Return the draft that escalates a ticket, whose reason is still to be said."""
    number = ticket.ticket_number
    # Not through the words' own cutting of long facts: the text is the customer's.
    subject = SUBJECT.say(lang).replace("{number}", number).replace("{subject}", ticket.subject)
    quoted = "\n".join(f"> {line}".rstrip() for line in ticket.description.splitlines())
    draft = draft_of(ticket)
    return replace(
        draft,
        subject=subject,
        description=with_reason("", quoted),
        priority=raised(ticket.priority),
        metadata=linked(draft.metadata, Link(number=number, id=ticket.id)),
    )


class FiledTicket(Wire, frozen=True):
    """What the desk says of a ticket that was filed by us: ``GET /desk/v1/tickets?filedBy=me``.

    ``agent`` is who has it, None while it waits.
    """

    number: str
    status: str
    agent: Assignee | None = None
    updated_at: str | None = None


class Standing(StrEnum):
    """Where an escalation stands, as far as it is known here."""

    WAITS = "waits"
    """Not known to be a ticket yet."""
    REFUSED = "refused"
    CREATED = "created"
    """Nobody said more since it was created."""
    TO_TAKE = "to_take"
    WITH_AGENT = "with_agent"
    SETTLED = "settled"


class Escalation(msgspec.Struct, frozen=True, kw_only=True):
    """One escalation of ours. Times are milliseconds since the epoch.

    Attributes:
        origin: the ticket that was escalated; ``origin_subject`` and ``origin_priority`` are what
            is known of it here, else what the filing says.
        agent: who has it, or at its creation was given it.
        changed_ms: when the desk says that it changed last.
        told_by_desk: the desk said what became of it.
        reminded_ms: when the agent was told here that it passed its limit.
    """

    filing: Filing
    origin: Link
    origin_subject: str
    origin_priority: str
    standing: Standing
    agent: str | None = None
    changed_ms: int | None = None
    told_by_desk: bool = False
    reminded_ms: int | None = None

    @property
    def since_ms(self) -> int:
        return self.filing.created_ms

    @property
    def number(self) -> str:
        """The number of the new ticket, empty while there is none."""
        return "" if self.filing.ticket is None else self.filing.ticket.ticket_number

    @property
    def reason(self) -> str:
        return reason_of(self.filing.draft.description)[0].strip()


def standing_of(filing: Filing, status: str | None, agent: str | None) -> Standing:
    """Return where the escalation of a filing stands; ``status`` is the desk's last word."""
    if filing.state is FilingState.REFUSED:
        return Standing.REFUSED
    if filing.state is not FilingState.CONFIRMED:
        return Standing.WAITS
    if status is None:
        return Standing.CREATED
    if status == TicketStatus.CLOSED:
        return Standing.SETTLED
    return Standing.TO_TAKE if agent is None else Standing.WITH_AGENT


class Group(StrEnum):
    """The groups of the view, in their order."""

    OVER = "over"
    IN_PROGRESS = "in_progress"
    SETTLED_TODAY = "settled_today"


def is_over(one: Escalation, limits: WaitLimits, now_ms: int) -> bool:
    """Return whether an open escalation is older than the limit of the ticket's priority."""
    waited_ms = now_ms - one.since_ms
    return one.standing is not Standing.SETTLED and limits.is_over(one.origin_priority, waited_ms)


def grouped(
    all_of_them: Iterable[Escalation], limits: WaitLimits, now_ms: int
) -> dict[Group, list[Escalation]]:
    """Return the escalations of each group; what was settled before today is in none.

    The oldest over its limit comes first, else the newest.
    """
    groups: dict[Group, list[Escalation]] = {group: [] for group in Group}
    for one in sorted(all_of_them, key=lambda one: (-one.since_ms, -one.filing.id)):
        if one.standing is Standing.SETTLED:
            if (one.changed_ms or 0) >= midnight_ms(now_ms):
                groups[Group.SETTLED_TODAY].append(one)
        elif is_over(one, limits, now_ms):
            groups[Group.OVER].insert(0, one)
        else:
            groups[Group.IN_PROGRESS].append(one)
    return groups
