"""The hours of Do not disturb: any number of lines over a bar of today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QLocale, QRectF, QSignalBlocker, QSize, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTimeEdit, QWidget

from supportdesk_desktop.core.times import (
    DAYS_A_WEEK,
    MINUTES_A_DAY,
    QuietSpan,
    Schedule,
    Stretch,
    next_quiet,
    quiet_until,
    stretches,
)
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.settings.controls import SettingControl, set_up_spin_box
from supportdesk_desktop.ui.theme import follow_theme, theme
from supportdesk_desktop.ui.theme.tokens import S
from supportdesk_desktop.ui.timers import now_ms, timer
from supportdesk_desktop.ui.widgets.buttons import Button, IconButton, QuietButton
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import FlowLayout, hbox, named, vbox
from supportdesk_desktop.ui.widgets.painting import (
    draw_box,
    draw_hatching,
    draw_text,
    smooth_painter,
)

FIRST_LINE = QuietSpan((0, 1, 2, 3, 4), 12 * 60 + 30, 14 * 60)
NEXT_LINE = QuietSpan((0, 1, 2, 3, 4, 5, 6), 19 * 60, 8 * 60)
MINUTE_MS = 60_000
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
        self._days = [named(_Day(self), f"day-{number}") for number in range(DAYS_A_WEEK)]
        for day in self._days:
            day.clicked.connect(lambda: self.chosen.emit(self.days()))
        hbox(*self._days, of=self, margins=(2, 2, 2, 2), spacing=2)
        self._stop_at(0)
        follow_theme(self._size)
        follow_language(self._retranslate)

    def days(self) -> tuple[int, ...]:
        return tuple(number for number, day in enumerate(self._days) if day.isChecked())

    def set_days(self, days: Sequence[int]) -> None:
        """Turn each day on or off, without a signal."""
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
_ALIGNED = {0: Qt.AlignmentFlag.AlignLeft, 24: Qt.AlignmentFlag.AlignRight}
_HATCH = 5.0


class DayBar(QWidget):
    """A picture of the schedule; it is changed by the lines above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("day-bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stretches: Sequence[Stretch] = ()
        self._now = 0

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
        self._paint_hours(painter, bar)

    def _paint_hours(self, painter: QPainter, bar: QRectF) -> None:
        look = theme()
        width = float(look.px(48))
        for hour in _MARKED_HOURS:
            x = self._x(bar, hour * 60)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            area = QRectF(left, look.px(_LINE), width, look.px(_HOURS))
            align = _ALIGNED.get(hour, Qt.AlignmentFlag.AlignHCenter)
            draw_text(painter, "caption", "text3", area, f"{hour:02}:00", align, tabular=True)

    def _x(self, bar: QRectF, minute: int) -> float:
        return bar.left() + bar.width() * minute / MINUTES_A_DAY


class QuietLine(QWidget):
    """One line: days, from, to, and its removal."""

    changed = Signal(object)
    removed = Signal()

    def __init__(self, span: QuietSpan, parent: QWidget) -> None:
        super().__init__(parent)
        self._span = span
        self._days = WeekdayPicker(self)
        self._from, self._to = _TimeBox("from", self), _TimeBox("to", self)
        self._between = Label("", "body", "text2", self)
        self._remove = named(IconButton("x", parent=self), "remove-line")
        flow = FlowLayout(parent=self)
        for part in (self._days, self._from, self._between, self._to, self._remove):
            flow.addWidget(part)
        self._days.chosen.connect(self._emit_changed)
        for box in (self._from, self._to):
            box.timeChanged.connect(self._emit_changed)
        self._remove.clicked.connect(self.removed)
        self.show_span(span)

    def show_span(self, span: QuietSpan) -> None:
        """Show days and times; nothing is told."""
        self._span = span
        self._days.set_days(span.days)
        for box, minute in ((self._from, span.start), (self._to, span.end)):
            with QSignalBlocker(box):
                box.setTime(QTime(minute // 60, minute % 60))

    def focus(self) -> None:
        self._from.setFocus()

    def name(self, number: int) -> None:
        """Say which line it is."""
        self._between.setText(self.tr("à"))
        self._days.setAccessibleName(self.tr("Plage {number}, jours").format(number=number))
        self._from.setAccessibleName(self.tr("Plage {number}, début").format(number=number))
        self._to.setAccessibleName(self.tr("Plage {number}, fin").format(number=number))
        self._remove.set_name(self.tr("Retirer la plage {number}").format(number=number))

    def _emit_changed(self) -> None:
        span = QuietSpan(self._days.days(), _minute(self._from), _minute(self._to))
        if span != self._span:
            self._span = span
            self.changed.emit(span)


class ScheduleControl(SettingControl):
    """Holds the lines, kept equal to the setting."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self._now = now or (lambda: datetime.fromtimestamp(now_ms() / 1000))
        self._schedule: Schedule = ()
        self._lines: list[QuietLine] = []
        self._column = vbox(spacing=6)
        self._bar = DayBar(self)
        self._add = named(QuietButton("", "plus", parent=self), "add-line")
        self._add.clicked.connect(self._add_line)
        self._next = Label("", "caption", "text2", self)
        foot = hbox(self._add, None, self._next)
        vbox(self._column, self._bar, foot, of=self, spacing=S)
        timer(self, MINUTE_MS, self._show_now).start()
        follow_language(self._retranslate)

    def show_value(self, value: Any) -> None:
        """Show the lines; those that stay keep the focus and the section being typed in."""
        self._schedule = value
        while len(self._lines) > len(value):
            line = self._lines.pop()
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for line, span in zip(self._lines, value, strict=False):
            line.show_span(span)
        for span in value[len(self._lines) :]:
            self._append(span)
        self._show_now()

    def text_of(self, value: Any) -> str:
        if not value:
            return self.tr("aucune plage")
        locale = QLocale()
        said = []
        short = QLocale.FormatType.ShortFormat
        for span in value:
            days = " ".join(locale.dayName(day + 1, short) for day in span.days)
            said.append(f"{days} {_clock(span.start)}–{_clock(span.end)}")
        return ", ".join(said)

    def _retranslate(self) -> None:
        self._add.setText(self.tr("Ajouter une plage"))
        for number, line in enumerate(self._lines, start=1):
            line.name(number)
        self._show_now()

    def _append(self, span: QuietSpan) -> None:
        line = QuietLine(span, self)
        line.name(len(self._lines) + 1)
        line.changed.connect(lambda span: self._change(line, span))
        line.removed.connect(lambda: self._remove(line))
        self._lines.append(line)
        self._column.addWidget(line)

    def _change(self, line: QuietLine, span: QuietSpan) -> None:
        at = self._lines.index(line)
        self._emit_changed((*self._schedule[:at], span, *self._schedule[at + 1 :]))

    def _remove(self, line: QuietLine) -> None:
        at = self._lines.index(line)
        self._emit_changed((*self._schedule[:at], *self._schedule[at + 1 :]))
        if self._lines:
            self._lines[min(at, len(self._lines) - 1)].focus()
        else:
            self._add.setFocus()

    def _add_line(self) -> None:
        self._emit_changed((*self._schedule, NEXT_LINE if self._schedule else FIRST_LINE))
        self._lines[-1].focus()

    def _emit_changed(self, schedule: Schedule) -> None:
        self.show_value(schedule)
        self.chosen.emit(schedule)

    def _show_now(self) -> None:
        now = self._now()
        words = self._next_words(now)
        self._bar.show_day(stretches(self._schedule, now.weekday()), now)
        self._next.setText(words)
        self._bar.setAccessibleName(self.tr("Aujourd’hui\u00a0: {when}").format(when=words))

    def _next_words(self, now: datetime) -> str:
        until = quiet_until(self._schedule, now)
        if until is not None:
            return self.tr("en cours, jusqu’à {time}").format(time=_said(until, now))
        begins = next_quiet(self._schedule, now)
        if begins is None:
            return self.tr("jamais")
        if begins.date() == now.date():
            return self.tr("aujourd’hui, prochaine à {time}").format(time=_said(begins, now))
        return self.tr("prochaine {time}").format(time=_said(begins, now))


def _said(at: datetime, now: datetime) -> str:
    clock = f"{at:%H:%M}"
    soon = at - now < timedelta(days=1)
    return clock if soon else f"{QLocale().dayName(at.isoweekday())} {clock}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _minute(box: QTimeEdit) -> int:
    return box.time().hour() * 60 + box.time().minute()


class _TimeBox(QTimeEdit):
    """Hours and minutes; the arrow keys turn what the cursor is in."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDisplayFormat("HH:mm")
        self.setWrapping(True)
        set_up_spin_box(self, name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a setting is not changed in passing."""
        event.ignore()

    def sizeHint(self) -> QSize:
        """Return room for the time alone: there are no buttons."""
        return QSize(theme().px(62), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
