"""Saved views: the query that is shown gets a name, a place in the rail and a live count."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVarTuple

from PySide6.QtGui import QGuiApplication

from supportdesk_desktop.core import saved_views
from supportdesk_desktop.core.changes import SettingStored
from supportdesk_desktop.core.links import view_link
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.query_language import Flag, FlagFilter
from supportdesk_desktop.core.saved_views import MOST_VIEWS, SavedView, SavedViewId
from supportdesk_desktop.core.text import one_line
from supportdesk_desktop.ui import timers
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.tickets.search_field import SearchField
from supportdesk_desktop.ui.window.rail import Rail
from supportdesk_desktop.ui.window.toasts import Toast, Undo
from supportdesk_desktop.ui.workspace import Presenter, Workspace

UNDO_S = 6.0
Ts = TypeVarTuple("Ts")
QUIET_MS = 300
"""Milliseconds without a change before the views are counted."""

REST = 5
"""Pause between counts, as a multiple of the time that counting took."""


class SavedViewsPresenter(Presenter):
    """Connects rail, search field and head of the search with the saved views."""

    def __init__(
        self, workspace: Workspace, rail: Rail, pane: TicketListPane, field: SearchField
    ) -> None:
        super().__init__("saved-views", workspace, pane)
        self._rail = rail
        self._section = section = rail.saved_views
        self._pane = pane
        self._field = field
        self._service = workspace.saved_views
        self._naming: SavedViewId | None = None
        self._stale = False
        self._rest_until = 0.0
        self._quiet = timers.timer(
            self, due=lambda: self._tasks.start_alone("count", self._count()), once=True
        )
        section.chosen.connect(self._choose)
        section.moved.connect(lambda one, to: self._change(self._service.move, one, to))
        section.renamed.connect(lambda one, name: self._change(self._service.rename, one, name))
        section.pin_wanted.connect(lambda one, pin: self._change(self._service.pin, one, pin))
        section.naming_wanted.connect(self._ask_new_name)
        section.link_wanted.connect(self._copy_link)
        section.removed.connect(self._remove)
        pane.save_view_requested.connect(self._ask_name)
        pane.view_named.connect(self._name)
        field.textChanged.connect(self._mark)
        for changes in (self._bridge.tickets, self._bridge.marks, self._bridge.notices):
            changes.connect(self.recount)
        self._bridge.stored.connect(self._on_stored)

    async def aclose(self) -> None:
        """End what is being stored or counted."""
        self._quiet.stop()
        await super().aclose()

    def load(self) -> None:
        self._tasks.start("load", self._load())

    def recount(self, _change: object = None) -> None:
        """Schedule a new count: tickets changed, or time passed."""
        self._stale = True
        resting_ms = max(0.0, self._rest_until - timers.monotonic_s()) * 1000
        self._quiet.start(round(max(QUIET_MS, resting_ms)))

    def show_query(self, query: str) -> None:
        """Show a query in the search field, as if it had been typed."""
        self._field.setText(one_line(query))

    async def _load(self) -> None:
        await self._service.load()
        self._show()

    def _on_stored(self, change: SettingStored) -> None:
        if self._service.take(change):
            self._show()

    def _show(self) -> None:
        self._section.show_views(self._service.views)
        self._mark()
        self.recount()

    def _mark(self) -> None:
        """Mark the saved view that has the query in the search field."""
        text = self._field.text()
        view = saved_views.showing(self._service.views, text) if text else None
        self._rail.mark_saved_view(None if view is None else view.id)
        if view is None and _is_of_snoozed(text):
            self._rail.mark_snoozed()

    def _choose(self, view_id: SavedViewId) -> None:
        view = saved_views.find(self._service.views, view_id)
        if view is not None:
            self.show_query(view.query)
            self._mark()

    # Names.

    def _ask_name(self) -> None:
        """Ask for a name for the query shown; that of a saved view is renamed."""
        query = one_line(self._field.text())
        if not query:
            return
        shown = saved_views.showing(self._service.views, query)
        if shown is None and len(self._service.views) >= MOST_VIEWS:
            self._say(self.tr("%n vue(s) au plus : retirez-en une d’abord.", "", MOST_VIEWS))
            return
        self._naming = None if shown is None else shown.id
        name = saved_views.name_of(query) if shown is None else shown.name
        self._pane.summary().ask_name(name)

    def _ask_new_name(self, view_id: SavedViewId) -> None:
        self._choose(view_id)
        self._ask_name()

    def _name(self, name: str) -> None:
        naming, query = self._naming, self._field.text()
        if naming is not None:
            self._change(self._service.rename, naming, name)
        elif one_line(query):
            self._change(self._save, name, query)

    async def _save(self, name: str, query: str) -> None:
        view = await self._service.add(name, query)
        if view is not None:
            text = self.tr("Vue « {name} » enregistrée")
            self._tell(Toast(text.format(name=view.name)))

    # Changes.

    def _change(self, work: Callable[[*Ts], Coroutine[Any, Any, None]], *args: *Ts) -> None:
        self._tasks.start("change", self._changed(work, *args))

    async def _changed(self, work: Callable[[*Ts], Coroutine[Any, Any, None]], *args: *Ts) -> None:
        """Make a change, then show the views, also where it could not be stored."""
        await self._run_or_explain(work, *args)
        self._show()

    def _remove(self, view_id: SavedViewId) -> None:
        views = self._service.views
        view = saved_views.find(views, view_id)
        if view is not None:
            self._change(self._remove_view, view, views.index(view))

    async def _remove_view(self, view: SavedView, place: int) -> None:
        await self._service.remove(view.id)
        text = self.tr("Vue « {name} » retirée").format(name=view.name)
        undo = Undo(UNDO_S, lambda: self._change(self._service.restore, view, place))
        self._tell(Toast(text, undo=undo))

    def _copy_link(self, view_id: SavedViewId) -> None:
        view = saved_views.find(self._service.views, view_id)
        if view is not None:
            QGuiApplication.clipboard().setText(view_link(view.query))
            text = self.tr("Lien de la vue « {name} » copié")
            self._tell(Toast(text.format(name=view.name)))

    # Counts.

    async def _count(self) -> None:
        """Count every view, one after the other, then rest."""
        self._stale = False
        began = timers.monotonic_s()
        for view in self._service.views:
            count = await self._service.count(view)
            self._section.show_count(view.id, count)
        ended = timers.monotonic_s()
        self._rest_until = ended + REST * (ended - began)
        if self._stale:
            self.recount()


def _is_of_snoozed(text: str) -> bool:
    """Return whether a query finds every ticket that is put off, and no other."""
    return parse(text).nodes == (FlagFilter((Flag.SNOOZED,)),)
