"""One quiet line after an update, with the page of what is new behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from supportdesk_desktop import __version__
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme.tokens import XS, L, S
from supportdesk_desktop.ui.widgets.buttons import IconButton, LinkButton
from supportdesk_desktop.ui.widgets.labels import ElidedLabel


class NewsLine(QFrame):
    """Stands above the page until it is followed or closed; it never takes the focus."""

    news_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("news-line")
        self.setProperty("ground", "sunken")
        self.setProperty("edge", "bottom")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._said = ElidedLabel("", "caption", "text2", self)
        self._read = LinkButton("", parent=self)
        self._read.setObjectName("read-news")
        self._close = IconButton("x", parent=self)
        self._close.setObjectName("close-news")
        row = QHBoxLayout(self)
        row.setContentsMargins(L, 0, S, 0)
        row.setSpacing(XS)
        row.addWidget(self._said)
        row.addWidget(self._read)
        row.addStretch(1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._read.clicked.connect(self._follow)
        self._close.clicked.connect(self._leave)
        follow_language(self._retranslate)

    def _retranslate(self) -> None:
        said = self.tr("SupportDesk Desktop {version} est installé.")
        self._said.setText(said.format(version=__version__))
        self._read.setText(self.tr("Voir les nouveautés"))
        self._close.set_name(self.tr("Fermer"))

    def _follow(self) -> None:
        self._leave()
        self.news_requested.emit()

    def _leave(self) -> None:
        self.hide()
        self.deleteLater()
