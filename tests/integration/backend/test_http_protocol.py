"""What callers who keep to no rule of HTTP can do to a served desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk_desktop.backend import http_protocol
from tests.integration.backend.raw_connection import HEALTH, connected
from tests.integration.backend.running_desk import running_desk


@pytest.mark.parametrize("sent", [b"", HEALTH + b"X-Half: "], ids=["silent", "half a head"])
async def test_who_sends_no_whole_head_in_time_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_S", 0.1)
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
    monkeypatch.setattr(http_protocol, "HEAD_S", 0.5)
    with running_desk(tmp_path) as desk:
        async with connected(desk.port) as caller:
            await caller.send(HEALTH + more + b"\r\n")
            assert (await caller.answer()).startswith(b"HTTP/1.1 200 ")
            await caller.send(then)
            await caller.rest()
