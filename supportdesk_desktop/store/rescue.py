"""A damaged store is set aside, and a new one begins from the copy of the ledger.

In this order, so that a process killed at any point loses nothing
(``docs/decisions/0018-a-copy-of-the-ledger.md``):

1. the damaged file is copied aside as it is, while nobody else has it open;
2. it is emptied in place: a process that waited for it goes on with the new one;
3. it becomes a new store as any empty file does, filled with the copy of the ledger.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import msgspec

from supportdesk_desktop.core.errors import StoreDamaged
from supportdesk_desktop.core.filing import Doubt
from supportdesk_desktop.store import schema
from supportdesk_desktop.store.ledger_copy import copy_of, restore
from supportdesk_desktop.store.schema import store_errors

PROBLEMS_TOLD = 5

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


class Rescue(msgspec.Struct, frozen=True):
    """The outcome of the rescue of a damaged store.

    Attributes:
        aside: where the damaged file is now.
        is_whole: there was a sound copy of the ledger.
        filings, drafts, notes: how many the new store has.
        doubtful: of the filings, those that may have left.
    """

    aside: Path
    is_whole: bool
    filings: int
    drafts: int
    notes: int
    doubtful: int


def is_suspect(path: Path) -> bool:
    """Return whether damage was seen here earlier."""
    return schema.suspicion_of(path).exists()


def problems_of(path: Path) -> list[str]:
    """Return what ``PRAGMA integrity_check`` finds, a few lines at most; nothing for a sound store.

    Raises:
        StoreError: it cannot be opened, for another reason than damage.
    """
    try:
        with store_errors(), closing(schema.connect(path)) as db:
            found = [text for (text,) in db.execute(f"PRAGMA integrity_check({PROBLEMS_TOLD})")]
    except StoreDamaged as problem:
        return [str(problem)]
    return [] if found == ["ok"] else found


def rescue(path: Path, mark: str, *, certain: bool) -> Rescue | None:
    """Set the store aside and begin a new one, if it needs it.

    Args:
        path: the database; this process must not have it open.
        mark: what tells this file from others, e.g. a time; part of the names of what is set aside.
        certain: it could not be opened. Otherwise it is checked first, and left as it is if sound.

    Returns:
        What was done, None where there was nothing to do.

    Raises:
        StoreDamaged: another process has it open.
        StoreFull, StoreReadOnly: no room for the copy; nothing was changed.
    """
    with store_errors():
        if not certain and not problems_of(path):
            schema.suspicion_of(path).unlink(missing_ok=True)
            return None
        aside = path.with_name(f"{path.name}.damaged-{mark}")
        with _sole_use(path) as descriptor:
            _copy_aside(descriptor, aside)
            _empty(path, descriptor, aside)
        is_whole = _begin_anew(path, mark)
        schema.suspicion_of(path).unlink(missing_ok=True)
        with closing(schema.connect(path)) as db:
            return Rescue(
                aside,
                is_whole,
                filings=_count(db, "filings"),
                drafts=_count(db, "drafts"),
                notes=_count(db, "ticket_notes"),
                doubtful=_count(db, f"filings WHERE doubt = '{Doubt.STORE_DAMAGED}'"),
            )


@contextmanager
def _sole_use(path: Path) -> Iterator[int]:
    """Yield a descriptor of the database that no other process has open.

    The lock is the one that SQLite itself would take for that: every connection in WAL mode holds
    a shared one on the same bytes for as long as it is open. This process must not have the
    database open either, nor open it meanwhile: on POSIX that would give the lock away.
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


def _copy_aside(descriptor: int, aside: Path) -> None:
    """Copy the open database to a private new file, down to the disk."""
    aside.touch(mode=0o600, exist_ok=False)
    # Through the descriptor alone: closing another one of this file would give the lock away.
    with open(descriptor, "rb", closefd=False) as source, aside.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())


def _empty(path: Path, descriptor: int, aside: Path) -> None:
    """Empty the database in place; its log goes beside its copy."""
    # Damaged until it is empty. As it was before its log it could pass for sound, and what was
    # sent since would be sent again.
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, b"damaged, set aside")
    os.fsync(descriptor)
    if _beside(path, "-wal").exists():
        _beside(path, "-wal").rename(_beside(aside, "-wal"))
    _beside(path, "-shm").unlink(missing_ok=True)
    os.ftruncate(descriptor, 0)
    os.fsync(descriptor)


def _begin_anew(path: Path, mark: str) -> bool:
    """Make the empty file a store; returns whether a sound copy of the ledger filled it."""
    copy = copy_of(path)
    is_whole = copy.exists()
    try:
        schema.prepare(path, partial(restore, store=path))
    except StoreDamaged:
        is_whole = False
        copy.rename(_beside(copy, f".damaged-{mark}"))
        _beside(copy, "-journal").unlink(missing_ok=True)
        schema.prepare(path)
    return is_whole


def _count(db: sqlite3.Connection, rows: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {rows}").fetchone()[0])


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
