"""A step of a loop that fails at a chosen place, for tests of what survives it."""

from __future__ import annotations

from collections.abc import Coroutine, Generator
from typing import Any, Generic, TypeVar

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
