"""The database file: made private, brought to the present schema, opened; and its errors.

And the pieces of SQL that several subjects share.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from supportdesk_desktop.core.errors import (
    NO_ROOM,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreNewer,
    StoreReadOnly,
)

T = TypeVar("T")

BUSY_TIMEOUT_S = 10.0
"""Seconds that a write waits for another process of the profile."""

_BUSY_LOOK_S = 0.02

_MIGRATIONS = Path(__file__).parent / "migrations"

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_READ_ONLY = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})

_NO_ROOM_FOR_INDEX = sqlite3.SQLITE_IOERR_SHMSIZE
"""The file beside the store that its processes share cannot grow: a full disk, even for a read."""


COUNTS = "+key < (SELECT tickets_below FROM feed)"
"""Condition: the row of ``tickets`` is visible. The plus keeps SQLite from scanning the keys."""

HELD = f"held = 1 AND {COUNTS}"
"""Condition: this row of ``tickets`` is in the list."""

COUNTED_NOTICES = "id < (SELECT notices_below FROM feed)"
"""Condition: the row of ``notices`` is visible."""

AMONG = "IN (SELECT value FROM json_each(?))"
"""Condition on what stands before it: it is one of the values given as ``as_json``."""

ESCALATED = (
    "iif(json_valid(CAST(draft AS TEXT)),"
    " coalesce(CAST(draft AS TEXT) ->> '$.metadata.escalatedFrom.number',"
    " CAST(draft AS TEXT) ->> '$.metadata.escalates'), NULL)"
)
"""The number of the ticket that a filing escalates: as the index ``filings_escalated`` has it."""

ESCALATION_IS_OPEN = (
    "state <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM filed_tickets AS told"
    " WHERE told.number = ticket_number AND told.status = 'CLOSED')"
)
"""Condition on ``filings``: not taken back, and its ticket not done as far as is known."""

UNTOLD_MS = 7 * 24 * 3_600_000
"""An escalation that the desk never spoke of is listed for so long."""


class QueryInterrupted(Exception):
    """A read was interrupted because a newer one took its place."""


@contextlib.contextmanager
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


def migrations() -> list[Path]:
    """Return the numbered ``.sql`` files in their order; the nth leads to ``user_version`` n.

    Raises:
        FileNotFoundError: the installation lacks them.
    """
    names = [name for name in os.listdir(_MIGRATIONS) if name.endswith(".sql")]
    if not names:
        raise FileNotFoundError(f"no migrations in {_MIGRATIONS}")
    return [_MIGRATIONS / name for name in sorted(names)]


def connect(
    path: Path,
    *,
    synchronous: str = "NORMAL",
    query_only: bool = False,
    timeout_s: float = BUSY_TIMEOUT_S,
) -> sqlite3.Connection:
    """Open an existing database; transactions are begun by hand.

    Args:
        path: the file, made by ``prepare``.
        synchronous: ``FULL`` survives a power cut, ``NORMAL`` is for what can be replayed.
        query_only: refuse every write on this connection.
        timeout_s: how long to wait for a lock of another process.
    """
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=timeout_s,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        db.execute(f"PRAGMA synchronous = {synchronous}")
        if query_only:
            db.execute("PRAGMA query_only = ON")
    except BaseException:
        db.close()
        raise
    return db


def prepare(path: Path, fill: Callable[[sqlite3.Connection], None] | None = None) -> None:
    """Make the file where it is missing (0600) and bring it to the present schema.

    Args:
        path: where the database is, or will be.
        fill: what a new one begins with, in the transaction that makes it.

    Raises:
        StoreNewer: it was written by a newer version; nothing was touched.
        StoreDamaged: it is not a database of ours.
    """
    # Not opened where it is there: closing it again would end the locks of this process on it, so
    # that another one, when it ends, would throw away the log that is in use. A file made here is
    # closed before any connection can have locked it, and SQLite's own closing spares its locks.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)
    db = connect(path)
    try:
        _migrate(db, fill)
    finally:
        db.close()


def suspicion_of(path: Path) -> Path:
    """Return the mark that says that damage was seen in this database."""
    return path.with_name(f"{path.name}.suspect")


def check_version(path: Path) -> None:
    """Check that this version can work with a database, without changing it.

    Raises:
        StoreNewer: it was written by a newer version.
        StoreError: it cannot be read.
    """
    with store_errors(), contextlib.closing(connect(path, query_only=True)) as db:
        _refuse_newer(db)


def version_of(db: sqlite3.Connection) -> int:
    """Return ``user_version``: how many migrations this database has had."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def as_json(value: object) -> str:
    """Return a value as JSON text."""
    return msgspec.json.encode(value).decode()


def from_json(text: str | None, kind: type[T]) -> T | None:
    """Return a value kept as JSON; None where there is none, or none of this type any more."""
    try:
        return None if text is None else msgspec.json.decode(text, type=kind)
    except ValueError:
        return None


def named(
    db: sqlite3.Connection, sql: str, arguments: Sequence[object] | Mapping[str, object] = ()
) -> Iterator[dict[str, Any]]:
    """Yield the rows that a statement selects, each by the names of its columns."""
    found = db.execute(sql, arguments)
    names = [column[0] for column in found.description]
    for record in found:
        yield dict(zip(names, record, strict=True))


def insert(table: str, columns: Collection[str]) -> str:
    """Return the statement that inserts these columns, whose values are given by their names."""
    values = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"


def _migrate(db: sqlite3.Connection, fill: Callable[[sqlite3.Connection], None] | None) -> None:
    files = migrations()
    _refuse_newer(db)
    if version_of(db) == len(files):
        return
    _use_wal(db)
    db.execute("BEGIN IMMEDIATE")
    try:
        # Read again under the lock: another process may have migrated meanwhile.
        done = version_of(db)
        if done == 0 and db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
            raise StoreDamaged("a database without a version is not ours")
        for number, file in enumerate(files[done:], start=done + 1):
            for statement in _statements(file.read_text(encoding="utf-8")):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")
        if done == 0 and fill is not None:
            fill(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _use_wal(db: sqlite3.Connection) -> None:
    """Keep a log beside the file; wait here for other first starts, for SQLite does not."""
    give_up = time.monotonic() + BUSY_TIMEOUT_S
    while db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(_BUSY_LOOK_S)


def _refuse_newer(db: sqlite3.Connection) -> None:
    if version_of(db) > len(migrations()):
        raise StoreNewer(f"schema {version_of(db)}, this version knows {len(migrations())}")


def _statements(script: str) -> Iterator[str]:
    """Part a script into statements: ``executescript`` would commit the transaction first."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        raise ValueError("a migration ends inside a statement")


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
