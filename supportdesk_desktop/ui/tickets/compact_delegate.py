"""Draws a ticket in one line: number, subject, customer, notice and age side by side."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import priority_icon, priority_token
from supportdesk_desktop.ui.tickets.delegate import TicketDelegate, subject_of
from supportdesk_desktop.ui.tickets.words import left_text

_BASE = 20.5
_WITH_NOTICE, _WITH_CUSTOMER = 470, 560
"""Effective widths of the list from which a line has these too."""
_AGE, _NOTICE, _CUSTOMER = 68, 80, 124


class CompactDelegate(TicketDelegate):
    """One line of 32 px a ticket; what a search found in the description stands under it."""

    ROW, ROW_WITH_EXCERPT = 32, 52

    def _measure(self) -> None:
        super()._measure()
        self._excerpt_base = theme().px(41)

    def _paint_ticket(self, painter: QPainter, rect: QRect, row: TicketRow, selected: bool) -> None:
        look, colours = theme(), self._colours
        faint = row.left_by is not None or self._model.is_dimmed(row.id)
        base = rect.y() + look.px(_BASE)
        middle = base - look.px(4.5)
        self._paint_mark(painter, rect, middle, unread=row.unread and not faint, row=row)
        icon = "warn" if row.unreadable else priority_icon(row.priority)
        token = "warn" if row.unreadable else priority_token(row.priority)
        shape = look.pixmap(icon, "text3" if faint else token)
        painter.drawPixmap(rect.x() + self._shape_x, base - look.px(12.5), shape)
        ink = colours.text3 if faint else colours.text2
        x = rect.x() + self._text_x
        used = self._texts.draw(
            painter, x, base, "caption", row.number, ink, look.px(120), marked=True
        )
        self._number_width = max(self._number_width, min(used, look.px(120)))
        x += round(self._number_width) + self._gap
        right = self._paint_right(painter, rect, base, row)
        font = "unread" if row.unread and not faint else "read"
        ink = colours.text3 if faint else colours.text1
        room = right - self._gap - x
        self._texts.draw(painter, x, base, font, subject_of(row), ink, room, marked=True)
        self._paint_excerpt(painter, rect, row)

    def _paint_right(self, painter: QPainter, rect: QRect, base: int, row: TicketRow) -> int:
        """Draw age, notice and customer from the right, as many as fit; return where they begin."""
        look, colours = theme(), self._colours
        faint = row.left_by is not None or self._model.is_dimmed(row.id)
        ink = colours.text3 if faint else colours.text2
        right = rect.x() + rect.width() - self._edge
        age = texts.age(row.received_ms, self.now_ms)
        self._texts.draw_right(painter, right, base, "time", age, ink)
        right -= look.px(_AGE)
        if rect.width() >= look.px(_WITH_NOTICE):
            self._paint_notice(painter, right - look.px(_NOTICE), base, row)
            right -= look.px(_NOTICE) + self._gap
        if rect.width() >= look.px(_WITH_CUSTOMER):
            right -= look.px(_CUSTOMER)
            name = texts.one_line(row.customer)
            room = look.px(_CUSTOMER) - self._gap
            self._texts.draw(painter, right, base, "caption", name, ink, room, marked=True)
        if row.pinned:
            right -= look.px(16) + self._gap
            painter.drawPixmap(right, base - look.px(12.5), look.pixmap("pin", "text2"))
        return right

    def _paint_notice(self, painter: QPainter, left: int, base: int, row: TicketRow) -> None:
        look = theme()
        if row.left_by is not None:
            words, tone = left_text(row.left_by), "text3"
        else:
            phrase = self._texts.phrase(row)
            if phrase is None:
                return
            words, tone = phrase.short, phrase.tone
            icon = look.pixmap(phrase.icon, tone, 14)
            painter.drawPixmap(left, base - look.px(11), icon)
            left += look.px(14 + 5)
        room = look.px(_NOTICE) - look.px(14 + 5)
        ink = self._colours.colour(tone)
        self._texts.draw(painter, left, base, "caption", words, ink, room)
