"""A ``Date`` is whole seconds: a difference is claimed only where it is sure."""

from __future__ import annotations

import pytest

from supportdesk_desktop.net.http import clock_offset_ms, surely_ahead_s
from tests.fakes.toy_server import Answer, hang_up, reply, toy_server


@pytest.mark.parametrize(
    ("date_s", "before_s", "after_s", "ahead_s"),
    [
        (100.0, 100.2, 100.4, 0.0),
        (100.0, 99.9, 100.1, 0.0),
        (100.0, 100.9, 101.4, 0.0),
        (103.0, 99.9, 100.0, 3.0),
        (100.0, 104.5, 104.6, -3.5),
        (100.0, 90.0, 110.0, 0.0),
    ],
    ids=["same", "on the edge", "cut off", "ahead", "behind", "slow answer"],
)
def test_the_smallest_difference_that_agrees(
    date_s: float, before_s: float, after_s: float, ahead_s: float
) -> None:
    assert surely_ahead_s(date_s, before_s, after_s) == pytest.approx(ahead_s)


async def test_any_answer_tells_the_time_and_no_key_is_sent() -> None:
    refusal = reply(401, b"{}", "Date: Wed, 21 Oct 2015 07:28:00 GMT")
    async with toy_server(refusal) as server:
        offset_ms = await clock_offset_ms(server.base_url, "essai")
    assert offset_ms is not None
    assert offset_ms < -300_000_000_000
    assert "x-api-key" not in server.requests[0].headers


@pytest.mark.parametrize(
    "answer",
    [reply(200, b"{}"), reply(200, b"{}", "Date: hier"), hang_up],
    ids=["none", "odd", "cut"],
)
async def test_a_server_that_tells_no_time(answer: Answer) -> None:
    async with toy_server(answer) as server:
        assert await clock_offset_ms(server.base_url, "essai") is None
