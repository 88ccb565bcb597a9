"""The window as it is, except that its trace has every turn of its loop, not the slow ones alone.

``ui_gap``: how much later than asked the loop came back, in ms. ``ui_busy``: how much of that its
own thread worked, which other programs on the same computer do not lengthen.
"""

from __future__ import annotations

import asyncio
import sys
import time

LOOK_MS = 4.0

if __name__ == "__main__":
    from supportdesk_desktop.app import run as running
    from supportdesk_desktop.cli import main
    from supportdesk_desktop.core.changes import TraceMark

    async def watch_every_turn(run: running.WindowRun) -> None:
        """Stand in for the window's own watch, which marks gaps over 50 ms alone."""
        while True:
            before_ns, worked_ns = time.monotonic_ns(), time.thread_time_ns()
            await asyncio.sleep(LOOK_MS / 1000)
            now_ns = time.monotonic_ns()
            busy_ms = (time.thread_time_ns() - worked_ns) / 1e6
            run._trace.write(TraceMark("ui_gap", now_ns, ms=(now_ns - before_ns) / 1e6 - LOOK_MS))
            run._trace.write(TraceMark("ui_busy", now_ns, ms=busy_ms))

    setattr(running.WindowRun, "_watch_gaps", watch_every_turn)  # noqa: B010 - for mypy
    sys.exit(main())
