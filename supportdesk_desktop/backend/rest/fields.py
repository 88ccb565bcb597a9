"""Reading a request: its body as strict JSON, then its fields. All faults are told at once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request

from supportdesk_desktop.backend.rest.answers import Code, Refusal, invalid
from supportdesk_desktop.core.drafts import MAX_BODY_BYTES
from supportdesk_desktop.core.strict_json import (
    MAX_LEVELS,
    JsonFault,
    StrictJsonError,
    parse_object,
)
from supportdesk_desktop.core.times import epoch_ms

REQUIRED = "Requis"
NOT_TEXT = "Doit être une chaîne de caractères"
EMPTY = "Ne doit pas être vide"
MAX_TAGS = 100

_EMAIL = re.compile(r"[^\s@\x00-\x1f\x7f]{1,64}@[^\s@.\x00-\x1f\x7f]+(\.[^\s@.\x00-\x1f\x7f]+)+")

Rule = Callable[[str], str | None]
"""Returns what is wrong with a text, None where it is good."""
WHOLE_BODY = "body"
"""The key in ``details`` for what concerns no single field."""
# So much of a body that is too large is still read, so that its sender gets to see the answer.
_DISCARD_BYTES = 8 * MAX_BODY_BYTES
_INLINE_BYTES = 64 * 1024
_SENTENCES = {
    JsonFault.NOT_UTF8: "Le texte n’est pas de l’UTF-8",
    JsonFault.NOT_JSON: "Le JSON est mal formé",
    JsonFault.NOT_AN_OBJECT: "Un objet JSON est attendu",
    JsonFault.DUPLICATE_KEY: "Une clé figure deux fois dans le même objet",
    JsonFault.NOT_A_NUMBER: "NaN et Infinity ne sont pas du JSON",
    JsonFault.BAD_TEXT: "Un texte contient un caractère nul ou un demi-caractère UTF-16",
    JsonFault.TOO_DEEP: f"Plus de {MAX_LEVELS} niveaux d’imbrication",
}


class Fields:
    """The fields of one request, and what was found wrong with them so far."""

    def __init__(self, raw: Mapping[str, msgspec.Raw]) -> None:
        texts = {name: bytes(value).strip() for name, value in raw.items()}
        self._present = {name: text for name, text in texts.items() if text != b"null"}
        self._problems: dict[str, list[str]] = {}

    def refuse(self, field: str, message: str) -> None:
        self._problems.setdefault(field, []).append(message)

    def require(self, field: str, rule: Rule | None = None) -> str:
        """Return a text that must be there and not blank; "" where it is wrong."""
        value = self.optional(field, rule, blank=False)
        if value is None and field not in self._problems:
            self.refuse(field, REQUIRED)
        return value or ""

    def optional(self, field: str, rule: Rule | None = None, *, blank: bool = True) -> str | None:
        """Return a text, None where it is absent, null or wrong."""
        raw = self._present.get(field)
        if raw is None:
            return None
        if raw[:1] != b'"':
            self.refuse(field, NOT_TEXT)
            return None
        value = msgspec.json.decode(raw, type=str)
        problem = EMPTY if not blank and not value.strip() else rule(value) if rule else None
        if problem is not None:
            self.refuse(field, problem)
            return None
        return value

    def object_text(self, field: str) -> str | None:
        """Return a JSON object as the text it is, None where it is absent, null or wrong."""
        raw = self._present.get(field)
        if raw is None:
            return None
        if raw[:1] != b"{":
            self.refuse(field, "Doit être un objet")
            return None
        return raw.decode()

    def tag_ids(self, field: str) -> tuple[str, ...]:
        """Return tag UUIDs in lower case, each once; empty where absent or wrong."""
        raw = self._present.get(field)
        if raw is None:
            return ()
        try:
            values = msgspec.json.decode(raw, type=list[str])
        except msgspec.ValidationError:
            self.refuse(field, "Doit être une liste d’UUID")
            return ()
        wrong = next((value for value in values if is_uuid(value)), None)
        if wrong is not None:
            self.refuse(field, f"UUID invalide : {wrong[:40]}")
        unique = tuple(dict.fromkeys(value.lower() for value in values))
        if len(unique) > MAX_TAGS:
            self.refuse(field, f"{MAX_TAGS} tags au plus")
        return unique

    def settle(self) -> None:
        """Raise everything that was noted.

        Raises:
            Refusal: VALIDATION_ERROR, where anything was.
        """
        if self._problems:
            raise Refusal(Code.VALIDATION_ERROR, self._problems)


def one_of(*allowed: str) -> Rule:
    """Return the rule that a text is one of some values, case and all."""
    return lambda text: None if text in allowed else f"Valeurs permises : {', '.join(allowed)}"


def at_most(characters: int) -> Rule:
    return lambda text: None if len(text) <= characters else f"{characters} caractères au plus"


def matching(pattern: str, problem: str) -> Rule:
    """Return the rule that a text is all of a regular expression."""
    wanted = re.compile(pattern)
    return lambda text: None if wanted.fullmatch(text) else problem


def is_email(text: str) -> str | None:
    """``local@domain.tld``, at most 254 characters."""
    good = len(text) <= 254 and _EMAIL.fullmatch(text)
    return None if good else "Email invalide"


def is_web_address(text: str) -> str | None:
    """An http or https address."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and parts.hostname and text.isprintable()
    except ValueError:
        good = False
    return None if good and " " not in text and len(text) <= 2048 else "URL http ou https attendue"


is_uuid = matching(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", "UUID invalide")
is_color = matching(r"#[0-9A-Fa-f]{6}", "Couleur attendue sous la forme #RRGGBB")
is_event_type = matching(
    r"[a-z0-9_.]{1,100}", "Minuscules, chiffres, _ et . seulement, 100 caractères au plus"
)


def is_moment(text: str) -> str | None:
    """ISO 8601 with a date, a time and an offset or Z."""
    try:
        epoch_ms(text)
    except (ValueError, OverflowError):
        return "Date et heure ISO 8601 avec décalage horaire ou Z attendues"
    return None


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
