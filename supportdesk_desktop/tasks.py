"""Background work with an owner, and the one way in which a loop runs.

A task that is started runs once. A *loop* is a step that is run again and again: it survives every
exception of its step, waits longer after each failure, and tells its owner's ``Report`` what is
wrong and when it works again. Client and desk both run their loops here.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from supportdesk_desktop.core.pacing import doubling_s

log = logging.getLogger(__name__)

T = TypeVar("T")

LONGEST_S = 60.0
"""No loop waits longer for its next step: clocks are set, computers sleep, wake-ups get lost."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A declared background loop.

    Attributes:
        name: unique, e.g. ``outbox.send``; names the task and its log lines.
        part: what cannot work while the loop fails: ``store``, ``feed``, ``outbox``,
            ``notifications``, or ``desk`` for the loops of the server.
        longest_s: the longest wait between two steps, in seconds.
    """

    name: str
    part: str
    longest_s: float = LONGEST_S


Step = Callable[[], Awaitable[float | None]]
"""One step of a loop; returns the seconds until the next: 0 for at once, None until it is woken."""

Report = Callable[[Loop, BaseException | None], None]
"""Callback for a loop's failure, or None when it works again; called for changes only."""

_declared: dict[str, Loop] = {}


def declare(name: str, part: str, *, longest_s: float = LONGEST_S) -> Loop:
    """Declare a loop at the top of the module that runs it. Raises ``ValueError`` on a second."""
    if name in _declared:
        raise ValueError(f"two loops are named {name}")
    _declared[name] = Loop(name, part, longest_s)
    return _declared[name]


def declared_loops() -> tuple[Loop, ...]:
    """Return every loop of the modules that are imported."""
    return tuple(_declared.values())


class TaskOwner:
    """Keeps the tasks of one service; the loop itself keeps no strong reference to them.

    After ``aclose`` nothing more is started: what a late signal asks for is dropped.
    """

    def __init__(self, name: str, report: Report | None = None) -> None:
        self._name = name
        self._report = report
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots: dict[str, asyncio.Task[None]] = {}
        self._closed = False

    def start(self, what: str, work: Coroutine[Any, Any, object]) -> None:
        """Run ``work`` until it ends or its owner closes."""
        self._start(what, work)

    def loop(self, loop: Loop, step: Step, *, wake: asyncio.Event | None = None) -> None:
        """Run ``step`` again and again until the owner closes, whatever it raises.

        Args:
            loop: what the step belongs to; it runs once at a time: a second call does nothing.
            step: one turn. It must leave nothing half done that its next turn cannot take up.
            wake: set by whoever wants the next turn now, also while a failure is waited out.
        """
        self.start_alone(loop.name, self._repeat(loop, step, wake))

    def until_done(self, loop: Loop, work: Callable[[], Awaitable[None]]) -> None:
        """Repeat ``work`` until it succeeds once; newer work takes its place."""

        async def step() -> None:
            await work()

        self.replace(loop.name, self._repeat(loop, step, None, once=True))

    def replace(self, slot: str, work: Coroutine[Any, Any, object]) -> None:
        """Run ``work`` in a named slot; what ran there before is cancelled: the newest wins."""
        self.cancel(slot)
        self._occupy(slot, work)

    def start_alone(self, slot: str, work: Coroutine[Any, Any, object]) -> None:
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

    def _occupy(self, slot: str, work: Coroutine[Any, Any, object]) -> None:
        task = self._start(slot, work)
        if task is None:
            return
        self._slots[slot] = task

        def leave(ended: asyncio.Task[None]) -> None:
            if self._slots.get(slot) is ended:
                del self._slots[slot]

        task.add_done_callback(leave)

    def _start(self, what: str, work: Coroutine[Any, Any, object]) -> asyncio.Task[None] | None:
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

    async def _guard(self, what: str, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("%s.%s failed", self._name, what)

    async def _repeat(
        self, loop: Loop, step: Step, wake: asyncio.Event | None, *, once: bool = False
    ) -> None:
        trouble = _Trouble(loop, self._report_trouble)
        try:
            while True:
                if wake is not None:
                    wake.clear()
                problem, wait_s = await _run_step(step)
                if problem is not None:
                    wait_s = trouble.record_failure(problem)
                    # What the failed step held (a statement, a file) is let go before the wait.
                    problem = None
                else:
                    trouble.record_success()
                    if once:
                        return
                await _wait(wake, loop.longest_s if wait_s is None else min(wait_s, loop.longest_s))
        finally:
            # What is no longer tried is no trouble any more.
            trouble.record_success()

    def _report_trouble(self, loop: Loop, problem: BaseException | None) -> None:
        if self._report is None:
            return
        try:
            self._report(loop, problem)
        except Exception:
            log.exception("the trouble of %s could not be reported", loop.name)


def in_daemon_thread(name: str, work: Callable[[], T]) -> asyncio.Future[T]:
    """Do blocking work in a thread that the end of the program does not wait for."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(settled: Callable[[Any], None], what: object) -> None:
        if not outcome.done():
            settled(what)

    def run() -> None:
        try:
            settled: tuple[Callable[[Any], None], object] = (outcome.set_result, work())
        except Exception as problem:
            settled = (outcome.set_exception, problem)
        # Fails where the loop was closed meanwhile: nobody waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, *settled)

    threading.Thread(target=run, name=name, daemon=True).start()
    return outcome


Ending = tuple[str, Callable[[], Awaitable[None]]]
"""The name of a part that ends, and the function that ends it."""


async def end_each(*endings: Ending) -> None:
    """End the parts one after the other; a failure is logged and does not stop the others."""
    for name, end in endings:
        try:
            await end()
        except Exception:
            log.exception("%s could not be ended cleanly", name)


class _Trouble:
    """The failures in a row of one loop."""

    def __init__(self, loop: Loop, report: Report) -> None:
        self._loop = loop
        self._report = report
        self._failures = 0
        self._cause = ""

    def record_failure(self, problem: BaseException) -> float:
        """Record a failure; return the seconds until the next try."""
        wait_s = doubling_s(self._failures)
        self._failures += 1
        if self._cause != repr(problem):
            self._cause = repr(problem)
            log.error("%s failed; it is tried again", self._loop.name, exc_info=problem)
            self._report(self._loop, problem)
        return wait_s

    def record_success(self) -> None:
        """Report the end of the trouble, if there was any."""
        if self._failures:
            self._failures, self._cause = 0, ""
            log.info("%s fails no more", self._loop.name)
            self._report(self._loop, None)


async def _run_step(step: Step) -> tuple[BaseException | None, float | None]:
    """Take one step; return what it raised, else how long to wait for the next.

    Raises:
        asyncio.CancelledError: this loop is to end, whatever the step made of that.
    """
    problem: BaseException | None = None
    wait_s: float | None = None
    try:
        wait_s = await step()
    except (Exception, asyncio.CancelledError) as raised:
        problem = raised
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
    # A cancellation is one of something inside, not of this loop.
    try:
        return problem, wait_s
    finally:
        # Its traceback holds this frame: a name here would keep both until a collection.
        del problem


async def _wait(wake: asyncio.Event | None, wait_s: float) -> None:
    if wake is None or wait_s <= 0 or wake.is_set():
        # Also where there is nothing to wait for, other tasks get their turn.
        await asyncio.sleep(max(0.0, wait_s) if wake is None else 0)
        return
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(wait_s):
            await wake.wait()
