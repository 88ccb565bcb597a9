"""A well: a short statement in a tone, with its icon and perhaps something to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.theme.tokens import TARGET, TYPE_ROLES, L, M, S
from supportdesk_desktop.ui.widgets.buttons import LinkButton
from supportdesk_desktop.ui.widgets.labels import Icon, Label
from supportdesk_desktop.ui.widgets.layouts import FlowLayout, hbox


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
        self.setProperty("kind", "well")
        self._mark = Icon(parent=self)
        self.title = Label(title, "bodystrong", parent=self)
        self.title.setWordWrap(not inline)
        self.text = Label(text, "caption", parent=self)
        self.text.setWordWrap(True)
        words: QBoxLayout = QHBoxLayout() if inline else QVBoxLayout()
        words.setSpacing(S if inline else 0)
        words.addWidget(self.title)
        words.addWidget(self.text, 1 if inline else 0)
        self._words = words
        row = hbox(self._mark, (words, 1), of=self, margins=(M, S - 2, M, S - 2))
        for button in buttons:
            row.addWidget(button)
        row.setSpacing(L - 6)
        self.set_content(tone, icon, title, text)

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
        self._mark.set_icon(icon, "text2" if tone == "neutral" else tone)
        set_look(self, "tone", tone)
        self.title.set_tone("text1" if tone == "neutral" else tone)
        self.text.set_tone("text2" if tone == "neutral" else "text1")
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.text.setText(text)
        self.text.setVisible(bool(text))


ICON_SIZE = 14


class NoteLine(QWidget):
    """One note; hidden while there is none."""

    link_clicked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon = Icon(size=ICON_SIZE, parent=self)
        words = QWidget(self)
        self._text = NoteText("", "caption", "text3", words)
        self._text.setWordWrap(True)
        self._code = Label("", "mono", "text3", words)
        self._code.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._link = LinkButton("", parent=words)
        self._link.setObjectName(f"{name}-link")
        self._link.clicked.connect(self.link_clicked)
        flow = FlowLayout(6, words)
        flow.setContentsMargins(0, 0, 0, 0)
        for part in (self._text, self._code, self._link):
            flow.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        theme().changed.connect(self._fit)
        self.clear()

    @property
    def text(self) -> str:
        """What the line says, the code with it; empty while hidden."""
        return f"{self._text.text()} {self._code.text()}".strip()

    def show_note(
        self,
        text: str,
        *,
        tone: str = "text3",
        icon: str | None = None,
        code: str = "",
        link: str = "",
    ) -> None:
        """Say something under the field.

        Args:
            text: the sentence.
            tone: a text colour of the theme.
            icon: an icon before it, so that the colour does not speak alone.
            code: the server's code beside the sentence, never instead of it.
            link: the words of a link at the end, none when empty.
        """
        self._icon.set_icon(icon or "", tone)
        self._text.setText(text)
        self._text.set_tone(tone)
        self._code.setText(code)
        self._code.setVisible(bool(code))
        self._link.setText(link)
        self._link.setVisible(bool(link))
        self._fit()
        self.show()

    def clear(self) -> None:
        """Say nothing and take no room."""
        self._text.clear()
        self._code.clear()
        self._link.setText("")
        self.hide()

    def _fit(self) -> None:
        line = TARGET if self._link.text() else TYPE_ROLES["caption"].line
        self._icon.setFixedHeight(theme().px(line))


class NoteText(Label):
    """A sentence that wraps only where it does not fit in one line."""

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.text()) + 2, super().heightForWidth(100_000))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), self.sizeHint().height())
