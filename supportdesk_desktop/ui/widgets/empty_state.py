"""The message of an empty place: what is known, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import XL, L, S
from supportdesk_desktop.ui.widgets.labels import Icon, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, vbox

_WIDEST = 460


class EmptyState(QWidget):
    """An icon, a headline, a sentence and buttons, in the middle of the place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = Icon(size=32, parent=self)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = Label("", "section", parent=self, wraps=True)
        self.text = Label("", "body", "text2", self, wraps=True)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = hbox(spacing=S)
        parts = ((None, 2), self._mark, self.title, self.text, L - S, self._buttons, (None, 3))
        self._column = vbox(*parts, of=self, spacing=S)

    def set_content(
        self,
        icon: str,
        title: str,
        text: str,
        tone: str = "text3",
        buttons: Sequence[QPushButton] = (),
    ) -> None:
        """Say something; buttons shown before are deleted unless given again."""
        self._mark.set_icon(icon, tone)
        self.title.setText(title)
        self.text.setText(text)
        while (item := self._buttons.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old not in buttons:
                old.hide()
                old.deleteLater()
        if buttons:
            self._buttons.addStretch()
            for button in buttons:
                self._buttons.addWidget(button)
                button.show()
            self._buttons.addStretch()

    def minimumSizeHint(self) -> QSize:
        """Return a width that leaves the margins out: they must not keep a window wide."""
        return QSize(theme().px(240), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lines of a wide place short enough to read."""
        super().resizeEvent(event)
        side = max(XL, (self.width() - theme().px(_WIDEST)) // 2)
        self._column.setContentsMargins(side, XL, side, XL)
