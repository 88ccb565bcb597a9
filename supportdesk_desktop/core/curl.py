"""A ticket as the command that files one like it; the key is named, never written."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

import msgspec

from supportdesk_desktop.core.drafts import CLIENT_REF_KEY, Draft, request_body
from supportdesk_desktop.core.strict_json import StrictJsonError, parse_object
from supportdesk_desktop.core.tickets import Ticket

_KEY_HEADER = '"X-API-Key: $SUPPORTDESK_API_KEY"'
"""In double quotes: the shell puts the key in when the command is run."""


def create_as_curl(ticket: Ticket, base_url: str) -> str:
    """Return the ``curl`` command whose ``POST /tickets/api-create`` files this ticket once more.

    The metadata keeps every digit, but not its ``clientRef``: that names the filing of before.
    """
    body = request_body(draft_of(ticket), None).decode()
    return " \\\n  ".join(
        (
            f"curl --request POST {shlex.quote(base_url.rstrip('/') + '/tickets/api-create')}",
            f"--header {_KEY_HEADER}",
            "--header 'Content-Type: application/json'",
            f"--data-raw {shlex.quote(body)}",
        )
    )


def draft_of(ticket: Ticket, added: Mapping[str, str] | None = None) -> Draft:
    """Return a draft with what a ticket says; ``added`` joins its metadata."""
    try:
        metadata = parse_object(bytes(ticket.metadata))
    except StrictJsonError:
        metadata = {}
    metadata.pop(CLIENT_REF_KEY, None)
    for key, value in (added or {}).items():
        metadata[key] = msgspec.Raw(msgspec.json.encode(value))
    return Draft(
        customer_external_id=ticket.customer.external_id,
        subject=ticket.subject,
        description=ticket.description,
        priority=ticket.priority,
        category=ticket.category,
        metadata=msgspec.Raw(msgspec.json.encode(metadata)),
        tag_ids=tuple(tag.id for tag in ticket.tags),
    )
