"""Wells, notes and fields: a statement in a tone, a note under a control, a control with both."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import follow_theme, set_look, theme
from supportdesk_desktop.ui.theme.tokens import TARGET, TYPE_ROLES, L, M, S
from supportdesk_desktop.ui.widgets.buttons import LinkButton
from supportdesk_desktop.ui.widgets.labels import Icon, Label
from supportdesk_desktop.ui.widgets.layouts import FlowLayout, hbox, named, vbox


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
        self.title = Label(title, "bodystrong", parent=self, wraps=not inline)
        self.text = Label(text, "caption", parent=self, wraps=True)
        self._words: QBoxLayout
        if inline:
            self._words = hbox(self.title, (self.text, 1), spacing=S)
        else:
            self._words = vbox(self.title, self.text, spacing=0)
        around = (M, S - 2, M, S - 2)
        hbox(self._mark, (self._words, 1), *buttons, of=self, margins=around, spacing=L - 6)
        self.set_content(tone, icon, title, text)

    def add_below(self, buttons: Sequence[QPushButton]) -> None:
        """Put buttons under the words, where those need the whole width."""
        self._words.addLayout(hbox(*buttons, None, margins=(0, S, 0, 2), spacing=S))

    def set_content(self, tone: str, icon: str, title: str, text: str = "") -> None:
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
        self._text = NoteText("", "caption", "text3", words, wraps=True)
        self._code = Label("", "mono", "text3", words)
        self._code.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._link = named(LinkButton("", parent=words), f"{name}-link")
        self._link.clicked.connect(self.link_clicked)
        flow = FlowLayout(6, words)
        for part in (self._text, self._code, self._link):
            flow.addWidget(part)
        mark = (self._icon, Qt.AlignmentFlag.AlignTop)
        hbox(mark, (words, 1), of=self, margins=(0, 2, 0, 0), spacing=4)
        theme().changed.connect(self._fit)
        self.clear()

    @property
    def text(self) -> str:
        """The text of the line with its code; empty while hidden."""
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


class GrowingText(QPlainTextEdit):
    """Plain text as high as it needs, within two numbers of lines; Tab leaves it."""

    def __init__(
        self, name: str, lines: tuple[int, int], around: int, parent: QWidget | None
    ) -> None:
        """Make an empty one; ``around`` is what its frame takes above and below, in pixels."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setTabChangesFocus(True)
        self._least, self._most = lines
        self._around = around
        self.textChanged.connect(self.updateGeometry)

    def lines_wanted(self) -> int:
        return self.blockCount() + 1

    def sizeHint(self) -> QSize:
        lines = min(max(self.lines_wanted(), self._least), self._most)
        return QSize(200, lines * self.fontMetrics().lineSpacing() + self._around)

    def minimumSizeHint(self) -> QSize:
        """Return the height of the hint: the page scrolls before the text does."""
        return QSize(80, self.sizeHint().height())


class NoteText(Label):
    """A sentence that wraps only where it does not fit in one line."""

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.text()) + 2, super().heightForWidth(100_000))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), self.sizeHint().height())


class Field(QWidget):
    """Puts a label, its buddy and their note together; the note describes the control."""

    def __init__(
        self,
        name: str,
        control: QWidget,
        *,
        required: bool = False,
        focus: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the field.

        Args:
            name: object name; the note's is ``{name}-note``.
            control: what is laid out under the label.
            required: the label says that it must be filled in.
            focus: what takes the focus and the edge of a refusal; ``control`` itself by default.
            parent: the owner.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.control = control
        self.entry = focus or control
        self.note = NoteLine(f"{name}-note", self)
        self._required = required
        self.problem = ""
        """The sentence that says what is wrong, empty when nothing is."""
        self._label = Label("", "bodymedium", "text1", self)
        self._label.setBuddy(self.entry)
        self._hint = Label("", "caption", "text3", self)
        self._head = hbox(self._label, self._hint, None, spacing=6)
        vbox(self._head, control, self.note, None, of=self, spacing=2)
        follow_theme(self._on_theme)
        follow_language(self._retranslate)

    def set_label(self, text: str) -> None:
        """Name the field; the control gets the same name for screen readers."""
        self._label.setText(text)
        self.entry.setAccessibleName(text)

    def set_problem(self, sentence: str, *, code: str = "", link: str = "") -> None:
        """Mark the field with what is wrong: 2 px edge, icon, sentence, accessible description."""
        self.problem = sentence
        self.note.show_note(sentence, tone="danger", icon="refused", code=code, link=link)
        self._mark(refused=True)

    def clear_problem(self) -> None:
        """Take the mark away; a note that is no problem stays."""
        if self.problem:
            self.problem = ""
            self.note.clear()
            self._mark(refused=False)

    def _retranslate(self) -> None:
        self._hint.setText(self.tr("obligatoire") if self._required else "")
        self._hint.setVisible(self._required)

    def _on_theme(self) -> None:
        self._label.setMinimumHeight(theme().px(TYPE_ROLES["bodymedium"].line))

    def _mark(self, *, refused: bool) -> None:
        for widget in {self.control, self.entry}:
            set_look(widget, "refused", refused)
        self.entry.setAccessibleDescription(self.note.text if refused else "")
