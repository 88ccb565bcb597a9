"""How the view of tickets looks: rows in two lines or one; the table has a look of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from supportdesk_desktop.core.arrangement import ColumnState, Density, ViewLayout
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADING
from supportdesk_desktop.ui.tickets.delegate import CompactDelegate, RowDelegate, TicketDelegate
from supportdesk_desktop.ui.tickets.model import TicketListModel

if TYPE_CHECKING:
    from supportdesk_desktop.ui.tickets.table import TableLook


class Look(Protocol):
    """A way to show tickets. Heights are unscaled pixels."""

    table: bool
    row: int
    row_with_excerpt: int

    @property
    def delegate(self) -> RowDelegate:
        """What draws the rows."""
        ...

    def dress(self) -> None:
        """Arrange the header of the view."""
        ...

    def fit(self) -> None:
        """Follow the width of the view."""
        ...

    def hover(self, row: int) -> None:
        """Note the row under the pointer, -1 for none."""
        ...

    def paint_over(self) -> None:
        """Draw what lies over the rows."""
        ...

    def cut_text(self, row: int, x: int) -> str:
        """Return what is cut off at a place of a row, empty where all is shown."""
        ...


class ListLook:
    """One column without a header."""

    table = False

    def __init__(self, view: QTableView, delegate: TicketDelegate) -> None:
        self._view = view
        self.delegate = delegate
        self.row, self.row_with_excerpt = delegate.ROW, delegate.ROW_WITH_EXCERPT

    def dress(self) -> None:
        """Hide the header; the one column takes the whole width."""
        header = self._view.horizontalHeader()
        header.hide()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def fit(self) -> None:
        """Do nothing: rows are drawn for any width."""

    def hover(self, row: int) -> None:
        """Do nothing: the view draws a row of one cell anew by itself."""

    def paint_over(self) -> None:
        """Do nothing: each row is drawn whole."""

    def cut_text(self, row: int, x: int) -> str:
        """Return what the row cuts off."""
        return self.delegate.cut_text(row, self._view.viewport().width())


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
            delegate = CompactDelegate(self._model, self._view)
            self._lists[layout.density] = ListLook(self._view, delegate)
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


MOST_LOW_HEADINGS = 2000
"""Qt wants a call for each odd height: more headings than these are as high as the rows."""


class LineHeights(QObject):
    """Keeps the sections of a vertical header; the work of an event is that of its own lines."""

    def __init__(self, header: QHeaderView, model: TicketListModel, row: int, tall: int) -> None:
        """Give rows the height ``row``, those with an excerpt ``tall``, in unscaled pixels."""
        super().__init__(header)
        self._header = header
        self._model = model
        self._row, self._tall = row, tall
        self._low_headings = True
        self._before: tuple[int, ...] = ()
        model.modelAboutToBeReset.connect(self._note_odd)
        model.modelReset.connect(self._follow_reset)
        model.rowsInserted.connect(self._size_new)

    @property
    def row(self) -> int:
        """The height of a row, in pixels of the screen."""
        return theme().px(self._row)

    def is_as(self, row: int) -> bool:
        """Return whether rows have this height already."""
        return self._header.defaultSectionSize() == theme().px(row)

    def set_heights(self, row: int, tall: int) -> None:
        """Give other heights, or the same at another scale."""
        self._row, self._tall = row, tall
        self._restore()
        self._header.setDefaultSectionSize(self.row)
        self._size_odd()

    def _restore(self) -> None:
        """Make all heights the same: a header keeps those that are not its default."""
        for line in self._odd():
            self._header.resizeSection(line, self._header.defaultSectionSize())

    def _note_odd(self) -> None:
        self._before = tuple(self._odd())

    def _follow_reset(self) -> None:
        """Size the lines anew; of a long list before a short one hardly any are left to size."""
        self._size_odd()
        odd, count = self._odd(), self._model.rowCount()
        for line in self._before:
            if line < count and line not in odd:
                self._header.resizeSection(line, self._header.defaultSectionSize())
        self._before = ()

    def _size_odd(self) -> None:
        self._low_headings = self._model.heading_count() <= MOST_LOW_HEADINGS
        for line, height in self._odd().items():
            self._header.resizeSection(line, theme().px(height))

    def _size_new(self, _parent: QModelIndex, first: int, last: int) -> None:
        if self._model.matches is not None:
            self._size_odd()
        for line in range(first, last + 1):
            if self._low_headings and self._model.is_heading(line):
                self._header.resizeSection(line, theme().px(HEADING))

    def _odd(self) -> dict[int, int]:
        """Return the lines that are not as high as the others, with their height."""
        headings = self._model.heading_rows() if self._low_headings else ()
        odd = dict.fromkeys(headings, HEADING)
        return odd | dict.fromkeys(self._model.excerpt_rows(), self._tall)
