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


def hello(**changes: object) -> str:
    client = {"name": "essai", "version": "1.0", "instanceId": "poste-1"}
    return json.dumps({"type": "hello", "protocol": 1, "client": client, "resume": None, **changes})


def test_a_good_hello() -> None:
    read = read_hello(hello(resume={"epoch": "7711-2", "seq": MAX_SEQ}, more=[1]))
    assert read.client.instance_id == "poste-1"
    assert read.resume == Cursor(epoch="7711-2", seq=MAX_SEQ)


@pytest.mark.parametrize("seq", [-1, MAX_SEQ + 1, 1.5, "1", None])
def test_a_seq_out_of_bounds(seq: object) -> None:
    with pytest.raises(FeedClose) as caught:
        read_hello(hello(resume={"epoch": "e", "seq": seq}))
    assert caught.value.code is CloseCode.PROTOCOL_ERROR


@pytest.mark.parametrize("text", ["a\0", "a\ud800"])
def test_text_that_cannot_be_stored_is_in_no_frame(text: str) -> None:
    client = {"name": "essai", "version": "1.0", "instanceId": text}
    with pytest.raises(FeedClose) as caught:
        read_hello(hello(client=client))
    assert caught.value.code is CloseCode.PROTOCOL_ERROR
    for frame in (
        {"type": "ack", "epoch": text, "seq": 1},
        {"type": "presence", "available": False, "more": [{text: 1}]},
    ):
        with pytest.raises(FeedClose) as caught:
            read_frame(json.dumps(frame))
        assert caught.value.code is CloseCode.BAD_JSON


@pytest.mark.parametrize("protocol", [0, 2, -1])
def test_another_version(protocol: int) -> None:
    with pytest.raises(FeedClose) as caught:
        read_hello(hello(protocol=protocol, client="autre forme"))
    assert caught.value.code is CloseCode.PROTOCOL_VERSION


def test_later_frames() -> None:
    assert read_frame('{"type":"ack","epoch":"e","seq":3}') == Ack(epoch="e", seq=3)
    assert read_frame('{"type":"presence","available":false}') == PresenceFrame(available=False)
    assert read_frame('{"type":"telemetry"}') is None
