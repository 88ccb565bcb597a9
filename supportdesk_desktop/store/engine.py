"""The store of one profile: SQLite connections, each with a thread of its own.

A transaction is one plain function that runs to its end in the thread: a caller that is cancelled
cannot leave it half done, and it costs the event loop one turn, not one for each statement
(``docs/decisions/0005-one-turn-a-transaction.md``).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

from supportdesk_desktop.core.errors import StoreDamaged, StoreError, StoreReplaced
from supportdesk_desktop.store import schema
from supportdesk_desktop.store.ledger_copy import follow, restore, write_copy
from supportdesk_desktop.store.schema import QueryInterrupted, store_errors

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound="StoreConnection")

WRITER_CACHE_KIB = 500
"""Some hundred pages are touched by an event; a look at all that is held would leave 2,000 full."""

READER_CACHE_KIB = 512
"""It reads either a few rows or, once, all of a view, for which no cache is large enough."""

PAUSE_S = 0.01
"""Between two slices: another process looks again and again whether it may write."""

Work = Callable[Concatenate[sqlite3.Connection, P], T]


class StoreConnection:
    """Runs functions on one connection, one after the other, in its thread."""

    def __init__(self, path: Path, name: str, writing: asyncio.Lock | None) -> None:
        self._path = path
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"store-{name}")
        self._writing = writing
        self._db: sqlite3.Connection | None = None
        self._file: os.stat_result | None = None

    @classmethod
    async def open(
        cls,
        path: Path,
        name: str,
        writing: asyncio.Lock | None = None,
        *,
        synchronous: str = "NORMAL",
        cache_kib: int | None = None,
    ) -> Self:
        """Open the database.

        Args:
            path: a file that ``schema.prepare`` made.
            name: of the thread.
            writing: held while this connection writes, shared with the other writers; what it
                changes goes into the copy of the ledger first. Without it every write is refused.
            synchronous: ``FULL`` or ``NORMAL``.
            cache_kib: how much of the file to keep in memory; by default 2,000.

        Raises:
            StoreError: SQLite refused.
        """
        connection = cls(path, name, writing)

        def start() -> sqlite3.Connection:
            with store_errors():
                connection._file = path.stat()
                db = schema.connect(path, synchronous=synchronous, query_only=writing is None)
                if cache_kib is not None:
                    db.execute(f"PRAGMA cache_size = -{cache_kib}")
                if writing is not None:
                    follow(db)
                return db

        opening = connection._executor.submit(start)
        try:
            connection._db = await asyncio.wrap_future(opening)
        except BaseException:
            opening.add_done_callback(_close_unwanted)
            connection._executor.shutdown(wait=False)
            raise
        return connection

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``work(db, *args)`` in the thread, outside any transaction of its own.

        Raises:
            StoreError: SQLite refused, or the connection is closed.
            QueryInterrupted: a newer query stopped it (``QueryConnection``).
        """
        db = self._open_db()

        def run() -> T:
            with self._errors():
                return work(db, *args, **kwargs)

        return await asyncio.wrap_future(self._executor.submit(run))

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``work(db, *args)`` as one transaction: all of it is stored, or nothing.

        Raises:
            StoreError: SQLite refused, or the connection is closed; nothing was stored.
        """
        db = self._open_db()
        if self._writing is None:
            raise StoreError("this connection only reads")

        def work_and_copy(db: sqlite3.Connection) -> T:
            result = work(db, *args, **kwargs)
            write_copy(db, self._path)
            return result

        def run() -> T:
            with self._errors():
                return _in_transaction(db, work_and_copy)

        async with self._writing:
            return await asyncio.wrap_future(self._executor.submit(run))

    async def write_in_slices(self, work: Callable[[sqlite3.Connection], bool]) -> None:
        """Run ``work(db)`` as one transaction after another until it returns that nothing is left.

        Between two of them other writers, also of other processes, get their turn.

        Raises:
            StoreError: SQLite refused, or the connection is closed; what went before is stored.
        """
        while True:
            if not await self.write(work):
                return
            await asyncio.sleep(PAUSE_S)

    async def aclose(self) -> None:
        """Wait until running work has ended, then close. Calling it again does nothing."""
        db, self._db = self._db, None
        if db is None:
            return
        closing = self._executor.submit(db.close)
        self._executor.shutdown(wait=False)
        with store_errors():
            await asyncio.shield(asyncio.wrap_future(closing))

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn SQLite's errors into ours; record damage for the next opening of the store."""
        try:
            with store_errors():
                self._require_file()
                yield
        except StoreDamaged:
            # The mark is a hint: where it cannot be made the damage shows again.
            with contextlib.suppress(OSError):
                schema.suspicion_of(self._path).touch(mode=0o600)
            raise

    def _require_file(self) -> None:
        """Raise an error if the file was moved or deleted: SQLite itself would continue silently.

        Raises:
            StoreReplaced: the file is gone, or another one stands in its place.
        """
        try:
            same = self._file is not None and os.path.samestat(self._path.stat(), self._file)
        except FileNotFoundError:
            same = False
        if not same:
            raise StoreReplaced(f"no longer the file that was opened: {self._path}")

    def _open_db(self) -> sqlite3.Connection:
        if self._db is None:
            raise StoreError("the store is closed")
        return self._db


