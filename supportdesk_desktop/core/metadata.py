"""Metadata as rows of key, type and value, to and from JSON text without changing a digit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from supportdesk_desktop.core.strict_json import StrictJsonError, parse_object

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_text = msgspec.json.Decoder(str)


class MetaType(StrEnum):
    """The types a value may have in the table."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    JSON = "json"


_TYPES = {
    '"': MetaType.TEXT,
    "t": MetaType.BOOLEAN,
    "f": MetaType.BOOLEAN,
    "n": MetaType.NULL,
    "{": MetaType.JSON,
    "[": MetaType.JSON,
}
"""Types by the first character of a JSON value; every other one begins a number."""


class MetaRow(msgspec.Struct, frozen=True):
    """One entry. ``value`` is the text itself (TEXT) or JSON text with every digit (others).

    ``source`` is the JSON text that the value was read from: written again as it is (an escape
    such as ``\\u00e9`` stays one) until the value is edited, which makes a row without it.
    """

    key: str
    type: MetaType = MetaType.TEXT
    value: str = ""
    source: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into this row."""
        return not self.key and not self.value and self.type is MetaType.TEXT


class RowFault(StrEnum):
    """A fault of a row."""

    NO_KEY = "no_key"
    KEY_TWICE = "key_twice"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_BOOLEAN = "not_a_boolean"
    NOT_JSON = "not_json"


class RowProblem(msgspec.Struct, frozen=True):
    """A fault of the row at ``index``; ``in_key`` says that its key must be mended."""

    index: int
    fault: RowFault
    in_key: bool = False


def rows_of(text: bytes | str) -> tuple[MetaRow, ...]:
    """Read a JSON object as rows, in its order.

    Raises:
        StrictJsonError: the text is not such an object (``contract/rest.md``).
    """
    return tuple(_row(key, bytes(raw).decode()) for key, raw in parse_object(text).items())


def text_of(rows: Iterable[MetaRow], *, line_each: bool = False) -> str:
    """Write rows as one JSON object, blank rows left out.

    A row that ``check_rows`` finds at fault is written as it was typed: the text is then not
    JSON, but nothing typed is lost.

    Args:
        line_each: one entry a line, indented, as a person reads it; else without any space.
    """
    colon = ": " if line_each else ":"
    entries = [f"{_quoted(row.key)}{colon}{_value_text(row)}" for row in rows if not row.is_blank]
    if entries and line_each:
        return "{\n  " + ",\n  ".join(entries) + "\n}"
    return "{" + ",".join(entries) + "}"


def check_rows(rows: Sequence[MetaRow]) -> tuple[RowProblem, ...]:
    """Return what must be mended before the rows are JSON; empty when nothing."""
    problems: list[RowProblem] = []
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row.is_blank:
            continue
        if not row.key:
            problems.append(RowProblem(index, RowFault.NO_KEY, in_key=True))
        elif row.key in seen:
            problems.append(RowProblem(index, RowFault.KEY_TWICE, in_key=True))
        seen.add(row.key)
        fault = _value_fault(row)
        if fault is not None:
            problems.append(RowProblem(index, fault))
    return tuple(problems)


def edited(row: MetaRow, *, key: str, type_: MetaType, value: str) -> MetaRow:
    """Return the row as now typed; it keeps its source only while the value is the same."""
    unchanged = row.type is type_ and row.value == value
    return MetaRow(key, type_, value, row.source if unchanged else None)


def _row(key: str, raw: str) -> MetaRow:
    kind = _TYPES.get(raw[0], MetaType.NUMBER)
    return MetaRow(key, kind, _text.decode(raw) if kind is MetaType.TEXT else raw, raw)


def _value_text(row: MetaRow) -> str:
    if row.source is not None:
        return row.source
    if row.type is MetaType.TEXT:
        return _quoted(row.value)
    if row.type is MetaType.NULL:
        return "null"
    return row.value.strip()


def _value_fault(row: MetaRow) -> RowFault | None:
    value = row.value.strip()
    if row.type is MetaType.NUMBER and not _NUMBER.fullmatch(value):
        return RowFault.NOT_A_NUMBER
    if row.type is MetaType.BOOLEAN and value not in {"true", "false"}:
        return RowFault.NOT_A_BOOLEAN
    if row.type is MetaType.JSON and not _is_one_value(value):
        return RowFault.NOT_JSON
    return None


def _is_one_value(text: str) -> bool:
    """Return whether the text is exactly one JSON value that ``parse_object`` takes."""
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
        parse_object('{"value":' + text + "}")
    except ValueError:
        return False
    return True


def _quoted(text: str) -> str:
    try:
        return msgspec.json.encode(text).decode()
    except UnicodeEncodeError:  # a lone surrogate: escaped, it is refused later with a sentence
        return json.dumps(text)


def json_fault(text: str) -> StrictJsonError | None:
    """Return why ``text`` is not an acceptable JSON object, None where it is one."""
    try:
        parse_object(text)
    except StrictJsonError as problem:
        return problem
    return None
