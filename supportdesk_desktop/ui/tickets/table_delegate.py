"""Draws tickets as the rows of a table, a fact in each cell."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import ROW_CHIP, L, priority_token
from supportdesk_desktop.ui.tickets.columns import COLUMNS, Column, cell_text, left_text, times_text
from supportdesk_desktop.ui.tickets.delegate import Index, RowDelegate, subject_of
from supportdesk_desktop.ui.widgets.painting import draw_check_box, fill

PADDING = 9
_INDENT = 14


class TableDelegate(RowDelegate):
    """Draws the cells of a row; a chosen row has all its cells so.

    The row is taken from the model once a cell.
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._model.line_at(index.row())
        rect: QRect = option.rect
        column = COLUMNS[index.column()]
        if not isinstance(line, TicketRow):
            # The place of a row that is fetched; a table has no headings.
            if line is None and column is not Column.BOX:
                left, width = rect.x() + PADDING, rect.width() * 3 // 5
                self._draw_missing(painter, QRect(left, rect.center().y() - 5, width, 10))
            return
        self._begin(painter, line)
        if column is Column.BOX:
            self._texts.follow(self._model.matches)
            self._note_painted()
        together = line.id in self._model.selection
        selected = together or index.row() == self.chosen_row
        self._draw_ground(rect, selected=selected, hovered=index.row() == self.hovered_row)
        if not selected:
            left = rect.x() + (L if column is Column.BOX else 0)
            edge = QRect(left, rect.bottom(), rect.right() - left + 1, 1)
            fill(painter, edge, self._colours.border)
        if column is Column.BOX:
            state = Qt.CheckState.Checked if together else Qt.CheckState.Unchecked
            draw_check_box(painter, rect.x() + L, rect.y() + rect.height() / 2, state)
        else:
            base = self._texts.centred("body", rect.y(), rect.height())
            self._paint_cell(column, rect.adjusted(PADDING, 0, -PADDING, 0), base, selected)

    def tip_text(self, index: Index, x: int, width: int) -> str:
        line, column = self._model.line_at(index.row()), COLUMNS[index.column()]
        if not isinstance(line, TicketRow):
            return ""
        received = column is Column.RECEIVED
        return times_text(line, self.now_ms) if received else self._words(column, line)

    def _words(self, column: Column, row: TicketRow) -> str:
        if column is Column.NUMBER:
            return texts.one_line(row.number)
        if column is Column.SUBJECT:
            return subject_of(row)
        if column is Column.TAGS:
            return ", ".join(texts.isolated(texts.one_line(tag.name)) for tag in row.tags)
        if column is Column.RECEIVED:
            return texts.age(row.received_ms, self.now_ms)
        if column is Column.STATUS and row.left_by is not None:
            return left_text(row.left_by)
        return "" if column is Column.BOX else cell_text(column, row, self.now_ms)

    def _paint_cell(self, column: Column, rect: QRect, base: float, selected: bool) -> None:
        if column is Column.PRIORITY:
            self._paint_priority(rect, base)
        elif column is Column.SUBJECT:
            self._paint_subject(rect, base)
        elif column is Column.TAGS:
            self._paint_tags(rect, base, selected)
        elif column is Column.NOTICE:
            self._paint_notice(rect, base)
        else:
            words, received = self._words(column, self._row), column is Column.RECEIVED
            font, token = ("bodytime", "text1") if received else ("body", "text2")
            self._draw(rect.x(), base, font, words, rect.width(), token)

    def _paint_priority(self, rect: QRect, base: float) -> None:
        self._draw_priority(rect.x(), _icon_top(rect, 16))
        if not self._row.unreadable:
            beside, priority = theme().px(16 + 6), self._row.priority
            words, token = self._texts.priority(priority), priority_token(priority)
            self._draw(rect.x() + beside, base, "strong", words, rect.width() - beside, token)

    def _paint_subject(self, rect: QRect, base: float) -> None:
        look, pinned = theme(), self._row.pinned
        if self._row.unread and not self._faint:
            self._draw_unread(rect.x() + look.px(3), rect.center().y() + 1)
        left = rect.x() + look.px(_INDENT)
        room = rect.width() - look.px(_INDENT) - (look.px(16 + 8) if pinned else 0)
        used = self._draw_subject(left, base, room)
        if pinned:
            self._draw_icon(left + round(used) + look.px(8), _icon_top(rect, 16), "pin", "text2")

    def _paint_tags(self, rect: QRect, base: float, selected: bool) -> None:
        """Draw as many tags as fit whole, then how many more there are."""
        right, rest = rect.right() + 1, self._texts.width("caption", "+9") + 6
        top = _icon_top(rect, ROW_CHIP)
        x, left = self._draw_tags(rect.x(), top, right, selected=selected, rest=rest)
        if left:
            self._draw(x, base, "caption", f"+{left}", rect.right() - x)

    def _paint_notice(self, rect: QRect, base: float) -> None:
        trouble = self._texts.trouble(self._row.notice_outcome, self._row.notice_ms)
        if trouble is None:
            return
        self._draw_icon(rect.x(), _icon_top(rect, 14), trouble.icon, trouble.tone, 14)
        beside = theme().px(14 + 5)
        room = rect.width() - beside
        self._draw(rect.x() + beside, base, "caption", trouble.short, room, trouble.tone)


def _icon_top(rect: QRect, size: int) -> int:
    return rect.center().y() - theme().px(size) // 2 + 1
