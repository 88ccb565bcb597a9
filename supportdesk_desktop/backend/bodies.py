"""Reading request bodies: media type, size, time, and JSON that is taken as it is or refused."""

from __future__ import annotations

import asyncio

import msgspec
from starlette.requests import Request

from supportdesk_desktop.backend.refusals import Code, Refusal, invalid
from supportdesk_desktop.core.drafts import MAX_BODY_BYTES
from supportdesk_desktop.core.strict_json import MAX_LEVELS, Fault, StrictJsonError, parse_object

WHOLE_BODY = "body"
"""The key in ``details`` for what concerns no single field."""

# So much of a body that is too large is still read, so that its sender gets to see the answer.
_DISCARD_BYTES = 8 * MAX_BODY_BYTES
_INLINE_BYTES = 64 * 1024
_SENTENCES = {
    Fault.NOT_UTF8: "Le texte n’est pas de l’UTF-8",
    Fault.NOT_JSON: "Le JSON est mal formé",
    Fault.NOT_AN_OBJECT: "Un objet JSON est attendu",
    Fault.DUPLICATE_KEY: "Une clé figure deux fois dans le même objet",
    Fault.NOT_A_NUMBER: "NaN et Infinity ne sont pas du JSON",
    Fault.BAD_TEXT: "Un texte contient un caractère nul ou un demi-caractère UTF-16",
    Fault.TOO_DEEP: f"Plus de {MAX_LEVELS} niveaux d’imbrication",
}


async def read_body(request: Request, timeout_s: float) -> bytes:
    """Read a JSON body.

    Raises:
        Refusal: UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE or REQUEST_TIMEOUT.
        starlette.requests.ClientDisconnect: the client is gone.
    """
    if not _is_json(request.headers.get("content-type", "")):
        raise Refusal(Code.UNSUPPORTED_MEDIA_TYPE)
    body = bytearray()
    received = 0
    try:
        async with asyncio.timeout(timeout_s):
            async for chunk in request.stream():
                received += len(chunk)
                if received <= MAX_BODY_BYTES:
                    body += chunk
                elif received > _DISCARD_BYTES:
                    break
    except TimeoutError:
        raise Refusal(Code.REQUEST_TIMEOUT, headers={"Connection": "close"}) from None
    if received > MAX_BODY_BYTES:
        raise Refusal(Code.PAYLOAD_TOO_LARGE, headers={"Connection": "close"})
    return bytes(body)


async def parse_body(body: bytes) -> dict[str, msgspec.Raw]:
    """Read a body as a JSON object, its values as raw text.

    Raises:
        Refusal: VALIDATION_ERROR, about the top-level field at fault where it can be told.
    """
    if len(body) > _INLINE_BYTES:
        return await asyncio.to_thread(_parse, body)
    return _parse(body)


def _parse(body: bytes) -> dict[str, msgspec.Raw]:
    try:
        return parse_object(body)
    except StrictJsonError as problem:
        field = _field_at_fault(body)
        raise invalid(field, _sentence(problem)) from problem


def _sentence(problem: StrictJsonError) -> str:
    if problem.line is None:
        return _SENTENCES[problem.fault]
    return f"{_SENTENCES[problem.fault]} (ligne {problem.line}, colonne {problem.column})"


def _field_at_fault(body: bytes) -> str:
    try:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (ValueError, RecursionError):
        return WHOLE_BODY
    for name, raw in fields.items():
        try:
            parse_object(b'{"_":' + bytes(raw) + b"}")
        except StrictJsonError:
            return name if name.isprintable() else WHOLE_BODY
    return WHOLE_BODY


def _is_json(content_type: str) -> bool:
    media_type, _, parameters = content_type.partition(";")
    if media_type.strip().lower() != "application/json":
        return False
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    return charset in {"", "utf-8", "utf8"}
