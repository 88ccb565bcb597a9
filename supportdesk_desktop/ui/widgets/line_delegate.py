"""A delegate for lists of lines that are drawn by hand."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from supportdesk_desktop.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex


class LineDelegate(QStyledItemDelegate):
    """Hands the line that the model has under ``role`` to ``paint_line``, painter saved."""

    role: int = Qt.ItemDataRole.UserRole

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line; what does not fit is elided."""
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
