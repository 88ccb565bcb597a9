"""The desk's database: one engine, transactions that read and transactions that write.

Everything that is peculiar to SQLite is here: pragmas, ``BEGIN IMMEDIATE``, file modes.
"""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, event, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only, greenlet_spawn

from supportdesk_desktop.backend.migrations import upgrade
from supportdesk_desktop.backend.tables import app

_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_READS = "desk_reads"
_BUSY_TIMEOUT_MS = 5_000
_TURN_S = 9.0
# A writer waits for the others of this process, then for another process: together less than the
# 15 s after which a desktop gives up.


class DatabaseReplaced(SQLAlchemyError):
    """The file was deleted, moved or replaced while it was open: what is written is lost."""


UNAVAILABLE = (OperationalError, PoolTimeout, DatabaseReplaced)
"""Errors raised by transactions while the database cannot work: locked, full, gone."""


class DatabaseUrlError(ValueError):
    """The address of a database cannot be used; the message says why."""


@dataclass(slots=True)
class Writing:
    """One write transaction.

    ``touched`` collects who is to be woken once it is committed: agent ids, and topics of
    ``backend.desk``.
    """

    conn: AsyncConnection
    touched: set[str] = field(default_factory=set)


class Database:
    """An open database whose schema is the newest one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        url = engine.url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.path = Path(url.database) if self.is_sqlite and url.database else None
        self._file = None if self.path is None else self.path.stat()
        self._reader = engine.execution_options(**{_READS: True})
        if not self.is_sqlite:
            self._reader = self._reader.execution_options(isolation_level="REPEATABLE READ")
        # SQLite has one writer. Waiting here is fair and wakes at once; its busy handler polls.
        self._turn = asyncio.Lock() if self.is_sqlite else None

    @classmethod
    async def open(cls, url: str) -> Database:
        """Open and migrate the database at ``sqlite:///FILE`` or ``postgresql://…``.

        Raises:
            DatabaseUrlError: another kind of address, or one whose driver is not installed.
            OSError: the file cannot be created, or (EMLINK) has a second name.
            sqlalchemy.exc.SQLAlchemyError: it cannot be opened or migrated.
        """
        parsed = parse_url(url)
        if parsed.get_backend_name() == "sqlite":
            _prepare_file(Path(parsed.database or ""))
        # Parameters are people's data and have no place in a log.
        try:
            engine = create_async_engine(parsed, hide_parameters=True)
        except ModuleNotFoundError as problem:
            raise DatabaseUrlError(f"{problem.name} is not installed") from problem
        if parsed.get_backend_name() == "sqlite":
            event.listen(engine.sync_engine, "do_connect", _connect_sqlite)
            event.listen(engine.sync_engine, "connect", _on_sqlite_connect)
            event.listen(engine.sync_engine, "begin", _on_sqlite_begin)
        database = cls(engine)
        try:
            async with engine.begin() as conn:
                await conn.run_sync(upgrade)
        except BaseException:
            await engine.dispose()
            raise
        return database

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Writing]:
        """Begin a write transaction; it commits at the end, and rolls back on an exception.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it fails, for one of ``UNAVAILABLE`` where it may work
                later.
        """
        self._require_file()
        async with AsyncExitStack() as stack:
            if self._turn is not None:
                try:
                    async with asyncio.timeout(_TURN_S):
                        await stack.enter_async_context(self._turn)
                except TimeoutError as problem:
                    raise PoolTimeout("the writers before this one are not done") from problem
            conn = await stack.enter_async_context(self.engine.begin())
            yield Writing(conn)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Begin a read transaction: all its statements see one state of the database.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: as ``writing``.
        """
        self._require_file()
        async with self._reader.connect() as conn, conn.begin():
            yield conn

    def _require_file(self) -> None:
        """Raise ``DatabaseReplaced`` if the file was moved or deleted: SQLite would go on."""
        if self.path is None or self._file is None:
            return
        with suppress(FileNotFoundError):
            if os.path.samestat(self.path.stat(), self._file):
                return
        raise DatabaseReplaced(f"deleted or replaced while open, restart the desk: {self.path}")

    async def aclose(self) -> None:
        await self.engine.dispose()


async def lock_desk(writing: Writing) -> int:
    """Take the row that orders all ticket writes; returns the last ticket number.

    On SQLite the transaction already is the only writer.
    """
    number = await writing.conn.scalar(select(app.c.last_ticket_number).with_for_update())
    assert number is not None, "a desk has its app row from the first opening"
    return int(number)


def parse_url(url: str) -> URL:
    """Read a database address and choose the asynchronous driver for it.

    Raises:
        DatabaseUrlError: neither ``sqlite:///FILE`` nor ``postgresql://…``. The message never
            repeats the address, which may hold a password.
    """
    try:
        parsed = make_url(url)
    except Exception as problem:
        raise DatabaseUrlError("not a database address") from problem
    if parsed.drivername in {"sqlite", "sqlite+aiosqlite"}:
        if not parsed.database or parsed.database == ":memory:":
            raise DatabaseUrlError("sqlite:/// needs a file")
        return parsed.set(drivername="sqlite+aiosqlite")
    if parsed.drivername in {"postgresql", "postgres", "postgresql+asyncpg"}:
        return parsed.set(drivername="postgresql+asyncpg")
    raise DatabaseUrlError("only sqlite:///FILE and postgresql://… are supported")


def file_url(path: Path) -> str:
    """Return the address of a SQLite file, whatever characters its path has."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def sqlite_file(url: str) -> Path | None:
    """Return the file that an address names, links followed; None for a database of a server.

    Raises:
        DatabaseUrlError: as ``parse_url``.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    return Path(parsed.database or "").resolve()


def write_private(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 anew, and return once it is on the disk. Raises ``OSError``."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if os.name == "posix" and os.fstat(descriptor).st_mode & _OF_OTHERS:
            os.fchmod(descriptor, 0o600)
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _prepare_file(path: Path) -> None:
    """Make the file this user's alone, created before SQLite would under the umask."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Not opened where it is there: closing it again would end the locks of this process on it, and
    # `agents` would take the log of a desk that is being served for one that nobody uses.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    # Each name has its own log: who writes by one loses what is written by another
    # (https://sqlite.org/howtocorrupt.html, 2.4), and no lock named after the file is one for both.
    if path.stat().st_nlink > 1:
        raise OSError(errno.EMLINK, os.strerror(errno.EMLINK), str(path))
    if os.name != "posix":
        return
    # A restore may have opened them to others; what is not there, or not ours, stays.
    for part in ("", "-wal", "-shm", "-journal"):
        file = path.with_name(path.name + part)
        with suppress(FileNotFoundError, PermissionError):
            if file.stat().st_mode & _OF_OTHERS:
                file.chmod(0o600)


def _connect_sqlite(
    dialect: Dialect, _record: object, arguments: list[Any], options: dict[str, Any]
) -> DBAPIConnection:
    opening = asyncio.ensure_future(greenlet_spawn(dialect.connect, *arguments, **options))
    return await_only(_opened(opening))


async def _opened(opening: asyncio.Future[DBAPIConnection]) -> DBAPIConnection:
    # aiosqlite loses, and never closes, a database whose opening is cancelled
    # (https://github.com/omnilib/aiosqlite/issues/259). A feed that ends cancels its reads.
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        connection = await opening
        await greenlet_spawn(connection.close)
        raise


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        # A ticket that was answered with 201 outlives a power cut.
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {_BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
