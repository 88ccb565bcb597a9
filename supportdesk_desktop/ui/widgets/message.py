"""A short message over the head of the page: said, announced, and gone after a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme.tokens import L, S
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.labels import IconLabel

_SHOWN_MS = 9000


class Message(QFrame):
    """One message at a time; a new one takes the place of the last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setProperty("kind", "card")
        self._over = parent
        self._text = IconLabel("", "", "body", "text1", self)
        self._text.label.setWordWrap(True)
        policy = QSizePolicy.Policy
        self._text.label.setSizePolicy(policy.Expanding, policy.Preferred)
        self._close = IconButton("x", parent=self)
        self._close.setObjectName("message-close")
        self._close.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, S, S, S)
        row.addWidget(self._text, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        parent.installEventFilter(self)
        follow_language(self._retranslate)
        self.hide()

    def say(self, text: str, icon: str = "warn", tone: str = "text1") -> None:
        """Show and announce ``text``."""
        self._text.set_content(icon, text, tone)
        self.show()
        self.raise_()
        self._place()
        self._timer.start()
        event = QAccessibleAnnouncementEvent(self, text)
        QAccessible.updateAccessibility(event)

    def text(self) -> str:
        """Return what is said."""
        return self._text.label.text()

    def _retranslate(self) -> None:
        self._close.set_name(self.tr("Fermer"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of a parent that changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        around = self._over.size()
        width = min(560, around.width() - 2 * L)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry((around.width() - width) // 2, S, width, height)
