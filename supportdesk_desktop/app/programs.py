"""A window of another profile, where the key of this one turned out to be another agent's."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QProcess

from supportdesk_desktop.system.paths import ProfilePaths


def this_program() -> list[str]:
    """Return the command that starts this program, without arguments."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable] if frozen else [sys.executable, "-m", "supportdesk_desktop"]


def open_other_profile(paths: ProfilePaths, server: str) -> bool:
    """Open a window of its own for the first profile name that is free, on the same server.

    Returns:
        Whether it could be started.
    """
    program, *arguments = this_program()
    arguments += ["--data-dir", os.fspath(paths.root), "--profile", _free_name(paths)]
    started, _pid = QProcess.startDetached(program, [*arguments, "--server", server], "")
    return started


def _free_name(paths: ProfilePaths) -> str:
    number = 2
    while (paths.root / f"{paths.name}-{number}").exists():
        number += 1
    return f"{paths.name}-{number}"
