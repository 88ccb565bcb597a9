"""Drafts made from a ticket: its escalation, and the command that files it once more."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from supportdesk_desktop.core.drafts import CLIENT_REF_KEY, Draft, request_body
from supportdesk_desktop.core.strict_json import StrictJsonError, parse_object
from supportdesk_desktop.core.tickets import Priority, Ticket
from supportdesk_desktop.core.wording import Words

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


REFERENCE_KEY = "escalates"
"""The metadata key with the number of the ticket that is escalated."""

SUBJECT = Words("Escalade de {number} : {subject}", "Escalation of {number}: {subject}")
OPENING = Words("Escalade du ticket {number}.", "Escalation of ticket {number}.")


def escalation(ticket: Ticket, lang: str) -> Draft:
    """Return the draft that escalates a ticket; what the agent has to say joins its beginning."""
    number = ticket.ticket_number
    # Not through the words' own cutting of long facts: the text is the customer's.
    subject = SUBJECT.say(lang).replace("{number}", number).replace("{subject}", ticket.subject)
    opening = OPENING.say(lang).replace("{number}", number)
    quoted = "\n".join(f"> {line}".rstrip() for line in ticket.description.splitlines())
    return replace(
        draft_of(ticket, {REFERENCE_KEY: number}),
        subject=subject,
        description=f"{opening}\n\n{quoted}".rstrip(),
        priority=Priority.URGENT,
    )
