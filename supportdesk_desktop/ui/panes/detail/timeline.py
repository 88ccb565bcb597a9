"""The timeline of a ticket, newest first, its lines kept from ticket to ticket."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from supportdesk_desktop.core.rows import TimelineEntry
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.panes.detail.timeline_words import TimelineWords, words_of
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import M
from supportdesk_desktop.ui.widgets.labels import Label

_MOST_LINES = 50


class _Line(QWidget):
    """One line: icon, words, how it is known, time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = QLabel(self)
        self._words = TimelineWords("", "text2", "", "")
        self._text = Label("", "body", parent=self)
        self._text.setWordWrap(True)
        self._detail = Label("", "caption", "text2", self)
        self._detail.setWordWrap(True)
        self._time = Label("", "caption", "text2", self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 3, 0, 3)
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.mark, 0, 0, top)
        grid.addWidget(self._text, 0, 1)
        grid.addWidget(self._time, 0, 2, top)
        grid.addWidget(self._detail, 1, 1)
        self.mark.setContentsMargins(0, 2, 0, 0)
        theme().changed.connect(self._draw)

    def show_words(self, words: TimelineWords, time: str) -> None:
        self._words = words
        self._text.setText(words.text)
        self._detail.setText(words.detail)
        self._detail.setVisible(bool(words.detail))
        self._time.setText(time)
        self._draw()

    def _draw(self) -> None:
        if self._words.icon:
            self.mark.setPixmap(theme().pixmap(self._words.icon, self._words.tone))


class Timeline(QWidget):
    """Lines under each other, joined where one led to the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty timeline."""
        super().__init__(parent)
        self._lines: list[_Line] = []
        self._shown = 0
        self._more = Label("", "caption", "text2", self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._more)

    def show_entries(self, entries: tuple[TimelineEntry, ...], channel: str, now_ms: int) -> None:
        """Show what happened, newest first as it is given, fifty at most."""
        shown = entries[:_MOST_LINES]
        while len(self._lines) < len(shown):
            line = _Line(self)
            self._column.insertWidget(len(self._lines), line)
            self._lines.append(line)
        for line, entry in zip(self._lines, shown, strict=False):
            line.show_words(words_of(entry, channel), texts.moment(entry.at_ms, now_ms))
            line.show()
        for line in self._lines[len(shown) :]:
            line.hide()
        self._shown = len(shown)
        hidden = len(entries) - len(shown)
        self._more.setText(self.tr("%n événement(s) plus ancien(s)", "", hidden))
        self._more.setVisible(hidden > 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the joints between the icons."""
        painter = QPainter(self)
        painter.setPen(theme().palette.border)
        side = theme().px(16)
        for above, below in zip(self._lines, self._lines[1 : self._shown], strict=False):
            x = above.x() + side // 2
            top = above.y() + side + 8
            bottom = below.y() + 3
            if bottom - top > 2:
                painter.drawLine(x, top, x, bottom)
