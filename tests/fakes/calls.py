"""Calls of the client's REST and feed against a toy server, and the envelopes it answers with."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from supportdesk_desktop.core.feed_policy import Ending
from supportdesk_desktop.core.filing_fate import SendResult
from supportdesk_desktop.net.feed import FeedEnded, open_feed
from supportdesk_desktop.net.rest import RestClient
from tests.fakes.toy_server import Answer, ToyServer, toy_server

KEY = "sk_live_agent_" + "a" * 48


def success(data: object) -> bytes:
    return json.dumps({"success": True, "data": data, "timestamp": "2026-04-18T10:00:00Z"}).encode()


def failure(code: str, message: str = "Non", details: object = None) -> bytes:
    return json.dumps({"code": code, "message": message, "details": details}).encode()


FACTS = success({"appId": "cl9"})


@asynccontextmanager
async def client(answer: Answer) -> AsyncIterator[tuple[RestClient, ToyServer]]:
    """Yield a client and the server that it calls."""
    async with toy_server(answer) as toy, aclosing(RestClient(toy.base_url, "test")) as rest:
        yield rest, toy


async def whoami(base_url: str) -> str:
    """Ask who the key is and return the app. Raises ``ServerError``."""
    async with aclosing(RestClient(base_url, "test")) as rest:
        return (await rest.whoami(KEY)).app_id


async def create(base_url: str) -> SendResult:
    async with aclosing(RestClient(base_url, "test")) as rest:
        return await rest.create(KEY, b"{}", None)


async def feed_ending(base_url: str) -> Ending:
    """Follow the feed until it ends, and return how it did."""
    try:
        async with open_feed(base_url, KEY, "test") as connection:
            while True:
                await connection.receive()
    except FeedEnded as ended:
        return ended.ending
