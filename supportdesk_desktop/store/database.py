"""The store of one profile: its connections, and what each is for."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import ParamSpec, TypeVar

from supportdesk_desktop.store import schema
from supportdesk_desktop.store.connection import Connection, Work
from supportdesk_desktop.store.failures import store_errors
from supportdesk_desktop.store.search import TicketSearch

P = ParamSpec("P")
T = TypeVar("T")

WRITER_CACHE_KIB = 500
"""Some hundred pages are touched by an event; a look at all that is held would leave 2,000 full."""

READER_CACHE_KIB = 512
"""It reads either a few rows or, once, all of a view, for which no cache is large enough."""


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
        ledger: Connection,
        feed: Connection,
        reader: Connection,
        searcher: Connection,
    ) -> None:
        self.path = path
        self.ledger = ledger
        self.feed = feed
        self._reader = reader
        self._connections: tuple[Connection, ...] = (searcher, reader, feed, ledger)
        self.search = TicketSearch(searcher, reader)

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
            StoreDamaged: not a database, or a broken one (``schema.set_aside`` moves it away).
            StoreReadOnly, StoreFull: by what the system says.
        """
        with store_errors():
            await asyncio.to_thread(schema.prepare, path)
        writing = asyncio.Lock()
        async with AsyncExitStack() as opened:
            connections: list[Connection] = []
            for name, synchronous, query_only, cache_kib in (
                ("ledger", "FULL", False, WRITER_CACHE_KIB),
                ("feed", "NORMAL", False, WRITER_CACHE_KIB),
                ("reader", "NORMAL", True, READER_CACHE_KIB),
                ("search", "NORMAL", True, None),
            ):
                connection = await Connection.open(
                    path,
                    name,
                    writing,
                    synchronous=synchronous,
                    query_only=query_only,
                    cache_kib=cache_kib,
                )
                opened.push_async_callback(connection.aclose)
                connections.append(connection)
            store = cls(path, *connections)
            opened.pop_all()
        return store

    async def another_search(self) -> TicketSearch:
        """Open a search on a connection of its own, which no other search interrupts.

        Raises:
            StoreError: the local data cannot be read.
        """
        connection = await Connection.open(
            self.path, "search-aside", asyncio.Lock(), synchronous="NORMAL", query_only=True
        )
        self._connections = (connection, *self._connections)
        return TicketSearch(connection, connection)

    async def aclose(self) -> None:
        """Let what was begun end, then close every connection. Safe to call twice."""
        for connection in self._connections:
            await connection.aclose()
