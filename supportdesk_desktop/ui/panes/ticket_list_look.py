"""How the view of tickets looks: rows in two lines or one; the table has a look of its own."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QAbstractItemDelegate, QHeaderView, QTableView

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.ui.models.ticket_delegate import TicketDelegate
from supportdesk_desktop.ui.models.ticket_list import TicketListModel


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
