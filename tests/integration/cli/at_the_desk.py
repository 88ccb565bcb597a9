"""What the tests of commands do beside them: a customer at the desk, the lines of ``watch``."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import urllib.request
from collections.abc import Iterator
from typing import Any

from tests.integration.cli.conftest import ServedDesk, Shell

CUSTOMER = "cli_1"
FILE = ("file", "--customer", CUSTOMER, "--subject", "Débité deux fois", "--description", "Bonjour")
UNKNOWN_KEY = "sk_live_agent_" + "a" * 48


def call(desk: ServedDesk, shell: Shell, method: str, path: str, body: object) -> dict[str, Any]:
    """Ask the desk over REST with the shell's key; return the answer's data."""
    assert shell.key is not None
    request = urllib.request.Request(
        desk.url + path,
        method=method,
        data=json.dumps(body).encode(),
        headers={"X-API-Key": shell.key, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)["data"]
    return found


def make_customer(desk: ServedDesk, shell: Shell) -> None:
    """Make the customer ``cli_1`` over REST."""
    person = {"email": "koffi@example.org", "name": "Koffi Mensah"}
    call(desk, shell, "PATCH", f"/customers/{CUSTOMER}", person)


def lines(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    """Yield what ``watch --json`` says, as it says it."""
    assert process.stdout is not None
    for text in process.stdout:
        yield json.loads(text)


def until(process: subprocess.Popen[str], **wanted: object) -> dict[str, Any]:
    """Return the first line of ``watch --json`` that has these members."""
    for entry in lines(process):
        if wanted.items() <= entry.items():
            return entry
    raise AssertionError(f"watch ended without {wanted}")


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a command complained with."""
    (line,) = done.stderr.splitlines()
    assert "Traceback" not in line
    return line


def on_a_terminal(shell: Shell, typed: str, *arguments: str) -> int:
    """Run a command whose standard input is a terminal where this is typed; its exit code."""
    ours, theirs = pty.openpty()
    try:
        os.write(ours, typed.encode())
        return shell.start(*arguments, stdin=theirs).wait(60)
    finally:
        os.close(theirs)
        os.close(ours)
