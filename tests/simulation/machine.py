"""Computers and processes of the simulated world, their clocks, and how a process dies."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

NS = 1_000_000_000

BEGIN_NS = 1_776_672_000 * NS
"""Where the wall clocks begin: 2026-04-20 08:00 UTC."""


class Held(Protocol):
    """A callback that waits until its process goes on."""

    def _run(self) -> None: ...


@dataclass(eq=False)
class Host:
    """One computer.

    Attributes:
        wall_ns: by how much its wall clock is off.
        asleep_ns: how long its monotonic clock has stood still.
        woke_ns: when it last woke, in world time.
        doubted_ns: when it last woke or its wall clock was set back, by enough to be noticed.
        vault_ns: how long its keyring takes to answer.
    """

    name: str
    wall_ns: int = 0
    asleep_ns: int = 0
    asleep: bool = False
    woke_ns: int = 0
    doubted_ns: int = 0
    vault_ns: int = 0
    disk: Disk = field(default_factory=lambda: Disk())


@dataclass
class Disk:
    """What the disk of a computer does wrong.

    Attributes:
        full: nothing can be written.
        fails_in: the so-many-th call from now fails with an I/O error; 0 for none.
        fails_often: how often a call fails with an I/O error.
        locked_until: world time (ns) until which a stranger holds the write lock of the store.
        slow: every job takes so many times as long.
        hurt_ns: when it last kept somebody from something, in world time.
    """

    full: bool = False
    fails_in: int = 0
    fails_often: float = 0.0
    locked_until: int = 0
    slow: float = 1.0
    hurt_ns: int = 0

    def mend(self) -> None:
        """Be as new."""
        self.full, self.fails_in, self.locked_until, self.slow = False, 0, 0, 1.0
        self.fails_often = 0.0


@dataclass(eq=False)
class Process:
    """A set of callbacks that lives and dies together.

    Attributes:
        held: what came while it was stopped.
        fuse: it is killed before the so-many-th callback from now; 0 for none.
        commits: it is killed when the so-many-th commit from now is done; 0 for none.
        stopped_ns: when it was stopped last, in world time.
        rested_ns: how long it was stopped last.
        went_on_ns: until when, in world time.
        parts: what its program put together, by name, for people and promises to find.
    """

    pid: int
    name: str
    host: Host
    dead: bool = False
    stopped: bool = False
    done: bool = False
    code: object = None
    fuse: int = 0
    commits: int = 0
    stopped_ns: int = 0
    rested_ns: int = 0
    went_on_ns: int = 0
    held: list[Any] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)
    tasks: set[Any] = field(default_factory=set)
    databases: list[sqlite3.Connection] = field(default_factory=list)
    sockets: list[Any] = field(default_factory=list)

    @property
    def alive(self) -> bool:
        """Whether it runs, stopped or not."""
        return not self.dead and not self.done

    @property
    def frozen(self) -> bool:
        """Whether its callbacks have to wait."""
        return self.stopped or self.host.asleep


class Kernel:
    """The present, who runs in it, and what the system keeps for each process."""

    def __init__(self) -> None:
        self.now_ns = 0
        self.current: Process | None = None
        self.processes: list[Process] = []
        self.graveyard: list[object] = []
        self._files: dict[int, tuple[Process, int, int]] = {}
        self.died: Callable[[Process], None] = lambda _process: None

    def spawn(self, name: str, host: Host) -> Process:
        """Make a process; its first callback is the caller's to start."""
        process = Process(4000 + len(self.processes), name, host)
        self.processes.append(process)
        return process

    @contextlib.contextmanager
    def inside(self, process: Process | None) -> Iterator[None]:
        """Do something as this process: what is started belongs to it."""
        before, self.current = self.current, process
        try:
            yield
        finally:
            self.current = before

    def kill(self, process: Process) -> None:
        """End a process where it stands: no ``finally`` runs, the system takes back what it had."""
        if not process.alive:
            return
        process.dead = True
        self.graveyard.extend((*process.tasks, *process.held))
        process.held.clear()
        self.release(process)
        self.died(process)

    def release(self, process: Process) -> None:
        """Close what a process that is over left open."""
        for database in process.databases:
            with contextlib.suppress(sqlite3.Error):
                sqlite3.Connection.close(database)
        process.databases.clear()
        for descriptor, (owner, device, inode) in tuple(self._files.items()):
            if owner is process:
                del self._files[descriptor]
                with contextlib.suppress(OSError):
                    found = os.fstat(descriptor)
                    if (found.st_dev, found.st_ino) == (device, inode):
                        real_close(descriptor)

    def opened(self, descriptor: int) -> None:
        """Take note that the current process opened a file."""
        if self.current is not None:
            found = os.fstat(descriptor)
            self._files[descriptor] = self.current, found.st_dev, found.st_ino

    def closed(self, descriptor: int) -> None:
        """Take note that a file was closed."""
        self._files.pop(descriptor, None)

    def monotonic_ns(self, process: Process | None = None) -> int:
        """CLOCK_MONOTONIC of a process, by default of the current one."""
        process = process or self.current
        # Far from 0, as after days of being on.
        return self.now_ns + 500_000 * NS - (0 if process is None else process.host.asleep_ns)

    def boot_ns(self) -> int:
        """CLOCK_BOOTTIME."""
        return self.now_ns + 500_000 * NS

    def wall_ns(self, process: Process | None = None) -> int:
        """The wall clock of a process, by default of the current one."""
        process = process or self.current
        return BEGIN_NS + self.now_ns + (0 if process is None else process.host.wall_ns)


real_close = os.close
