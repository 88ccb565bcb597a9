"""One world: an agent or two at their computers, a desk, and what the seed does to them."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import logging
import shutil
import sqlite3
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication

from supportdesk_desktop.core.errors import VaultSilent
from supportdesk_desktop.core.feed_policy import HostEvent
from supportdesk_desktop.core.profile import origin_of
from supportdesk_desktop.system.control import OwnerSilent
from supportdesk_desktop.system.paths import (
    DEFAULT_PROFILE,
    keyring_account,
    make_private_dir,
    profile_paths,
    store_id,
)
from tests.simulation import disk, system
from tests.simulation.disk import Jobs
from tests.simulation.loop import SimLoop
from tests.simulation.machine import BEGIN_NS, NS, Host, Kernel, Process
from tests.simulation.network import Link, Network
from tests.simulation.programs import BASE, Programs, Vault, ask, silence

STEPS_AT_MOST = 250_000
"""Callbacks after which a world is given up: something runs in circles."""

GOES_ON = ("it is tried again", "a handshake could not be checked")
"""What the desk logs as an error, and has an answer to all the same."""

NOTICED_S = 5
"""A sleep, or a clock that is set back, is noticed when it is longer (``core/feed_policy.py``)."""


class Outcome(msgspec.Struct):
    """What became of one seed."""

    seed: int
    seconds: float = 0.0
    steps: int = 0
    digest: str = ""
    counts: dict[str, int] = {}
    violations: list[str] = []
    trace: list[str] = []


@dataclass
class Founded:
    """The files of a desk and of an empty store, made once and copied into every world."""

    desk: bytes
    store: bytes
    agents: list[Person]
    shop_key: str


@dataclass(frozen=True)
class Person:
    """An agent as the desk knows them."""

    id: str
    name: str
    key: str
    customer: str = "user_8841"


@dataclass(eq=False)
class Seat:
    """An agent's computer, profile, and the programs that run there.

    Attributes:
        intents: what the agent wanted to file, by subject, and what is known of it.
        wishes: what the agent wanted to do with tickets, likewise.
        said: what windows said, with the time.
        failed: tickets of which an action failed, and said so, with the time.
        written: sentences written into a form after it was submitted, and what is known of them.
        heartbeat_ns: when a heartbeat of the feed last reached one of its programs.
        heartbeat_ms: what its wall clock showed then.
        heartbeat_set_ns: by how much that clock was off.
        heartbeat_asleep_ns: how long its monotonic clock had stood still then.
        latest_ms: the latest time that its wall clock ever showed.
    """

    person: Person
    host: Host
    folder: Path
    account: str
    running: dict[str, Process] = field(default_factory=dict)
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    wishes: list[dict[str, Any]] = field(default_factory=list)
    said: list[tuple[int, str]] = field(default_factory=list)
    failed: list[tuple[int, str]] = field(default_factory=list)
    written: dict[str, dict[str, Any]] = field(default_factory=dict)
    heartbeat_ns: int = 0
    heartbeat_ms: int = 0
    heartbeat_set_ns: int = 0
    heartbeat_asleep_ns: int = 0
    latest_ms: int = 0

    @property
    def store(self) -> Path:
        """The file of the profile's store."""
        return profile_paths(self.folder, DEFAULT_PROFILE).store

    def windows(self) -> list[Process]:
        """Return the windows that run, also stopped ones."""
        return [one for one in self.running.values() if one.alive and "window" in one.name]


