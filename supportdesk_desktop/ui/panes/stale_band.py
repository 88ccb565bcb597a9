"""The amber band over the list: up to when it is verified."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from supportdesk_desktop.ui.theme.tokens import L, S
from supportdesk_desktop.ui.widgets.labels import IconLabel, Label


class StaleBand(QFrame):
    """A clock and a sentence."""

    def __init__(self, parent: QWidget) -> None:
        """Make a band without words."""
        super().__init__(parent)
        self.setObjectName("stale-band")
        self.setProperty("ground", "warnbg")
        self.setProperty("edge", "bottom")
        self._text = Label("", "body", "text1", self)
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, S - 1, L, S - 1)
        row.setSpacing(S - 2)
        row.addWidget(IconLabel("clock", "", "body", "warn", self))
        row.addWidget(self._text, 1)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)
