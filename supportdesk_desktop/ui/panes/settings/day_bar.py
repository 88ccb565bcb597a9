"""The 24 hours of today: quiet ones hatched, the present time as a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from supportdesk_desktop.core.quiet_hours import MINUTES_A_DAY, Stretch
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.widgets.flat_button import draw_text

_BAR, _LINE, _HOURS = 12, 16, 18
_MARKED_HOURS = (0, 6, 12, 18, 24)
_HATCH = 5.0


class DayBar(QWidget):
    """Only shows; the lines above it are what is changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("day-bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stretches: Sequence[Stretch] = ()
        self._now = 0
        theme().changed.connect(self.updateGeometry)

    def show_day(self, stretches: Sequence[Stretch], now: datetime) -> None:
        """Show the quiet minutes of a day and its present time."""
        self._stretches, self._now = stretches, now.hour * 60 + now.minute
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for bar and hours."""
        return QSize(theme().px(240), theme().px(_LINE + _HOURS))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar, quiet stretches, present time and hours."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = look.px(_LINE - _BAR) / 2
        bar = QRectF(0.65, top, self.width() - 1.3, look.px(_BAR))
        painter.setPen(QPen(look.palette.borderstrong, 1.3))
        painter.setBrush(look.palette.surface)
        painter.drawRoundedRect(bar, 2, 2)
        for start, end in self._stretches:
            left, right = self._x(bar, start), self._x(bar, end)
            _draw_quiet(
                painter, QRectF(left, bar.top(), max(3.0, right - left), bar.height()), look
            )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.palette.focus)
        painter.drawRect(QRectF(self._x(bar, self._now) - 1.5, 0, 3, look.px(_LINE)))
        self._paint_hours(painter, bar, look)

    def _paint_hours(self, painter: QPainter, bar: QRectF, look: Theme) -> None:
        width = float(look.px(48))
        for hour in _MARKED_HOURS:
            x = self._x(bar, hour * 60)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            area = QRectF(left, look.px(_LINE), width, look.px(_HOURS))
            align = Qt.AlignmentFlag.AlignHCenter
            if hour in (0, 24):
                align = Qt.AlignmentFlag.AlignLeft if hour == 0 else Qt.AlignmentFlag.AlignRight
            draw_text(painter, look, "caption", "text3", area, f"{hour:02}:00", align, tabular=True)

    def _x(self, bar: QRectF, minute: int) -> float:
        return bar.left() + bar.width() * minute / MINUTES_A_DAY


def _draw_quiet(painter: QPainter, box: QRectF, look: Theme) -> None:
    painter.save()
    painter.setPen(QPen(look.palette.text3, 1.3))
    painter.setBrush(look.palette.hover)
    painter.drawRoundedRect(box, 2, 2)
    inside = QPainterPath()
    inside.addRoundedRect(box, 2, 2)
    painter.setClipPath(inside)
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += _HATCH
    painter.restore()