class QueryConnection(StoreConnection):
    """A connection on which a new query takes the place of the one before."""

    _newest = 0

    async def begin(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the first read of a new query; reads of older queries are interrupted.

        Raises:
            StoreError: SQLite refused, or the connection is closed.
            QueryInterrupted: a newer query took its place.
        """
        self._newest += 1
        if self._db is not None:
            self._db.interrupt()
        return await self.go_on(work, *args, **kwargs)

    async def go_on(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a further read of the newest query, e.g. its next page: it stops no other read.

        Raises:
            StoreError: SQLite refused, or the connection is closed.
            QueryInterrupted: a newer query took its place.
        """
        turn = self._newest

        def run(db: sqlite3.Connection, /, *args: P.args, **kwargs: P.kwargs) -> T:
            # One that still waited for the thread was not running when it should be interrupted.
            if turn != self._newest:
                raise QueryInterrupted("a newer query came while this one waited")
            return work(db, *args, **kwargs)

        return await self.read(run, *args, **kwargs)


class Store:
    """Open with ``await Store.open(path)``, close with ``aclose``.

    Four connections: the ``ledger`` (``synchronous=FULL``: filings, drafts, notes and settings
    survive a power cut), the ``feed`` (``NORMAL``: what a power cut takes is replayed), one that
    reads, and one that searches and may be interrupted. What is read on a connection that writes
    comes after everything that was written there before.
    """

    def __init__(
        self,
        path: Path,
        ledger: StoreConnection,
        feed: StoreConnection,
        reader: StoreConnection,
        search: QueryConnection,
    ) -> None:
        self.path = path
        self.ledger = ledger
        self.feed = feed
        self._reader = reader
        self.search = search
        self._connections: tuple[StoreConnection, ...] = (search, reader, feed, ledger)

    @property
    def profile(self) -> str:
        """The name of the profile whose store this is."""
        return self.path.parent.name

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``work(db, *args)`` where it neither waits for a write nor keeps one waiting.

        Raises:
            StoreError: SQLite refused, or the store is closed.
        """
        return await self._reader.read(work, *args, **kwargs)

    @classmethod
    async def open(cls, path: Path) -> Store:
        """Open the store, made or brought to the present schema first.

        Raises:
            StoreNewer: written by a newer version.
            StoreDamaged: not a database, or a broken one.
            StoreReadOnly, StoreFull: by what the system says.
        """
        with store_errors():
            await asyncio.to_thread(schema.prepare, path, partial(restore, store=path))
        writing = asyncio.Lock()
        async with AsyncExitStack() as opened:

            async def open_one(
                kind: type[C], name: str, lock: asyncio.Lock | None, cache_kib: int | None = None
            ) -> C:
                synchronous = "FULL" if name == "ledger" else "NORMAL"
                connection = await kind.open(
                    path, name, lock, synchronous=synchronous, cache_kib=cache_kib
                )
                opened.push_async_callback(connection.aclose)
                return connection

            store = cls(
                path,
                await open_one(StoreConnection, "ledger", writing, WRITER_CACHE_KIB),
                await open_one(StoreConnection, "feed", writing, WRITER_CACHE_KIB),
                await open_one(StoreConnection, "reader", None, READER_CACHE_KIB),
                await open_one(QueryConnection, "search", None),
            )
            opened.pop_all()
        return store

    async def another_search(self) -> QueryConnection:
        """Open a connection to search on, whose queries no other search interrupts.

        Raises:
            StoreError: the local data cannot be read.
        """
        connection = await QueryConnection.open(self.path, "search-aside")
        self._connections = (connection, *self._connections)
        return connection

    async def aclose(self) -> None:
        """Let what was begun end, then close every connection. Safe to call twice."""
        for connection in self._connections:
            await connection.aclose()


def _close_unwanted(opening: Future[sqlite3.Connection]) -> None:
    """Close what opened although its caller was cancelled."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def _in_transaction(db: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    if db.in_transaction:
        # The rollback of the one before failed with it, e.g. on a disk that could not be read.
        db.execute("ROLLBACK")
    db.execute("BEGIN IMMEDIATE")
    try:
        result = work(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return result
