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

    def attach(self, palette: Palette) -> None:
        palette.opened.connect(lambda: self._show_views(palette))
        palette.wanted.connect(lambda text, limit: self._find(palette, text, limit))
        palette.ticket_chosen.connect(self._open_ticket)

    def _show_views(self, palette: Palette) -> None:
        palette.set_views([of_saved_view(view) for view in self._workspace.saved_views.views])

    def _find(self, palette: Palette, text: str, limit: Kind | None) -> None:
        most = FEW if limit is None else MANY
        self._tasks.replace("find", self._show_found(palette, text, most))

    async def _show_found(self, palette: Palette, text: str, most: int) -> None:
        lang = language_now()
        try:
            found = await self._workspace.search.suggest(text, lang, most)
        except DeskError:
            # The strip says what is wrong with the local data; commands are offered all the same.
            found = PaletteFound()
        if found is not None:
            customers = [of_customer(one, query_of_customer(one, lang)) for one in found.customers]
            entries = [*map(of_query, found.queries), *map(of_ticket, found.tickets), *customers]
            palette.show_found(text, entries)
