"""How a bar of a chart is filled: told apart without colour (``design/tokens.md``, row states)."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from supportdesk_desktop.ui.theme import Theme

_EDGE, _RADIUS = 1.3, 2.0
_HATCH_EVERY, _DOT_EVERY = 5.0, 9.0


class Fill(Enum):
    """The look of a bar, or of a part of one."""

    SOLID = auto()
    HATCHED = auto()
    REPLAYED = auto()
    RELOADED = auto()
    ONGOING = auto()


_BLIND = frozenset({Fill.REPLAYED, Fill.RELOADED, Fill.ONGOING})


def draw_fill(painter: QPainter, box: QRectF, fill: Fill, look: Theme) -> None:
    """Draw a bar that takes ``box``: solid, hatched, or hollow with dots."""
    if box.height() <= 0 or box.width() <= 0:
        return
    colours = look.palette
    line = colours.warnline if fill in _BLIND else colours.focus
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if fill in (Fill.SOLID, Fill.ONGOING):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(line)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    else:
        half = min(_EDGE / 2, box.height() / 2)
        edge = box.adjusted(half, half, -half, -half)
        painter.setPen(QPen(line, _EDGE))
        painter.setBrush(colours.warnbg if fill is Fill.REPLAYED else colours.surface)
        painter.drawRoundedRect(edge, _RADIUS, _RADIUS)
        _draw_pattern(painter, edge, fill)
    painter.restore()


def _draw_pattern(painter: QPainter, edge: QRectF, fill: Fill) -> None:
    inside = QPainterPath()
    inside.addRoundedRect(edge, _RADIUS, _RADIUS)
    painter.setClipPath(inside, Qt.ClipOperation.IntersectClip)
    if fill is Fill.RELOADED:
        painter.setBrush(painter.pen().color())
        painter.setPen(Qt.PenStyle.NoPen)
        at = QPointF(edge.center().x(), edge.bottom() - _DOT_EVERY / 2)
        while at.y() > edge.top() + 2:
            painter.drawEllipse(at, _EDGE, _EDGE)
            at.setY(at.y() - _DOT_EVERY)
        return
    # One origin for all bars: the lines of neighbours run on.
    start = edge.left() - edge.height()
    start -= (start + edge.bottom()) % _HATCH_EVERY
    while start < edge.right():
        painter.drawLine(QPointF(start, edge.bottom()), QPointF(start + edge.height(), edge.top()))
        start += _HATCH_EVERY
