"""Runs a desk's process so that a signal is a normal end of it, however often it comes."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run_until_told(serve: Callable[[asyncio.Event], Coroutine[Any, Any, int]]) -> int:
    """Run a process's coroutine with an event that SIGTERM and SIGINT set; returns its result.

    To be the last thing that a process does: it takes no signal afterwards.
    """

    async def main() -> int:
        loop = asyncio.get_running_loop()
        told = asyncio.Event()

        def end(_number: int, _frame: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(told.set)

        # Not the loop's own handlers: when it closes they give way to the system's, which cut an
        # end short and change the exit code.
        for number in _SIGNALS:
            signal.signal(number, end)
        return await serve(told)

    try:
        return asyncio.run(main())
    finally:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
