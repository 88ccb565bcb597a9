"""How the view of tickets looks: rows in two lines or one; the table has a look of its own."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QAbstractItemDelegate, QHeaderView, QTableView

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADING
from supportdesk_desktop.ui.tickets.delegate import TicketDelegate
from supportdesk_desktop.ui.tickets.model import TicketListModel


class RowPainter(Protocol):
    """What the view tells and asks the delegate of a look."""

    now_ms: int
    ring: bool
    chosen_row: int
    hovered_row: int
    painted: list[TicketId]

    def reword(self) -> None:
        """Take the words in a new language."""
        ...


class Look(Protocol):
    """A way to show tickets. Heights are unscaled pixels."""

    table: bool
    row: int
    row_with_excerpt: int

    @property
    def painter(self) -> RowPainter:
        """What draws the rows."""
        ...

    @property
    def delegate(self) -> QAbstractItemDelegate:
        """The same as the delegate of a view."""
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

    def __init__(self, view: QTableView, model: TicketListModel, delegate: TicketDelegate) -> None:
        """Draw with ``delegate``."""
        self._view = view
        self._model = model
        self.delegate = delegate
        self.row, self.row_with_excerpt = delegate.ROW, delegate.ROW_WITH_EXCERPT

    @property
    def painter(self) -> RowPainter:
        """What draws the rows."""
        return self.delegate

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
        index = self._model.index(row, 0)
        return self.delegate.cut_text(self._model, index, self._view.viewport().width())


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
