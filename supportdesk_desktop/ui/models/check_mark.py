"""The box of a row that can be chosen with others: empty, ticked, or with a dash for some."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from supportdesk_desktop.ui.theme import theme

BOX = 16
_RADIUS = 4


def paint_box(painter: QPainter, x: float, middle: float, state: Qt.CheckState) -> None:
    """Draw a box with its left edge at ``x`` around the height ``middle``."""
    look = theme()
    colours, side = look.palette, look.px(BOX)
    box = QRectF(x + 0.5, round(middle - side / 2) + 0.5, side - 1, side - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == Qt.CheckState.Unchecked:
        painter.setPen(QPen(colours.borderstrong, 1.2))
        painter.setBrush(colours.surface)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.accent)
    painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), _RADIUS, _RADIUS)
    icon = "minus" if state == Qt.CheckState.PartiallyChecked else "check"
    pixmap = look.pixmap(icon, "onaccent", 12)
    inset = (side - look.px(12)) / 2
    painter.drawPixmap(QPointF(x + inset, box.y() - 0.5 + inset), pixmap)
