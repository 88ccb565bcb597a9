"""Cards over the window: their shadow, closing by Escape, and suggestions under an edit."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from supportdesk_desktop.core.query import spans, wanted_words
from supportdesk_desktop.ui.theme import follow_theme, theme
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import named, vbox
from supportdesk_desktop.ui.widgets.lists import Index, LineDelegate, line_item
from supportdesk_desktop.ui.widgets.painting import (
    dot_colour,
    draw_dot,
    draw_elided,
    draw_marks,
    draw_row_bar,
)


class PopoverShadow(QGraphicsDropShadowEffect):
    """The shadow of what lies over the window, in the colour of the theme."""

    def __init__(self, under: QWidget) -> None:
        super().__init__(under)
        self.setBlurRadius(24)
        self.setOffset(0, 6)
        follow_theme(self._restyle)
        under.setGraphicsEffect(self)

    def _restyle(self) -> None:
        self.setColor(theme().palette.shadow)


def keeps_escape(event: QEvent) -> bool:
    """Keep Escape from the window's shortcuts; return whether this was about to go there."""
    override = event.type() is QEvent.Type.ShortcutOverride
    if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
        event.accept()
        return True
    return False


class Popover(QFrame):
    """A card inside the window. ``closed`` asks for its end."""

    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "card")
        PopoverShadow(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


ROW = 31


class Suggestion(msgspec.Struct, frozen=True):
    """One line: title, external id or code in mono, detail, and an aside at the right.

    ``value`` is what choosing it means; ``dot`` is a colour of the server, drawn as a dot only.
    """

    value: str
    title: str
    code: str = ""
    detail: str = ""
    aside: str = ""
    icon: str = ""
    dot: str | None = None

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.code, self.detail, self.aside) if part)


