"""The marks of a start, kept in order until the trace file exists; without ``--trace``, nothing."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supportdesk_desktop.app.trace import TraceFile


class StartTrace:
    """``file`` is None where no trace was asked for."""

    def __init__(self, path: Path | None) -> None:
        self.file: TraceFile | None = None
        if path is not None:
            from supportdesk_desktop.app.trace import TraceFile

            self.file = TraceFile(path)

    def mark(self, what: str, at_ns: int | None = None) -> None:
        """Write a mark of this moment, or of ``at_ns`` (CLOCK_MONOTONIC)."""
        if self.file is not None:
            self.file.mark(what, at_ns)

    def process_start(self) -> None:
        """Write when this process began, to the kernel's 10 ms."""
        if self.file is not None:
            self.mark("process_start", _process_start_ns())

    def close(self) -> None:
        """Close the file."""
        if self.file is not None:
            self.file.close()


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
