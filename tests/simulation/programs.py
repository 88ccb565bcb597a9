"""The programs that run in the world: desk, window, ``watch``, ``file``, and a shop that files."""

from __future__ import annotations

import asyncio
import functools
import json
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from keyring.backend import KeyringBackend

from supportdesk_desktop.app import run as running
from supportdesk_desktop.app.options import Trace, WindowOptions, paths_of
from supportdesk_desktop.app.presenters import WindowPresenters
from supportdesk_desktop.app.run import WindowRun
from supportdesk_desktop.app.services import Services
from supportdesk_desktop.app.start import contents_of, with_settings
from supportdesk_desktop.backend import housekeeping
from supportdesk_desktop.backend import serve as serving
from supportdesk_desktop.backend.database import file_url
from supportdesk_desktop.backend.desk import DeskOptions
from supportdesk_desktop.backend.rest import idempotency, routes
from supportdesk_desktop.backend.serve import ServeOptions, serve
from supportdesk_desktop.cli import arguments, file, status, watch
from supportdesk_desktop.core.changes import ActionFailed
from supportdesk_desktop.core.errors import DeskError, NotificationAbsent, NotificationRefused
from supportdesk_desktop.core.feed_policy import Hear, HostEvent
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import Announcement
from supportdesk_desktop.core.profile import IDEMPOTENCY_KEY
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.store.first_paint import read_first_paint
from supportdesk_desktop.system import keyring as keyring_store
from supportdesk_desktop.system import system_bus
from supportdesk_desktop.system.control import owner_client
from supportdesk_desktop.system.notifications.notifier import (
    Notifier,
    Shown,
    WriteObserver,
)
from supportdesk_desktop.system.paths import DEFAULT_PROFILE, profile_paths
from supportdesk_desktop.ui.outbox.pane import OutboxPage
from supportdesk_desktop.ui.trust.strip import TrackPart, TrustStrip
from supportdesk_desktop.ui.widgets.meter import RateMeter
from supportdesk_desktop.ui.window.toasts import Toast
from supportdesk_desktop.ui.window.window import MainWindow
from tests.simulation.loop import SimLoop
from tests.simulation.machine import NS, Host, Kernel, Process
from tests.simulation.patching import put

BASE = "https://desk.exemple/api/v1"
DESK_PORT = 8787
HEARTBEAT_MS = 5_000
LOOK_EVERY_S = 10.0
"""Of the desk for other writers; its own second would be most of what happens here."""


FILED = " : envoi dans "
"""What a window says of a filing that can be taken back, at its beginning."""


@dataclass(frozen=True)
class Heard:
    """One announcement that a notification service took."""

    at_ns: int
    host: str
    pid: int
    ticket_id: str | None
    tag: str
    title: str


class Bell:
    """The notification services of all computers.

    Attributes:
        absent: names of computers whose service is gone.
        refuses: names of computers whose service refuses.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self.heard: list[Heard] = []
        self.absent: set[str] = set()
        self.refuses: set[str] = set()
        self.notifiers: list[SimNotifier] = []

    def returned(self, host: str) -> None:
        """Tell every notifier of a computer that the service is back."""
        self.absent.discard(host)
        self.refuses.discard(host)
        for one in self.notifiers:
            if one.process.host.name == host and one.process.alive and one.returned:
                with self._kernel.inside(one.process):
                    asyncio.get_running_loop().call_soon(one.returned)

    def ring(self, process: Process, announcement: Announcement) -> str:
        """Take an announcement; return its number."""
        self.heard.append(
            Heard(
                self._kernel.now_ns,
                process.host.name,
                process.pid,
                announcement.ticket_id,
                announcement.tag,
                announcement.title,
            )
        )
        return str(len(self.heard))


class SimNotifier(Notifier):
    """A process's way to the notification service of its computer."""

    bell: Bell

    def __init__(self, process: Process) -> None:
        self.process = process
        self.bell.notifiers.append(self)

    async def start(self) -> None:
        """Look for the service."""
        await asyncio.sleep(0.001)

    @property
    def available(self) -> bool:
        """Whether there is a service."""
        return self.process.host.name not in self.bell.absent

    async def notify(
        self, announcement: Announcement, observer: WriteObserver | None = None
    ) -> Shown:
        """Hand over; the service answers some milliseconds later."""
        if not self.available:
            raise NotificationAbsent("no service")
        if self.process.host.name in self.bell.refuses:
            raise NotificationRefused("not now")
        if observer is not None:
            observer.begins()
        sent_ns = time.monotonic_ns()
        number = self.bell.ring(self.process, announcement)
        if observer is not None:
            observer.written()
        await asyncio.sleep(0.003)
        return Shown(sent_ns, time.monotonic_ns(), number)

    def adopt(self, shown: Mapping[str, TicketId]) -> None:
        """It knows what it shows by no name."""

    def withdraw(self, shown_id: str) -> None:
        """What was heard was heard."""

    def describe(self) -> str:
        """Return its name."""
        return "simulated"

    async def aclose(self) -> None:
        """There is nothing to let go of."""


