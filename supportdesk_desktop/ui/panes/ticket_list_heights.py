"""Heights of the lines of a list: headings are low, rows with an excerpt tall."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QHeaderView

from supportdesk_desktop.ui.models.ticket_list import TicketListModel
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADING

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
