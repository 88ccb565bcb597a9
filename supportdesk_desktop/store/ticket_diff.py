"""What changed in a ticket, field by field, for its timeline."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.rows import FieldChange
from supportdesk_desktop.core.tickets import Ticket
from supportdesk_desktop.store.documents import display_name

MAX_VALUE = 300
"""Characters of a value that the timeline keeps; the ticket itself has all of it."""

MAX_CHANGES = 40

_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])


def changes_between(before: Ticket, after: Ticket) -> tuple[FieldChange, ...]:
    """Return the fields whose text differs, named as on the wire, metadata by its keys."""
    old, new = _texts(before), _texts(after)
    names = [*old, *(name for name in new if name not in old)]
    found = [
        FieldChange(name, _short(old.get(name, "")), _short(new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]
    return tuple(found[:MAX_CHANGES])


def _texts(ticket: Ticket) -> dict[str, str]:
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


def _short(text: str) -> str:
    return text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + "…"
