"""Searching the tickets, completing what is typed, and saved views."""

from __future__ import annotations

import contextlib
import uuid

import msgspec

from supportdesk_desktop.core import saved_views
from supportdesk_desktop.core.changes import SettingStored
from supportdesk_desktop.core.drafts import KnownCustomer
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.links import LONGEST_QUERY
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.query_completion import (
    Completing,
    as_typed,
    fixed_values,
    key_names,
    matching,
)
from supportdesk_desktop.core.query_language import Key, Query, name_of
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.saved_views import MOST_VIEWS, SavedView, SavedViewId, Views
from supportdesk_desktop.core.text import one_line
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.store import directory, metadata, search, settings, tickets
from supportdesk_desktop.store.engine import QueryConnection, Store
from supportdesk_desktop.store.schema import QueryInterrupted
from supportdesk_desktop.store.search import FIRST_PAGE, PageMark
from supportdesk_desktop.store.settings import SAVED_VIEWS
from supportdesk_desktop.system.clock import Clock

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
    """The number of tickets found, of those stored."""

    found: int
    stored: int


MOST = 20
"""Keys or values that are offered at most."""

FEWEST_LETTERS = 2
"""A single letter would bring every priority to mind."""


class PaletteFound(msgspec.Struct, frozen=True):
    """Tickets newest first, customers used last first, and queries as they are typed."""

    queries: tuple[str, ...] = ()
    tickets: tuple[TicketRow, ...] = ()
    customers: tuple[KnownCustomer, ...] = ()


class SearchService:
    """Finds tickets among everything stored on this computer, those that left included."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._aside: QueryConnection | None = None
        """The palette's own, so that it does not interrupt the search of the list."""

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

    async def offers(self, place: Completing, lang: str) -> tuple[str, ...]:
        """Return at most twenty keys or values, best first; keys end in ``:`` or ``.``.

        Args:
            place: the piece that is typed.
            lang: ``fr`` or ``en``, for the words of the language.

        Raises:
            StoreError: the local data cannot be read.
        """
        if place.key is None:
            return matching(key_names(lang), place.typed)[:MOST]
        known = fixed_values(place.key, lang) or await self._stored(place)
        return matching(known, place.typed)[:MOST]

    async def _stored(self, place: Completing) -> tuple[str, ...]:
        store = self._store
        match place.key:
            case Key.TAG:
                return tuple(tag.name for tag in await store.read(directory.read_tags) if tag.name)
            case Key.CATEGORY:
                return tuple(await store.read(tickets.categories))
            case Key.CUSTOMER:
                found = await store.read(directory.matching_customers, place.typed, MOST)
                return tuple(customer.name or customer.external_id for customer in found)
            case Key.META if place.path is None:
                return tuple(f"{key}:" for key in await store.read(metadata.keys))
            case Key.META:
                assert place.path is not None
                return tuple(await store.read(metadata.values, place.path))
            case _:
                return ()

    async def suggest(self, typed: str, lang: str, limit: int) -> PaletteFound | None:
        """Return what the palette offers for a text; None where a newer one took its place.

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
        customers = await self._store.read(directory.matching_customers, typed, limit)
        return PaletteFound((*queries, typed), tuple(tickets), tuple(customers))

    async def _tickets(self, query: str, limit: int) -> list[TicketRow]:
        if self._aside is None:
            self._aside = await self._store.another_search()
        page = await self._aside.begin(
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


class SavedViewService(Service):
    """Every change is on disk when its method returns. The order is that of the rail."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        super().__init__(store, bus, clock)
        self.views: Views = ()

    async def load(self) -> Views:
        """Read the views; what is not readable any more is none. Raises ``StoreError``."""
        stored = await self._store.ledger.read(settings.get, SAVED_VIEWS, tuple[SavedView, ...])
        self.views = saved_views.bounded(stored or ())
        return self.views

    def take(self, change: SettingStored) -> bool:
        """Take what another window stored; returns whether the views are others now."""
        if change.name != SAVED_VIEWS:
            return False
        before = self.views
        with contextlib.suppress(msgspec.MsgspecError):
            self.views = saved_views.bounded(msgspec.json.decode(change.value, type=Views))
        return self.views != before

    async def add(self, name: str, query: str) -> SavedView | None:
        """Save a query under a name, at the end; None where there are ``MOST_VIEWS`` already.

        Raises:
            StoreError: it could not be stored.
            ValueError: name or query are empty.
        """
        view = SavedView(
            SavedViewId(uuid.uuid4().hex),
            saved_views.name_of(name),
            one_line(query)[:LONGEST_QUERY],
        )
        if not (view.name and view.query):
            raise ValueError("a saved view has a name and a query")
        if len(self.views) >= MOST_VIEWS:
            return None
        await self._keep(saved_views.added(self.views, view))
        return view

    async def restore(self, view: SavedView, at: int) -> None:
        """Put a removed view back at its place. Raises ``StoreError``."""
        await self._keep(saved_views.added(self.views, view, at))

    async def remove(self, view_id: SavedViewId) -> None:
        """Remove a view. Raises ``StoreError``."""
        await self._keep(saved_views.removed(self.views, view_id))

    async def rename(self, view_id: SavedViewId, name: str) -> None:
        """Give a view another name; an empty one changes nothing. Raises ``StoreError``."""
        await self._keep(saved_views.renamed(self.views, view_id, name))

    async def pin(self, view_id: SavedViewId, pinned: bool) -> None:
        """Keep a view among the first, or no longer. Raises ``StoreError``."""
        await self._keep(saved_views.pinned(self.views, view_id, pinned))

    async def move(self, view_id: SavedViewId, to: int) -> None:
        """Move a view to a place, counted from 0. Raises ``StoreError``."""
        await self._keep(saved_views.moved(self.views, view_id, to))

    async def count(self, view: SavedView) -> int:
        """Return how many tickets a view finds, beside any search. Raises ``StoreError``."""
        return await self._store.read(search.count, parse(view.query), self._clock.wall_ms())

    async def _keep(self, views: Views) -> None:
        if views != self.views:
            # A second change while this one is stored must begin with its outcome.
            before, self.views = self.views, views
            try:
                await self._store.ledger.write(settings.put, SAVED_VIEWS, views)
            except BaseException:
                self.views = before
                raise
            self._bus.publish(SettingStored(SAVED_VIEWS, msgspec.Raw(msgspec.json.encode(views))))
