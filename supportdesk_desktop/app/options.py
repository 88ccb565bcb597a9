"""What is decided before Qt is loaded: options, display, and a window that is open already."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import msgspec

from supportdesk_desktop.system.locks import read_owner
from supportdesk_desktop.system.paths import (
    DEFAULT_PROFILE,
    LOCAL_DESK_PROFILE,
    ProfilePaths,
    profile_paths,
)


class WindowOptions(msgspec.Struct, frozen=True):
    """Options of ``contract/cli.md``, The window.

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


def set_orphan_aside(paths: ProfilePaths) -> None:
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
    note = read_owner(paths.owner)
    if note is None or note.what != WINDOW or not note.socket:
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
