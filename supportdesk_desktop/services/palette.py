"""What the palette finds in the store: tickets, customers, and queries that come to mind."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.customers import KnownCustomer
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.query_completion import as_typed, fixed_values, matching
from supportdesk_desktop.core.query_words import Key, name_of
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.store import customers as stored_customers
from supportdesk_desktop.store import search
from supportdesk_desktop.store.engine import QueryConnection, Store
from supportdesk_desktop.store.schema import QueryInterrupted

FEWEST_LETTERS = 2
"""A single letter would bring every priority to mind."""


class PaletteFound(msgspec.Struct, frozen=True):
    """Tickets newest first, customers used last first, and queries as they are typed."""

    queries: tuple[str, ...] = ()
    tickets: tuple[TicketRow, ...] = ()
    customers: tuple[KnownCustomer, ...] = ()


class PaletteService:
    """Searches on a connection of its own, so that the list's search is not interrupted."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._search: QueryConnection | None = None

    async def find(self, typed: str, lang: str, limit: int) -> PaletteFound | None:
        """Return what is found for a text; None where a newer one took its place.

        Args:
            typed: words, or a query.
            lang: ``fr`` or ``en``, for the words of queries.
            limit: tickets and customers at most, each.

        Raises:
            StoreError: the local data cannot be read.
        """
        if not typed:
            return PaletteFound()
        queries = suggested_queries(typed, lang)
        try:
            tickets = await self._tickets(typed, limit)
            for query in queries:
                if len(tickets) >= limit:
                    break
                known = {row.id for row in tickets}
                more = await self._tickets(query, limit)
                tickets += [row for row in more if row.id not in known][: limit - len(tickets)]
        except QueryInterrupted:
            return None
        customers = await self._store.read(stored_customers.matching, typed, limit)
        return PaletteFound((*queries, typed), tuple(tickets), tuple(customers))

    async def _tickets(self, query: str, limit: int) -> list[TicketRow]:
        if self._search is None:
            self._search = await self._store.another_search()
        page = await self._search.begin(
            search.page, parse(query), self._clock.wall_ms(), limit=limit
        )
        return list(page.rows)


def suggested_queries(typed: str, lang: str) -> tuple[str, ...]:
    """Return queries by priority or status whose value begins as typed."""
    if len(typed) < FEWEST_LETTERS:
        return ()
    return tuple(
        f"{name_of(key, lang)}:{as_typed(value)}"
        for key in (Key.PRIORITY, Key.STATUS)
        for value in matching(fixed_values(key, lang), typed)
    )


def query_of_customer(customer: KnownCustomer, lang: str) -> str:
    """Return the query that finds the tickets of a customer."""
    return f"{name_of(Key.CUSTOMER, lang)}:{as_typed(customer.external_id)}"
