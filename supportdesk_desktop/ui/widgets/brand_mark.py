"""The mark of the product: a ticket with a tick, drawn so that no file is read for it."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.ui.theme import theme

_UNITS = 28.0


def draw_brand_mark(painter: QPainter, area: QRectF, ground: QColor, ink: QColor) -> None:
    """Draw the mark filling ``area``: a ticket in ``ink`` on a rounded square of ``ground``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / _UNITS, area.height() / _UNITS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0, 0, _UNITS, _UNITS), 6.5, 6.5)
    painter.setBrush(ink)
    painter.drawRoundedRect(QRectF(5.4, 8.4, 17.2, 11.2), 2.2, 2.2)
    painter.setBrush(ground)
    painter.drawEllipse(QPointF(5.2, 14), 1.9, 1.9)
    painter.drawEllipse(QPointF(22.8, 14), 1.9, 1.9)
    pen = QPen(ground, 1.9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(10.6, 14.2), QPointF(13.2, 16.6), QPointF(17.6, 11.6)])
    painter.restore()


def brand_icon() -> QtGui.QIcon:
    """Return the mark as the icon of the window and the application."""
    icon = QtGui.QIcon()
    look = theme()
    for size in (16, 32, 48, 64, 128):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_brand_mark(
            painter, QRectF(0, 0, size, size), look.palette.accent, look.palette.onaccent
        )
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class BrandMark(QWidget):
    """The mark as a widget of ``units`` unscaled pixels."""

    def __init__(self, units: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units = units

    def sizeHint(self) -> QSize:
        side = theme().px(self._units)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        side = min(self.width(), self.height())
        painter = QPainter(self)
        draw_brand_mark(
            painter, QRectF(0, 0, side, side), look.palette.accent, look.palette.onaccent
        )
        painter.end()
