"""Frames of the client: whatever arrives is read or ends in a close of the table."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.backend.feed.frames import (
    CloseCode,
    FeedClose,
    read_frame,
    read_hello,
)
from supportdesk_desktop.core.frames import Ack, Cursor, PresenceFrame

MAX_SEQ = 2**53 - 1
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
TEXT = (
    st.text()
    | JSON.map(json.dumps)
    | st.dictionaries(
        st.sampled_from(["type", "protocol", "client", "resume", "epoch", "seq", "until"]),
        JSON | st.sampled_from(["hello", "ack", "presence", 1]),
    ).map(json.dumps)
)


@given(TEXT)
def test_any_text_is_read_or_closes(text: str) -> None:
    with contextlib.suppress(FeedClose):
        read_hello(text)
    with contextlib.suppress(FeedClose):
        read_frame(text)


CLIENT = {"name": "essai", "version": "1.0", "instanceId": "poste-1"}


def hello(**changes: object) -> str:
    return json.dumps({"type": "hello", "protocol": 1, "client": CLIENT, "resume": None, **changes})


def test_a_good_hello() -> None:
    read = read_hello(hello(resume={"epoch": "7711-2", "seq": MAX_SEQ}, more=[1]))
    assert read.client.instance_id == "poste-1"
    assert read.resume == Cursor(epoch="7711-2", seq=MAX_SEQ)


ACK = '{"type":"ack","epoch":"e","seq":1}'
BAD_HELLOS = [ACK, "pas du JSON", "[]", "[" * 4000, None, '{"type":"hello","protocol":1}']
BAD_HELLOS += [
    hello(client={**CLIENT, "instanceId": one}) for one in ("", "x" * 129, "a\0", "a\ud800")
]
BAD_HELLOS += [
    hello(resume={"epoch": "e", "seq": seq}) for seq in (-1, MAX_SEQ + 1, 1.5, "1", None)
]


@pytest.mark.parametrize("text", BAD_HELLOS)
def test_a_first_frame_that_is_no_good_hello(text: str | None) -> None:
    with pytest.raises(FeedClose) as caught:
        read_hello(text)
    assert caught.value.code is CloseCode.PROTOCOL_ERROR


@pytest.mark.parametrize("protocol", [0, 2, -1])
def test_another_version(protocol: int) -> None:
    with pytest.raises(FeedClose) as caught:
        read_hello(hello(protocol=protocol, client="autre forme"))
    assert caught.value.code is CloseCode.PROTOCOL_VERSION


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (hello(), CloseCode.PROTOCOL_ERROR),
        (None, CloseCode.NOT_TEXT),
        ("{", CloseCode.BAD_JSON),
        (json.dumps({"type": "ack", "epoch": "a\0", "seq": 1}), CloseCode.BAD_JSON),
        (json.dumps({"type": "presence", "more": [{"a\ud800": 1}]}), CloseCode.BAD_JSON),
        ('{"type":"ack","epoch":"e","seq":"un"}', CloseCode.WRONG_TYPE),
    ],
)
def test_a_later_frame_that_ends_the_connection(text: str | None, code: CloseCode) -> None:
    with pytest.raises(FeedClose) as caught:
        read_frame(text)
    assert caught.value.code is code


def test_later_frames() -> None:
    assert read_frame('{"type":"ack","epoch":"e","seq":3}') == Ack(epoch="e", seq=3)
    assert read_frame('{"type":"presence","available":false}') == PresenceFrame(available=False)
    assert read_frame('{"type":"telemetry"}') is None
