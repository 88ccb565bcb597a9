"""Messages in the window: a sentence, or what is about to happen and can still be undone."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme.tokens import L, M, S
from supportdesk_desktop.ui.timers import Deadline, timer
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton
from supportdesk_desktop.ui.widgets.labels import IconLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named

_TICK_MS = 200


class _Floating(QFrame):
    """A card over its parent that follows the parent's size."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "card")
        self._over = parent
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _show(self, text: str) -> None:
        self.show()
        self.raise_()
        self._place()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _place(self) -> None:
        raise NotImplementedError


class UndoNotice(_Floating):
    """Floats over the foot of its parent until its time is over or Annuler is pressed.

    A second notice takes the place of the first.
    """

    def __init__(self, parent: QWidget) -> None:
        """Make a hidden notice over ``parent``."""
        super().__init__("undo-notice", parent)
        self.setProperty("ground", "raised")
        self._undo: Callable[[], None]
        self._deadline = Deadline()
        self._ticking = timer(self, _TICK_MS, self._tick)
        self._text = Label("", "body", parent=self)
        self._left = Label("", "caption", "text2", self)
        self._button = named(PlainButton(parent=self), "undo")
        self._button.clicked.connect(self._press)
        hbox((self._text, 1), self._left, self._button, of=self, margins=(L, S, S, S), spacing=M)
        follow_language(self._retranslate)

    def offer(self, text: str, seconds: float, undo: Callable[[], None]) -> None:
        """Show ``text`` for ``seconds``; ``undo`` is called if Annuler is pressed."""
        self._undo = undo
        self._text.setText(text)
        self._deadline = Deadline(round(seconds * 1000))
        self._ticking.start()
        self._tick()
        self._show(text)

    def withdraw(self) -> tuple[str, float, Callable[[], None]] | None:
        """Withdraw the offer, because another window makes it.

        Returns:
            What to ``offer`` there, with the seconds left; None where nothing was offered.
        """
        if not self._ticking.isActive():
            return None
        self._end()
        return self._text.text(), self._deadline.left_ms() / 1000, self._undo

    def _retranslate(self) -> None:
        self._button.setText(self.tr("Annuler"))

    def _tick(self) -> None:
        left = self._deadline.left_ms()
        if left <= 0:
            self._end()
        else:
            self._left.setText(self.tr("{seconds} s").format(seconds=math.ceil(left / 1000)))

    def _press(self) -> None:
        self._end()
        self._undo()

    def _end(self) -> None:
        self._ticking.stop()
        self.hide()

    def _place(self) -> None:
        around = self._over.size()
        width = min(self.sizeHint().width(), around.width() - 2 * L)
        self.resize(width, self.sizeHint().height())
        self.move((around.width() - width) // 2, around.height() - self.height() - L)


_SHOWN_MS = 9000


class Message(_Floating):
    """One message at a time; a new one takes the place of the last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("message", parent)
        self._text = IconLabel("", "", "body", "text1", self, wraps=True)
        self._close = named(IconButton("x", parent=self), "message-close")
        self._close.clicked.connect(self.hide)
        self._timer = timer(self, _SHOWN_MS, self.hide, once=True)
        row = hbox((self._text, 1), of=self, margins=(L, S, S, S))
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        follow_language(self._retranslate)

    def say(self, text: str, icon: str = "warn", tone: str = "text1") -> None:
        self._text.set_content(icon, text, tone)
        self._show(text)
        self._timer.start()

    def text(self) -> str:
        return self._text.label.text()

    def _retranslate(self) -> None:
        self._close.set_name(self.tr("Fermer"))

    def _place(self) -> None:
        around = self._over.size()
        width = min(560, around.width() - 2 * L)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry((around.width() - width) // 2, S, width, height)
