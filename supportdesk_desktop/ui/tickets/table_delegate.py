"""Draws the cells of the table of tickets; the row is taken from the model once a cell."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import ROW_CHIP, L, priority_token
from supportdesk_desktop.ui.tickets.columns import COLUMNS, Column
from supportdesk_desktop.ui.tickets.delegate import Index, RowDelegate, subject_of
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.words import left_text
from supportdesk_desktop.ui.widgets.painting import draw_check_box, fill

PADDING = 9
_CHIP_GAP = 6
_INDENT = 14


class TicketTableDelegate(RowDelegate):
    """Draws for a view of ``TicketListModel`` as a table; a chosen row has all its cells so."""

    def __init__(self, model: TicketListModel, parent: QObject | None = None) -> None:
        super().__init__(model, parent)
        self._cells = {
            Column.PRIORITY: self._paint_priority,
            Column.SUBJECT: self._paint_subject,
            Column.TAGS: self._paint_tags,
            Column.RECEIVED: self._paint_age,
            Column.NOTICE: self._paint_notice,
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return nothing: the sections of the view decide."""
        return QSize()

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
        if column is Column.BOX:
            self._texts.marks.follow(self._model.matches)
            self._note_painted(line)
        selected = self._paint_ground(painter, rect, line, index.row(), column)
        if column is Column.BOX:
            chosen = line.id in self._model.selection
            state = Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked
            draw_check_box(painter, rect.x() + L, rect.y() + rect.height() / 2, state)
            return
        base = self._texts.centred("body", rect.y(), rect.height())
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        special = self._cells.get(column)
        if special is not None:
            special(painter, inner, base, line, selected)
        else:
            self._draw(painter, inner, base, "body", self._words(column, line), line)

    def cell_words(self, row: int, column: Column) -> str:
        """Return the whole of a cell, for a tooltip."""
        line = self._model.line_at(row)
        if not isinstance(line, TicketRow):
            return ""
        if column is Column.SUBJECT:
            return subject_of(line)
        if column is Column.TAGS:
            return ", ".join(texts.isolated(texts.one_line(tag.name)) for tag in line.tags)
        if column is Column.NOTICE:
            phrase = self._texts.phrase(line)
            return "" if phrase is None else phrase.text
        return self._words(column, line)

    def _words(self, column: Column, row: TicketRow) -> str:
        if column is Column.NUMBER:
            return texts.one_line(row.number)
        if column is Column.CUSTOMER:
            return texts.one_line(row.customer)
        if column is Column.STATUS:
            return texts.status_name(row.status) if row.left_by is None else left_text(row.left_by)
        if column is Column.RECEIVED:
            return texts.age(row.received_ms, self.now_ms)
        return texts.priority_name(row.priority) if column is Column.PRIORITY else ""

    def _paint_ground(
        self,
        painter: QPainter,
        rect: QRect,
        row: TicketRow,
        at: int,
        column: Column,
    ) -> bool:
        """Draw what lies under a cell; return whether the row is chosen."""
        colours = self._colours
        selected = at == self.chosen_row or row.id in self._model.selection
        if selected:
            fill(painter, rect, colours.selected)
            return True
        if at == self.hovered_row:
            fill(painter, rect, colours.hover)
        elif self._model.freshness(row.id) > 0:
            ground = QColor(colours.okbg)
            ground.setAlphaF(self._model.freshness(row.id))
            fill(painter, rect, ground)
        left = rect.x() + (L if column is Column.BOX else 0)
        line = QRect(left, rect.bottom(), rect.right() - left + 1, 1)
        fill(painter, line, colours.border)
        return False

    def _ink(self, row: TicketRow, token: str) -> QColor:
        return self._colours.colour("text3" if self._is_faint(row) else token)

    def _draw(
        self,
        painter: QPainter,
        rect: QRect,
        base: float,
        font: str,
        words: str,
        row: TicketRow,
        token: str = "text2",
    ) -> float:
        ink = self._ink(row, token)
        return self._texts.draw(
            painter, rect.x(), base, font, words, ink, rect.width(), marked=True
        )

    def _paint_priority(
        self, painter: QPainter, rect: QRect, base: float, row: TicketRow, selected: bool
    ) -> None:
        top = rect.center().y() - theme().px(16) // 2 + 1
        self._draw_priority(painter, rect.x(), top, row, self._is_faint(row))
        if not row.unreadable:
            words = self._texts.words.get(row.priority) or texts.priority_name(row.priority)
            after = rect.adjusted(theme().px(16 + 6), 0, 0, 0)
            self._draw(painter, after, base, "strong", words, row, priority_token(row.priority))

    def _paint_subject(
        self, painter: QPainter, rect: QRect, base: float, row: TicketRow, selected: bool
    ) -> None:
        look = theme()
        unread = row.unread and not self._is_faint(row)
        if unread:
            self._draw_unread(painter, rect.x() + look.px(3), rect.center().y() + 1)
        pin = look.px(16 + 8) if row.pinned else 0
        room = rect.adjusted(look.px(_INDENT), 0, -pin, 0)
        font = "unread" if unread else "read"
        used = self._draw(painter, room, base, font, subject_of(row), row, "text1")
        if row.pinned:
            top = rect.center().y() - look.px(16) // 2 + 1
            painter.drawPixmap(
                room.x() + round(used) + look.px(8), top, look.pixmap("pin", "text2")
            )

    def _paint_tags(
        self, painter: QPainter, rect: QRect, base: float, row: TicketRow, selected: bool
    ) -> None:
        """Draw as many tags as fit whole, then how many more there are."""
        top = rect.center().y() - theme().px(ROW_CHIP) // 2 + 1
        ratio, x = painter.device().devicePixelRatio(), rect.x()
        more_room = self._texts.width("caption", "+9") + _CHIP_GAP
        for at, tag in enumerate(row.tags):
            marked = self._texts.marks.has(tag.name)
            chip, width = self._chips.chip(tag, selected, marked, ratio)
            last = at == len(row.tags) - 1
            if x + width > rect.right() + 1 - (0 if last else more_room):
                more = f"+{len(row.tags) - at}"
                self._draw(painter, QRect(x, 0, rect.right() - x, 0), base, "caption", more, row)
                return
            painter.drawPixmap(x, top, chip)
            x += width + theme().px(_CHIP_GAP)

    def _paint_age(
        self, painter: QPainter, rect: QRect, base: float, row: TicketRow, selected: bool
    ) -> None:
        age = texts.age(row.received_ms, self.now_ms)
        self._draw(painter, rect, base, "bodytime", age, row, "text1")

    def _paint_notice(
        self, painter: QPainter, rect: QRect, base: float, row: TicketRow, selected: bool
    ) -> None:
        phrase = self._texts.phrase(row)
        if phrase is None:
            return
        look = theme()
        top = rect.center().y() - look.px(14) // 2 + 1
        painter.drawPixmap(rect.x(), top, look.pixmap(phrase.icon, phrase.tone, 14))
        after = rect.adjusted(look.px(14 + 5), 0, 0, 0)
        self._draw(painter, after, base, "caption", phrase.short, row, phrase.tone)
