"""Metadata rows and JSON text: nothing is reformatted, reordered or retyped."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.metadata import (
    MetaRow,
    MetaType,
    RowFault,
    RowProblem,
    check_rows,
    edited,
    json_fault,
    rows_of,
    text_of,
)
from supportdesk_desktop.core.strict_json import JsonFault, StrictJsonError

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(TEXTS, VALUES, max_size=6)


@given(OBJECTS, st.booleans(), st.booleans())
def test_an_object_comes_back_value_by_value_as_it_was_written(
    value: dict[str, object], ascii_only: bool, line_each: bool
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    rows = rows_of(text)
    again = rows_of(text_of(rows, line_each=line_each))
    kept = [row for row in rows if not row.is_blank]
    assert [(row.key, row.source) for row in again] == [(row.key, row.source) for row in kept]


@given(OBJECTS)
def test_rows_of_an_object_have_no_problem_but_an_empty_key(value: dict[str, object]) -> None:
    faults = {problem.fault for problem in check_rows(rows_of(json.dumps(value)))}
    assert faults <= {RowFault.NO_KEY}


@given(st.dictionaries(TEXTS.filter(bool), TEXTS, max_size=5))
def test_typed_texts_stay_texts(typed: dict[str, str]) -> None:
    rows = tuple(MetaRow(key, MetaType.TEXT, value) for key, value in typed.items())
    assert json.loads(text_of(rows)) == typed


def test_every_digit_and_the_order_are_kept() -> None:
    text = '{"z":1.10,"a":12345678901234567890.000,"e":1E400,"t":"20418","x":{"k" : [1.0]}}'
    assert text_of(rows_of(text)) == text
    assert [row.type for row in rows_of(text)] == [
        MetaType.NUMBER,
        MetaType.NUMBER,
        MetaType.NUMBER,
        MetaType.TEXT,
        MetaType.JSON,
    ]


def test_an_escape_stays_until_its_value_is_edited() -> None:
    (row,) = rows_of(r'{"ville":"S\u00e8m\u00e8"}')
    assert row.value == "Sèmè"
    kept = edited(row, key="lieu", type_=MetaType.TEXT, value="Sèmè")
    assert text_of([kept]) == r'{"lieu":"S\u00e8m\u00e8"}'
    changed = edited(row, key="ville", type_=MetaType.TEXT, value="Sèmè-Kraké")
    assert text_of([changed]) == '{"ville":"Sèmè-Kraké"}'


def test_one_entry_a_line_is_how_people_read_it() -> None:
    rows = [MetaRow("orderId", MetaType.TEXT, "20431"), MetaRow("retry", MetaType.BOOLEAN, "false")]
    assert text_of(rows, line_each=True) == '{\n  "orderId": "20431",\n  "retry": false\n}'


def test_blank_rows_are_left_out() -> None:
    assert text_of([MetaRow(""), MetaRow("a", value="1"), MetaRow("")]) == '{"a":"1"}'
    assert text_of([MetaRow("")], line_each=True) == "{}"
    assert check_rows([MetaRow("")]) == ()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (MetaRow("a", MetaType.NUMBER, "48 500"), RowFault.NOT_A_NUMBER),
        (MetaRow("a", MetaType.NUMBER, "12,5"), RowFault.NOT_A_NUMBER),
        (MetaRow("a", MetaType.NUMBER, "NaN"), RowFault.NOT_A_NUMBER),
        (MetaRow("a", MetaType.NUMBER, "007"), RowFault.NOT_A_NUMBER),
        (MetaRow("a", MetaType.NUMBER, "٣"), RowFault.NOT_A_NUMBER),
        (MetaRow("a", MetaType.BOOLEAN, "vrai"), RowFault.NOT_A_BOOLEAN),
        (MetaRow("a", MetaType.JSON, '{"x":1,"x":2}'), RowFault.NOT_JSON),
        (MetaRow("a", MetaType.JSON, '1,"b":2'), RowFault.NOT_JSON),
        (MetaRow("a", MetaType.JSON, ""), RowFault.NOT_JSON),
    ],
)
def test_a_bad_value_is_named_and_still_written_as_typed(row: MetaRow, fault: RowFault) -> None:
    assert check_rows([row]) == (RowProblem(0, fault),)
    assert row.value.strip() in text_of([row])


def test_keys_are_needed_once() -> None:
    rows = [MetaRow("a", value="1"), MetaRow("", value="2"), MetaRow("a", value="3")]
    assert check_rows(rows) == (
        RowProblem(1, RowFault.NO_KEY, in_key=True),
        RowProblem(2, RowFault.KEY_TWICE, in_key=True),
    )


def test_a_lone_surrogate_is_escaped_and_then_refused() -> None:
    text = text_of([MetaRow("a", value="x\ud800")])
    with pytest.raises(StrictJsonError):
        rows_of(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"a": 1.10}', None),
        ('{\n  "a": 1,\n  "b" 2\n}', (JsonFault.NOT_JSON, 3, 7, "")),
        ("[1]", (JsonFault.NOT_AN_OBJECT, None, None, "")),
        ('{"a":1,"b":{"c":1,"c":2}}', (JsonFault.DUPLICATE_KEY, None, None, "c")),
    ],
)
def test_the_first_fault_of_a_text_is_found(text: str, fault: tuple[object, ...] | None) -> None:
    found = json_fault(text)
    assert (found and (found.fault, found.line, found.column, found.key)) == fault
