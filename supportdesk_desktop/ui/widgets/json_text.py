"""The JSON side of the metadata."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget


class JsonText(QPlainTextEdit):
    """The JSON side: grows with its text between six and sixteen lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("metadata-json")
        self.setProperty("face", "mono")
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return a height for the lines there are."""
        lines = min(max(self.blockCount() + 1, 6), 16)
        return QSize(200, lines * self.fontMetrics().lineSpacing() + 24)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the page scrolls, not this."""
        return QSize(80, self.sizeHint().height())
