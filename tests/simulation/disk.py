"""SQLite and threads of the world: every job runs on the loop, takes its time, and may fail."""

from __future__ import annotations

import concurrent.futures
import errno
import os
import sqlite3
from collections import deque
from collections.abc import Callable
from random import Random
from typing import Any

from tests.simulation.loop import SimLoop
from tests.simulation.machine import NS, Disk, Kernel, Process
from tests.simulation.patching import put

MS = 1_000_000
BUSY_NS = 10 * NS
DESK_BUSY_NS = 5 * NS
"""How long SQLite waits for a lock of another process, as store and desk ask it to."""

AGAIN_NS = 40 * MS

_real_connect = sqlite3.connect
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")


def _refused(text: str, code: int, name: str) -> sqlite3.OperationalError:
    problem = sqlite3.OperationalError(text)
    problem.sqlite_errorcode, problem.sqlite_errorname = code, name
    return problem


class SimCursor(sqlite3.Cursor):
    """A cursor on a disk of the world."""

    def execute(self, sql: str, parameters: Any = ()) -> SimCursor:
        """Execute, unless the disk fails."""
        _look(self.connection, sql)
        super().execute(sql, parameters)
        _committed(self.connection, sql)
        return self

    def executemany(self, sql: str, parameters: Any) -> SimCursor:
        """Execute, unless the disk fails."""
        _look(self.connection, sql)
        super().executemany(sql, parameters)
        return self


class SimDatabase(sqlite3.Connection):
    """A connection on a disk of the world."""

    process: Process | None = None

    def cursor(self, factory: Any = SimCursor) -> Any:
        """Return a cursor that may fail."""
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """Execute, unless the disk fails."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Any:
        """Execute, unless the disk fails."""
        return self.cursor().executemany(sql, parameters)


def _committed(database: sqlite3.Connection, sql: str) -> None:
    """Let a process die that is to die of a commit: nobody in it hears of this one."""
    process = getattr(database, "process", None)
    if process is not None and process.commits and sql.startswith("COMMIT"):
        process.commits -= 1
        if not process.commits:
            process.fuse = 1


def _look(database: sqlite3.Connection, sql: str) -> None:
    """Fail as the disk under this database would. Raises ``sqlite3.OperationalError``."""
    process = getattr(database, "process", None)
    if process is None:
        return
    try:
        _look_at(process.host.disk, database, sql)
    except sqlite3.OperationalError:
        process.host.disk.hurt_ns = Jobs.kernel.now_ns
        raise


def _look_at(disk: Disk, database: sqlite3.Connection, sql: str) -> None:
    # What was not committed is in memory alone: giving it up touches no disk.
    if not sql.startswith("ROLLBACK") and _fails_now(disk):
        raise _refused("disk I/O error", sqlite3.SQLITE_IOERR, "SQLITE_IOERR")
    word = sql.lstrip()[:9].upper()
    if word.startswith("BEGIN IMM") and Jobs.kernel.now_ns < disk.locked_until:
        raise _refused("database is locked", sqlite3.SQLITE_BUSY, "SQLITE_BUSY")
    if disk.full and (word.startswith(_WRITES) or word.startswith("COMMIT")):
        if word.startswith("COMMIT") and not database.total_changes:
            return
        raise _refused("database or disk is full", sqlite3.SQLITE_FULL, "SQLITE_FULL")


def _fails_now(disk: Disk) -> bool:
    if disk.fails_in:
        disk.fails_in -= 1
        if not disk.fails_in:
            return True
    return disk.fails_often > 0 and Jobs.present.chance.random() < disk.fails_often


def connect(*args: Any, **options: Any) -> sqlite3.Connection:
    """Open a database of the current process: its lock is waited for in the world's time."""
    process = Jobs.kernel.current
    if process is None:
        plain: sqlite3.Connection = _real_connect(*args, **options)
        return plain
    options |= {"factory": SimDatabase, "timeout": 0.0, "check_same_thread": False}
    database: sqlite3.Connection = _real_connect(*args, **options)
    put(database, process=process)
    process.databases.append(database)
    return database


class Queue:
    """Jobs of one thread, one after the other."""

    def __init__(self) -> None:
        self.jobs: deque[Job] = deque()
        self.busy = False


class Job:
    """One function for a thread, and the future of who waits for it."""

    __slots__ = ("future", "process", "takes_ns", "waited_ns", "work")

    def __init__(
        self, work: Callable[[], Any], process: Process | None, future: Any, takes_ns: int
    ) -> None:
        self.work = work
        self.process = process
        self.future = future
        self.waited_ns = 0
        self.takes_ns = takes_ns


