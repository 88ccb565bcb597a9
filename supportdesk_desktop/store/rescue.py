"""A damaged store becomes a sound one: copied aside, its rows saved, the feed read anew.

In this order, so that a crash at any point loses nothing
(``docs/decisions/0016-rescue-in-place.md``):

1. the damaged file is copied aside as it is, while nobody else has it open;
2. what can be read of the copy goes into a new database beside it;
3. the new one gets its final name: from here on it is the store, whatever happens;
4. its bytes replace those of the store, in place: a process that waited for it goes on with it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from supportdesk_desktop.core.errors import StoreDamaged
from supportdesk_desktop.store import schema
from supportdesk_desktop.store.failures import store_errors
from supportdesk_desktop.store.rescued_rows import Saved, save_rows
from supportdesk_desktop.store.salvage import Salvage, give_first_page
from supportdesk_desktop.store.sole_use import copy_in, copy_out, sole_use

PROBLEMS_TOLD = 5


class Rescue(msgspec.Struct, frozen=True):
    """What became of a damaged store.

    Attributes:
        aside: where the damaged file is now; None where an earlier rescue was only finished.
        saved: what was kept of it.
    """

    aside: Path | None
    saved: Saved


def is_suspect(path: Path) -> bool:
    """Return whether damage was seen here earlier, or a rescue was begun and not finished."""
    return schema.suspicion_of(path).exists() or schema.rescued_of(path).exists()


def problems_of(path: Path) -> list[str]:
    """Return what ``PRAGMA integrity_check`` finds, a few lines at most; nothing for a sound store.

    Raises:
        StoreError: it cannot be opened, for another reason than damage.
    """
    try:
        with store_errors(), _opened(path) as db:
            found = [text for (text,) in db.execute(f"PRAGMA integrity_check({PROBLEMS_TOLD})")]
    except StoreDamaged as problem:
        return [str(problem)]
    return [] if found == ["ok"] else found


def rescue(path: Path, mark: str, *, certain: bool) -> Rescue | None:
    """Mend the store, if it needs it.

    Args:
        path: the database; this process must not have it open.
        mark: what tells this copy from others, e.g. a time; part of the file's name.
        certain: it could not be opened. Otherwise it is checked first, and left as it is if sound.

    Returns:
        What was done, None where there was nothing to do.

    Raises:
        StoreDamaged: another process has it open.
        StoreFull, StoreReadOnly: no room for the copy; nothing was changed.
    """
    with store_errors():
        if not schema.rescued_of(path).exists() and not certain and not problems_of(path):
            schema.suspicion_of(path).unlink(missing_ok=True)
            return None
        with sole_use(path) as descriptor:
            if schema.rescued_of(path).exists():
                _take_place(path, descriptor)
                return Rescue(None, Saved())
            aside = path.with_name(f"{path.name}.damaged-{mark}")
            _copy_aside(path, descriptor, aside)
            saved = _save(aside, path)
            _take_place(path, descriptor)
            return Rescue(aside, saved)


def _copy_aside(path: Path, descriptor: int, aside: Path) -> None:
    copy_out(descriptor, aside)
    wal = _beside(path, "-wal")
    if wal.exists():
        source = os.open(wal, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            copy_out(source, _beside(aside, "-wal"))
        finally:
            os.close(source)


def _save(aside: Path, path: Path) -> Saved:
    """Fill a new database with the rows of the damaged one and give it its final name."""
    fresh = _beside(path, ".rescuing")
    for suffix in ("", "-wal", "-shm"):
        _beside(fresh, suffix).unlink(missing_ok=True)
    schema.prepare(fresh)
    with _opened(fresh) as new:
        with _salvage_of(aside, fresh) as salvage:
            saved = save_rows(salvage, new)
        # Into the one file that takes the place of the store.
        new.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    for suffix in ("-wal", "-shm"):
        _beside(fresh, suffix).unlink(missing_ok=True)
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    fresh.rename(schema.rescued_of(path))
    return saved


@contextlib.contextmanager
def _salvage_of(aside: Path, fresh: Path) -> Iterator[Salvage]:
    """Open the damaged copy, with the first page of a new database where its own is lost."""
    with contextlib.closing(sqlite3.connect(aside)) as db:
        if _has_schema(db):
            yield Salvage(db)
            return
    repaired = _beside(aside, ".mended")
    copy_of = os.open(aside, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        copy_out(copy_of, repaired)
    finally:
        os.close(copy_of)
    try:
        give_first_page(repaired, fresh)
        with contextlib.closing(sqlite3.connect(repaired)) as db:
            salvage = Salvage(db)
            salvage.lost += 1
            yield salvage
    finally:
        for suffix in ("", "-wal", "-shm"):
            _beside(repaired, suffix).unlink(missing_ok=True)


def _has_schema(db: sqlite3.Connection) -> bool:
    try:
        db.execute("SELECT name, rootpage, sql FROM sqlite_schema").fetchall()
    except sqlite3.Error:
        return False
    return True


def _take_place(path: Path, descriptor: int) -> None:
    """Make the rescued database the store; may be repeated until it is done."""
    rescued = schema.rescued_of(path)
    for suffix in ("-wal", "-shm"):
        _beside(path, suffix).unlink(missing_ok=True)
    copy_in(rescued, descriptor)
    rescued.unlink()
    schema.suspicion_of(path).unlink(missing_ok=True)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    db = schema.connect(path)
    try:
        yield db
    finally:
        db.close()


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
