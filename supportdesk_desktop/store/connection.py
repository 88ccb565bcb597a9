"""One SQLite connection with a thread of its own.

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
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from supportdesk_desktop.core.errors import StoreDamaged, StoreError, StoreReplaced
from supportdesk_desktop.store import schema
from supportdesk_desktop.store.failures import store_errors

P = ParamSpec("P")
T = TypeVar("T")

PAUSE_S = 0.01
"""Between two slices: another process looks again and again whether it may write."""

Work = Callable[Concatenate[sqlite3.Connection, P], T]


class Connection:
    """Runs functions on one connection, one after the other, in its thread."""

    def __init__(self, path: Path, name: str, writing: asyncio.Lock) -> None:
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
        writing: asyncio.Lock,
        *,
        synchronous: str = "NORMAL",
        query_only: bool = False,
        cache_kib: int | None = None,
    ) -> Connection:
        """Open the database.

        Args:
            path: a file that ``schema.prepare`` made.
            name: of the thread.
            writing: held while this connection writes, shared with the other writers.
            synchronous: ``FULL`` or ``NORMAL``.
            query_only: refuse every write.
            cache_kib: how much of the file to keep in memory; by default 2,000.

        Raises:
            StoreError: SQLite refused.
        """
        connection = cls(path, name, writing)

        def start() -> sqlite3.Connection:
            with store_errors():
                connection._file = path.stat()
                db = schema.connect(path, synchronous=synchronous, query_only=query_only)
                if cache_kib is not None:
                    db.execute(f"PRAGMA cache_size = -{cache_kib}")
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
            QueryInterrupted: ``interrupt`` stopped it.
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

        def run() -> T:
            with self._errors():
                return _in_transaction(db, work, *args, **kwargs)

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

    def interrupt(self) -> None:
        """Stop the read that runs now, if any; it raises ``QueryInterrupted``."""
        if self._db is not None:
            self._db.interrupt()

    async def aclose(self) -> None:
        """Let what was begun end, then close. Calling it again does nothing."""
        db, self._db = self._db, None
        if db is None:
            return
        closing = self._executor.submit(db.close)
        self._executor.shutdown(wait=False)
        with store_errors():
            await asyncio.shield(asyncio.wrap_future(closing))

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn SQLite's errors into ours; damage is marked, for whoever opens the store next."""
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
        """Go on with no file that others can no longer see: SQLite itself would, without a word.

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


def _close_unwanted(opening: Future[sqlite3.Connection]) -> None:
    """Close what opened although its caller was cancelled."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def _in_transaction(
    db: sqlite3.Connection, work: Work[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    if db.in_transaction:
        # The rollback of the one before failed with it, e.g. on a disk that could not be read.
        db.execute("ROLLBACK")
    db.execute("BEGIN IMMEDIATE")
    try:
        result = work(db, *args, **kwargs)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return result
