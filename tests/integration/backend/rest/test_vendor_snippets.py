"""The vendor's four snippets, verbatim but for the base URL, create tickets on our desk.

They come from the vendor's page about ticket creation (``contract/rest.md`` names it as the
authority), where each reads the key from ``SUPPORTDESK_API_KEY``.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys

import httpx
import pytest

from tests.fakes.vendor_snippets import CURL, NODE, PHP, PYTHON, VENDOR
from tests.integration.backend.running_desk import WAIT_S, RunningDesk


@pytest.mark.parametrize(
    ("command", "snippet"),
    [
        (["sh", "-c"], CURL),
        (["node", "--input-type=module", "-e"], NODE),
        ([sys.executable, "-c"], PYTHON),
        (["php", "-r"], PHP),
    ],
    ids=["curl", "node", "python", "php"],
)
async def test_a_snippet_creates_a_ticket(
    running: RunningDesk, command: list[str], snippet: str
) -> None:
    program = "curl" if command[0] == "sh" else command[0]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here")
    if program == "php" and not await _succeeds(
        "php", "-r", "exit((int) !extension_loaded('curl'));"
    ):
        pytest.skip("PHP has no curl here")
    before = await _tickets_created(running)
    code = snippet.replace(VENDOR, running.base)
    assert await _succeeds(*command, code, key=running.agent_key)
    # The marker of the first count is one ticket, the snippet the other.
    assert await _tickets_created(running) == before + 2


async def _succeeds(*command: str, key: str = "") -> bool:
    environment = {"PATH": os.environ["PATH"], "SUPPORTDESK_API_KEY": key}
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    async with asyncio.timeout(WAIT_S):
        return await process.wait() == 0


async def _tickets_created(running: RunningDesk) -> int:
    """Tell from the number of one more ticket how many there were before it."""
    body = {"customerExternalId": "user_42", "subject": "Repère", "description": "-"}
    async with httpx.AsyncClient(trust_env=False, base_url=running.base) as http:
        headers = {"X-API-Key": running.service_key}
        answer = await http.post("/tickets/api-create", json=body, headers=headers)
    number = int(answer.json()["data"]["ticketNumber"].removeprefix("INV-"))
    return number - 1001
