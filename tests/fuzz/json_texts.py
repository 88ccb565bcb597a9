"""JSON as no honest server writes it: sound documents with parts exchanged, cut or bent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.fakes.tickets import a_wire_ticket

METADATA = {"amount": 1.1, "clientRef": "r-1", "card": {"brand": "visa", "tries": [1, 2]}}
TICKET = a_wire_ticket(metadata=METADATA)

ODD_TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            "\0",
            "\u202e\u2066",
            "\x1b[2J",
            "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
            "a" * 5000,
            "9" * 400,
            "2026-04-21T14:32:08Z",
            "9999-12-31T23:59:59Z",
            "0000-00-00T00:00:00Z",
            "2026-04-21T14:32:08+99:99",
            "<b>x</b>",
            "javascript:alert(1)",
            "{}",
            "ticket.assigned",
            "AUTH_",
            "id-1",
        ]
    ),
)
ODD_NUMBERS = st.one_of(
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0, -1, 2**53, 2**63, 2**64, -(2**63) - 1, 10**400]),
)
ODD_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), ODD_NUMBERS, ODD_TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(ODD_TEXTS, inner, max_size=4)
    ),
    max_leaves=8,
)
RAW_PARTS = st.sampled_from(
    [
        '"\\ud800"',
        '"\\u0000"',
        "1e400",
        "-0",
        "1.10",
        "NaN",
        "[" * 200 + "]" * 200,
        '{"a":' * 90 + "1" + "}" * 90,
        '{"a":1,"a":2}',
        "[" * 30_000,
        '"' + "\\n" * 3000 + '"',
        "",
        ",",
        "}",
        '"',
    ]
)


@st.composite
def bent(draw: st.DrawFn, sound: Any) -> str:
    """Return the text of a document of which a few parts are not what they should be."""
    document = json.loads(json.dumps(sound))
    marks: dict[str, str] = {}
    for number in range(draw(st.integers(0, 3))):
        _bend(draw, document, f"@@{number}@@", marks)
    text = json.dumps(document, ensure_ascii=draw(st.booleans()))
    for mark, part in marks.items():
        text = text.replace(f'"{mark}"', part)
    return _spliced(draw, text) if draw(st.integers(0, 9)) == 0 else text


def _bend(draw: st.DrawFn, document: Any, mark: str, marks: dict[str, str]) -> None:
    places = list(_places(document))
    if not places:
        return
    holder, key = draw(st.sampled_from(places))
    sound = holder[key]
    match draw(st.integers(0, 4)):
        case 0:
            del holder[key]
        case 1:
            holder[key] = mark
            marks[mark] = draw(RAW_PARTS)
        case 2:
            holder[key] = draw(ODD_VALUES)
        case _:
            # Of the right type: it gets further in.
            holder[key] = draw(ODD_NUMBERS if isinstance(sound, int | float) else ODD_TEXTS)


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a document as its holder and key."""
    for key in list(document) if isinstance(document, dict) else range(len(document)):
        yield document, key
        if isinstance(document[key], dict | list):
            yield from _places(document[key])


def _spliced(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 20)))
    return text[:start] + draw(st.text(max_size=5)) + text[end:]
