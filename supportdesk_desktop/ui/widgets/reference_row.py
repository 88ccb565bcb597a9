"""The locked metadata row of the local reference."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.labels import Label


class ReferenceRow(QWidget):
    """The locked row: the reference by which the application finds its own filing again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("metadata-reference")
        self._lock = QLabel(self)
        self._text = Label("", "caption", "text3", self)
        self._text.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 4, 10, 4)
        line.setSpacing(8)
        line.addWidget(self._lock)
        line.addWidget(self._text, 1)
        self.setProperty("ground", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme().changed.connect(self._on_theme)
        self._on_theme()
        follow_language(self._retranslate)

    def _retranslate(self) -> None:
        self._text.setText(
            self.tr("réf. locale : ajoutée au dépôt, pour retrouver ce ticket dans le flux")
        )

    def _on_theme(self) -> None:
        self._lock.setPixmap(theme().pixmap("lock", "text3", 14))