class World:
    """Everything of one seed. ``run`` lives it through."""

    def __init__(self, seed: int, founded: Founded, folder: Path) -> None:
        self.seed = seed
        self.chance = Random(f"world {seed}")
        self.founded = founded
        self.folder = folder
        self.kernel = Kernel()
        system.begin(self.kernel, seed)
        self.loop = SimLoop(self.kernel, Random(f"loop {seed}"))
        self.loop.most_steps = STEPS_AT_MOST
        self.network = Network(self.kernel, self.loop, Random(f"network {seed}"))
        self.jobs = Jobs(self.kernel, self.loop, Random(f"disk {seed}"))
        self.programs = Programs(self.kernel, self.loop)
        self.programs.ended = self._on_ended
        self.programs.said = self._on_said
        self.programs.failed = self._on_failed
        released, self.kernel.died = self.kernel.died, self._on_death
        self._released = released
        self.counts: Counter[str] = Counter()
        self.violations: list[str] = []
        self.trace: list[str] = []
        self._digest = hashlib.sha256()
        self.desk_host = Host("desk")
        self.database = folder / "desk" / "desk.db"
        self.desk: Process | None = None
        self.seats: list[Seat] = []
        self.expected_errors: list[str] = []
        self.storming = True
        self.network.noted = self.tell
        self.has_system_bus = self.chance.random() < 0.5
        self.loop.woke = self._on_woke
        self.network.names[("desk.exemple", 443)] = ("desk", 8787)
        self.network.names[("desk.exemple", 8787)] = ("desk", 8787)
        self.restored = 0
        self.forgot_keys = False
        self.disk_kinds: set[str] = set()
        self.has_mail = self.chance.random() < 0.2
        self.past: dict[str, tuple[str, str]] = {}

    # What is told ---------------------------------------------------------------

    def tell(self, what: str, detail: str = "") -> None:
        """Write a line of the trace."""
        line = f"{self.kernel.now_ns / NS:12.6f} {what} {detail}".rstrip()
        self.trace.append(line)
        self._digest.update(line.encode())

    def fault(self, kind: str, detail: str = "") -> None:
        """Count a fault, and write it into the trace."""
        self.counts[f"fault {kind}"] += 1
        self.tell(f"FAULT {kind}", detail)

    def broken(self, promise: str, detail: str) -> None:
        """Take note that a promise was not kept."""
        self.violations.append(f"{promise}: {detail}")
        self.tell("BROKEN", f"{promise}: {detail}")

    # Life -----------------------------------------------------------------------

    def run(self) -> Outcome:
        """Live the world through, and return what became of it."""
        handler = _Log(self)
        root = logging.getLogger()
        root.addHandler(handler)
        root.setLevel(logging.INFO)
        out = sys.stdout
        self.loop.idle = lambda: QCoreApplication.sendPostedEvents(None, 0)
        silence()
        sys.excepthook = self._on_unexpected
        sys.unraisablehook = lambda one: self._on_unexpected(
            one.exc_type, one.exc_value or Exception(), one.exc_traceback
        )
        asyncio.set_event_loop(self.loop)
        self.loop.set_exception_handler(self._on_loop_error)
        try:
            self.loop.run_until_complete(self._live())
        except Exception as problem:
            self.broken("the world ends", "".join(traceback.format_exception(problem)))
        finally:
            root.removeHandler(handler)
            sys.stdout = out
        self._digest.update(f"{self.loop.steps} {self.jobs.count}".encode())
        return Outcome(
            self.seed,
            self.kernel.now_ns / NS,
            self.loop.steps,
            self._digest.hexdigest(),
            dict(self.counts),
            self.violations,
            self.trace,
        )

    async def _live(self) -> None:
        from tests.simulation.promises import Promises
        from tests.simulation.storm import Storm

        await self.found()
        promises = Promises(self)
        promises.watch()
        storm = Storm(self)
        await storm.rage()
        self.storming = False
        self.tell("CALM")
        await storm.calm()
        await promises.judge()
        self.counts["events"] += promises.events

    async def found(self) -> None:
        """Open the desk, and seat the agents before it."""
        make_private_dir(self.folder)
        make_private_dir(self.database.parent)
        self.database.write_bytes(self.founded.desk)
        self.database.chmod(0o600)
        people = self.founded.agents[: 1 + (self.chance.random() < 0.4)]
        for number, person in enumerate(people):
            host = Host(f"poste{number + 1}")
            folder = self.folder / host.name
            paths = profile_paths(folder, DEFAULT_PROFILE)
            make_private_dir(paths.folder)
            if self.chance.random() < 0.8:
                paths.store.write_bytes(self.founded.store)
                paths.store.chmod(0o600)
            account = keyring_account(store_id(paths.store_id), origin_of(BASE))
            Vault.kept[host.name, account] = person.key
            self.seats.append(Seat(person, host, folder, account))
        await self.start_desk()

    # Programs -------------------------------------------------------------------

    async def start_desk(self, *, new_epoch: bool = False) -> None:
        """Start the desk and wait until it listens, or for a while."""
        process = self.desk = self.kernel.spawn("desk", self.desk_host)
        self.tell("start", f"desk {process.pid}")
        program = self.programs.desk(self.database, new_epoch=new_epoch, mail=self.has_mail)
        self.programs.start(process, program)
        for _ in range(200):
            await asyncio.sleep(0.05)
            if any(self.network.listens(one) for one in process.sockets) or not process.alive:
                return

    def start_window(self, seat: Seat, name: str = "window") -> Process:
        """Open a window at a seat."""
        process = self.kernel.spawn(f"{seat.host.name}.{name}", seat.host)
        seat.running[name] = process
        process.parts["seat"] = seat
        self.counts["windows"] += 1
        self.tell("start", f"{process.name} {process.pid}")
        self.programs.start(process, self.programs.window(seat.folder))
        return process

    def start_watch(self, seat: Seat) -> Process:
        """Start ``watch`` at a seat."""
        process = self.kernel.spawn(f"{seat.host.name}.watch", seat.host)
        seat.running["watch"] = process
        process.parts["seat"] = seat
        self.tell("start", f"{process.name} {process.pid}")
        self.programs.start(process, self.programs.watch(seat.folder))
        return process

    def _on_woke(self, host: Host, for_ns: int) -> None:
        if for_ns > NOTICED_S * NS:
            host.doubted_ns = self.kernel.now_ns
        if self.has_system_bus:
            since_ms = self.wall_ms(host) - for_ns // 1_000_000
            self.programs.tell_hosts(host, HostEvent.WOKE, since_ms)

    def _on_death(self, process: Process) -> None:
        process.parts["over"] = self.kernel.now_ns
        self._released(process)

    def _on_said(self, process: Process, text: str) -> None:
        seat: Seat | None = process.parts.get("seat")
        if seat is not None:
            seat.said.append((self.kernel.now_ns, text))
            self.tell("says", f"{process.name} {text}")

    def _on_failed(self, process: Process, ticket: str) -> None:
        seat: Seat | None = process.parts.get("seat")
        if seat is not None:
            seat.failed.append((self.kernel.now_ns, ticket))

    def _on_ended(self, process: Process) -> None:
        code = process.code
        process.parts["over"] = self.kernel.now_ns
        self.tell("ended", f"{process.name} {process.pid} {code!r}")
        left = process.parts.get("left", ())
        if left and not process.name.endswith("desk") and "late" not in process.parts:
            names = sorted(task.get_name() for task in left)
            self.broken("no task of a closed process remains", f"{process.name}: {names}")
        if isinstance(code, Exception) and not self._may_end(process, code):
            lines = "".join(traceback.format_exception(code))
            self.broken("a program ends by a sentence", f"{process.name}: {lines}")

    def _may_end(self, process: Process, problem: Exception) -> bool:
        from supportdesk_desktop.cli.running import Stopped
        from supportdesk_desktop.core.errors import DeskError

        if process is self.desk or process.name == "desk":
            return self.desk_host.disk.full or self.storming
        return isinstance(problem, DeskError | Stopped)

    # Looking --------------------------------------------------------------------

    @contextlib.contextmanager
    def look(self, path: Path) -> Iterator[sqlite3.Connection]:
        """Read a database past every fault."""
        database = disk._real_connect(f"file:{path}?mode=ro", uri=True)
        try:
            yield database
        finally:
            database.close()

    def remember_tickets(self) -> None:
        """Keep what the desk holds now, before an older copy takes its place."""
        with self.look(self.database) as db:
            for ticket, subject, metadata in db.execute(
                "SELECT id, subject, metadata FROM tickets"
            ):
                self.past[ticket] = (subject, metadata)

    def wall_ms(self, host: Host) -> int:
        """Return the wall clock of a computer."""
        return (BEGIN_NS + self.kernel.now_ns + host.wall_ns) // 1_000_000

    async def ask_desk(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """Ask the desk as the shop."""
        answer = await ask(method, path, self.founded.shop_key, body, **headers)
        if answer is not None and answer[0] == 500 and self.disk_kinds <= {"locked", "slow"}:
            self.broken("the desk answers", f"{method} {path}: 500")
        return answer

    def has_an_answer(self, process: Process | None, record: logging.LogRecord) -> bool:
        """Return whether the desk has an answer to that: to a locked database it is 503."""
        goes_on = any(one in record.getMessage() for one in GOES_ON)
        is_desk = process is not None and process.host is self.desk_host
        return is_desk and not goes_on and self.disk_kinds <= {"locked", "slow"}

    def remote_links(self) -> list[Link]:
        """Return connections of the agents' computers to the desk."""
        return [one for one in self.network.weather_links() if one.ends[0].process is not None]

    # Errors ---------------------------------------------------------------------

    def _on_unexpected(self, kind: Any, problem: BaseException, where: Any) -> None:
        lines = "".join(traceback.format_exception(kind, problem, where))
        self.broken("nothing unexpected", lines)

    def _on_loop_error(self, _loop: Any, context: dict[str, Any]) -> None:
        problem = context.get("exception")
        lines = "" if problem is None else "".join(traceback.format_exception(problem))
        self.broken("nothing unexpected", f"{context.get('message')} {lines}")


class _Log(logging.Handler):
    """Brings what is logged into the trace; an error breaks a promise."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        world = self._world
        process = world.kernel.current
        name = "-" if process is None else f"{process.name}.{process.pid}"
        text = record.getMessage()
        if record.levelno >= logging.ERROR:
            problem = record.exc_info[1] if record.exc_info else None
            lines = "" if problem is None else "".join(traceback.format_exception(problem))
            late = isinstance(problem, TimeoutError) and "did not end" in text
            held_up = world.counts["fault disk locked"] or world.counts["fault disk slow"]
            if late and process is not None and held_up:
                # A store that is locked, or slow, for longer than a step of the end may take.
                process.parts["late"] = True
            elif not _expected(record, problem, process) or world.has_an_answer(process, record):
                world.broken("nothing unexpected", f"{name} {record.name}: {text}\n{lines}")
                return
        world.tell(record.levelname.lower(), f"{name} {record.name}: {text}")


def _expected(
    record: logging.LogRecord, problem: BaseException | None, process: Process | None
) -> bool:
    """Return whether an error had to be logged: of a failing disk, of who does not answer."""
    silent = OwnerSilent | VaultSilent
    if any(_is_of_a_disk(one) or isinstance(one, silent) for one in _causes(problem)):
        return True
    return "timeout graceful shutdown" in record.getMessage()


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, what it came from, and what is in its group, each once."""
    seen: list[BaseException] = []
    waiting = [problem]
    while waiting:
        one = waiting.pop()
        if one is None or any(one is other for other in seen):
            # What a library raises again out of its own wrapping goes in circles.
            continue
        seen.append(one)
        yield one
        waiting.append(one.__cause__ or one.__context__)
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)


def _is_of_a_disk(problem: BaseException) -> bool:
    if isinstance(problem, OSError):
        # Not those of a network, and of TLS: they are nothing unexpected.
        return problem.errno in {errno.ENOSPC, errno.EIO}
    names = str([f"{kind.__module__}.{kind.__name__}" for kind in type(problem).__mro__])
    return isinstance(problem, sqlite3.Error) or "sqlalchemy" in names or "Store" in names


def clean(folder: Path) -> None:
    """Remove the files of a world."""
    shutil.rmtree(folder, ignore_errors=True)
