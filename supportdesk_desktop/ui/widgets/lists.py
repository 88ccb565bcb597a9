"""Lists of lines: a delegate that draws them by hand, a table from which they can be copied."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
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


class LineDelegate(QStyledItemDelegate):
    """Hands the line that the model has under ``role`` to ``paint_line``, painter saved."""

    role: int = Qt.ItemDataRole.UserRole

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_line(painter, QRect(option.rect), index.data(self.role), option.state)
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
