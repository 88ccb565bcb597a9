"""A notice inside the window that something is about to happen, and can still be undone."""

from __future__ import annotations

import math

from PySide6.QtCore import QDeadlineTimer, QEvent, QObject, QTimer, Signal, SignalInstance
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme.tokens import L, M, S
from supportdesk_desktop.ui.widgets.buttons import PlainButton
from supportdesk_desktop.ui.widgets.labels import Label

_TICK_MS = 200


class UndoNotice(QFrame):
    """Floats over the foot of its parent until its time is over or Annuler is pressed.

    A second notice settles the first one at once, as if its time were over.
    """

    undone = Signal(object)
    elapsed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Make a hidden notice over ``parent``."""
        super().__init__(parent)
        self.setObjectName("undo-notice")
        self.setProperty("kind", "card")
        self.setProperty("ground", "raised")
        self._over = parent
        self._token: object = None
        self._deadline = QDeadlineTimer()
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self._text = Label("", "body", parent=self)
        self._left = Label("", "caption", "text2", self)
        self._button = PlainButton(parent=self)
        self._button.setObjectName("undo")
        self._button.clicked.connect(self._undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, S, S, S)
        row.setSpacing(M)
        row.addWidget(self._text, 1)
        row.addWidget(self._left)
        row.addWidget(self._button)
        parent.installEventFilter(self)
        follow_language(self._retranslate)
        self.hide()

    def offer(self, text: str, seconds: float, token: object = None) -> None:
        """Show ``text`` for ``seconds``; ``token`` comes back with ``undone`` or ``elapsed``."""
        if self._ticking.isActive():
            self._end(self.elapsed)
        self._token = token
        self._text.setText(text)
        self._deadline.setRemainingTime(round(seconds * 1000))
        self._ticking.start()
        self._tick()
        self.show()
        self.raise_()
        self._place()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def withdraw(self) -> tuple[str, float, object] | None:
        """Offer nothing any more, because another window will.

        Returns:
            Text, seconds left and token of what was offered; None where nothing was.
        """
        if not self._ticking.isActive():
            return None
        self._ticking.stop()
        self.hide()
        token, self._token = self._token, None
        return self._text.text(), max(0, self._deadline.remainingTime()) / 1000, token

    def _retranslate(self) -> None:
        self._button.setText(self.tr("Annuler"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of a parent that changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _tick(self) -> None:
        left = self._deadline.remainingTime()
        if left <= 0:
            self._end(self.elapsed)
        else:
            self._left.setText(self.tr("{seconds} s").format(seconds=math.ceil(left / 1000)))

    def _undo(self) -> None:
        self._end(self.undone)

    def _end(self, outcome: SignalInstance) -> None:
        self._ticking.stop()
        self.hide()
        token, self._token = self._token, None
        outcome.emit(token)

    def _place(self) -> None:
        around = self._over.size()
        width = min(self.sizeHint().width(), around.width() - 2 * L)
        self.resize(width, self.sizeHint().height())
        self.move((around.width() - width) // 2, around.height() - self.height() - L)
