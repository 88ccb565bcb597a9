"""Suggestions under a line edit. The focus never leaves the edit, and Enter keeps the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
)

from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.popover import PopoverShadow
from supportdesk_desktop.ui.widgets.suggestion_lines import (
    ROW,
    Suggestion,
    SuggestionDelegate,
    SuggestionModel,
)

MOST_ROWS = 7


class SuggestionBox(QFrame):
    """The list itself, laid over the window under the edit it serves."""

    picked = Signal(object)

    def __init__(self, entry: QLineEdit, name: str) -> None:
        super().__init__(entry)
        self.setObjectName(name)
        self.setProperty("kind", "popover")
        self._entry = entry
        self._anchor: QObject = entry
        self._model = SuggestionModel(self)
        self._delegate = SuggestionDelegate(self)
        self._view = QListView(self)
        self._view.setObjectName(f"{name}-list")
        self._view.setModel(self._model)
        self._view.setItemDelegate(self._delegate)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setMouseTracking(True)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(self._on_clicked)
        self._foot = QLabel(self)
        self._foot.setTextFormat(Qt.TextFormat.PlainText)
        self._foot.setWordWrap(True)
        self._foot.setProperty("role", "caption")
        self._foot.setProperty("tone", "text2")
        self._foot.setContentsMargins(13, 5, 13, 6)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 1)
        column.setSpacing(2)
        column.addWidget(self._view)
        column.addWidget(self._foot)
        PopoverShadow(self)
        entry.installEventFilter(self)
        self.hide()

    def set_name(self, text: str) -> None:
        """Name the list for screen readers."""
        self._view.setAccessibleName(text)

    def offer(self, lines: Sequence[Suggestion], query: str, foot: str = "") -> None:
        """Show these lines under the edit, none chosen yet; hide where there is none.

        Args:
            lines: what is offered, best first.
            query: what was typed, to mark the matches.
            foot: a sentence under the lines.
        """
        if not lines or not self._entry.isVisible():
            self.hide()
            return
        self._delegate.query = query
        self._model.set_lines(lines)
        self._foot.setText(foot)
        self._foot.setVisible(bool(foot))
        self._lay_over()
        self.show()
        self.raise_()

    @property
    def lines(self) -> list[Suggestion]:
        """What is on offer now; empty while hidden."""
        if self.isHidden():
            return []
        return [self._model.line(row) for row in range(self._model.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Serve the edit's arrows, Enter and Escape while shown."""
        if self.isHidden() or watched is not self._entry:
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        elif (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        row, last = self._view.currentIndex().row(), self._model.rowCount() - 1
        if key is Qt.Key.Key_Down:
            self._go_to(0 if row >= last else row + 1)
        elif key is Qt.Key.Key_Up:
            self._go_to(last if row <= 0 else row - 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            self._pick(row)
        elif key is Qt.Key.Key_Escape:
            self.hide()
        else:
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.hide()
            return False
        return True

    def _go_to(self, row: int) -> None:
        self._view.setCurrentIndex(self._model.index(row, 0))
        QAccessible.updateAccessibility(
            QAccessibleAnnouncementEvent(self._entry, self._model.line(row).spoken)
        )

    def _on_clicked(self, index: QModelIndex) -> None:
        self._pick(index.row())

    def _pick(self, row: int) -> None:
        line = self._model.line(row)
        self.hide()
        self.picked.emit(line)

    def _lay_over(self) -> None:
        anchor = self._entry.property("suggestion-anchor") or self._entry
        window = self._entry.window()
        if self.parent() is not window:
            self.setParent(window)
        rows = min(self._model.rowCount(), MOST_ROWS)
        self._view.setFixedHeight(rows * theme().px(ROW))
        corner = anchor.mapTo(window, QPoint(0, anchor.height() + 6))
        width = anchor.width()
        layout = self._column
        hfw = layout.hasHeightForWidth()
        height = layout.heightForWidth(width) if hfw else layout.sizeHint().height()
        if corner.y() + height > window.height():
            above = anchor.mapTo(window, QPoint(0, -6)).y() - height
            corner.setY(max(0, above))
        self.setGeometry(corner.x(), corner.y(), width, height)
