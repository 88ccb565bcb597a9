"""The mail about one assignment: what it says, and headers that nobody else can write into.

It is in French, as all of SupportDesk's messages are: an agent has no language in the contract.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from sqlalchemy import Row

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_PRIORITIES = {
    "CRITICAL": "critique",
    "URGENT": "urgente",
    "HIGH": "haute",
    "MEDIUM": "moyenne",
    "LOW": "basse",
}


class Undeliverable(Exception):
    """This mail will never be taken: trying again is of no use."""


def compose(row: Row[Any], sender: str, app_name: str) -> EmailMessage:
    """Write the mail about one assignment.

    Raises:
        Undeliverable: the agent's address cannot stand in a header.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(one_line(app_name), addr_spec=sender)
        message["To"] = Address(one_line(row.agent_name), addr_spec=row.agent_email)
    except (ValueError, UnicodeError) as problem:
        raise Undeliverable(f"address: {problem}") from problem
    number = f"INV-{row.number}"
    priority = _PRIORITIES.get(row.priority, row.priority)
    message["Subject"] = one_line(f"[{number}] Priorité {priority}\u00a0: {row.subject}")
    message["Date"] = format_datetime(datetime.fromtimestamp(row.created_ms / 1000, UTC))
    message["Message-ID"] = f"<{row.ticket_id}.{row.id}@supportdesk.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    lines = [
        f"Bonjour {one_line(row.agent_name)},",
        "",
        f"Le ticket {number} vous est assigné"
        + (f" (niveau {row.assigned_level})." if row.assigned_level else "."),
        "",
        f"Sujet\u00a0: {one_line(row.subject)}",
        f"Priorité\u00a0: {priority}",
        f"Client\u00a0: {one_line(row.customer_name)} ({one_line(row.external_id)})",
    ]
    if row.category:
        lines.append(f"Catégorie\u00a0: {one_line(row.category)}")
    message.set_content("\n".join([*lines, "", row.description, ""]), cte="quoted-printable")
    # After the content, which drops every Content- header that was there before.
    message["Content-Language"] = "fr"
    return message


def one_line(text: str) -> str:
    """Fold line breaks and control characters to a space: nobody adds a header through them."""
    return _CONTROL.sub(" ", text).strip()
