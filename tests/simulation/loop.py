"""An event loop under virtual time: when nothing is ready, the clock jumps to the next timer."""

from __future__ import annotations

import asyncio
import contextvars
import heapq
import itertools
from asyncio import base_events, events
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack

from tests.simulation.machine import NS, Host, Kernel, Process
from tests.simulation.patching import put

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

TURN_NS = 5_000
"""What a callback costs: who looks again and again at a clock sees it move."""

_ids = itertools.count(1)


class Stuck(Exception):
    """Nothing will ever happen again, or things happen and time does not pass."""


class SimTask(asyncio.Task[Any]):
    """A task that sets order by its number, not by its address."""

    _counted = 0

    def __hash__(self) -> int:
        if not self._counted:
            self._counted = next(_ids)
        return self._counted


class SimFuture(asyncio.Future[Any]):
    """A future that sets order by its number, not by its address."""

    _counted = 0

    def __hash__(self) -> int:
        if not self._counted:
            self._counted = next(_ids)
        return self._counted


class SimHandle(events.Handle):
    """A callback of one process."""

    __slots__ = ("process",)

    def __init__(self, *args: Any, process: Process | None) -> None:
        super().__init__(*args)
        self.process = process


class SimTimer(events.TimerHandle):
    """A timer of one process; ``at_ns`` is world time."""

    __slots__ = ("at_ns", "number", "process")

    if TYPE_CHECKING:
        _scheduled: bool

    def __init__(self, at_ns: int, when: float, *args: Any, process: Process | None) -> None:
        super().__init__(when, *args)
        self.at_ns = at_ns
        self.number = next(_ids)
        self.process = process

    def place(self) -> tuple[int, int, SimTimer]:
        """Return its place among all timers."""
        return self.at_ns, self.number, self


