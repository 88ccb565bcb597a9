"""Tasks that belong to somebody: named, logged when they fail, ended by their owner."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class TaskOwner:
    """Keeps the tasks of one service; the loop itself keeps no strong reference to them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots: dict[str, asyncio.Task[None]] = {}

    def start(self, what: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run ``work`` until it ends or its owner closes."""
        task = asyncio.get_running_loop().create_task(
            self._guard(what, work), name=f"{self._name}.{what}"
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # A task cancelled before its first step never awaited its work.
        task.add_done_callback(lambda _task: work.close())
        return task

    def replace(self, slot: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run ``work`` in a named slot; what ran there before is cancelled: the newest wins."""
        earlier = self._slots.get(slot)
        if earlier is not None:
            earlier.cancel()
        task = self.start(slot, work)
        self._slots[slot] = task
        return task

    async def drain(self) -> None:
        """Wait until every task has ended by itself."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def aclose(self) -> None:
        """Cancel every task and wait until all have ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _guard(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("%s.%s failed", self._name, what)
