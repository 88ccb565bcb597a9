"""Until when to put a ticket off: an hour, this afternoon, tomorrow, a time of one's own."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, Signal
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QMenu, QWidget, QWidgetAction

from supportdesk_desktop.core.snoozing import SnoozeKind, snooze_choices, tomorrow
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme.tokens import M, S
from supportdesk_desktop.ui.widgets.buttons import PlainButton
from supportdesk_desktop.ui.widgets.labels import Label

_PATTERN = "dd/MM/yyyy HH:mm"
translate = QCoreApplication.translate


def snoozed_words(until_ms: int, now_ms: int) -> str:
    """Say when a ticket comes back, with the day where that is not today."""
    until, now = (datetime.fromtimestamp(ms / 1000).date() for ms in (until_ms, now_ms))
    time = texts.clock(until_ms)
    if until == now:
        return translate("Snooze", "Reporté, de retour à {time}").format(time=time)
    text = translate("Snooze", "Reporté, de retour le {day} à {time}")
    return text.format(day=texts.short_day(until, now), time=time)


class SnoozeMenu(QMenu):
    """Its lines say when the ticket comes back."""

    chosen = Signal(object)
    """Milliseconds since the epoch, None to put it off no longer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("snooze-menu")

    def fill(self, until_ms: int | None, now: datetime) -> None:
        """Make the lines for this local time; ``until_ms`` is when the ticket comes back now."""
        self.clear()
        self.setAccessibleName(self.tr("Reporter"))
        words = {
            SnoozeKind.HOUR: self.tr("Dans une heure"),
            SnoozeKind.AFTERNOON: self.tr("Cet après-midi"),
            SnoozeKind.TOMORROW: self.tr("Demain matin"),
        }
        for choice in snooze_choices(now):
            hint = texts.clock(choice.until_ms)
            action = self.addAction(f"{words[choice.kind]}\t{hint}")
            action.setObjectName(f"snooze-{choice.kind}")
            action.triggered.connect(lambda _=False, ms=choice.until_ms: self.chosen.emit(ms))
        self._add_own(now)
        if until_ms is not None:
            self.addSeparator()
            end = self.addAction(self.tr("Ne plus reporter"))
            end.setObjectName("snooze-end")
            end.triggered.connect(lambda: self.chosen.emit(None))

    def _add_own(self, now: datetime) -> None:
        box = QWidget()
        label = Label(self.tr("Jusqu’au"), "body")
        edit = self._edit = QDateTimeEdit()
        edit.setObjectName("snooze-time")
        edit.setDisplayFormat(_PATTERN)
        edit.setMinimumDateTime(QDateTime.fromSecsSinceEpoch(int(now.timestamp()) + 60))
        edit.setDateTime(QDateTime.fromSecsSinceEpoch(int(tomorrow(now).timestamp())))
        edit.setAccessibleName(self.tr("Jour et heure du retour"))
        label.setBuddy(edit)
        button = PlainButton(self.tr("Reporter"))
        button.setObjectName("snooze-own")
        button.clicked.connect(self._choose_own)
        row = QHBoxLayout(box)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(S)
        for part in (label, edit, button):
            row.addWidget(part)
        action = QWidgetAction(self)
        action.setDefaultWidget(box)
        self.addAction(action)

    def _choose_own(self) -> None:
        until_ms = self._edit.dateTime().toMSecsSinceEpoch()
        self.close()
        self.chosen.emit(until_ms)
