"""A ticket being written: ``POST /tickets/api-create`` (``contract/rest.md``), and customers.

Those that are known on this computer, and one that is created with a filing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

import msgspec

from supportdesk_desktop.core.ids import DraftId, FilingId
from supportdesk_desktop.core.strict_json import StrictJsonError, is_sound, parse_object
from supportdesk_desktop.core.text import fold, words
from supportdesk_desktop.core.tickets import Priority, Wire

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
CLIENT_REF_KEY = "clientRef"
MAX_BODY_BYTES = 1024 * 1024


class Draft(Wire, frozen=True, kw_only=True):
    """A ticket as filled in. ``metadata`` is JSON text, kept byte for byte."""

    customer_external_id: str = ""
    subject: str = ""
    description: str = ""
    priority: str = Priority.MEDIUM
    category: str | None = None
    metadata: msgspec.Raw = msgspec.Raw(b"{}")
    tag_ids: tuple[str, ...] = ()


class Problem(StrEnum):
    """A fault of one field; ``core.wording`` has the sentence."""

    REQUIRED = "required"
    UNKNOWN_PRIORITY = "unknown_priority"
    BAD_TEXT = "bad_text"
    BAD_JSON = "bad_json"
    OWN_CLIENT_REF = "own_client_ref"
    BAD_TAG = "bad_tag"
    TOO_LARGE = "too_large"


class FieldProblem(msgspec.Struct, frozen=True):
    """A problem with a field, named as on the wire; ``note`` has a line and column where known."""

    field: str
    problem: Problem
    note: str = ""


def check(draft: Draft) -> list[FieldProblem]:
    """Return what must be mended before the draft can be filed; empty when nothing."""
    problems: list[FieldProblem] = []
    for field, value in (
        ("customerExternalId", draft.customer_external_id),
        ("subject", draft.subject),
        ("description", draft.description),
    ):
        if not value.strip():
            problems.append(FieldProblem(field, Problem.REQUIRED))
        elif not is_sound(value):
            problems.append(FieldProblem(field, Problem.BAD_TEXT))
    if draft.category is not None and not is_sound(draft.category):
        problems.append(FieldProblem("category", Problem.BAD_TEXT))
    if draft.priority not in set(Priority):
        problems.append(FieldProblem("priority", Problem.UNKNOWN_PRIORITY))
    problems += _check_metadata(bytes(draft.metadata))
    for tag in draft.tag_ids:
        if not _UUID.fullmatch(tag):
            problems.append(FieldProblem("tagIds", Problem.BAD_TAG, tag[:40]))
    if not problems and len(msgspec.json.encode(draft)) > MAX_BODY_BYTES:
        problems.append(FieldProblem("description", Problem.TOO_LARGE))
    return problems


def request_body(draft: Draft, client_ref: str | None) -> bytes:
    """Build the exact JSON body to send; the metadata keeps every digit and its order.

    Args:
        draft: a draft that ``check`` found nothing wrong with.
        client_ref: the filing's UUID to travel as ``metadata.clientRef``, None to leave it out.
    """
    metadata = bytes(draft.metadata).strip()
    if client_ref is not None:
        inner = metadata[1:-1].strip()
        ref = b'"' + CLIENT_REF_KEY.encode() + b'":' + msgspec.json.encode(client_ref)
        metadata = b"{" + inner + (b"," if inner else b"") + ref + b"}"
    body: dict[str, object] = {
        "customerExternalId": draft.customer_external_id,
        "subject": draft.subject,
        "description": draft.description,
        "priority": draft.priority,
    }
    if draft.category is not None:
        body["category"] = draft.category
    if metadata != b"{}":
        body["metadata"] = msgspec.Raw(metadata)
    if draft.tag_ids:
        body["tagIds"] = draft.tag_ids
    return msgspec.json.encode(body)


def client_ref_of_draft(draft_id: DraftId) -> str:
    """Return the ``clientRef`` of the one filing that a draft may become: its own id."""
    return str(UUID(draft_id))


def client_ref_of(metadata: msgspec.Raw | bytes) -> str | None:
    """Return ``metadata.clientRef`` where it is text, to recognise our own filings in the feed."""
    try:
        return _ref_decoder.decode(bytes(metadata)).client_ref
    except (ValueError, RecursionError):
        return None


class _Ref(Wire, frozen=True):
    client_ref: str | None = None


_ref_decoder = msgspec.json.Decoder(_Ref)


def _check_metadata(text: bytes) -> list[FieldProblem]:
    try:
        parsed = parse_object(text, levels_around=1)
    except StrictJsonError as problem:
        return [FieldProblem("metadata", Problem.BAD_JSON, str(problem))]
    if CLIENT_REF_KEY in parsed:
        return [FieldProblem("metadata", Problem.OWN_CLIENT_REF)]
    return []


BENIN = "+229"
BENIN_DIGITS = 10
"""Benin's numbers have ten digits (they begin with 01) since 30 November 2024."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class KnownCustomer(msgspec.Struct, frozen=True):
    """A customer learned from tickets and filings. Times are milliseconds since the epoch."""

    external_id: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    first_seen_ms: int = 0
    last_used_ms: int = 0


