"""The looks of a list of tickets, each made when it is first wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTableView, QWidget

from supportdesk_desktop.core.arrangement import ColumnState, Density, ViewLayout
from supportdesk_desktop.ui.tickets.look import ListLook, Look
from supportdesk_desktop.ui.tickets.model import TicketListModel

if TYPE_CHECKING:
    from supportdesk_desktop.ui.tickets.table import TableLook


class ListLooks(QObject):
    """Keeps the looks of one view: the first paint has that in which the view was made."""

    columns_chosen = Signal(object)
    """The ``ColumnState`` of each column of the table, to be kept."""
    sort_wanted = Signal(object)
    """A ``SortBy`` whose title was clicked."""

    def __init__(self, view: QTableView, model: TicketListModel, first: Look) -> None:
        """Begin with the look that ``view`` has."""
        super().__init__(view)
        self._view = view
        self._model = model
        self._lists: dict[Density, Look] = {Density.COMFORTABLE: first}
        self._table: TableLook | None = None
        self._columns: Sequence[ColumnState] = ()

    def look_of(self, layout: ViewLayout) -> Look:
        """Return the look of a layout."""
        if layout.table:
            table = self._the_table()
            table.set_density(layout.density)
            return table
        if layout.density not in self._lists:
            from supportdesk_desktop.ui.tickets.compact_delegate import CompactDelegate

            delegate = CompactDelegate(self._model, self._view)
            self._lists[layout.density] = ListLook(self._view, self._model, delegate)
        return self._lists[layout.density]

    def set_columns(self, columns: Sequence[ColumnState]) -> None:
        """Show the columns of the table as they were kept."""
        self._columns = columns
        if self._table is not None:
            self._table.set_columns(columns)

    def offer_columns(self, under: QWidget) -> None:
        """Let the agent choose the columns of the table, by a menu under a button."""
        self._the_table().offer_columns(under)

    def _the_table(self) -> TableLook:
        if self._table is None:
            from supportdesk_desktop.ui.tickets.table import TableLook

            self._table = look = TableLook(self._view, self._model)
            look.set_columns(self._columns)
            look.columns_changed.connect(self.columns_chosen)
            look.sort_wanted.connect(self.sort_wanted)
        return self._table
