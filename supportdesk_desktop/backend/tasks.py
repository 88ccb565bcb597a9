"""The desk's background tasks: named, logged, and ended by their owner."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine

logger = logging.getLogger(__name__)


class DeskTasks:
    """Owns every background task of one desk."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, name: str, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Run ``work`` until it ends or the desk closes; a failure is logged under ``name``."""
        task = asyncio.get_running_loop().create_task(self._watched(name, work), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # A task that is cancelled before its first step never gets to its work.
        task.add_done_callback(lambda _task: work.close())
        return task

    async def aclose(self) -> None:
        """Cancel every task and wait for all of them."""
        while self._tasks:
            tasks = tuple(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    @staticmethod
    async def _watched(name: str, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except Exception:
            logger.exception("the task %s ended with an error", name)
