"""A ticket as the columns, the searched text and the entries that are stored of it.

And what differs between two versions of one, field by field, for its timeline.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from supportdesk_desktop.core.arrangement import sort_text
from supportdesk_desktop.core.drafts import CLIENT_REF_KEY, client_ref_of
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import FieldChange, TagMark
from supportdesk_desktop.core.text import fold
from supportdesk_desktop.core.tickets import (
    Customer,
    Priority,
    Ticket,
    UnreadableTicket,
    priority_rank,
)
from supportdesk_desktop.core.times import epoch_ms
from supportdesk_desktop.store.metadata import MetaEntry, entries_of

MAX_INTEGER = 2**63 - 1
"""SQLite's largest integer: a larger ``version`` is kept as this one."""

MAX_VALUE = 300
"""Characters of a value that the timeline keeps; the ticket itself has all of it."""

MAX_CHANGES = 40

_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_JSON_SYNTAX = re.compile(r'[{}\[\]",:\\]+')


class SearchText(msgspec.Struct, frozen=True, array_like=True):
    """The folded text of a ticket, in the order of the columns of ``ticket_text``."""

    number: str
    subject: str
    description: str = ""
    customer: str = ""
    tags: str = ""
    category: str = ""
    metadata: str = ""


class Document(msgspec.Struct, frozen=True):
    """One ticket as stored. Times are milliseconds since the epoch.

    ``assigned_at`` names the assignment for its one notice: the server's own text, else the time
    of creation, else empty for an unreadable ticket.
    """

    id: TicketId
    number: str
    subject: str
    status: str
    priority: str
    priority_rank: int
    channel: str
    category: str | None
    customer: str
    customer_external_id: str
    tags: str
    client_ref: str | None
    created_ms: int
    received_ms: int
    assigned_at: str
    level: str | None
    version: int
    unreadable: str | None
    body: bytes
    text: SearchText
    meta: tuple[MetaEntry, ...] = ()

    @property
    def subject_key(self) -> str:
        """The subject as it counts for the order of a list."""
        return sort_text(self.subject)

    @property
    def customer_key(self) -> str:
        """The customer's name as it counts for the order of a list."""
        return sort_text(self.customer)


def document(ticket: Ticket | UnreadableTicket, seen_ms: int) -> Document:
    """Return what to store of a ticket.

    Args:
        ticket: as the feed carried it.
        seen_ms: when it came here: the only time that an unreadable ticket has.
    """
    if isinstance(ticket, UnreadableTicket):
        return _of_unreadable(ticket, seen_ms)
    return Document(
        id=ticket.id,
        number=ticket.ticket_number,
        subject=ticket.subject,
        status=ticket.status,
        priority=ticket.priority,
        priority_rank=priority_rank(ticket.priority),
        channel=ticket.channel,
        category=ticket.category or None,
        customer=display_name(ticket.customer),
        customer_external_id=ticket.customer.external_id,
        tags=msgspec.json.encode(tag_marks(ticket)).decode(),
        client_ref=client_ref_of(ticket.metadata),
        created_ms=epoch_ms(ticket.created_at),
        received_ms=ticket.assigned_ms,
        assigned_at=ticket.assigned_at or ticket.created_at,
        level=ticket.assigned_level,
        version=_integer(ticket.version),
        unreadable=None,
        body=msgspec.json.encode(ticket),
        text=_text_of(ticket),
        meta=entries_of(ticket.metadata),
    )


def display_name(customer: Customer) -> str:
    """Return what a customer is called: the name, else the external id."""
    return customer.name or customer.external_id


def tag_marks(ticket: Ticket) -> tuple[TagMark, ...]:
    """Return the tags as they are drawn; one without a name has none yet."""
    return tuple(TagMark(tag.id, tag.name or "", tag.color) for tag in ticket.tags)


