"""Plain grounds, drawn so that the first paint need not know every kind of brush."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter


def fill(painter: QPainter, area: QRect, colour: QColor) -> None:
    """Fill an area with a colour; pen, brush and antialiasing are others afterwards.

    Where a pixel is no whole number of the screen's, a smooth edge would leave a seam between two
    grounds that meet, and make a hairline fainter in one row than in the next.

    To tell the kinds of its arguments apart, PySide loads gradients and their 169 named ones at
    the first ``fillRect``: 1.5 ms.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(area)
