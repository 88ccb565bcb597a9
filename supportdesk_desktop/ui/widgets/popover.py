"""What lies over the window: its shadow, and a card that Escape or its cross closes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QWidget

from supportdesk_desktop.ui.theme import theme


class PopoverShadow(QGraphicsDropShadowEffect):
    """The shadow of what lies over the window, in the colour of the theme."""

    def __init__(self, under: QWidget) -> None:
        super().__init__(under)
        self.setBlurRadius(24)
        self.setOffset(0, 6)
        theme().changed.connect(self._restyle)
        self._restyle()
        under.setGraphicsEffect(self)

    def _restyle(self) -> None:
        self.setColor(theme().palette.shadow)


class Popover(QFrame):
    """A card inside the window. ``closed`` asks for its end."""

    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "card")
        PopoverShadow(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
