"""A step of a loop that fails at a chosen place, for tests of what survives it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any, Generic, TypeVar, cast

import pytest

from supportdesk_desktop import tasks
from supportdesk_desktop.tasks import Loop, Step, TaskOwner

T = TypeVar("T")


class FailingAt(Generic[T]):
    """Runs a coroutine and raises ``problem`` inside it where it waits for the n-th time (from 0).

    ``failed`` tells whether the coroutine waited so often: a test goes through n = 0, 1, 2, …
    until a run has not failed any more. ``waits`` counts how often it waited.
    """

    def __init__(self, work: Coroutine[Any, Any, T], n: int, problem: BaseException) -> None:
        self._work = work
        self._n = n
        self._problem = problem
        self.failed = False
        self.waits = 0

    def __await__(self) -> Generator[Any, Any, T]:
        running = self._work.__await__()
        try:
            waited_for = next(running)
            while True:
                if self.waits == self._n:
                    self.failed = True
                    # The future is abandoned, as it is where the wait itself fails.
                    waited_for = running.throw(self._problem)
                else:
                    try:
                        heard = yield waited_for
                    except BaseException as problem:
                        waited_for = running.throw(problem)
                    else:
                        waited_for = running.send(heard)
                self.waits += 1
        except StopIteration as end:
            result: T = end.value
            return result


class Failure:
    """Fails one step of one loop: at the call (place -1), or at the n-th wait of its steps."""

    def __init__(self, name: str, place: int, problem: Exception) -> None:
        self.happened = False
        self._name = name
        self._left = place
        self._problem = problem

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have the loop run its steps through this."""
        repeat = TaskOwner._repeat

        def through(
            owner: TaskOwner, loop: Loop, step: Step, wake: asyncio.Event | None, **more: bool
        ) -> Any:
            around = self._around(step) if loop.name == self._name else step
            return repeat(owner, loop, around, wake, **more)

        monkeypatch.setattr(TaskOwner, "_repeat", through)
        monkeypatch.setattr(tasks, "doubling_s", lambda _tries: 0.001)

    def _around(self, step: Step) -> Step:
        async def run() -> float | None:
            if self.happened:
                return await step()
            if self._left < 0:
                self.happened = True
                raise self._problem
            failing = FailingAt(cast("Any", step()), self._left, self._problem)
            try:
                return cast("float | None", await failing)
            finally:
                self.happened = failing.failed
                self._left -= failing.waits

        return run
