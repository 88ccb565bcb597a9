"""Refused keys are counted by address; whose key works is never locked out by others."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk_desktop.backend.desk import DeskOptions
from supportdesk_desktop.backend.keys import new_key
from tests.unit.backend.desk_client import DeskClient, assert_refused, desk_client

WHOAMI = "/api/v1/auth/whoami"


async def _status(client: DeskClient, key: str, seen_from: str = "203.0.113.9") -> int:
    # The first entry is what a caller may write himself.
    headers = {"X-API-Key": key, "X-Forwarded-For": f"198.51.100.1, {seen_from}"}
    return (await client.send("GET", WHOAMI, by=None, headers=headers)).status_code


async def test_an_address_fails_twenty_times_a_minute(tmp_path: Path) -> None:
    async with desk_client(tmp_path, DeskOptions(behind_proxy=True)) as client:
        await client.add_agent("Aicha")
        await client.add_agent("Bio")
        assert await _status(client, client.keys["Aicha"]) == 200
        tried = [await _status(client, new_key()) for _ in range(30)]
        assert tried == [401] * 20 + [429] * 10
        # Aïcha's key has worked, Bio's has not yet; elsewhere nobody is concerned.
        assert await _status(client, client.keys["Aicha"]) == 200
        assert await _status(client, client.keys["Bio"]) == 429
        assert await _status(client, client.keys["Bio"], "203.0.113.10") == 200
        assert await _status(client, client.keys["Bio"]) == 200
        client.clock.advance(60)
        assert await _status(client, new_key()) == 401


async def test_the_answer_says_when_and_a_network_of_ipv6_is_one_caller(tmp_path: Path) -> None:
    async with desk_client(tmp_path, DeskOptions(behind_proxy=True)) as client:
        for host in range(20):
            assert await _status(client, new_key(), f"2001:db8::{host:x}") == 401
        headers = {"X-API-Key": new_key(), "X-Forwarded-For": "2001:db8::ffff"}
        answer = await client.send("GET", WHOAMI, by=None, headers=headers)
        assert_refused(answer, 429, "TOO_MANY_REQUESTS")
        assert answer.headers["retry-after"] == "60"
        assert await _status(client, new_key(), "2001:db8:0:1::1") == 401


@pytest.mark.parametrize("options", [DeskOptions(limits=None), DeskOptions()])
async def test_without_a_proxy_nobody_says_where_he_comes_from(
    tmp_path: Path, options: DeskOptions
) -> None:
    async with desk_client(tmp_path, options) as client:
        found = [await _status(client, new_key(), f"203.0.113.{n}") for n in range(21)]
        assert found[:20] == [401] * 20
        assert found[20] == (401 if options.limits is None else 429)
