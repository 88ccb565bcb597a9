"""The store of one profile: its connections, and what each is for."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from supportdesk_desktop.store import schema
from supportdesk_desktop.store.actions import ActionShelf
from supportdesk_desktop.store.connection import Connection
from supportdesk_desktop.store.customers import CustomerBook
from supportdesk_desktop.store.drafts import DraftShelf
from supportdesk_desktop.store.failures import store_errors
from supportdesk_desktop.store.feed_state import FeedStateStore
from supportdesk_desktop.store.filings import FilingLedger
from supportdesk_desktop.store.marks import MarkShelf
from supportdesk_desktop.store.notices import NoticeLedger
from supportdesk_desktop.store.open_spans import OpenSpans
from supportdesk_desktop.store.pacing import Pacing
from supportdesk_desktop.store.reminders import ReminderShelf
from supportdesk_desktop.store.search import TicketSearch
from supportdesk_desktop.store.selections import SelectionShelf
from supportdesk_desktop.store.settings import Settings
from supportdesk_desktop.store.statistics import StatisticsReads
from supportdesk_desktop.store.tag_book import TagBook
from supportdesk_desktop.store.tickets import TicketStore

WRITER_CACHE_KIB = 500
"""Some hundred pages are touched by an event; a look at all that is held would leave 2,000 full."""

READER_CACHE_KIB = 512
"""It reads either a few rows or, once, all of a view, for which no cache is large enough."""


class Store:
    """Open with ``await Store.open(path)``, close with ``aclose``.

    Four connections: the ledger (``synchronous=FULL``: filings, drafts and settings survive a
    power cut), the feed (``NORMAL``: what a power cut takes is replayed), one reader, and one
    reader that searches and may be interrupted.
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
        self._connections: tuple[Connection, ...] = (searcher, reader, feed, ledger)
        self.tickets = TicketStore(feed, reader)
        self.notices = NoticeLedger(feed, reader)
        self.feed_state = FeedStateStore(feed, reader, path.parent.name)
        self.pacing = Pacing(feed, reader)
        self.open_spans = OpenSpans(feed, reader)
        self.statistics = StatisticsReads(reader)
        self.customers = CustomerBook(feed, reader)
        self.tag_book = TagBook(feed, reader)
        self.filings = FilingLedger(ledger, reader)
        self.drafts = DraftShelf(ledger)
        self.actions = ActionShelf(ledger)
        self.marks = MarkShelf(ledger)
        self.reminders = ReminderShelf(ledger, reader)
        self.settings = Settings(ledger)
        self.selections = SelectionShelf(feed, reader)
        self.search = TicketSearch(searcher, reader)

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
