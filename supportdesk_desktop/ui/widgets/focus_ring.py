"""A ring around what scrolls while the keys go there: Qt draws none around text and tables."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import FOCUS_RING, RADIUS_CONTROL

_BY_POINTER = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)


class FocusRing(QWidget):
    """Lies over a scroll area, not in its viewport, so that it does not scroll away."""

    def __init__(self, target: QAbstractScrollArea) -> None:
        """Follow the focus and the size of ``target``, whose child the ring is."""
        super().__init__(target)
        self._target = target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the ring where the keys brought the focus; a click has shown the place itself."""
        if event.type() is QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self.setGeometry(self._target.rect())
            self.setVisible(event.reason() not in _BY_POINTER)
            self.raise_()
        elif event.type() is QEvent.Type.FocusOut:
            self.hide()
        elif event.type() is QEvent.Type.Resize:
            self.setGeometry(self._target.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring inside the edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().palette.focus, FOCUS_RING))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL
        )
