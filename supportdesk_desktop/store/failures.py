"""What SQLite says, as the errors that people can be told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from supportdesk_desktop.core.errors import (
    NO_ROOM,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
)

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_READ_ONLY = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})

_NO_ROOM_FOR_INDEX = sqlite3.SQLITE_IOERR_SHMSIZE
"""The file beside the store that its processes share cannot grow: a full disk, even for a read."""


class QueryInterrupted(Exception):
    """A read was interrupted because a newer one took its place."""


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn the errors of SQLite and of the file system into ``StoreError``.

    Raises:
        StoreDamaged, StoreReadOnly, StoreFull: by SQLite's own result code.
        QueryInterrupted: the read was stopped on purpose.
        StoreError: anything else that SQLite refused.
    """
    try:
        yield
    except sqlite3.Error as problem:
        raise _translate(problem) from problem
    except OSError as problem:
        if problem.errno in NO_ROOM:
            raise StoreFull(str(problem)) from problem
        raise StoreReadOnly(str(problem)) from problem


def _translate(problem: sqlite3.Error) -> Exception:
    extended = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    # Extended result codes carry the primary one in the low byte.
    code = extended & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return QueryInterrupted(str(problem))
    if code in _DAMAGED:
        return StoreDamaged(str(problem))
    if code in _READ_ONLY:
        return StoreReadOnly(str(problem))
    if code == sqlite3.SQLITE_FULL or extended == _NO_ROOM_FOR_INDEX:
        return StoreFull(str(problem))
    return StoreError(str(problem))
