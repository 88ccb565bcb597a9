"""A ticket being written: ``POST /tickets/api-create`` (``contract/rest.md``)."""

from __future__ import annotations

import re
from enum import StrEnum
from uuid import UUID

import msgspec

from supportdesk_desktop.core.ids import DraftId
from supportdesk_desktop.core.strict_json import StrictJsonError, parse_object
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
        elif not _is_sound(value):
            problems.append(FieldProblem(field, Problem.BAD_TEXT))
    if draft.category is not None and not _is_sound(draft.category):
        problems.append(FieldProblem("category", Problem.BAD_TEXT))
    if draft.priority not in set(Priority):
        problems.append(FieldProblem("priority", Problem.UNKNOWN_PRIORITY))
    problems += _check_metadata(bytes(draft.metadata))
    for tag in draft.tag_ids:
        if not _is_uuid(tag):
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
    body = {
        "customerExternalId": draft.customer_external_id,
        "subject": draft.subject,
        "description": draft.description,
        "priority": draft.priority,
        "category": draft.category,
        "metadata": msgspec.Raw(metadata),
        "tagIds": list(draft.tag_ids),
    }
    absent = {"category"} if draft.category is None else set()
    if not draft.tag_ids:
        absent.add("tagIds")
    if metadata == b"{}":
        absent.add("metadata")
    return msgspec.json.encode({key: value for key, value in body.items() if key not in absent})


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


def _is_sound(text: str) -> bool:
    """Return whether the text travels unaltered: no NUL, no lone surrogates."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _is_uuid(text: str) -> bool:
    return _UUID.fullmatch(text) is not None
