"""A body that does not arrive in time."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from supportdesk_desktop.backend.rest.answers import Code, Refusal
from supportdesk_desktop.backend.rest.fields import read_body


def _request(*messages: Message) -> Request:
    pending = list(messages)

    async def receive() -> Message:
        if pending:
            return pending.pop(0)
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    return Request(scope, receive)


async def test_a_body_that_stops_arriving_is_given_up() -> None:
    request = _request({"type": "http.request", "body": b'{"a":', "more_body": True})
    with pytest.raises(Refusal) as refused:
        await read_body(request, 0.01)
    assert refused.value.code is Code.REQUEST_TIMEOUT
    assert refused.value.headers == {"Connection": "close"}


async def test_a_body_in_parts_is_one() -> None:
    request = _request(
        {"type": "http.request", "body": b'{"a":', "more_body": True},
        {"type": "http.request", "body": b"1}", "more_body": False},
    )
    assert await read_body(request, 10) == b'{"a":1}'
