"""The request that files a ticket like another one, as a line for a terminal, without the key."""

from __future__ import annotations

import shlex

from supportdesk_desktop.core.drafts import Draft, request_body
from supportdesk_desktop.core.tickets import Ticket

KEY_VARIABLE = "SUPPORTDESK_API_KEY"


def curl_of(ticket: Ticket, base_url: str) -> str:
    """Return the command; the shell that runs it fills in the key from its environment.

    Args:
        ticket: what the new ticket is like, its metadata byte for byte.
        base_url: the address that ``/tickets/api-create`` is added to.
    """
    draft = Draft(
        customer_external_id=ticket.customer.external_id,
        subject=ticket.subject,
        description=ticket.description,
        priority=ticket.priority,
        category=ticket.category,
        metadata=ticket.metadata,
        tag_ids=tuple(tag.id for tag in ticket.tags),
    )
    body = request_body(draft, None).decode()
    return (
        f"curl -X POST {shlex.quote(base_url.rstrip('/') + '/tickets/api-create')}"
        f' -H "X-API-Key: ${KEY_VARIABLE}" -H {shlex.quote("Content-Type: application/json")}'
        f" --data-raw {shlex.quote(body)}"
    )
