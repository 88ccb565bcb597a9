"""How fast a desk answers while strangers hold more connections to it than it may open files."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import BinaryIO

import httpx

from tests.benchmarks.measuring import tell

CALLERS = 1010
FILES = 1024
HALF_A_REQUEST = b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: "
LASTS_S = 30.0
EVERY_S = 0.2
CREATE = {"customerExternalId": "user_1", "subject": "Débité deux fois", "description": "Bonjour"}


def abuse(folder: Path) -> None:
    """Time creates over new connections, without strangers and beside a thousand of each kind."""
    url = f"sqlite:///{folder / 'abused.db'}"
    person = ("--name", "Robot", "--email", "robot@exemple.bj", "--role", "service")
    added = subprocess.run(
        _command("agents", "add", *person, "--database", url),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    log = folder / "abused.log"
    with log.open("wb") as errors:
        asyncio.run(_abuse(url, {"X-API-Key": added.stdout.strip()}, errors))
    print(f"log of it all                            {log.stat().st_size} bytes")


async def _abuse(url: str, headers: dict[str, str], errors: BinaryIO) -> None:
    desk = await asyncio.create_subprocess_exec(
        *_command("serve", "--port", "0", "--database", url, "--no-rate-limits"),
        stdout=asyncio.subprocess.PIPE,
        stderr=errors,
        preexec_fn=_few_files,
    )
    assert desk.stdout is not None
    base = (await desk.stdout.readline()).decode().split(" on ")[1].strip()
    async with httpx.AsyncClient(headers=headers, trust_env=False) as http:
        customer = {"email": "koffi@exemple.bj", "name": "Koffi Mensah"}
        (await http.patch(f"{base}/customers/user_1", json=customer)).raise_for_status()
    tell("create, nobody else, ms", await _creates(base, headers, LASTS_S / 3))
    for what, sent in (("half requests", HALF_A_REQUEST), ("silent callers", b"")):
        async with _strangers(httpx.URL(base).port or 0, sent):
            tell(f"create beside {CALLERS} {what}, ms", await _creates(base, headers, LASTS_S))
    desk.terminate()
    await desk.wait()


async def _creates(base: str, headers: dict[str, str], lasts_s: float) -> list[float]:
    """File over a new connection each time; a refusal or no answer in 15 s is an error."""
    taken: list[float] = []
    ends = time.monotonic() + lasts_s
    while time.monotonic() < ends:
        began = time.perf_counter()
        async with httpx.AsyncClient(headers=headers, trust_env=False, timeout=15) as http:
            answer = await http.post(f"{base}/tickets/api-create", json=CREATE)
        answer.raise_for_status()
        taken.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(EVERY_S)
    return taken


@contextlib.asynccontextmanager
async def _strangers(port: int, sent: bytes) -> AsyncIterator[None]:
    """Hold ``CALLERS`` connections, each made again when the desk cuts it."""

    async def call() -> None:
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                with contextlib.closing(writer):
                    writer.write(sent)
                    await reader.read()
            await asyncio.sleep(1)

    calls = [asyncio.ensure_future(call()) for _ in range(CALLERS)]
    try:
        yield
    finally:
        for one in calls:
            one.cancel()
        await asyncio.gather(*calls, return_exceptions=True)


def _command(*arguments: str) -> Sequence[str]:
    return sys.executable, "-m", "supportdesk_desktop", *arguments


def _few_files() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
