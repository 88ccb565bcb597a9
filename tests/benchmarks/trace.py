"""Runs the window with ``--trace`` and reads its marks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Mark = dict[str, Any]
WAIT_S = 60.0


@contextmanager
def window(
    trace: Path,
    *arguments: str,
    env: dict[str, str] | None = None,
    module: str = "supportdesk_desktop",
) -> Iterator[int]:
    """Run the window; yield its process id; end it by SIGTERM."""
    child = subprocess.Popen(
        [sys.executable, "-m", module, "--trace", str(trace), *arguments],
        env={**os.environ, **(env or {})},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=WAIT_S)


def marks(trace: Path) -> list[Mark]:
    """Return the marks written so far; a line still being written is left out."""
    try:
        text = trace.read_text()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def wait_for(trace: Path, enough: Callable[[list[Mark]], bool]) -> list[Mark]:
    """Wait until the trace has enough marks and return them.

    Raises:
        TimeoutError: not within a minute.
    """
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        found = marks(trace)
        if enough(found):
            return found
        time.sleep(0.02)
    raise TimeoutError("the window did not get that far")


def first(found: list[Mark], what: str) -> int | None:
    """Return when a mark was first made (CLOCK_MONOTONIC, ns)."""
    return next((mark["at_ns"] for mark in found if mark["what"] == what), None)
