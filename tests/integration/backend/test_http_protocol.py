"""What callers who keep to no rule of HTTP can do to a served desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk_desktop.backend import connections
from tests.integration.backend.raw_connection import HEALTH, connected
from tests.integration.backend.running_desk import RunningDesk, running_desk


@pytest.mark.parametrize("sent", [b"", HEALTH + b"X-Half: "], ids=["silent", "half a head"])
async def test_who_sends_no_whole_head_in_time_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_S", 0.1)
    with running_desk(tmp_path) as desk:
        async with connected(desk.port) as caller:
            await caller.send(sent)
            await caller.rest()


@pytest.mark.parametrize(
    ("more", "then"),
    [(b"", HEALTH), (b"Content-Length: 1000000\r\n", b"x")],
    ids=["half of another head", "a body that nobody reads"],
)
async def test_after_an_answer_the_next_head_is_due_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: bytes, then: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_S", 0.5)
    with running_desk(tmp_path) as desk:
        async with connected(desk.port) as caller:
            await caller.send(HEALTH + more + b"\r\n")
            assert (await caller.answer()).startswith(b"HTTP/1.1 200 ")
            await caller.send(then)
            await caller.rest()


@pytest.mark.parametrize(
    "sent",
    [
        HEALTH + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEALTH + b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
        b"no HTTP at all\r\n\r\n",
    ],
)
async def test_a_request_that_can_be_read_in_two_ways_is_refused(
    running: RunningDesk, sent: bytes
) -> None:
    async with connected(running.port) as caller:
        # What follows would be a request of somebody else's behind a proxy.
        await caller.send(sent + HEALTH + b"\r\n")
        answer = await caller.rest()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert b'"code":"BAD_REQUEST"' in answer
