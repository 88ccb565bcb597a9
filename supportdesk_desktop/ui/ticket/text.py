"""Text of a ticket: a label that marks the words of a search, and the question before a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.highlights import spans
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import utf16_spans
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.buttons import PlainButton, QuietButton
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.wells import Well

if TYPE_CHECKING:
    from collections.abc import Sequence

    from supportdesk_desktop.core.highlights import Wanted


_RADIUS = 3


class MarkedLabel(Label):
    """The marks lie under the text, which stays plain and can be selected."""

    _wanted: tuple[Wanted, ...] = ()

    def set_wanted(self, wanted: tuple[Wanted, ...]) -> None:
        """Mark these words, none where it is empty."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks, then the text over them."""
        if self._wanted:
            self._paint_marks()
        super().paintEvent(event)

    def _paint_marks(self) -> None:
        text = self.text()
        found = utf16_spans(text, spans(text, self._wanted))
        if not found:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().palette.markbg)
        for box in self._boxes(text, found):
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.end()

    def _boxes(self, text: str, found: Sequence[tuple[int, int]]) -> list[QRectF]:
        """Lay the text out as the label does; a match that wraps has a box on each line."""
        room = QRectF(self.contentsRect())
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room.width())
            line.setPosition(room.topLeft() + QRectF(0, height, 0, 0).topLeft())
            height += line.height()
        layout.endLayout()
        down = max(0.0, (room.height() - height) / 2)
        boxes = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first, last = line.textStart(), line.textStart() + line.textLength()
            for start, length in found:
                begin, end = max(start, first), min(start + length, last)
                if begin < end:
                    left, right = _x(line, begin), _x(line, end)
                    top = line.y() + down
                    box = QRectF(min(left, right), top, abs(right - left), line.height())
                    boxes.append(box.adjusted(-1, 0, 1, 0))
        return boxes


def _x(line: QTextLine, place: int) -> float:
    x, _ = cast("tuple[float, int]", line.cursorToX(place))
    return x


class LinkQuestion(Well):
    """Shows the whole address; ``confirmed`` tells it when Ouvrir is pressed."""

    confirmed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
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
