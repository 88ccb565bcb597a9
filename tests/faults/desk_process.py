"""``serve`` as a process of its own, with heartbeats and a clock that a test can set.

    python -m tests.faults.desk_process DATABASE_URL HEARTBEAT_MS CLOCK_FILE

``CLOCK_FILE`` holds how many seconds this process's wall clock is ahead; SIGUSR1 reads it again,
which is a clock that is set while the desk runs. The monotonic clock stays as it is.
"""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from supportdesk_desktop.backend.desk import DeskOptions
from supportdesk_desktop.backend.serve import ServeOptions, run

_true_time_ns = time.time_ns
_ahead_ns = 0


def _shifted_ns() -> int:
    return _true_time_ns() + _ahead_ns


def _read_clock(file: Path) -> None:
    global _ahead_ns
    _ahead_ns = int(file.read_text()) * 1_000_000_000


def main() -> int:
    """Serve until SIGTERM."""
    database_url, heartbeat_ms, clock_file = sys.argv[1:]
    time.time_ns = _shifted_ns
    time.time = lambda: _shifted_ns() / 1e9
    _read_clock(Path(clock_file))
    signal.signal(signal.SIGUSR1, lambda *_: _read_clock(Path(clock_file)))
    return run(
        ServeOptions(
            database_url=database_url,
            port=0,
            desk=DeskOptions(limits=None, heartbeat_ms=int(heartbeat_ms)),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