class Jobs:
    """What threads do elsewhere."""

    kernel: Kernel
    present: Jobs

    def __init__(self, kernel: Kernel, loop: SimLoop, chance: Random) -> None:
        self._loop = loop
        self.chance = chance
        loop.jobs = self
        Jobs.kernel, Jobs.present = kernel, self
        self.count = 0

    def submit(
        self, queue: Queue | None, work: Callable[[], Any], takes_ns: int = 0
    ) -> concurrent.futures.Future[Any]:
        """Run ``work`` after what is before it in its queue; it takes at least so long."""
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        self.put(queue or Queue(), work, future, takes_ns)
        return future

    def put(self, queue: Queue, work: Callable[[], Any], future: Any, takes_ns: int = 0) -> None:
        """Run ``work`` after what is before it; ``future`` gets the outcome."""
        queue.jobs.append(Job(work, self.kernel.current, future, takes_ns))
        if not queue.busy:
            self._next(queue)

    def _next(self, queue: Queue) -> None:
        queue.busy = bool(queue.jobs)
        if queue.busy:
            self._loop.call_in(
                self._takes_ns(queue.jobs[0]), queue.jobs[0].process, self._run, queue
            )

    def _takes_ns(self, job: Job) -> int:
        slow = 1.0 if job.process is None else job.process.host.disk.slow
        return job.takes_ns + round((0.05 + self.chance.expovariate(2)) * slow * MS)

    def _run(self, queue: Queue) -> None:
        job = queue.jobs.popleft()
        self.count += 1
        if job.future.cancelled() or not _begins(job.future):
            self._next(queue)
            return
        try:
            result = job.work()
        except BaseException as problem:
            if _is_busy(problem) and job.waited_ns < _patience_ns(job):
                job.waited_ns += AGAIN_NS
                queue.jobs.appendleft(job)
                self._loop.call_in(AGAIN_NS, job.process, self._run, queue)
                return
            job.future.set_exception(problem)
        else:
            job.future.set_result(result)
        # As the library does: no circle keeps an exception, and what its frames have open.
        del job
        self._next(queue)


def _begins(future: Any) -> bool:
    if isinstance(future, concurrent.futures.Future):
        return future.running() or future.set_running_or_notify_cancel()
    return not future.done()


def _patience_ns(job: Job) -> int:
    is_desk = job.process is not None and job.process.name == "desk"
    return DESK_BUSY_NS if is_desk else BUSY_NS


def _is_busy(problem: BaseException | None) -> bool:
    while problem is not None:
        if isinstance(problem, sqlite3.Error):
            return getattr(problem, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
        problem = problem.__cause__
    return False


class SimExecutor:
    """Takes the place of ``ThreadPoolExecutor``: one thread, whatever is asked for."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        self._queue = Queue()

    def submit(self, work: Any, *args: Any, **options: Any) -> concurrent.futures.Future[Any]:
        """Run in the thread."""
        return Jobs.present.submit(self._queue, lambda: work(*args, **options))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """What was begun ends."""


class SimThread:
    """Takes the place of ``threading.Thread`` for work that ends; a worker of a queue does nothing.

    aiosqlite's worker waits on its queue for ever: ``SimQueue`` does its work.
    """

    def __init__(
        self,
        group: None = None,
        target: Any = None,
        name: str | None = None,
        args: Any = (),
        kwargs: Any = None,
        *,
        daemon: bool | None = None,
    ) -> None:
        self._work = lambda: target(*args, **(kwargs or {}))
        self._waits = any(isinstance(one, SimQueue) for one in args)
        self.name, self.daemon = name or "thread", daemon

    def start(self) -> None:
        """Run it as a job."""
        process = Jobs.kernel.current
        asks_vault = self.name == "keyring" and process is not None
        if not self._waits:
            takes_ns = process.host.vault_ns if process is not None and asks_vault else 0
            Jobs.present.submit(None, self._work, takes_ns)

    def join(self, timeout: float | None = None) -> None:
        """It ends by itself."""

    def is_alive(self) -> bool:
        """Nobody needs to wait for it."""
        return False


class SimQueue:
    """The queue of an aiosqlite connection: what is put runs as a job."""

    def __init__(self) -> None:
        self._queue = Queue()

    def put_nowait(self, item: Any) -> None:
        """Run the function; its future gets the outcome."""
        future, work = item
        if future is None:
            Jobs.present.submit(self._queue, work)
        elif self._queue.busy or not _is_in_memory(work):
            Jobs.present.put(self._queue, work, future)
        else:
            future.set_result(work())


_IN_MEMORY = frozenset({"cursor", "fetchone", "fetchmany", "fetchall"})


def _is_in_memory(work: Any) -> bool:
    """Return whether a function of a cursor touches no disk: it takes no time, and cannot fail."""
    function = getattr(work, "func", None)
    name = getattr(function, "__name__", "")
    is_cursors = isinstance(getattr(function, "__self__", None), sqlite3.Cursor)
    return name in _IN_MEMORY or (name == "close" and is_cursors)


def check_write() -> None:
    """Fail where the disk of the current process is full. Raises ``OSError``."""
    process = Jobs.kernel.current
    if process is not None and process.host.disk.full:
        process.host.disk.hurt_ns = Jobs.kernel.now_ns
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
