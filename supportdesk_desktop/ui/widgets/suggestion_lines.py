"""Lines on offer under an edit: the model that holds them and the delegate that draws them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from supportdesk_desktop.core.highlights import spans, wanted_words
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.chips import dot_colour

ROW = 31
Index = QModelIndex | QPersistentModelIndex


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
        """The line as a screen reader says it."""
        return ", ".join(part for part in (self.title, self.code, self.detail, self.aside) if part)


class SuggestionModel(QAbstractListModel):
    """The lines on offer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: tuple[Suggestion, ...] = ()

    def set_lines(self, lines: Sequence[Suggestion]) -> None:
        """Replace the lines."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, row: int) -> Suggestion:
        """Return the line at ``row``."""
        return self._lines[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the line as text, or the struct itself under ``UserRole``."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.tip(line.spoken)
        spoken = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return line.spoken if role in spoken else None


class SuggestionDelegate(QStyledItemDelegate):
    """Draws a line; words that match what was typed stand on the search-match ground."""

    query = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of one line."""
        return QSize(10, theme().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line, title first; what does not fit is elided and told by the tooltip."""
        line: Suggestion = index.data(Qt.ItemDataRole.UserRole)
        look, rect = theme(), QRect(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.palette.selected)
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), look.palette.focus)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.palette.hover)
        rest = rect.adjusted(13, 0, -13, 0)
        rest.setLeft(self._draw_sign(painter, line, rest))
        if line.aside:
            painter.setFont(look.font("caption"))
            width = painter.fontMetrics().horizontalAdvance(line.aside)
            painter.setPen(look.palette.text2)
            painter.drawText(
                rest, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.aside
            )
            rest.setRight(rest.right() - width - 12)
        self._draw_title(painter, line.title, rest)
        for text, role, tone in ((line.code, "mono", "text2"), (line.detail, "caption", "text2")):
            if text:
                rest.setLeft(rest.left() + 12)
                painter.setFont(look.font(role))
                painter.setPen(look.colour(tone))
                self._draw(painter, text, rest)
        painter.restore()

    def _draw_sign(self, painter: QPainter, line: Suggestion, rest: QRect) -> int:
        look, middle = theme(), rest.center().y()
        if line.icon:
            size = look.px(16)
            pixmap = look.pixmap(line.icon, "text2")
            painter.drawPixmap(QRect(rest.left(), middle - size // 2, size, size), pixmap)
            return rest.left() + size + 9
        if line.dot is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(dot_colour(line.dot) or look.palette.text3)
            painter.drawEllipse(QPoint(rest.left() + 4, middle + 1), 4, 4)
        return rest.left() + 16

    def _draw_title(self, painter: QPainter, title: str, rest: QRect) -> None:
        look = theme()
        painter.setFont(look.font("bodystrong"))
        metrics = painter.fontMetrics()
        for start, length in spans(title, wanted_words(self.query)):
            left = rest.left() + metrics.horizontalAdvance(title[:start])
            width = metrics.horizontalAdvance(title[start : start + length])
            ground = QRect(
                left - 1, rest.center().y() - metrics.height() // 2, width + 2, metrics.height()
            )
            if ground.right() < rest.right():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.palette.markbg)
                painter.drawRoundedRect(ground, 3, 3)
        painter.setPen(look.palette.text1)
        self._draw(painter, title, rest)

    def _draw(self, painter: QPainter, text: str, rest: QRect) -> None:
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, rest.width()))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, shown)
        rest.setLeft(rest.left() + metrics.horizontalAdvance(shown))
