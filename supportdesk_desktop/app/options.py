"""Options, display, trace and hand-over to a window already open, all before Qt is loaded."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from supportdesk_desktop.system.locks import read_owner
from supportdesk_desktop.system.paths import (
    DEFAULT_PROFILE,
    LOCAL_DESK_PROFILE,
    ProfilePaths,
    open_private,
    profile_paths,
)

if TYPE_CHECKING:
    # What is measured must not wait for what measures it.
    from supportdesk_desktop.core.changes import TraceMark


class WindowOptions(msgspec.Struct, frozen=True):
    """Options of ``contract/cli.md``, The window; by the names of its arguments.

    Attributes:
        data_dir: the folder of all profiles, None for the user's.
        profile: its name, None for the default one.
        server: a base URL, None for the profile's own or the vendor's.
        lang: ``fr`` or ``en``, None to follow the setting, else ``locale_lang``.
        locale_lang: the language of the system.
        theme: ``light``, ``dark`` or ``system``, None to follow the setting.
        simulate: simulated tickets a minute on the local desk.
        timeout_s: for ``screenshot``.
    """

    data_dir: Path | None = None
    profile: str | None = None
    server: str | None = None
    lang: str | None = None
    locale_lang: str = "fr"
    theme: str | None = None
    local_desk: bool = False
    simulate: int = 6
    screenshot: Path | None = None
    timeout_s: float = 60.0
    trace: Path | None = None
    link: str | None = None


def paths_of(options: WindowOptions) -> ProfilePaths:
    """Return the profile's paths: the local desk has one of its own."""
    name = LOCAL_DESK_PROFILE if options.local_desk else options.profile or DEFAULT_PROFILE
    return profile_paths(options.data_dir, name)


def move_orphaned_store(paths: ProfilePaths) -> None:
    """Move the store away where the local desk's database is gone: it is of another desk."""
    desk = paths.folder / "desk.db"
    if paths.store.exists() and not desk.exists():
        stamp = time.strftime("%Y%m%d-%H%M%S")
        # The copy first: a store that is missing begins from it.
        for name in (
            "ledger.db-journal", "ledger.db", "store.db", "store.db-wal", "store.db-shm",
        ):  # fmt: skip
            file = paths.folder / name
            if file.exists():
                file.rename(file.with_name(f"{file.name}.{stamp}"))


def has_display() -> bool:
    """Return whether Qt finds a display, or was told which platform to use."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def draw_offscreen() -> None:
    """Let Qt draw without a display; to be called before the application is made."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def paint_at_once() -> None:
    """Paint in the next turn of the loop: Qt waits 5 ms for more to paint, which the bridge does.

    To be called before the application is made; a value that is set stays.
    """
    os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "0")


WINDOW = "window"
TOKEN_VARIABLES = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


def hand_over(paths: ProfilePaths, link: str | None) -> bool:
    """Bring the window that is open for this profile forward, on the link where there is one.

    Returns:
        Whether one answered. A note that a dead owner left costs one refused connection.
    """
    note = read_owner(paths.window)
    if note is None or not note.socket:
        return False
    import asyncio

    from supportdesk_desktop.system.control import ControlClient, NoOwner

    token = next((os.environ[name] for name in TOKEN_VARIABLES if os.environ.get(name)), None)
    client = ControlClient(Path(note.socket))
    try:
        asyncio.run(client.request("open", {"link": link, "token": token}))
    except NoOwner:
        return False
    return True


def this_program() -> list[str]:
    """Return the command that starts this program, without arguments."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable] if frozen else [sys.executable, "-m", "supportdesk_desktop"]


class Trace:
    """``--trace FILE``: JSON lines of what happened when (``contract/cli.md``).

    Each is written at once, so that a kill loses none; its time is of CLOCK_MONOTONIC.

    Without a path it writes nothing.
    """

    def __init__(self, path: Path | None) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        self._descriptor = None if path is None else open_private(path, flags)

    @property
    def wanted(self) -> bool:
        return self._descriptor is not None

    def mark(self, what: str, at_ns: int | None = None) -> None:
        """Write a mark of this moment, or of ``at_ns`` (CLOCK_MONOTONIC)."""
        self._put({"at_ns": time.monotonic_ns() if at_ns is None else at_ns, "what": what})

    def process_start(self) -> None:
        """Write when this process began, to the kernel's 10 ms."""
        if self.wanted:
            self.mark("process_start", _process_start_ns())

    def write(self, mark: TraceMark) -> None:
        """Write one mark; what it does not know is left out."""
        ms = None if mark.ms is None else round(mark.ms, 3)
        known = {"event": mark.event_id, "seq": mark.seq, "ms": ms}
        facts = {name: fact for name, fact in known.items() if fact is not None}
        self._put({"at_ns": mark.at_ns, "what": mark.what, **facts})

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def _put(self, line: dict[str, object]) -> None:
        if self._descriptor is not None:
            os.write(self._descriptor, msgspec.json.encode(line) + b"\n")


def _process_start_ns() -> int | None:
    """Return when this process began on CLOCK_MONOTONIC, None where the system does not tell."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        ticks = int(fields[19])
        since_boot_ns = ticks * 1_000_000_000 // os.sysconf("SC_CLK_TCK")
        asleep_ns = time.clock_gettime_ns(time.CLOCK_BOOTTIME) - time.monotonic_ns()
    except (OSError, ValueError, IndexError, AttributeError):
        return None
    return since_boot_ns - asleep_ns
