"""The hours of Do not disturb: any number of lines over a bar of today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QLocale, QSignalBlocker, QSize, QTime, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QTimeEdit, QVBoxLayout, QWidget

from supportdesk_desktop.core.times import (
    QuietSpan,
    Schedule,
    next_quiet,
    quiet_until,
    stretches,
)
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.settings.controls import SettingControl
from supportdesk_desktop.ui.settings.week import DayBar, WeekdayPicker
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import S
from supportdesk_desktop.ui.widgets.buttons import IconButton, QuietButton
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import FlowLayout, hbox, named, vbox

FIRST_LINE = QuietSpan((0, 1, 2, 3, 4), 12 * 60 + 30, 14 * 60)
NEXT_LINE = QuietSpan((0, 1, 2, 3, 4, 5, 6), 19 * 60, 8 * 60)
MINUTE_MS = 60_000


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
        self._days.chosen.connect(self._tell)
        self._from.timeChanged.connect(self._tell)
        self._to.timeChanged.connect(self._tell)
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
        """Give the focus to the time from which it is quiet."""
        self._from.setFocus()

    def name(self, number: int) -> None:
        """Say which line it is."""
        self._between.setText(self.tr("à"))
        self._days.setAccessibleName(self.tr("Plage {number}, jours").format(number=number))
        self._from.setAccessibleName(self.tr("Plage {number}, début").format(number=number))
        self._to.setAccessibleName(self.tr("Plage {number}, fin").format(number=number))
        self._remove.set_name(self.tr("Retirer la plage {number}").format(number=number))

    def _tell(self) -> None:
        span = QuietSpan(self._days.days(), _minute(self._from), _minute(self._to))
        if span != self._span:
            self._span = span
            self.changed.emit(span)


class ScheduleControl(SettingControl):
    """Holds the lines, kept equal to the setting."""

    def __init__(
        self,
        now: Callable[[], datetime] = datetime.now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._schedule: Schedule = ()
        self._lines: list[QuietLine] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self._bar = DayBar(self)
        self._add = named(QuietButton("", "plus", parent=self), "add-line")
        self._add.clicked.connect(self._add_line)
        self._next = Label("", "caption", "text2", self)
        foot = hbox(self._add, None, self._next)
        vbox(self._column, self._bar, foot, of=self, spacing=S)
        self._timer = QTimer(self)
        self._timer.setInterval(MINUTE_MS)
        self._timer.timeout.connect(self._show_now)
        self._timer.start()
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
        for span in value:
            days = " ".join(
                locale.dayName(day + 1, QLocale.FormatType.ShortFormat) for day in span.days
            )
            said.append(f"{days} {_clock(span.start)}–{_clock(span.end)}")
        return ", ".join(said)

    def set_name(self, name: str, hint: str) -> None:
        """Name the group; each line names its parts."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)

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
        self._tell((*self._schedule[:at], span, *self._schedule[at + 1 :]))

    def _remove(self, line: QuietLine) -> None:
        at = self._lines.index(line)
        self._tell((*self._schedule[:at], *self._schedule[at + 1 :]))
        if self._lines:
            self._lines[min(at, len(self._lines) - 1)].focus()
        else:
            self._add.setFocus()

    def _add_line(self) -> None:
        self._tell((*self._schedule, NEXT_LINE if self._schedule else FIRST_LINE))
        self._lines[-1].focus()

    def _tell(self, schedule: Schedule) -> None:
        self.show_value(schedule)
        self.chosen.emit(schedule)

    def _show_now(self) -> None:
        now = self._now()
        self._bar.show_day(stretches(self._schedule, now.weekday()), now)
        self._next.setText(self._next_words(now))
        described = self.tr("Aujourd’hui\u00a0: {when}").format(when=self._next.text())
        self._bar.setAccessibleName(described)

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
        self.setObjectName(name)
        self.setDisplayFormat("HH:mm")
        self.setKeyboardTracking(False)
        self.setWrapping(True)
        self.lineEdit().setTextMargins(S, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the time alone: there are no buttons."""
        return QSize(theme().px(62), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
