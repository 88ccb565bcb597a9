"""Saved views kept in the settings of the profile, and how many tickets each finds."""

from __future__ import annotations

import contextlib
import uuid

import msgspec

from supportdesk_desktop.core import saved_views
from supportdesk_desktop.core.changes import SettingStored
from supportdesk_desktop.core.links import one_line
from supportdesk_desktop.core.query import LONGEST_QUERY, parse
from supportdesk_desktop.core.saved_view import MOST_VIEWS, SavedView, SavedViewId, Views
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.store import search, settings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.settings import SAVED_VIEWS


class SavedViewService:
    """Every change is on disk when its method returns. The order is that of the rail."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock
        self.views: Views = ()

    async def load(self) -> Views:
        """Read the views; what is not readable any more is none.

        Raises:
            StoreError: the local data cannot be read.
        """
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
        """Put a removed view back at its place.

        Raises:
            StoreError: it could not be stored.
        """
        await self._keep(saved_views.added(self.views, view, at))

    async def remove(self, view_id: SavedViewId) -> None:
        """Remove a view.

        Raises:
            StoreError: it could not be stored.
        """
        await self._keep(saved_views.removed(self.views, view_id))

    async def rename(self, view_id: SavedViewId, name: str) -> None:
        """Give a view another name; an empty one changes nothing.

        Raises:
            StoreError: it could not be stored.
        """
        await self._keep(saved_views.renamed(self.views, view_id, name))

    async def pin(self, view_id: SavedViewId, pinned: bool) -> None:
        """Keep a view among the first, or no longer.

        Raises:
            StoreError: it could not be stored.
        """
        await self._keep(saved_views.pinned(self.views, view_id, pinned))

    async def move(self, view_id: SavedViewId, to: int) -> None:
        """Move a view to a place, counted from 0.

        Raises:
            StoreError: it could not be stored.
        """
        await self._keep(saved_views.moved(self.views, view_id, to))

    async def count(self, view: SavedView) -> int:
        """Return how many tickets a view finds; it neither stops a search nor is stopped by one.

        Raises:
            StoreError: the local data cannot be read.
        """
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