class HostBell:
    """A process's way to the system bus, which tells of sleep and network."""

    def __init__(self, process: Process | None, all_of_them: list[HostBell]) -> None:
        self.process = process
        self._all = all_of_them
        self._hear: Hear | None = None

    async def start(self, hear: Hear) -> None:
        """Begin to tell."""
        self._hear = hear
        self._all.append(self)

    async def aclose(self) -> None:
        """Tell nothing more."""
        if self in self._all:
            self._all.remove(self)

    def ring(self, event: HostEvent, since_ms: int | None) -> None:
        """Tell of an event."""
        if self._hear is not None:
            self._hear(event, since_ms)


class Vault(KeyringBackend):
    """The keyrings of all computers."""

    priority = 1.0
    kernel: Kernel
    kept: dict[tuple[str, str], str]

    def _account(self, username: str) -> tuple[str, str]:
        process = self.kernel.current
        return ("" if process is None else process.host.name), username

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept."""
        return self.kept.get(self._account(username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[self._account(username)] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        self.kept.pop(self._account(username), None)


class Programs:
    """Starts programs as processes of the world."""

    def __init__(self, kernel: Kernel, loop: SimLoop) -> None:
        self._kernel = kernel
        self._loop = loop
        self.bell = SimNotifier.bell = Bell(kernel)
        self.plain = False
        self.host_bells: list[HostBell] = []
        self.ended: Callable[[Process], None] = lambda _process: None
        self.said: Callable[[Process, str], None] = lambda _process, _text: None
        self.failed: Callable[[Process, str], None] = lambda _process, _ticket: None
        Vault.kernel, Vault.kept = kernel, {}
        self._hook()

    def tell_hosts(self, host: Host, event: HostEvent, since_ms: int | None = None) -> None:
        """Let the system bus of a computer tell of an event."""
        for bell in tuple(self.host_bells):
            if bell.process is not None and bell.process.host is host and bell.process.alive:
                self._loop.call_in(20_000_000, bell.process, bell.ring, event, since_ms)

    def start(
        self, process: Process, work: Callable[[Process], Coroutine[Any, Any, object]]
    ) -> None:
        """Run a program as this process."""
        with self._kernel.inside(process):
            self._loop.create_task(self._run(process, work), name=process.name)

    async def _run(
        self, process: Process, work: Callable[[Process], Coroutine[Any, Any, object]]
    ) -> None:
        try:
            process.code = await work(process)
        except SystemExit as ended:
            process.code = ended.code
        except Exception as problem:
            process.code = problem
        except asyncio.CancelledError:
            process.code = 130
        # What the program left runs no more, as when a process ends.
        self._loop.call_soon(self._over, process)

    def _over(self, process: Process) -> None:
        process.parts["left"] = [
            task for task in process.tasks if not task.done() and task is not asyncio.current_task()
        ]
        process.done = True
        self._kernel.graveyard.extend(process.tasks)
        process.dead = True
        self._kernel.release(process)
        self._loop.network.ended(process)
        self.ended(process)

    # Programs -------------------------------------------------------------------

    def desk(
        self, database: Path, *, new_epoch: bool = False, mail: bool = False
    ) -> Callable[[Process], Any]:
        """Return the desk."""

        async def run(process: Process) -> object:
            stop = process.parts["stop"] = asyncio.Event()
            return await serve(
                ServeOptions(
                    database_url=file_url(database),
                    port=DESK_PORT,
                    desk=DeskOptions(
                        behind_proxy=True,
                        heartbeat_ms=HEARTBEAT_MS,
                        new_epoch=new_epoch,
                        mail_dir=database.parent / "mail" if mail else None,
                    ),
                ),
                stop,
            )

        return run

    def window(self, folder: Path) -> Callable[[Process], Any]:
        """Return the window."""

        async def run(process: Process) -> object:
            options = WindowOptions(data_dir=folder, server=BASE, lang="fr")
            paths = paths_of(options)
            painted = read_first_paint(paths.store, time.time_ns() // 1_000_000)
            options = with_settings(options, painted)
            window = MainWindow(contents_of(options, painted))
            process.parts["window"] = window
            # Kept: a dead process's window is not taken apart.
            self._kernel.graveyard.append(window)
            return await WindowRun(window, options, paths, Trace(None)).main()

        return run

    def watch(self, folder: Path) -> Callable[[Process], Any]:
        """Return ``watch``, which announces."""
        parsed = self._parse("watch", "--json", "--notify", folder=folder)
        return lambda _process: watch.run(parsed)

    def file(self, folder: Path, ref: str, subject: str, customer: str) -> Callable[[Process], Any]:
        """Return ``file``."""
        parsed = self._parse(
            *("file", "--customer", customer, "--subject", subject),
            *("--description", "Depuis ce matin.", "--ref", ref),
            folder=folder,
        )
        return lambda _process: file.run(parsed)

    def status(self, folder: Path) -> Callable[[Process], Any]:
        """Return ``status --json``, which ends with its document."""
        parsed = self._parse("status", "--json", folder=folder)

        async def run(process: Process) -> object:
            await status.run(parsed)
            return json.loads("".join(process.parts["out"]))

        return run

    def request(self, folder: Path, name: str, payload: object) -> Callable[[Process], Any]:
        """Return a program that asks the owner of the profile for something."""

        async def run(_process: Process) -> object:
            paths = profile_paths(folder, DEFAULT_PROFILE)
            try:
                return await owner_client(paths.owner).request(name, payload)
            except DeskError as problem:
                return str(problem)

        return run

    def _parse(self, *words: str, folder: Path) -> Any:
        return arguments.parse([*words, "--data-dir", str(folder), "--server", BASE])

    # Where people and promises find what a program made ---------------------------

    def _hook(self) -> None:
        kernel, programs = self._kernel, self

        def remember(kind: Any, name: str) -> None:
            made = kind.__init__
            if hasattr(made, "__wrapped__"):
                made = made.__wrapped__

            @functools.wraps(made)
            def init(self: Any, *args: Any, **options: Any) -> None:
                made(self, *args, **options)
                if kernel.current is not None:
                    kernel.current.parts[name] = self
                    kernel.current.parts.setdefault(f"all of {name}", []).append(self)

            kind.__init__ = init

        def tell(self: MainWindow, toast: Toast) -> None:
            undo = toast.undo
            if kernel.current is not None and undo is None:
                programs.said(kernel.current, toast.spoken)
            if kernel.current is not None and undo is not None and FILED in toast.text:
                kernel.current.parts["undo"] = kernel.now_ns + round(undo.seconds * NS), undo.act
            telling(self, toast)

        telling = MainWindow.tell
        put(MainWindow, tell=tell)
        publishing = Bus.publish

        def publish(self: Bus, change: Any) -> None:
            if isinstance(change, ActionFailed) and kernel.current is not None:
                programs.failed(kernel.current, change.ticket_id)
            publishing(self, change)

        put(Bus, publish=publish)
        remember(Services, "services")
        remember(WindowPresenters, "presenters")
        remember(RateMeter, "meter")
        opening: Any = vars(serving)["open_desk"]
        opening = getattr(opening, "__wrapped__", opening)

        @functools.wraps(opening)
        async def open_desk(*args: Any, **options: Any) -> Any:
            process = kernel.current
            desk = await opening(*args, **options)
            if process is not None:
                process.parts["desk"] = desk
            return desk

        put(serving, open_desk=open_desk)
        put(keyring_store, find_system_backend=Vault)
        self._hook_desk()
        for kind, name in (
            (OutboxPage, "set_filings"),
            (TrustStrip, "set_outbox"),
            (TrackPart, "show_day"),
            (RateMeter, "set_use"),
        ):
            _remember_last(kind, name)
        put(system_bus, SystemBusWatch=lambda: HostBell(kernel.current, self.host_bells))

        def notifier() -> Any:
            assert kernel.current is not None
            return SimNotifier(kernel.current)

        # No window is in front of another here, and the offscreen platform says so each time.
        put(MainWindow, raise_window=lambda _window: None)
        put(running, system_notifier=notifier, Collector=lambda _window: None)
        put(watch, system_notifier=notifier)
        put(housekeeping, LOOK_EVERY_S=LOOK_EVERY_S)
        put(uvicorn.Server, main_loop=_main_loop)

    def _hook_desk(self) -> None:
        """Let the desk become one that knows no Idempotency-Key, where the seed wants it."""
        checking, body = idempotency.check_key, vars(routes)["success_body"]
        checking = getattr(checking, "__wrapped__", checking)
        body = getattr(body, "__wrapped__", body)

        @functools.wraps(checking)
        def check_key(key: str | None) -> str | None:
            return None if self.plain else checking(key)

        @functools.wraps(body)
        def success_body(data: Any, *args: Any) -> Any:
            if self.plain and isinstance(data, dict) and "features" in data:
                kept = [one for one in data["features"] if one != IDEMPOTENCY_KEY]
                data = {**data, "features": kept}
            return body(data, *args)

        put(idempotency, check_key=check_key)
        put(routes, success_body=success_body)


def _remember_last(kind: Any, name: str) -> None:
    """Let a part of the window remember what it was told to show last."""
    telling = getattr(kind, name)
    telling = getattr(telling, "__wrapped__", telling)

    @functools.wraps(telling)
    def tell(self: Any, told: Any, *args: Any, **options: Any) -> None:
        put(self, told=told, told_all=(told, *args))
        telling(self, told, *args, **options)

    setattr(kind, name, tell)


async def _main_loop(self: uvicorn.Server) -> None:
    """Tick once a second: uvicorn's ten would be most of what happens here."""
    while True:
        if await self.on_tick(0):
            return
        await asyncio.sleep(1)