class SimLoop(base_events.BaseEventLoop):
    """Runs every process of the world in turn, in an order that the seed draws."""

    def __init__(self, kernel: Kernel, chance: Random) -> None:
        super().__init__()
        self.kernel = kernel
        self._chance = chance
        self._ready: Any
        self._scheduled: Any
        self.steps = 0
        self.most_steps = 2_000_000
        self.idle: Callable[[], None] = lambda: None
        self.woke: Callable[[Host, int], None] = lambda _host, _for_ns: None
        self.network: Any = None
        self.jobs: Any = None
        put(self, _task_factory=self._make_task)

    # Time -----------------------------------------------------------------

    def time(self) -> float:
        """The monotonic clock of the current process, in seconds."""
        return self.kernel.monotonic_ns() / NS

    def call_soon(
        self,
        callback: Callable[[Unpack[Ts]], object],
        *args: *Ts,
        context: contextvars.Context | None = None,
    ) -> events.Handle:
        """Run a callback of the current process at its next turn."""
        handle = SimHandle(callback, args, self, context, process=self.kernel.current)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(
        self,
        callback: Callable[[Unpack[Ts]], object],
        *args: *Ts,
        context: contextvars.Context | None = None,
    ) -> events.Handle:
        """Run a callback of the current process at its next turn: there is one thread."""
        return self.call_soon(callback, *args, context=context)

    def call_at(
        self,
        when: float,
        callback: Callable[[Unpack[Ts]], object],
        *args: *Ts,
        context: contextvars.Context | None = None,
    ) -> events.TimerHandle:
        """Run a callback of the current process at a time of its monotonic clock."""
        in_ns = max(0, round(when * NS) - self.kernel.monotonic_ns())
        return self._schedule(in_ns, when, callback, args, context, self.kernel.current)

    def call_in(
        self, in_ns: int, process: Process | None, callback: Callable[..., object], *args: Any
    ) -> events.TimerHandle:
        """Run a callback of a process after so many nanoseconds of the world."""
        return self._schedule(in_ns, 0.0, callback, args, None, process)

    def _schedule(
        self,
        in_ns: int,
        when: float,
        callback: Callable[..., object],
        args: Any,
        context: contextvars.Context | None,
        process: Process | None,
    ) -> SimTimer:
        timer = SimTimer(
            self.kernel.now_ns + in_ns, when, callback, args, self, context, process=process
        )
        heapq.heappush(self._scheduled, timer.place())
        timer._scheduled = True
        return timer

    def _timer_handle_cancelled(self, handle: events.TimerHandle) -> None:
        self._cancelled_timers = getattr(self, "_cancelled_timers", 0) + 1
        if self._cancelled_timers > 100 and self._cancelled_timers * 2 > len(self._scheduled):
            self._scheduled = [one for one in self._scheduled if not one[2]._cancelled]
            heapq.heapify(self._scheduled)
            self._cancelled_timers = 0

    def _put_off(self, host: Host, for_ns: int) -> None:
        """Let every timer of a computer be due later."""
        for _at, _number, timer in self._scheduled:
            if timer.process is not None and timer.process.host is host:
                timer.at_ns += for_ns
        self._scheduled = [timer.place() for _at, _number, timer in self._scheduled]
        heapq.heapify(self._scheduled)

    def sleep_host(self, host: Host, for_ns: int) -> None:
        """Let a computer sleep: its monotonic clock, and so its timers, stand still."""
        host.asleep = True
        self._put_off(host, for_ns)

        def wake() -> None:
            host.asleep = False
            host.asleep_ns += for_ns
            host.woke_ns = self.kernel.now_ns
            self.woke(host, for_ns)
            for process in self.kernel.processes:
                if process.host is host:
                    self.go_on(process)

        self.call_in(for_ns, None, wake)

    def leap(self, for_ns: int, sleeper: Host | None) -> None:
        """Let hours pass in which no callback runs; the clock of a sleeper stands still."""
        self.kernel.now_ns += for_ns
        for process in self.kernel.processes:
            process.host.woke_ns = self.kernel.now_ns
        if sleeper is not None:
            sleeper.asleep_ns += for_ns
            self.woke(sleeper, for_ns)
            self._put_off(sleeper, for_ns)

    def go_on(self, process: Process) -> None:
        """Let a process that may run again do what waited."""
        if not process.frozen:
            held, process.held = process.held, []
            self._ready.extend(held)

    # Running --------------------------------------------------------------

    def _run_once(self) -> None:
        kernel = self.kernel
        if not self._ready:
            self.idle()
        scheduled = self._scheduled
        while scheduled and scheduled[0][2]._cancelled:
            heapq.heappop(scheduled)
        if not self._ready:
            if not scheduled:
                raise Stuck
            kernel.now_ns = max(kernel.now_ns, scheduled[0][0])
        while scheduled and scheduled[0][0] <= kernel.now_ns:
            timer = heapq.heappop(scheduled)[2]
            timer._scheduled = False
            if not timer._cancelled:
                self._ready.append(timer)
        if self.steps > self.most_steps:
            raise Stuck(f"{self.steps} callbacks: something runs in circles")
        turns: dict[Process | None, list[Any]] = {}
        for handle in self._ready:
            turns.setdefault(handle.process, []).append(handle)
        self._ready.clear()
        order = list(turns)
        if len(order) > 1:
            self._chance.shuffle(order)
        for process in order:
            for handle in turns[process]:
                self._turn(process, handle)

    def _turn(self, process: Process | None, handle: Any) -> None:
        if handle._cancelled:
            return
        if process is not None:
            if process.dead:
                self.kernel.graveyard.append(handle)
                return
            if process.frozen:
                process.held.append(handle)
                return
            if process.fuse:
                process.fuse -= 1
                if not process.fuse:
                    self.kernel.graveyard.append(handle)
                    self.kernel.kill(process)
                    return
        self.steps += 1
        self.kernel.now_ns += TURN_NS
        self.kernel.current = process
        try:
            handle._run()
        finally:
            self.kernel.current = None

    def _make_task(
        self, loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, Any], **kwargs: Any
    ) -> asyncio.Task[Any]:
        task = SimTask(coro, loop=loop, **kwargs)
        process = self.kernel.current
        if process is not None:
            process.tasks.add(task)
            task.add_done_callback(process.tasks.discard)
        return task

    def create_future(self) -> asyncio.Future[Any]:
        """Return a future of this loop."""
        return SimFuture(loop=self)

    def _write_to_self(self) -> None:
        """There are no threads to wake."""

    def _process_events(self, event_list: object) -> None:
        """There is no selector."""

    # What threads and sockets do elsewhere ---------------------------------

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Ts]], T], *args: *Ts
    ) -> asyncio.Future[T]:
        """Run a function as a job of the world, which takes its time."""
        return asyncio.wrap_future(self.jobs.submit(None, lambda: func(*args)), loop=self)

    async def getaddrinfo(self, host: Any, port: Any, **_options: Any) -> Any:
        """Ask the world's name server."""
        return await self.network.resolve(host, port)

    async def create_connection(
        self, protocol_factory: Any, host: Any = None, port: Any = None, **options: Any
    ) -> Any:
        """Connect over the world's network."""
        return await self.network.connect(protocol_factory, host, port, options.get("ssl"))

    async def create_server(
        self,
        protocol_factory: Any,
        host: Any = None,
        port: Any = None,
        *,
        sock: Any = None,
        **_options: Any,
    ) -> Any:
        """Listen on the world's network."""
        return self.network.listen(protocol_factory, sock)

    async def create_unix_server(
        self, protocol_factory: Any, path: Any = None, *, sock: Any = None, **_options: Any
    ) -> Any:
        """Listen on a path."""
        return self.network.listen(protocol_factory, sock)

    async def create_unix_connection(
        self, protocol_factory: Any, path: Any = None, **_options: Any
    ) -> Any:
        """Connect to a path."""
        return await self.network.connect_path(protocol_factory, path)

    async def sock_accept(self, sock: Any) -> Any:
        """Take the next connection that waits at a listening socket."""
        return await self.network.accept(sock)

    async def connect_accepted_socket(
        self, protocol_factory: Any, sock: Any, **_options: Any
    ) -> Any:
        """Serve a connection that was accepted."""
        return self.network.serve(protocol_factory, sock)
