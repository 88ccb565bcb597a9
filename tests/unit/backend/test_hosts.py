"""The local desk answers only to its own names; origins only where allow-listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk_desktop.backend.desk import DeskOptions
from tests.unit.backend.desk_client import assert_refused, desk_client


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8787", "LOCALHOST:1", "localhost", "[::1]:8787", "[::1]"]
)
async def test_its_own_names(tmp_path: Path, host: str) -> None:
    options = DeskOptions(allowed_hosts=("127.0.0.1", "localhost", "[::1]"))
    async with desk_client(tmp_path, options) as client:
        assert (await client.send("GET", "/healthz", by=None, headers={"Host": host})).is_success


@pytest.mark.parametrize("host", ["rebind.example:8787", "127.0.0.1.example", "", "::1", "[::2]:1"])
async def test_any_other_name(tmp_path: Path, host: str) -> None:
    options = DeskOptions(allowed_hosts=("127.0.0.1", "localhost", "[::1]"))
    async with desk_client(tmp_path, options) as client:
        answer = await client.send("GET", "/healthz", by=None, headers={"Host": host})
        assert_refused(answer, 403, "HOST_FORBIDDEN")


async def test_a_browser_reads_answers_only_from_listed_origins(tmp_path: Path) -> None:
    options = DeskOptions(allow_origins=("https://bureau.example",))
    async with desk_client(tmp_path, options) as client:
        for origin, allowed in (("https://bureau.example", True), ("https://autre.example", False)):
            answer = await client.send("GET", "/healthz", by=None, headers={"Origin": origin})
            assert (answer.headers.get("access-control-allow-origin") == origin) == allowed
