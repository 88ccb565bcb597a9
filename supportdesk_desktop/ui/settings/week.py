"""The week and the day of a schedule: seven days on or off, and a bar of today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from supportdesk_desktop.core.times import DAYS_A_WEEK, MINUTES_A_DAY, Stretch
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.widgets.buttons import Button
from supportdesk_desktop.ui.widgets.painting import (
    draw_box,
    draw_hatching,
    draw_text,
    smooth_painter,
)

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class _Day(Button):
    KIND = "segment"
    PADDING = 6

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setCheckable(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the row; the button itself would move by Tab stops."""
        if event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class WeekdayPicker(QFrame):
    """One Tab stop: arrows move, Space turns the day. Monday is 0."""

    chosen = Signal(object)
    """The days that are on, as a tuple."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "track")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._days = [_Day(self) for _ in range(DAYS_A_WEEK)]
        for number, day in enumerate(self._days):
            day.setObjectName(f"day-{number}")
            day.clicked.connect(lambda: self.chosen.emit(self.days()))
            row.addWidget(day)
        self._stop_at(0)
        theme().changed.connect(self._size)
        self._size()
        follow_language(self._retranslate)

    def days(self) -> tuple[int, ...]:
        """Return the days that are on."""
        return tuple(number for number, day in enumerate(self._days) if day.isChecked())

    def set_days(self, days: Sequence[int]) -> None:
        """Turn each day on or off; nothing is told."""
        for number, day in enumerate(self._days):
            day.setChecked(number in days)

    def _retranslate(self) -> None:
        locale = QLocale()
        for number, day in enumerate(self._days, start=1):
            name = locale.dayName(number, QLocale.FormatType.LongFormat)
            day.setText(name[:1].upper())
            day.setAccessibleName(name)
            day.setToolTip(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        if step is None or not isinstance(focused, _Day):
            super().keyPressEvent(event)
            return
        at = (self._days.index(focused) + step) % DAYS_A_WEEK
        self._stop_at(at)
        self._days[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _stop_at(self, at: int) -> None:
        for number, day in enumerate(self._days):
            policy = Qt.FocusPolicy.TabFocus if number == at else Qt.FocusPolicy.ClickFocus
            day.setFocusPolicy(policy)

    def _size(self) -> None:
        for day in self._days:
            day.setFixedWidth(theme().px(25))


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
        return QSize(theme().px(240), theme().px(_LINE + _HOURS))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), smooth_painter(self)
        top = look.px(_LINE - _BAR) / 2
        bar = QRectF(0.65, top, self.width() - 1.3, look.px(_BAR))
        draw_box(painter, bar, look.palette.surface, look.palette.borderstrong, radius=2)
        for start, end in self._stretches:
            left, right = self._x(bar, start), self._x(bar, end)
            box = QRectF(left, bar.top(), max(3.0, right - left), bar.height())
            painter.save()
            draw_box(painter, box, look.palette.hover, look.palette.text3, radius=2)
            draw_hatching(painter, box, _HATCH)
            painter.restore()
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
