"""The line under the palette: what its keys do, and how much is on offer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from supportdesk_desktop.ui.key_names import strokes
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.theme.tokens import L, M, S
from supportdesk_desktop.ui.widgets.flat_button import FlatButton, draw_text
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, KeyHint, Label

HEIGHT = 40


class RunButton(FlatButton):
    """The word of Enter, which does the same: a screen reader's hands press, and have no keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("palette-run", parent)
        # Tab limits the list here, and Enter is served where one types.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of its word."""
        return QFontMetrics(theme().font("caption")).size(Qt.TextFlag.TextSingleLine, self.text())

    def ground(self, look: Theme) -> str | None:
        """Stand in the line without a ground."""
        return None

    def paint_content(self, painter: QPainter, area: QRectF, look: Theme) -> None:
        """Draw the word, as what a link looks like under the pointer."""
        token = "link" if self.underMouse() and self.isEnabled() else "text2"
        draw_text(painter, look, "caption", token, area, self.text())


class PaletteFoot(QWidget):
    """Arrows choose, Enter does it, Tab limits the list to one kind."""

    run_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the line."""
        super().__init__(parent)
        self._caps = [KeyHint(key, self) for key in ("↑", "↓", "", "")]
        self._choose = Label("", "caption", "text2", self)
        self._run = RunButton(self)
        self._run.clicked.connect(self.run_clicked)
        self._limits = ElidedLabel("", "caption", "text2", self)
        self._count = Label("", "caption", "text2", self)
        up, down, enter, tab = self._caps
        row = QHBoxLayout(self)
        row.setContentsMargins(L, 0, L, 0)
        row.setSpacing(S)
        for widget in (up, down, self._choose):
            row.addWidget(widget)
        row.addSpacing(M - S)
        row.addWidget(enter)
        row.addWidget(self._run)
        row.addSpacing(M - S)
        row.addWidget(tab)
        row.addWidget(self._limits, 1)
        row.addWidget(self._count)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)

    def show_count(self, count: int) -> None:
        """Say how many lines are on offer."""
        self._count.setText(self.tr("%n proposition(s)", "", count))

    def show_current(self, spoken: str) -> None:
        """Say to a screen reader what would be done, nothing where it is empty."""
        self._run.setEnabled(bool(spoken))
        self._run.setAccessibleDescription(spoken)

    def _retranslate(self) -> None:
        self._caps[2].set_keys(strokes("Return")[0])
        self._caps[3].set_keys("Tab")
        self._choose.setText(self.tr("choisir"))
        self._run.setText(self.tr("lancer"))
        self._run.updateGeometry()
        self._limits.setText(self.tr("limiter à : actions, vues, tickets, clients"))

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT))