class Quiet:
    """Where the programs print: each keeps its own."""

    def write(self, text: str) -> int:
        """Keep it for whoever asks what a program printed."""
        process = Vault.kernel.current
        if process is not None:
            process.parts.setdefault("out", []).append(text)
        return len(text)

    def flush(self) -> None:
        """There is nothing to flush."""

    def isatty(self) -> bool:
        """Nobody reads it."""
        return False


async def ask(method: str, path: str, key: str, body: object = None, **headers: str) -> Any:
    """Ask the desk past all weather, as a system beside it does; None where it does not answer."""
    data = b"" if body is None else json.dumps(body).encode()
    head = [
        f"{method} {path} HTTP/1.1",
        "Host: desk.exemple",
        f"X-API-Key: {key}",
        "Content-Type: application/json",
        f"Content-Length: {len(data)}",
        "Connection: close",
    ]
    head += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    try:
        async with asyncio.timeout(20):
            reader, writer = await asyncio.open_connection("desk.exemple", DESK_PORT)
            writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + data)
            answer = await reader.read()
            writer.close()
    except (OSError, TimeoutError):
        return None
    status, _, rest = answer.partition(b"\r\n")
    content = rest.partition(b"\r\n\r\n")[2]
    try:
        return int(status.split()[1]), json.loads(content) if content else None
    except (IndexError, ValueError):
        return None


def silence() -> None:
    """Let nothing be printed."""
    put(sys, stdout=Quiet(), stderr=Quiet())
