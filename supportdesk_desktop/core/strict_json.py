"""JSON objects that are taken as they are or refused, never altered (``contract/rest.md``).

Refused: duplicate keys, NaN and infinities, NUL, lone surrogates, more than 64 levels, invalid
UTF-8. Values come back as raw text, so that ``1.10`` stays ``1.10`` and keys keep their order.
"""

from __future__ import annotations

import json
import re
from enum import Enum, auto
from typing import Any, NoReturn

import msgspec

MAX_LEVELS = 64

_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_NUMBER = bool
_object_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])


class JsonFault(Enum):
    """The reason why a text is refused."""

    NOT_UTF8 = auto()
    NOT_JSON = auto()
    NOT_AN_OBJECT = auto()
    DUPLICATE_KEY = auto()
    NOT_A_NUMBER = auto()
    BAD_TEXT = auto()
    TOO_DEEP = auto()


class StrictJsonError(ValueError):
    """Text that is not such an object. ``line`` and ``column`` count from 1, None if unknown.

    The ``fault`` is what to branch and to word a sentence on; ``key`` is the one that stands twice.
    """

    def __init__(
        self,
        fault: JsonFault,
        reason: str,
        line: int | None = None,
        column: int | None = None,
        key: str = "",
    ) -> None:
        place = "" if line is None else f" (line {line}, column {column})"
        super().__init__(reason + place)
        self.fault = fault
        self.line = line
        self.column = column
        self.key = key


def parse_object(data: bytes | str, levels_around: int = 0) -> dict[str, msgspec.Raw]:
    """Read one JSON object, its values as raw text in the order of the keys.

    Args:
        levels_around: how many levels will enclose the object where it travels (1 for metadata).

    Raises:
        StrictJsonError: what it is that makes the text unacceptable.
    """
    text = _as_text(data)
    value = _load(text)
    # After _load: on text known to be JSON the pattern takes linear time, on other text it may not.
    _check_levels(text, levels_around)
    if not isinstance(value, dict):
        raise StrictJsonError(JsonFault.NOT_AN_OBJECT, "not an object")
    if "\\" in text or "\0" in text:
        _check_strings(value)
    try:
        return _object_decoder.decode(text)
    except ValueError as problem:
        raise StrictJsonError(JsonFault.NOT_JSON, str(problem)) from problem


def is_sound(text: str) -> bool:
    """Return whether a text travels unaltered: no NUL, no lone surrogates."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _as_text(data: bytes | str) -> str:
    try:
        if isinstance(data, bytes):
            return data.decode("utf-8")
        data.encode("utf-8")
    except UnicodeError as problem:
        raise StrictJsonError(JsonFault.NOT_UTF8, "not valid UTF-8") from problem
    return data


def _check_levels(text: str, levels_around: int) -> None:
    if levels_around + text.count("[") + text.count("{") <= MAX_LEVELS:
        return
    depth = levels_around
    for token in _STRING_OR_BRACKET.finditer(text):
        mark = token.group()
        if mark in "[{":
            depth += 1
            if depth > MAX_LEVELS:
                raise StrictJsonError(JsonFault.TOO_DEEP, f"more than {MAX_LEVELS} levels")
        elif mark in "]}":
            depth -= 1


def _load(text: str) -> object:
    try:
        return json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_refuse_constant,
            # The values are thrown away: no number is too long or too large to stay as text.
            parse_int=_NUMBER,
            parse_float=_NUMBER,
        )
    except StrictJsonError:
        raise
    except json.JSONDecodeError as problem:
        raise StrictJsonError(
            JsonFault.NOT_JSON, problem.msg, problem.lineno, problem.colno
        ) from problem
    except RecursionError as problem:
        raise StrictJsonError(JsonFault.TOO_DEEP, f"more than {MAX_LEVELS} levels") from problem


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                reason = f"the key {key[:40]!r} stands twice"
                raise StrictJsonError(JsonFault.DUPLICATE_KEY, reason, key=key)
            seen.add(key)
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise StrictJsonError(JsonFault.NOT_A_NUMBER, f"{name} is not JSON")


def _check_strings(value: object) -> None:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            if not is_sound(item):
                raise StrictJsonError(JsonFault.BAD_TEXT, "text with NUL or a lone surrogate")
        elif isinstance(item, dict):
            pending.extend(item)
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
