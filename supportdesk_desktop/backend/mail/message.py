"""The mail about one assignment: what it says, and headers that nobody else can write into.

It is in French, as all of SupportDesk's messages are: an agent has no language in the contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

import msgspec
from sqlalchemy import Row

from supportdesk_desktop.core.drafts import CLIENT_REF_KEY
from supportdesk_desktop.core.links import TICKET_LINK
from supportdesk_desktop.core.metadata import rows_of
from supportdesk_desktop.core.query_language import name_of
from supportdesk_desktop.core.text import CONTROLS

_ADDRESS = re.compile(r"""[^\s@<>()\[\],;:\\"]+@[^\s@<>()\[\],;:\\"]+""")
_ONE_FIELD = re.compile(r"[^\r\n]*(\r\n [^\s][^\r\n]*)*")
_tag_ids = msgspec.json.Decoder(list[str])
_MOST_METADATA = 50
_LONGEST_VALUE = 500


class Undeliverable(Exception):
    """A mail that will never be accepted: trying again is of no use."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it travels: ``data`` is its headers and text."""

    sender: str
    recipient: str
    data: bytes


def compose(row: Row[Any], tag_names: Mapping[str, str], sender: str, app_name: str) -> Mail:
    """Write the mail about one assignment, which ``mail.outbox`` read with ticket and people.

    It comes from ``sender`` with the name of the app; a tag without a name is left out.

    Raises:
        Undeliverable: an address cannot stand in a header, or a header would hold another.
    """
    from_address, to_address = address_of(sender), address_of(row.agent_email)
    number = f"INV-{row.number}"
    priority = name_of(row.priority, "fr")
    subject = f"[{number}] Priorité {priority}\u00a0: {row.subject}"
    headers = (
        ("From", f"{_encoded('From', app_name)}\r\n <{from_address}>"),
        ("To", f"{_encoded('To', row.agent_name)}\r\n <{to_address}>"),
        ("Subject", _encoded("Subject", subject)),
        ("Date", format_datetime(datetime.fromtimestamp(row.created_ms / 1000, UTC))),
        ("Message-ID", f"<{row.ticket_id}.{row.id}@supportdesk.invalid>"),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", "fr"),
    )
    text = EmailMessage(policy=SMTP)
    text.set_content(_text(row, number, priority, tag_names), cte="quoted-printable")
    return Mail(from_address, to_address, _finished(headers) + text.as_bytes())


def address_of(text: str) -> str:
    """Return an address fit for a header and for SMTP, its domain in ASCII.

    Raises:
        Undeliverable: it is not ``local@domain`` without quotes, comments or other addresses.
    """
    if not _ADDRESS.fullmatch(text) or not text.isprintable():
        raise Undeliverable(f"address: {text!r}")
    local, _, domain = text.partition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as problem:
        raise Undeliverable(f"address: {text!r}: {problem}") from problem


def one_line(text: str) -> str:
    """Fold what breaks a line, and control and direction characters, to a space."""
    return CONTROLS.sub(" ", text).strip()


def _text(row: Row[Any], number: str, priority: str, tag_names: Mapping[str, str]) -> str:
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
    named = [tag_names[one] for one in _tag_ids.decode(row.tag_ids) if one in tag_names]
    if named:
        lines.append(f"Étiquettes\u00a0: {one_line(', '.join(named))}")
    for entry in rows_of(row.metadata)[:_MOST_METADATA]:
        if entry.key != CLIENT_REF_KEY:
            value = one_line(entry.value)[:_LONGEST_VALUE]
            lines.append(f"{one_line(entry.key)}\u00a0: {value}")
    link = f"Ouvrir\u00a0: {TICKET_LINK}{number}"
    return "\n".join([*lines, "", row.description, "", link, ""])


def _encoded(header: str, text: str) -> str:
    """Return a stranger's text as encoded words (RFC 2047), folded.

    All of it is encoded: what looks like an encoded word itself is then read as it was written.
    ``EmailMessage`` would decode it first, and some versions of Python let the line breaks inside
    it out (https://github.com/python/cpython/issues/121650).
    """
    return Header(one_line(text), "utf-8", header_name=header).encode(linesep="\r\n")


def _finished(headers: Iterable[tuple[str, str]]) -> bytes:
    """Join headers, each one field.

    Raises:
        Undeliverable: a line break in one of them begins something else than its next line.
    """
    fields = []
    for name, value in headers:
        if not _ONE_FIELD.fullmatch(value):
            raise Undeliverable(f"a line break in {name}")
        fields.append(f"{name}: {value}\r\n")
    return "".join(fields).encode()
