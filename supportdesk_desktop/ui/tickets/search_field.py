"""The search line: keys of the language in colour, what was not understood underlined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.labels import KeyHint
from supportdesk_desktop.ui.widgets.layouts import named
from supportdesk_desktop.ui.widgets.painting import draw_icon
from supportdesk_desktop.ui.window.commands import SEARCH

if TYPE_CHECKING:
    from supportdesk_desktop.ui.widgets.popover import Suggestion, SuggestionBox


class SearchField(QLineEdit):
    """A line with a magnifier, and its key at the right while it is empty.

    ``completion_wanted`` asks for suggestions at the cursor: by Ctrl+Space, or after a key.
    """

    left = Signal()
    """The Down key, or Escape: the focus wants to go to the list."""
    completion_wanted = Signal(str, int)
    completed = Signal(str)
    """The value of the suggestion that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self._box: SuggestionBox | None = None
        self._hint = KeyHint(SEARCH.key_hint(), self)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clear_button = named(IconButton("x", parent=self), "clear-search")
        self.clear_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clear_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.clear_button.clicked.connect(self.clear)
        self.clear_button.hide()
        self.textChanged.connect(self.show_hint)
        self.textChanged.connect(self._colour)
        self.textEdited.connect(self._on_edited)
        theme().changed.connect(self._colour)
        self.restyle()

    def restyle(self) -> None:
        self._place_parts()
        self.update()

    def show_hint(self) -> None:
        """Show the key while nothing is typed, else the cross."""
        self._hint.setVisible(not self.text())
        self.clear_button.setVisible(bool(self.text()))

    def show_text(self, text: str, *, coloured: bool = True) -> None:
        """Show a query without telling that it changed; in colour once its language is loaded."""
        with QSignalBlocker(self):
            self.setText(text)
        self.show_hint()
        if coloured:
            self._colour()

    def complete(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.completion_wanted.emit(self.text(), self.cursorPosition())

    def offer(self, lines: Sequence[Suggestion], typed: str, foot: str) -> None:
        """Show suggestions under the line; hide them where there is none."""
        if self._box is None:
            # The first paint needs neither this box nor the language of queries below.
            from supportdesk_desktop.ui.widgets.popover import SuggestionBox

            self._box = SuggestionBox(self, "search-suggestions")
            self._box.set_name(self.accessibleName())
            self._box.picked.connect(lambda line: self.completed.emit(line.value))
        self._box.offer(lines, typed, foot)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        draw_icon(painter, "search", "text2", 11, self.height() / 2)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties, Down leaves for the results, Ctrl+Space completes."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and control:
            self.complete()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_parts()

    def _on_edited(self, text: str) -> None:
        """Offer the values of a key as soon as it is typed; while they are shown, follow."""
        shown = self._box is not None and self._box.isVisible()
        if shown or text[: self.cursorPosition()].endswith((":", ".")):
            self.completion_wanted.emit(text, self.cursorPosition())

    def _colour(self) -> None:
        """Colour the text: a line edit takes formats from an input method event alone."""
        if not self.text():
            return
        # The first paint needs no language of queries.
        from supportdesk_desktop.ui.tickets.search_summary import formats_of

        event = QtGui.QInputMethodEvent
        attributes = [
            event.Attribute(
                event.AttributeType.TextFormat,
                start - self.cursorPosition(),
                length,
                form,
            )
            for start, length, form in formats_of(self.text())
        ]
        QCoreApplication.sendEvent(self, event("", attributes))

    def _place_parts(self) -> None:
        self._hint.adjustSize()
        hint = self._hint.size()
        self._hint.move(self.width() - hint.width() - 8, (self.height() - hint.height()) // 2)
        side = self.height() - 4
        self.clear_button.setGeometry(self.width() - side - 2, 2, side, side)
        self.setTextMargins(theme().px(16) + 9, 0, max(hint.width(), side) + 8, 0)
