"""JSON that is taken as it is or refused (``contract/rest.md``)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.strict_json import MAX_LEVELS, StrictJsonError, parse_object


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "Expecting value"),
        (b"[]", "not an object"),
        (b'"texte"', "not an object"),
        (b'{"a":1,"a":2}', "stands twice"),
        (b'{"a":{"b":1,"b":1}}', "stands twice"),
        (b'{"a":1,"\\u0061":2}', "stands twice"),
        (b'{"a":NaN}', "not JSON"),
        (b'{"a":-Infinity}', "not JSON"),
        (b'{"a":"\\u0000"}', "NUL"),
        (b'{"\\u0000":1}', "NUL"),
        (b'{"a":["\\ud83d"]}', "surrogate"),
        (b'{"a":"\x00"}', "control character"),
        (b'{"a":"\xff"}', "UTF-8"),
        (b'{"a":"\xed\xa0\x80"}', "UTF-8"),
        (b"\xef\xbb\xbf{}", "BOM"),
        (b'{"a":1}{', "Extra data"),
        (b'{"a":' + b"[" * 200_000, "levels"),
    ],
)
def test_refuses(text: bytes, reason: str) -> None:
    with pytest.raises(StrictJsonError, match=reason):
        parse_object(text)


def test_counts_levels_with_those_around() -> None:
    nested = b'{"a":' + b"[" * (MAX_LEVELS - 1) + b"]" * (MAX_LEVELS - 1) + b"}"
    assert list(parse_object(nested)) == ["a"]
    with pytest.raises(StrictJsonError, match="levels"):
        parse_object(nested, levels_around=1)


def test_brackets_in_text_are_no_levels() -> None:
    text = json.dumps({"a": "[{" * 200 + '\\"', "b": '"[['}).encode()
    assert list(parse_object(text)) == ["a", "b"]


def test_an_endless_string_is_refused_in_linear_time() -> None:
    with pytest.raises(StrictJsonError):
        parse_object(b'{"a":[' + b"[" * 70 + b'"' + b'\\"' * 400_000)


@pytest.mark.parametrize(
    "value",
    [b"1.10", b"1e400", b"-0", b"9" * 5000, b'{ "z":1, "a" : [ 1.0 ] }', '"é\\u00e9 😀"'.encode()],
)
def test_values_stay_the_text_they_are(value: bytes) -> None:
    assert bytes(parse_object(b'{"v": ' + value + b" }")["v"]) == value


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
            lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc"), inner),
            max_leaves=10,
        ),
    ),
    st.booleans(),
)
def test_takes_every_sound_object(value: dict[str, object], ascii_only: bool) -> None:
    parsed = parse_object(json.dumps(value, ensure_ascii=ascii_only))
    assert {key: json.loads(bytes(raw)) for key, raw in parsed.items()} == value
