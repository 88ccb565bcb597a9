"""Drafts beside tickets: made of one, and compared with those of the last day."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

import msgspec

from supportdesk_desktop.core.drafts import CLIENT_REF_KEY, Draft, request_body
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.metadata import MetaType, rows_of
from supportdesk_desktop.core.strict_json import StrictJsonError, parse_object
from supportdesk_desktop.core.text import words
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


def draft_of(ticket: Ticket) -> Draft:
    """Return a draft with what a ticket says."""
    try:
        metadata = parse_object(bytes(ticket.metadata))
    except StrictJsonError:
        metadata = {}
    metadata.pop(CLIENT_REF_KEY, None)
    return Draft(
        customer_external_id=ticket.customer.external_id,
        subject=ticket.subject,
        description=ticket.description,
        priority=ticket.priority,
        category=ticket.category,
        metadata=msgspec.Raw(msgspec.json.encode(metadata)),
        tag_ids=tuple(tag.id for tag in ticket.tags),
    )


WINDOW_MS = 24 * 3_600_000
CLOSE_SUBJECT = 0.6
"""Share of common words from which on two subjects are close."""

_SHORT = 3
"""Words under this many letters say little (de, la, à, to, of); numbers always count."""


class DuplicateCandidate(msgspec.Struct, frozen=True):
    """A ticket filed here or seen in the feed; ``ticket_id`` is None while it has none.

    ``created_ms`` is milliseconds since the epoch.
    """

    ticket_id: TicketId | None
    number: str
    customer_external_id: str
    subject: str
    created_ms: int
    metadata: msgspec.Raw = msgspec.Raw(b"{}")


class DuplicateHint(msgspec.Struct, frozen=True):
    """The ticket that resembles, and why: the same metadata value, else a close subject."""

    ticket_id: TicketId | None
    number: str
    created_ms: int
    same_key: str | None = None
    same_value: str | None = None


def similar(
    draft: Draft, candidates: Iterable[DuplicateCandidate], now_ms: int
) -> DuplicateHint | None:
    """Return the newest ticket of the same customer in 24 h that shares a value or a subject.

    A shared metadata value is the better reason and wins over a close subject.
    """
    customer = draft.customer_external_id.strip()
    if not customer:
        return None
    values = _distinctive_values(bytes(draft.metadata))
    hints = [
        hint
        for candidate in candidates
        if candidate.customer_external_id == customer
        and 0 <= now_ms - candidate.created_ms <= WINDOW_MS
        and (hint := _compare(draft.subject, values, candidate)) is not None
    ]
    return max(
        hints,
        key=lambda hint: (hint.same_key is not None, hint.created_ms, hint.number),
        default=None,
    )


def close_subjects(one: str, other: str) -> bool:
    """Return whether two subjects share most of their telling words."""
    ours, theirs = _distinctive_words(one), _distinctive_words(other)
    if not ours or not theirs:
        return False
    return len(ours & theirs) >= CLOSE_SUBJECT * min(len(ours), len(theirs)) and (
        len(ours & theirs) >= 2 or ours == theirs
    )


def _compare(
    subject: str, values: dict[str, str], candidate: DuplicateCandidate
) -> DuplicateHint | None:
    hint = DuplicateHint(candidate.ticket_id, candidate.number, candidate.created_ms)
    theirs = _distinctive_values(bytes(candidate.metadata))
    for key, value in values.items():
        if theirs.get(key) == value:
            return msgspec.structs.replace(hint, same_key=key, same_value=value)
    return hint if close_subjects(subject, candidate.subject) else None


def _distinctive_values(metadata: bytes) -> dict[str, str]:
    """Return texts and numbers by key; true, false and null are shared by half of all tickets."""
    try:
        rows = rows_of(metadata)
    except ValueError:
        return {}
    return {
        row.key: row.value
        for row in rows
        if row.type in {MetaType.TEXT, MetaType.NUMBER}
        and row.value.strip()
        and row.key != CLIENT_REF_KEY
    }


def _distinctive_words(subject: str) -> frozenset[str]:
    return frozenset(
        word for word in words(subject) if len(word) >= _SHORT or any(map(str.isdigit, word))
    )