def time_or(text: str | None, fallback_ms: int) -> int:
    """Read an ISO 8601 time, or return the fallback where it is absent or cannot be read."""
    try:
        return fallback_ms if text is None else epoch_ms(text)
    except (ValueError, OverflowError):
        return fallback_ms


def changes_between(before: Ticket, after: Ticket) -> tuple[FieldChange, ...]:
    """Return the fields whose text differs, named as on the wire, metadata by its keys."""
    old, new = _field_texts(before), _field_texts(after)
    names = [*old, *(name for name in new if name not in old)]
    found = [
        FieldChange(name, _shortened(old.get(name, "")), _shortened(new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]
    return tuple(found[:MAX_CHANGES])


class _Rescue(msgspec.Struct, rename="camel"):
    """The fields that may still be read of an unreadable ticket; each is tried alone."""

    ticket_number: Any = None
    assigned_at: Any = None
    assigned_level: Any = None


def _of_unreadable(ticket: UnreadableTicket, seen_ms: int) -> Document:
    try:
        rescued = msgspec.json.decode(ticket.raw, type=_Rescue)
    except (ValueError, RecursionError):
        rescued = _Rescue()
    number = _sound(rescued.ticket_number) or ""
    assigned_at = _sound(rescued.assigned_at)
    subject = number or ticket.id
    return Document(
        id=ticket.id,
        number=number,
        subject=subject,
        status="",
        priority=Priority.MEDIUM,
        priority_rank=priority_rank(Priority.MEDIUM),
        channel="",
        category=None,
        customer="",
        customer_external_id="",
        tags="[]",
        client_ref=None,
        created_ms=seen_ms,
        received_ms=time_or(assigned_at, seen_ms),
        assigned_at=assigned_at or "",
        level=_sound(rescued.assigned_level),
        version=_integer(ticket.version),
        unreadable=ticket.reason,
        body=ticket.raw,
        text=SearchText(number=fold(number), subject=fold(subject)),
    )


def _text_of(ticket: Ticket) -> SearchText:
    customer = ticket.customer
    who = (customer.name, customer.external_id, customer.email, customer.phone)
    tags = (part for tag in ticket.tags for part in (tag.name, tag.id))
    return SearchText(
        number=fold(ticket.ticket_number),
        subject=fold(ticket.subject),
        description=fold(ticket.description),
        customer=fold("\n".join(filter(None, who))),
        tags=fold("\n".join(filter(None, tags))),
        category=fold(ticket.category or ""),
        metadata=fold(_plain_metadata(bytes(ticket.metadata))),
    )


def _plain_metadata(metadata: bytes) -> str:
    """Return keys and values as words, escapes such as ``\\u00e9`` resolved where possible.

    The reference of a filing is left out: its random words would be found by chance.
    """
    try:
        value = msgspec.json.decode(metadata, type=dict[str, Any])
        value.pop(CLIENT_REF_KEY, None)
        text = msgspec.json.encode(value).decode()
    except (ValueError, RecursionError):
        text = metadata.decode(errors="replace")
    return _JSON_SYNTAX.sub(" ", text)


def _sound(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _integer(value: int) -> int:
    return max(-MAX_INTEGER, min(MAX_INTEGER, value))


def _field_texts(ticket: Ticket) -> dict[str, str]:
    agent = ticket.assigned_agent
    texts = {
        "subject": ticket.subject,
        "status": ticket.status,
        "priority": ticket.priority,
        "category": ticket.category or "",
        "customer": display_name(ticket.customer),
        "tags": ", ".join(tag.name or tag.id for tag in ticket.tags),
        "assignedAgent": "" if agent is None else agent.name,
        "description": ticket.description,
    }
    try:
        metadata = _fields.decode(bytes(ticket.metadata))
    except (ValueError, RecursionError):
        return texts | {"metadata": bytes(ticket.metadata).decode(errors="replace")}
    return texts | {f"metadata.{key}": bytes(raw).decode() for key, raw in metadata.items()}


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + "…"