class NewCustomer(msgspec.Struct, frozen=True):
    """The body of ``PATCH /customers/:externalId``; ``phone`` is optional."""

    external_id: str
    email: str
    name: str
    phone: str | None = None


class CustomerEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields of a customer to create as typed, valid or not; kept with the draft.

    ``opened``: the agent is creating the customer with this draft.
    """

    email: str = ""
    name: str = ""
    prefix: str = BENIN
    phone: str = ""
    opened: bool = False


NOTHING_TYPED = CustomerEntry()


class CustomerProblem(StrEnum):
    """A fault of a field of a customer."""

    REQUIRED = "required"
    BAD_EMAIL = "bad_email"
    BAD_PHONE = "bad_phone"


def matching(
    customers: Iterable[KnownCustomer], text: str, limit: int = 8
) -> tuple[KnownCustomer, ...]:
    """Return the customers whose id, name or email has every word of ``text``, newest first.

    Words are compared from their beginning, without case or accents; no word finds nobody.
    """
    wanted = words(text)
    if not wanted:
        return ()
    found = [customer for customer in customers if _has(customer, wanted)]
    found.sort(key=lambda customer: customer.last_used_ms, reverse=True)
    return tuple(found[:limit])


def find(customers: Iterable[KnownCustomer], external_id: str) -> KnownCustomer | None:
    """Return the customer with exactly this external id, if known."""
    return next((one for one in customers if one.external_id == external_id), None)


def check_customer(customer: NewCustomer) -> dict[str, CustomerProblem]:
    """Return the problem of each field that must be mended, by its name on the wire."""
    problems: dict[str, CustomerProblem] = {}
    if not customer.email.strip():
        problems["email"] = CustomerProblem.REQUIRED
    elif not _EMAIL.fullmatch(customer.email.strip()):
        problems["email"] = CustomerProblem.BAD_EMAIL
    if not customer.name.strip():
        problems["name"] = CustomerProblem.REQUIRED
    if customer.phone is not None and not _is_phone(customer.phone):
        problems["phone"] = CustomerProblem.BAD_PHONE
    return problems


def phone_number(prefix: str, typed: str) -> str | None:
    """Join a country prefix and what was typed; None where nothing was typed.

    A number that was typed with its own ``+`` keeps it.
    """
    digits = re.sub(r"[\s.\-()\u00a0\u202f]", "", typed)
    if not digits:
        return None
    return digits if digits.startswith("+") else prefix + digits


def _has(customer: KnownCustomer, wanted: tuple[str, ...]) -> bool:
    texts = (customer.external_id, customer.name or "", customer.email or "")
    known = [word for text in texts for word in (*words(text), fold(text))]
    return all(any(word.startswith(want) for word in known) for want in wanted)


def _is_phone(phone: str) -> bool:
    digits = phone.removeprefix("+")
    if not digits.isascii() or not digits.isdigit():
        return False
    if phone.startswith(BENIN):
        return len(phone) == len(BENIN) + BENIN_DIGITS
    return 6 <= len(digits) <= 15


class StoredDraft(msgspec.Struct, frozen=True):
    """A draft as kept. ``filing_id`` is the refused filing that it mends, if any.

    ``customer`` is what was typed of the customer to create with it.
    """

    id: DraftId
    draft: Draft
    created_ms: int
    updated_ms: int
    filing_id: FilingId | None = None
    customer: CustomerEntry = NOTHING_TYPED
