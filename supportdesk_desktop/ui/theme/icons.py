"""The app's own icons as pixmaps in a token's colour, drawn on demand and kept."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from supportdesk_desktop.resources import resource


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def draw_icon(name: str, colour: QColor, ground: QColor, side: int, ratio: float) -> QPixmap:
    """Return one icon as a square pixmap.

    QtSvg does not resolve ``currentColor``, so the word is replaced before rendering; white inside
    an icon (the mark in the critical priority) stands for the ground below it.

    Args:
        name: file name under ``resources/icons`` without its ending.
        colour: what takes the place of ``currentColor``.
        ground: what takes the place of white.
        side: logical pixels.
        ratio: device pixels for a logical one.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    svg = _source(name).replace("currentColor", colour.name()).replace("#FFFFFF", ground.name())
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
