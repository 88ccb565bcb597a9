"""A well: a short statement in a tone, with its icon and perhaps something to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.theme.tokens import L, M, S
from supportdesk_desktop.ui.widgets.labels import Label


class Well(QFrame):
    """A statement. Its tone is ok, warn, danger or neutral; an icon and words say the same."""

    def __init__(
        self,
        tone: str = "neutral",
        icon: str = "",
        title: str = "",
        text: str = "",
        buttons: Sequence[QPushButton] = (),
        parent: QWidget | None = None,
        *,
        inline: bool = False,
    ) -> None:
        """Make a well; the text stands below the title, or beside it where ``inline``."""
        super().__init__(parent)
        self._tone = tone
        self._icon = icon
        self.setProperty("kind", "well")
        self._mark = QLabel(self)
        self.title = Label(title, "bodystrong", parent=self)
        self.title.setWordWrap(not inline)
        self.text = Label(text, "caption", parent=self)
        self.text.setWordWrap(True)
        words: QBoxLayout = QHBoxLayout() if inline else QVBoxLayout()
        words.setSpacing(S if inline else 0)
        words.addWidget(self.title)
        words.addWidget(self.text, 1 if inline else 0)
        self._words = words
        row = QHBoxLayout(self)
        row.setContentsMargins(M, S - 2, M, S - 2)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        for button in buttons:
            row.addWidget(button)
        row.setSpacing(L - 6)
        self.set_content(tone, icon, title, text)
        theme().changed.connect(self._draw)

    def add_below(self, buttons: Sequence[QPushButton]) -> None:
        """Put buttons under the words, where those need the whole width."""
        row = QHBoxLayout()
        row.setContentsMargins(0, S, 0, 2)
        row.setSpacing(S)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._words.addLayout(row)

    def set_content(self, tone: str, icon: str, title: str, text: str = "") -> None:
        """Say something else."""
        self._tone, self._icon = tone, icon
        set_look(self, "tone", tone)
        self.title.set_tone("text1" if tone == "neutral" else tone)
        self.text.set_tone("text2" if tone == "neutral" else "text1")
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self._draw()

    def _draw(self) -> None:
        self._mark.setVisible(bool(self._icon))
        if self._icon:
            token = "text2" if self._tone == "neutral" else self._tone
            self._mark.setPixmap(theme().pixmap(self._icon, token))
