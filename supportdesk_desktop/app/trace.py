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


class Trace:
    """Writes each mark as one line, unbuffered, so that a kill loses none.

    Without a path it writes nothing.
    """

    def __init__(self, path: Path | None) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        self._descriptor = None if path is None else open_private(path, flags)

    @property
    def wanted(self) -> bool:
        """Whether marks are written."""
        return self._descriptor is not None

    def mark(self, what: str, at_ns: int | None = None) -> None:
        """Write a mark of this moment, or of ``at_ns`` (CLOCK_MONOTONIC)."""
        self._put({"at_ns": time.monotonic_ns() if at_ns is None else at_ns, "what": what})

    def process_start(self) -> None:
        """Write when this process began, to the kernel's 10 ms."""
        if self.wanted:
            self.mark("process_start", _process_start_ns())

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

    def close(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)

    def _put(self, line: dict[str, object]) -> None:
        if self._descriptor is not None:
            os.write(self._descriptor, msgspec.json.encode(line) + b"\n")


def _process_start_ns() -> int | None:
    """Return when this process began on CLOCK_MONOTONIC, None where the system does not tell."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        ticks = int(fields[19])
        since_boot_ns = ticks * 1_000_000_000 // os.sysconf("SC_CLK_TCK")
        asleep_ns = time.clock_gettime_ns(time.CLOCK_BOOTTIME) - time.monotonic_ns()
    except (OSError, ValueError, IndexError, AttributeError):
        return None
    return since_boot_ns - asleep_ns
