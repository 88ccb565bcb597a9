"""Seven days side by side, each of them on or off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from supportdesk_desktop.core.quiet_hours import DAYS_A_WEEK
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.buttons import Button

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
        """Name the days in the present language."""
        locale = QLocale()
        for number, day in enumerate(self._days, start=1):
            name = locale.dayName(number, QLocale.FormatType.LongFormat)
            day.setText(name[:1].upper())
            day.setAccessibleName(name)
            day.setToolTip(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the days with the arrows, round the ends."""
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
