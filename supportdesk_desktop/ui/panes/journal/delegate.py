"""Draws the journal's cells under their headers, the chosen row with a bar."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from supportdesk_desktop.ui.theme import theme

_INSET = 9
_BAR = 3


class JournalDelegate(QStyledItemDelegate):
    """Insets the text to where the header's begins."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the ground, then the cell as usual."""
        shown = QStyleOptionViewItem(option)
        if shown.state & QStyle.StateFlag.State_Selected:
            look = theme()
            painter.fillRect(shown.rect, look.palette.selected)
            if index.column() == 0:
                bar = QRectF(shown.rect)
                bar.setWidth(_BAR)
                painter.fillRect(bar, look.palette.focus)
        shown.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        shown.rect.adjust(_INSET, 0, 0, 0)
        super().paint(painter, shown, index)
