"""Files of a desk that are for its user alone, also where a restore has opened them to others."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def write_private(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 anew, and return once it is on the disk. Raises ``OSError``."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if os.name == "posix" and os.fstat(descriptor).st_mode & _OF_OTHERS:
            os.fchmod(descriptor, 0o600)
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def narrow(*paths: Path) -> None:
    """Take away what others may do with those of these files that are there and ours.

    They are not opened: closing a database's file again would end this process's locks on it.
    """
    if os.name != "posix":
        return
    for path in paths:
        with suppress(FileNotFoundError, PermissionError):
            if path.stat().st_mode & _OF_OTHERS:
                path.chmod(0o600)
