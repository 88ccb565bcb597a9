"""The line under the palette: what its keys do, and how much is on offer."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from supportdesk_desktop.ui.key_names import strokes
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import L, M, S
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, KeyHint, Label

HEIGHT = 40


class PaletteFoot(QWidget):
    """Arrows choose, Enter does it, Tab limits the list to one kind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the line."""
        super().__init__(parent)
        self._caps = [KeyHint(key, self) for key in ("↑", "↓", "", "")]
        self._words = [Label("", "caption", "text2", self) for _ in range(2)]
        self._limits = ElidedLabel("", "caption", "text2", self)
        self._count = Label("", "caption", "text2", self)
        up, down, enter, tab = self._caps
        row = QHBoxLayout(self)
        row.setContentsMargins(L, 0, L, 0)
        row.setSpacing(S)
        for widget in (up, down, self._words[0]):
            row.addWidget(widget)
        row.addSpacing(M - S)
        row.addWidget(enter)
        row.addWidget(self._words[1])
        row.addSpacing(M - S)
        row.addWidget(tab)
        row.addWidget(self._limits, 1)
        row.addWidget(self._count)
        theme().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def show_count(self, count: int) -> None:
        """Say how many lines are on offer."""
        self._count.setText(self.tr("%n proposition(s)", "", count))

    def retranslate(self) -> None:
        """Write the words in the language of the window."""
        self._caps[2].set_keys(strokes("Return")[0])
        self._caps[3].set_keys("Tab")
        self._words[0].setText(self.tr("choisir"))
        self._words[1].setText(self.tr("lancer"))
        self._limits.setText(self.tr("limiter à : actions, vues, tickets, clients"))

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT))
