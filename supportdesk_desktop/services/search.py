"""Searching as one types: the newest query wins, the one before is interrupted."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.query_nodes import Query
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.store import search, tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.schema import QueryInterrupted
from supportdesk_desktop.store.search import FIRST_PAGE, PageMark

__all__ = ["FIRST_PAGE", "SearchCount", "SearchResult", "SearchService"]


class SearchResult(msgspec.Struct, frozen=True):
    """One page of a query, how it was understood, and how long it took (milliseconds).

    ``excerpts`` has a line of the description for rows that match there alone.
    """

    query: Query
    held_only: bool
    rows: tuple[TicketRow, ...]
    next: PageMark | None
    took_ms: float
    excerpts: dict[TicketId, str] = {}


class SearchCount(msgspec.Struct, frozen=True):
    """How many tickets were found of how many stored."""

    found: int
    stored: int


class SearchService:
    """Finds tickets among everything stored on this computer, those that left included."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def find(
        self, text: str, *, held_only: bool = False, limit: int | None = None
    ) -> SearchResult | None:
        """Return the first page of what was typed; None where a newer query took its place.

        Args:
            text: the query as typed.
            held_only: leave out the tickets that left.
            limit: rows at most, to read again what several pages brought.

        Raises:
            StoreError: the local data cannot be read.
        """
        return await self._page(parse(text), held_only, None, limit)

    async def more(self, result: SearchResult) -> SearchResult | None:
        """Return the page after this one; None where there is none, or a newer query came."""
        if result.next is None:
            return None
        return await self._page(result.query, result.held_only, result.next)

    async def count(self, result: SearchResult) -> SearchCount | None:
        """Count what a query finds, after its first page; None where a newer query came."""
        try:
            found = await self._store.search.go_on(
                search.count, result.query, self._clock.wall_ms(), held_only=result.held_only
            )
        except QueryInterrupted:
            return None
        return SearchCount(found, await self._store.read(tickets.total))

    async def _page(
        self, query: Query, held_only: bool, after: PageMark | None, limit: int | None = None
    ) -> SearchResult | None:
        began_ns = self._clock.monotonic_ns()
        try:
            # Only a first page is a new query: a further one must not stop the count of its own.
            read = self._store.search.begin if after is None else self._store.search.go_on
            page = await read(
                search.page,
                query,
                self._clock.wall_ms(),
                after=after,
                held_only=held_only,
                limit=limit,
            )
        except QueryInterrupted:
            return None
        took_ms = (self._clock.monotonic_ns() - began_ns) / 1e6
        return SearchResult(query, held_only, page.rows, page.next, took_ms, page.excerpts)