class SuggestionDelegate(LineDelegate):
    """Draws a line; words that match what was typed stand on the search-match ground."""

    query = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, theme().px(ROW))

    def paint_line(
        self, painter: QPainter, rect: QRect, line: object, state: QStyle.StateFlag
    ) -> None:
        assert isinstance(line, Suggestion)
        look = theme()
        if self.paint_ground(painter, QRectF(rect), state):
            draw_row_bar(painter, QRectF(rect))
        rest = rect.adjusted(13, 0, -13, 0)
        rest.setLeft(self._draw_sign(painter, line, rest))
        if line.aside:
            painter.setFont(look.font("caption"))
            width = painter.fontMetrics().horizontalAdvance(line.aside)
            painter.setPen(look.palette.text2)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rest, right, line.aside)
            rest.setRight(rest.right() - width - 12)
        painter.setFont(look.font("bodystrong"))
        found = spans(line.title, wanted_words(self.query))
        draw_marks(painter, rest, line.title, found, whole=True)
        painter.setPen(look.palette.text1)
        self._draw(painter, line.title, rest)
        for text, role in ((line.code, "mono"), (line.detail, "caption")):
            if text:
                rest.setLeft(rest.left() + 12)
                painter.setFont(look.font(role))
                painter.setPen(look.palette.text2)
                self._draw(painter, text, rest)

    def _draw_sign(self, painter: QPainter, line: Suggestion, rest: QRect) -> int:
        look, middle = theme(), rest.center().y()
        if line.icon:
            size = look.px(16)
            pixmap = look.pixmap(line.icon, "text2")
            painter.drawPixmap(QRect(rest.left(), middle - size // 2, size, size), pixmap)
            return rest.left() + size + 9
        if line.dot is not None:
            colour = dot_colour(line.dot) or look.palette.text3
            draw_dot(painter, QPointF(rest.left() + 4, middle + 1), 4, colour)
        return rest.left() + 16

    def _draw(self, painter: QPainter, text: str, rest: QRect) -> None:
        shown = draw_elided(painter, rest, text)
        rest.setLeft(rest.left() + painter.fontMetrics().horizontalAdvance(shown))


MOST_ROWS = 7


class SuggestionBox(QFrame):
    """The list itself, laid over the window under the edit it serves.

    The focus never leaves the edit. Enter keeps the text, or takes the only line where the box was
    made to; the arrows choose among several.
    """

    picked = Signal(object)
    asked = Signal()
    """Down was pressed in the edit while nothing was on offer."""

    def __init__(self, entry: QLineEdit, name: str, *, takes_only: bool = False) -> None:
        super().__init__(entry)
        self.setObjectName(name)
        self.setProperty("kind", "popover")
        self._entry = entry
        self._takes_only = takes_only
        self._lines: tuple[Suggestion, ...] = ()
        self._model = QStandardItemModel(self)
        self._delegate = SuggestionDelegate(self)
        self._view = named(QListView(self), f"{name}-list")
        self._view.setModel(self._model)
        self._view.setItemDelegate(self._delegate)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setMouseTracking(True)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(lambda index: self._pick(index.row()))
        self._foot = Label("", "caption", "text2", self, wraps=True)
        self._foot.setContentsMargins(13, 5, 13, 6)
        self._column = vbox(self._view, self._foot, of=self, margins=(1, 5, 1, 1), spacing=2)
        PopoverShadow(self)
        entry.installEventFilter(self)
        self.hide()

    def set_name(self, text: str) -> None:
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
        self._lines = tuple(lines)
        self._model.clear()
        self._model.invisibleRootItem().appendRows([line_item(one, one.spoken) for one in lines])
        self._foot.setText(foot)
        self._foot.setVisible(bool(foot))
        self._lay_over()
        self.show()
        self.raise_()

    @property
    def lines(self) -> list[Suggestion]:
        """The suggestions on offer now; empty while hidden."""
        return [] if self.isHidden() else list(self._lines)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Serve the edit's arrows, Enter and Escape while shown; Down asks for what there is."""
        if watched is not self._entry:
            return super().eventFilter(watched, event)
        key = event if event.type() is QEvent.Type.KeyPress else None
        if self.isHidden():
            if isinstance(key, QKeyEvent) and _is_plain_down(key):
                self.asked.emit()
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        elif isinstance(key, QKeyEvent):
            return self._on_key(Qt.Key(key.key()))
        return keeps_escape(event) or super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        row, last = self._view.currentIndex().row(), len(self._lines) - 1
        takes = row >= 0 or (self._takes_only and last == 0)
        if key is Qt.Key.Key_Down:
            self._go_to(0 if row >= last else row + 1)
        elif key is Qt.Key.Key_Up:
            self._go_to(last if row <= 0 else row - 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and takes:
            self._pick(max(row, 0))
        elif key is Qt.Key.Key_Escape:
            self.hide()
        else:
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.hide()
            return False
        return True

    def _go_to(self, row: int) -> None:
        self._view.setCurrentIndex(self._model.index(row, 0))
        said = QAccessibleAnnouncementEvent(self._entry, self._lines[row].spoken)
        QAccessible.updateAccessibility(said)

    def _pick(self, row: int) -> None:
        self.hide()
        self.picked.emit(self._lines[row])

    def _lay_over(self) -> None:
        anchor = self._entry.property("suggestion-anchor") or self._entry
        window = self._entry.window()
        if self.parent() is not window:
            self.setParent(window)
        rows = min(len(self._lines), MOST_ROWS)
        self._view.setFixedHeight(rows * theme().px(ROW))
        corner = anchor.mapTo(window, QPoint(0, anchor.height() + 6))
        width = anchor.width()
        wraps, hint = self._column.hasHeightForWidth(), self._column.sizeHint()
        height = self._column.heightForWidth(width) if wraps else hint.height()
        if corner.y() + height > window.height():
            above = anchor.mapTo(window, QPoint(0, -6)).y() - height
            corner.setY(max(0, above))
        self.setGeometry(corner.x(), corner.y(), width, height)


def _is_plain_down(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() == Qt.Key.Key_Down and not held
