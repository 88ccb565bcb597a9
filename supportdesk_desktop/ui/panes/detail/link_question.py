"""Asks, inside the detail, before an address of a stranger's text is opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.widgets.buttons import PlainButton, QuietButton
from supportdesk_desktop.ui.widgets.wells import Well


class LinkQuestion(Well):
    """Shows the whole address; ``confirmed`` tells it when Ouvrir is pressed."""

    confirmed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it hidden."""
        super().__init__("neutral", "link", parent=parent)
        self._open, self._copy, self._cancel = PlainButton(), QuietButton(), QuietButton()
        self.add_below((self._open, self._copy, self._cancel))
        self._url = ""
        self.setObjectName("link-question")
        for button, name in (
            (self._open, "link-open"),
            (self._copy, "link-copy"),
            (self._cancel, "link-cancel"),
        ):
            button.setObjectName(name)
        self._open.clicked.connect(self._confirm)
        self._copy.clicked.connect(self._copy_address)
        self._cancel.clicked.connect(self.close_question)
        follow_language(self._retranslate)
        self.hide()

    def ask(self, url: str) -> None:
        """Ask about an address and take the focus."""
        self._url = url
        self._say()
        self.show()
        self._open.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_question(self) -> None:
        """Answer no."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _retranslate(self) -> None:
        self._open.setText(self.tr("Ouvrir"))
        self._copy.setText(self.tr("Copier"))
        self._copy.setAccessibleName(self.tr("Copier l’adresse"))
        self._cancel.setText(self.tr("Annuler"))
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap answers no."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_question()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        title = self.tr("Ouvrir cette adresse hors de l’application ?")
        # A zero-width space after each slash lets a long address wrap.
        self.set_content("neutral", "link", title, self._url.replace("/", "/\u200b"))

    def _confirm(self) -> None:
        url = self._url
        self.close_question()
        self.confirmed.emit(url)

    def _copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self._url)
        self.close_question()
