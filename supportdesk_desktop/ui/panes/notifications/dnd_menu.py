"""The Do not disturb menu: each line says when it ends; the one that holds has a tick."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.panes.rail.availability import offered


class DoNotDisturbMenu(QMenu):
    """Off, half an hour, until 14:00, until tomorrow."""

    chosen = Signal(object)
    """None to end it, else its end in milliseconds since the epoch."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dnd-menu")

    def fill(self, until_ms: int | None, now: datetime) -> None:
        """Make the lines for this moment; ``until_ms`` is when the present one ends."""
        self.clear()
        self.setAccessibleName(self.tr("Ne pas déranger"))
        off = self._line(self.tr("Notifications actives"), None)
        off.setChecked(until_ms is None)
        if until_ms is not None:
            text = self.tr("Ne pas déranger jusqu’à {time}").format(time=texts.clock(until_ms))
            self._line(text, until_ms).setChecked(True)
        self.addSeparator()
        for choice in offered(now):
            ends_ms = round(choice.until.timestamp() * 1000)
            words = {
                "half_hour": self.tr("Ne pas déranger 30 min"),
                "break": self.tr("Jusqu’à {time}").format(time=texts.clock(ends_ms)),
                "tomorrow": self.tr("Jusqu’à demain"),
            }
            hint = self.tr("fin à {time}").format(time=texts.clock(ends_ms))
            self._line(f"{words[choice.kind]}\t{hint}", ends_ms)

    def _line(self, text: str, until_ms: int | None) -> QAction:
        line = QAction(text, self)
        line.setCheckable(True)
        line.triggered.connect(lambda: self.chosen.emit(until_ms))
        self.addAction(line)
        return line
