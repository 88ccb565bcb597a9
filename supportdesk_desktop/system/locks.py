"""The lock of the owner of a profile, or of a desk: held for the life of its process.

Never a time-out: a lease cannot fence a POST that wakes from sleep. The lock's file also carries
the owner's note, by which others find it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from supportdesk_desktop.system.paths import make_private_dir, open_private, write_error

log = logging.getLogger(__name__)

POLL_S = 0.25
_NOTE_BYTES = 1024

if sys.platform == "win32":
    import msvcrt

    _FAR_BYTE = 1 << 30
    """Locks of Windows bar reading: lock a byte behind the note."""

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class OwnerNote(msgspec.Struct, frozen=True):
    """The note of the owner. ``released`` is written last, at a clean end, by nothing else."""

    pid: int
    socket: str = ""
    what: str = ""
    released: bool = False


class OwnerLock:
    """The lock of one profile."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._note = OwnerNote(os.getpid())

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def try_acquire(self, note: OwnerNote) -> bool:
        """Take the lock if it is free, and write the note.

        Raises:
            StoreReadOnly, StoreFull: the file cannot be opened or written.
        """
        if self._descriptor is not None:
            return True
        make_private_dir(self._path.parent)
        try:
            with contextlib.ExitStack() as undo:
                descriptor = open_private(self._path)
                undo.callback(os.close, descriptor)
                if not _try_lock(descriptor) or not self._is_current(descriptor):
                    return False
                _write(descriptor, note)
                undo.pop_all()
        except OSError as problem:
            raise write_error(self._path, problem) from problem
        self._descriptor = descriptor
        self._note = note
        return True

    def release(self) -> None:
        """Record a clean end and release the lock; do nothing if it is not held.

        A full disk keeps nobody from ending: the note then reads like a dead owner's.
        """
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        try:
            _write(descriptor, OwnerNote(self._note.pid, what=self._note.what, released=True))
        except OSError as problem:
            log.warning("the end of an owner could not be noted: %s", problem)
        finally:
            os.close(descriptor)

    def _is_current(self, descriptor: int) -> bool:
        """Return whether the locked file still has the name: ``logout`` may have removed it."""
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self._path))
        except FileNotFoundError:
            return False


@contextlib.contextmanager
def held_alone(path: Path) -> Iterator[bool]:
    """Hold a lock on a file while the block runs; yields False where another holds it.

    The file is made where it is missing, and stays: to remove it would let in two.

    Raises:
        OSError: the file cannot be opened or made.
    """
    descriptor = open_private(path)
    try:
        yield _try_lock(descriptor)
    finally:
        os.close(descriptor)


def read_owner(path: Path) -> OwnerNote | None:
    """Return the note of the present or last owner; None where there is none, or it was released.

    A note does not prove that its writer lives: only its socket's answer does.
    """
    try:
        note = msgspec.json.decode(path.read_bytes(), type=OwnerNote)
    except (OSError, msgspec.DecodeError):
        return None
    return None if note.released else note


def _write(descriptor: int, note: OwnerNote) -> None:
    """Write the note over the last one in one piece, so that a kill leaves one or the other."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, msgspec.json.encode(note).ljust(_NOTE_BYTES))
    os.fsync(descriptor)
