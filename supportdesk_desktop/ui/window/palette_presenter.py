"""Fills the palette from the store, as one types: the newest text wins."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.services.search import PaletteFound, query_of_customer
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.window.palette import Palette
from supportdesk_desktop.ui.window.palette_lines import (
    Entry,
    Kind,
    of_customer,
    of_query,
    of_saved_view,
    of_ticket,
)
from supportdesk_desktop.ui.workspace import Presenter, Workspace

FEW, MANY = 6, 60
"""Tickets or customers shown: beside the other kinds, and alone."""


class PalettePresenter(Presenter):
    """Serves the palette once it is built."""

    def __init__(
        self, workspace: Workspace, open_ticket: Callable[[TicketId], None], parent: QObject
    ) -> None:
        super().__init__("palette", workspace, parent)
        self._open_ticket = open_ticket
        self._palette: Palette | None = None

    def attach(self, palette: Palette) -> None:
        """Serve this palette."""
        self._palette = palette
        palette.opened.connect(self._load_views)
        palette.wanted.connect(self._find)
        palette.ticket_chosen.connect(self._open_ticket)

    def _load_views(self) -> None:
        if self._palette is not None:
            views = self._workspace.saved_views.views
            self._palette.set_views([of_saved_view(view) for view in views])

    def _find(self, text: str, limit: Kind | None) -> None:
        self._tasks.replace("find", self._show_found(text, FEW if limit is None else MANY))

    async def _show_found(self, text: str, limit: int) -> None:
        try:
            found = await self._workspace.search.suggest(text, language_now(), limit)
        except DeskError:
            # The strip says what is wrong with the local data; commands are offered all the same.
            found = PaletteFound()
        if found is not None and self._palette is not None:
            self._palette.show_found(text, _entries(found))


def _entries(found: PaletteFound) -> list[Entry]:
    lang = language_now()
    return [
        *(of_query(query) for query in found.queries),
        *(of_ticket(row) for row in found.tickets),
        *(of_customer(one, query_of_customer(one, lang)) for one in found.customers),
    ]
