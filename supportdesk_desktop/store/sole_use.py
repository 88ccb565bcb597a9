"""The whole database file for one process, by the lock that SQLite itself would take for that.

Every connection in WAL mode holds a shared lock on the same bytes for as long as it is open. The
file may therefore be read and written here past SQLite, and nobody else sees a half of it: who
comes meanwhile waits, as for any other lock.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supportdesk_desktop.core.errors import StoreDamaged

_SHARED_FIRST = 0x40000000 + 2
_SHARED_BYTES = 510
"""SQLite's SHARED_FIRST and SHARED_SIZE (its file format, 2.1, "lock byte page")."""

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _SHARED_FIRST, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, _SHARED_BYTES)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.lockf(
            descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED_FIRST, os.SEEK_SET
        )


@contextmanager
def sole_use(path: Path) -> Iterator[int]:
    """Yield a descriptor of the database that no other process has open.

    This process must not have it open either, and must not open and close it meanwhile: on POSIX
    that would give the lock away.

    Raises:
        StoreDamaged: another process has it open, so that nothing can be done about it now.
        OSError: it cannot be opened.
    """
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        try:
            _lock(descriptor)
        except OSError as problem:
            raise StoreDamaged(f"{path.name} is open elsewhere") from problem
        yield descriptor
    finally:
        os.close(descriptor)


def copy_out(descriptor: int, target: Path) -> None:
    """Copy the whole open file to a new private one, down to the disk. Raises ``OSError``."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    out = os.open(target, flags, 0o600)
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        _pour(descriptor, out)
    finally:
        os.close(out)


def copy_in(source: Path, descriptor: int) -> None:
    """Make the open file exactly what ``source`` holds, down to the disk. Raises ``OSError``."""
    given = os.open(source, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        size = _pour(given, descriptor)
        os.ftruncate(descriptor, size)
        os.fsync(descriptor)
    finally:
        os.close(given)


def _pour(source: int, target: int) -> int:
    size = 0
    while chunk := os.read(source, 1 << 20):
        view = memoryview(chunk)
        while view:
            view = view[os.write(target, view) :]
        size += len(chunk)
    os.fsync(target)
    return size
