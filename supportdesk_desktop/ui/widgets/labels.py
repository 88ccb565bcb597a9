"""Labels: always plain text, in a type role and a tone, cut with an ellipsis and a tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.theme.tokens import KEY
from supportdesk_desktop.ui.widgets.layouts import hbox
from supportdesk_desktop.ui.widgets.painting import draw_elided, draw_key_hint, key_hint_width


class Label(QLabel):
    """A label of one type role and tone; what it shows is never taken for HTML."""

    ONE_LINE = False

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text1",
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
    ) -> None:
        """Make a label; roles and tones are listed in ``theme/stylesheet.py``."""
        super().__init__(parent)
        if self.ONE_LINE:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wraps)
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        set_look(self, "tone", tone)


class ElidedLabel(Label):
    """A label on one line that is cut with an ellipsis; the whole text is then its tooltip."""

    ONE_LINE = True

    def setText(self, text: str) -> None:
        super().setText(" ".join(text.split("\n")))
        self._update_tooltip()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(24), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_tooltip()

    def showEvent(self, event: QShowEvent) -> None:
        """Offer it as well where the width was given before the label was shown."""
        super().showEvent(event)
        self._update_tooltip()

    def is_cut(self) -> bool:
        width = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return width > self.contentsRect().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = self.contentsRect()
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = self.alignment() | Qt.TextFlag.TextSingleLine
        draw_elided(painter, rect, self.text(), rect.width() + 1, flags)

    def _update_tooltip(self) -> None:
        self.setToolTip(texts.tip(self.text()) if self.isVisible() and self.is_cut() else "")


class Icon(QLabel):
    """An icon of the theme, hidden while it has none; it follows colours and scale."""

    def __init__(
        self,
        icon: str = "",
        tone: str = "text2",
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.set_icon(icon, tone)
        theme().changed.connect(self._draw)

    def set_icon(self, icon: str, tone: str) -> None:
        """Show another icon in the colour of ``tone``; empty shows none."""
        self._name, self.tone = icon, tone
        self._draw()

    def _draw(self) -> None:
        self.setVisible(bool(self._name))
        if self._name:
            self.setPixmap(theme().pixmap(self._name, self.tone, self._size))


class IconLabel(QWidget):
    """An icon and a text beside it, both in one tone."""

    def __init__(
        self,
        icon: str = "",
        text: str = "",
        role: str = "caption",
        tone: str = "text2",
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
    ) -> None:
        """Make both; a text that ``wraps`` takes all the width that there is."""
        super().__init__(parent)
        self._mark = Icon(icon, tone, parent=self)
        self.label = Label(text, role, tone, self, wraps=wraps)
        if wraps:
            self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.label.setVisible(bool(text))
        hbox(self._mark, self.label, of=self, spacing=6)

    def set_content(self, icon: str, text: str, tone: str | None = None) -> None:
        """Show another icon and text, in another tone where one is given."""
        tone = tone or self._mark.tone
        self._mark.set_icon(icon, tone)
        self.label.setText(text)
        self.label.set_tone(tone)
        self.label.setVisible(bool(text))


class KeyHint(QWidget):
    """Keys drawn as a key cap."""

    def __init__(self, keys: str = "", parent: QWidget | None = None) -> None:
        """Show ``keys`` as people read them ("Ctrl+N")."""
        super().__init__(parent)
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_keys(self, keys: str) -> None:
        self._keys = keys
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(key_hint_width(self._keys), theme().px(KEY))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_key_hint(QPainter(self), self.rect(), self._keys, "text2", "border")


def exact_text(edit: QPlainTextEdit) -> str:
    """Return the text with its no-break spaces, which ``toPlainText`` turns into plain ones."""
    return edit.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")
