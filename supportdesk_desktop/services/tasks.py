"""Tasks that belong to somebody: named, logged when they fail, ended by their owner."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class TaskOwner:
    """Keeps the tasks of one service; the loop itself keeps no strong reference to them.

    After ``aclose`` nothing more is started: what a late signal asks for is dropped.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots: dict[str, asyncio.Task[None]] = {}
        self._closed = False

    def start(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` until it ends or its owner closes."""
        self._start(what, work)

    def replace(self, slot: str, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` in a named slot; what ran there before is cancelled: the newest wins."""
        self.cancel(slot)
        self._occupy(slot, work)

    def start_alone(self, slot: str, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` in a named slot unless something runs there: the first wins."""
        if slot in self._slots:
            work.close()
            return
        self._occupy(slot, work)

    def cancel(self, slot: str) -> None:
        """End what runs in a named slot, if anything does."""
        running = self._slots.pop(slot, None)
        if running is not None:
            running.cancel()

    async def drain(self) -> None:
        """Wait until every task has ended by itself."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def aclose(self) -> None:
        """Cancel every task and wait until all have ended."""
        self._closed = True
        for task in tuple(self._tasks):
            task.cancel()
        await self.drain()

    def _occupy(self, slot: str, work: Coroutine[Any, Any, None]) -> None:
        task = self._start(slot, work)
        if task is None:
            return
        self._slots[slot] = task

        def leave(ended: asyncio.Task[None]) -> None:
            if self._slots.get(slot) is ended:
                del self._slots[slot]

        task.add_done_callback(leave)

    def _start(self, what: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        if self._closed:
            work.close()
            log.debug("%s.%s came after the end", self._name, what)
            return None
        task = asyncio.get_running_loop().create_task(
            self._guard(what, work), name=f"{self._name}.{what}"
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # A task cancelled before its first step never awaited its work.
        task.add_done_callback(lambda _task: work.close())
        return task

    async def _guard(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("%s.%s failed", self._name, what)
