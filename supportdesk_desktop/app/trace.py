"""``--trace FILE``: JSON lines of what happened when, by CLOCK_MONOTONIC (``contract/cli.md``)."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from supportdesk_desktop.system.paths import open_private

if TYPE_CHECKING:
    # What is measured must not wait for what measures it.
    from supportdesk_desktop.core.changes import TraceMark


class TraceFile:
    """Writes each mark as one line, unbuffered, so that a kill loses none."""

    def __init__(self, path: Path) -> None:
        self._descriptor = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)

    def mark(self, what: str, at_ns: int | None = None) -> None:
        """Write a mark of this moment, or of ``at_ns``."""
        self._put({"at_ns": time.monotonic_ns() if at_ns is None else at_ns, "what": what})

    def write(self, mark: TraceMark) -> None:
        """Write one mark; what it does not know is left out."""
        line: dict[str, object] = {"at_ns": mark.at_ns, "what": mark.what}
        if mark.event_id is not None:
            line["event"] = mark.event_id
        if mark.seq is not None:
            line["seq"] = mark.seq
        if mark.ms is not None:
            line["ms"] = round(mark.ms, 3)
        self._put(line)

    def _put(self, line: dict[str, object]) -> None:
        os.write(self._descriptor, msgspec.json.encode(line) + b"\n")

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)
