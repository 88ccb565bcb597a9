"""Lists of lines: a delegate that draws them by hand, a table from which they can be copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QStandardItem
from PySide6.QtWidgets import (
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.focus import FocusRing

Index = QModelIndex | QPersistentModelIndex


def line_item(line: object, spoken: str) -> QStandardItem:
    """Return a line for the model of a list, itself under ``UserRole``, told by its words."""
    item = QStandardItem(spoken)
    item.setData(line, Qt.ItemDataRole.UserRole)
    item.setToolTip(texts.tip(spoken))
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    return item


class LineModel(QAbstractListModel):
    """Lines by hand: each under ``UserRole``, with its title and its accessible text."""

    def __init__(
        self,
        key: Callable[[Any], object],
        title: Callable[[Any], str],
        spoken: Callable[[Any], str],
        parent: QObject | None = None,
    ) -> None:
        """Make an empty list; ``key`` tells a line from all others."""
        super().__init__(parent)
        self._lines: Sequence[Any] = ()
        self._key, self._title, self._spoken = key, title, spoken

    def set_lines(self, lines: Sequence[Any]) -> None:
        """Replace all lines.

        Rows change in place where only the content of lines changed, so that selection and
        scroll stay.
        """
        if [*map(self._key, lines)] == [*map(self._key, self._lines)]:
            self._lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line_at(self, row: int) -> Any:
        """Return the line of a row, None where there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, key: object) -> int:
        """Return the row of the line with this key, -1 where it is not listed."""
        return next((at for at, line in enumerate(self._lines) if self._key(line) == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line)
        return texts.tip(self._spoken(line)) if role == Qt.ItemDataRole.ToolTipRole else None


class LineDelegate(QStyledItemDelegate):
    """Hands the line that the model has under ``UserRole`` to ``paint_line``, painter saved."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = index.data(Qt.ItemDataRole.UserRole)
        self.paint_line(painter, QRect(option.rect), line, option.state)
        painter.restore()

    def paint_line(
        self, painter: QPainter, rect: QRect, line: object, state: QStyle.StateFlag
    ) -> None:
        """Draw what the model has for one line."""

    def paint_ground(self, painter: QPainter, area: QRectF, state: QStyle.StateFlag) -> bool:
        """Draw the ground of a line that is selected or under the pointer; return if selected."""
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme().colour("selected" if selected else "hover"))
        return selected


class CopyTable(QTableView):
    """Chooses whole lines; Tab leaves the table instead of going from cell to cell."""

    copy_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._ring = FocusRing(self)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)

    def chosen_rows(self) -> list[int]:
        """Return the rows that are chosen, from the top."""
        return sorted({index.row() for index in self.selectedIndexes()})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        else:
            super().keyPressEvent(event)
