"""Draws tickets in two lines or one, the headings and the places of rows not yet fetched.

One ``data()`` call a row, texts as cached ``QStaticText``: painting is where the time goes.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QStyleOptionViewItem

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TagMark, TicketRow
from supportdesk_desktop.core.ticket_lines import Heading
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import (
    HEADING,
    ROW,
    ROW_WITH_EXCERPT,
    priority_icon,
    priority_token,
)
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.row_painting import RowChips, RowTexts
from supportdesk_desktop.ui.tickets.words import heading_title, left_text
from supportdesk_desktop.ui.widgets.painting import (
    BAR,
    draw_check_box,
    draw_dot,
    draw_row_ring,
    fill,
)

translate = QCoreApplication.translate

_EDGE = 16
_DOT_X, _SHAPE_X, _TEXT_X = 13, 22, 44
_GAP = 12
_CHIP_GAP = 6
_NARROW = 470
_MOST_NUMBER = 120
Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QAbstractItemDelegate):
    """Draws for a view of ``TicketListModel``, which tells before each repaint what to show."""

    def __init__(self, model: TicketListModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now_ms = 0
        self.ring = False
        self.chosen_row = self.hovered_row = -1
        self.painted: list[TicketId] = []
        self._model = model
        self._texts = RowTexts()
        self._chips = RowChips()
        self.measure()
        theme().changed.connect(self.measure)

    def measure(self) -> None:
        """Take fonts, colours and words anew: theme, scale or language changed."""
        self._texts.measure()
        self._chips.clear()
        look = theme()
        self._colours = look.palette
        self._dot = look.px(3)

    def _note_painted(self, row: TicketRow) -> None:
        if self._model.unpainted and row.id in self._model.unpainted:
            self._model.unpainted.discard(row.id)
            self.painted.append(row.id)

    def _is_faint(self, row: TicketRow) -> bool:
        return row.left_by is not None or self._model.is_dimmed(row.id)

    def _draw_priority(
        self, painter: QPainter, x: int, top: int, row: TicketRow, faint: bool
    ) -> None:
        """Draw the shape of the priority, or that the ticket cannot be read."""
        icon = "warn" if row.unreadable else priority_icon(row.priority)
        token = "warn" if row.unreadable else priority_token(row.priority)
        painter.drawPixmap(x, top, theme().pixmap(icon, "text3" if faint else token))

    def _draw_unread(self, painter: QPainter, x: float, middle: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_dot(painter, QPointF(x, middle), self._dot, self._colours.focus)

    def _draw_missing(self, painter: QPainter, bar: QRect) -> None:
        """Draw a bar in the place of a text that is fetched."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours.hover)
        painter.drawRoundedRect(bar, 4, 4)


class TicketDelegate(RowDelegate):
    """Draws a ticket in two lines; what a search found in the description stands under them.

    ``ROW`` and ``ROW_WITH_EXCERPT`` are the heights of its lines, in unscaled pixels.
    """

    ROW, ROW_WITH_EXCERPT = ROW, ROW_WITH_EXCERPT
    EXCERPT_BASE = 62

    def measure(self) -> None:
        """Take fonts, columns, colours and words anew."""
        super().measure()
        look = theme()
        self._edge, self._gap = look.px(_EDGE), look.px(_GAP)
        self._dot_x, self._shape_x = look.px(_DOT_X), look.px(_SHAPE_X)
        self._text_x = look.px(_TEXT_X)
        self._chip_gap = look.px(_CHIP_GAP)
        self._half_text, self._icon_up = look.px(4.5), look.px(12.5)
        self._number_x = self._text_x + self._texts.widest_priority() + self._gap
        self._number_width = self._texts.width("caption", "INV-0000")
        self._baselines = (look.px(22), look.px(42))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line; the view's sections decide in the end."""
        line = self._model.line_at(index.row())
        if isinstance(line, Heading):
            return QSize(0, theme().px(HEADING))
        matches = self._model.matches
        excerpt = matches is not None and getattr(line, "id", None) in matches.excerpts
        return QSize(0, theme().px(self.ROW_WITH_EXCERPT if excerpt else self.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._model.line_at(index.row())
        rect: QRect = option.rect
        self._texts.marks.follow(self._model.matches)
        if isinstance(line, Heading):
            self._paint_heading(painter, rect, line)
        elif isinstance(line, TicketRow):
            selected = index.row() == self.chosen_row
            if selected:
                self._paint_chosen(painter, rect)
            else:
                self._paint_ground(painter, rect, line, hovered=index.row() == self.hovered_row)
            self._paint_ticket(painter, rect, line, selected, self._is_faint(line))
            self._paint_excerpt(painter, rect, line)
            self._note_painted(line)
        else:
            self._paint_missing(painter, rect)

    def cut_text(self, row: int, width: int) -> str:
        """Return what a row of this width cuts off, empty where everything is shown."""
        line = self._model.line_at(row)
        if not isinstance(line, TicketRow):
            return ""
        subject = texts.one_line(line.subject)
        wide = self._texts.width("unread" if line.unread else "read", subject)
        room = width - self._text_x - self._edge - self._gap - theme().px(80)
        lines = [subject] if wide > room else []
        if width < theme().px(_NARROW):
            lines.append(texts.one_line(line.customer))
            lines.append(", ".join(texts.one_line(tag.name) for tag in line.tags))
        return "\n".join(line for line in lines if line)

    def _paint_chosen(self, painter: QPainter, rect: QRect) -> None:
        """Draw the ground of the chosen row, in a ring while the list has the focus."""
        colours = self._colours
        if self.ring:
            draw_row_ring(painter, rect.toRectF(), colours.selected)
        else:
            fill(painter, rect, colours.selected)
            fill(painter, QRect(rect.x(), rect.y(), BAR, rect.height()), colours.focus)

    def _paint_ground(
        self, painter: QPainter, rect: QRect, row: TicketRow, *, hovered: bool
    ) -> None:
        """Draw the ground of any other row, and the line under it."""
        colours = self._colours
        if row.id in self._model.selection:
            fill(painter, rect, colours.selected)
        elif hovered:
            fill(painter, rect, colours.hover)
        else:
            fresh = self._model.freshness(row.id)
            if fresh > 0:
                fill(painter, rect, _blend(colours.surface, colours.okbg, fresh))
        right = rect.x() + rect.width() - self._edge
        left = rect.x() + self._text_x
        fill(painter, QRect(left, rect.bottom(), right - left, 1), colours.border)

    def _paint_ticket(
        self, painter: QPainter, rect: QRect, row: TicketRow, selected: bool, faint: bool
    ) -> None:
        """Draw the texts of a ticket on its ground."""
        base = rect.y() + self._baselines[0]
        self._paint_signs(painter, rect, base, row, faint)
        right = rect.x() + rect.width() - self._edge
        ink = self._colours.text3 if faint else self._colours.text2
        age = texts.age(row.received_ms, self.now_ms)
        right -= self._texts.draw_right(painter, right, base, "time", age, ink)
        right = self._paint_pin(painter, right, base, row)
        self._paint_subject(painter, rect.x() + self._text_x, right, base, row, faint)
        self._paint_second_line(painter, rect, row, selected, faint)

    def _paint_signs(
        self, painter: QPainter, rect: QRect, base: int, row: TicketRow, faint: bool
    ) -> None:
        """Draw the dot of what is unread, or the box of what is chosen with others; priority."""
        middle = base - self._half_text
        if row.id in self._model.selection:
            draw_check_box(painter, rect.x() + BAR + 1, middle, Qt.CheckState.Checked)
        elif row.unread and not faint:
            self._draw_unread(painter, rect.x() + self._dot_x, middle)
        x = rect.x() + self._shape_x
        self._draw_priority(painter, x, base - self._icon_up, row, faint)

    def _paint_pin(self, painter: QPainter, right: int, base: int, row: TicketRow) -> int:
        """Draw the pin of a pinned ticket; return where the room before it ends."""
        if row.pinned:
            look = theme()
            right -= look.px(16) + self._gap
            painter.drawPixmap(right, base - self._icon_up, look.pixmap("pin", "text2"))
        return right

    def _paint_subject(
        self, painter: QPainter, left: int, right: int, base: int, row: TicketRow, faint: bool
    ) -> None:
        font = "unread" if row.unread and not faint else "read"
        ink = self._colours.text3 if faint else self._colours.text1
        room = right - self._gap - left
        self._texts.draw(painter, left, base, font, subject_of(row), ink, room, marked=True)

    def _paint_number(
        self, painter: QPainter, x: int, base: int, row: TicketRow, ink: QColor, room: int
    ) -> int:
        """Draw the number; return where the next column begins, after the widest number so far."""
        used = self._texts.draw(painter, x, base, "caption", row.number, ink, room, marked=True)
        self._number_width = max(self._number_width, min(used, theme().px(_MOST_NUMBER)))
        return x + round(self._number_width) + self._gap

    def _paint_second_line(
        self, painter: QPainter, rect: QRect, row: TicketRow, selected: bool, faint: bool
    ) -> None:
        colours = self._colours
        base = rect.y() + self._baselines[1]
        narrow = rect.width() < theme().px(_NARROW)
        right = self._paint_outcome(painter, rect, base, row, narrow) - self._gap
        ink = colours.text3 if faint else colours.text2
        if not row.unreadable:
            word = self._texts.words.get(row.priority, row.priority)
            shade = colours.text3 if faint else colours.colour(priority_token(row.priority))
            room = self._number_x - self._gap / 2 - self._text_x
            self._texts.draw(painter, rect.x() + self._text_x, base, "strong", word, shade, room)
        x = rect.x() + self._number_x
        x = self._paint_number(painter, x, base, row, ink, right - x)
        if x >= right:
            return
        customer = texts.one_line(row.customer)
        used = self._texts.draw(painter, x, base, "caption", customer, ink, right - x, marked=True)
        x += round(used) + self._gap
        if not narrow:
            self._paint_tags(painter, x, right, base, row.tags, selected)

    def _paint_outcome(
        self, painter: QPainter, rect: QRect, base: int, row: TicketRow, narrow: bool
    ) -> int:
        """Draw what became of the notice, at the right; return where it begins."""
        right = rect.x() + rect.width() - self._edge
        if row.left_by is not None:
            words, ink = left_text(row.left_by), self._colours.text3
            return right - self._texts.draw_right(painter, right, base, "caption", words, ink)
        phrase = self._texts.phrase(row)
        if phrase is None:
            return right
        words = phrase.short if narrow else phrase.text
        ink = self._colours.colour(phrase.tone)
        right -= self._texts.draw_right(painter, right, base, "caption", words, ink)
        right -= theme().px(14 + 5)
        self._paint_notice_icon(painter, right, base, phrase)
        return right

    def _paint_notice_icon(
        self, painter: QPainter, x: int, base: int, phrase: texts.NoticePhrase
    ) -> None:
        look = theme()
        painter.drawPixmap(x, base - look.px(11), look.pixmap(phrase.icon, phrase.tone, 14))

    def _paint_tags(
        self,
        painter: QPainter,
        x: int,
        right: int,
        base: int,
        tags: tuple[TagMark, ...],
        selected: bool,
    ) -> None:
        top = base - theme().px(13)
        ratio = painter.device().devicePixelRatio()
        for tag in tags:
            marked = self._texts.marks.has(tag.name)
            chip, width = self._chips.chip(tag, selected, marked, ratio)
            if x + width > right:
                return
            painter.drawPixmap(x, top, chip)
            x += width + self._chip_gap

    def _paint_excerpt(self, painter: QPainter, rect: QRect, row: TicketRow) -> None:
        matches = self._model.matches
        text = None if matches is None else matches.excerpts.get(row.id)
        if text is None:
            return
        left = rect.x() + self._text_x
        room = rect.width() - self._text_x - self._edge
        base, ink = rect.y() + theme().px(self.EXCERPT_BASE), self._colours.text2
        words = texts.one_line(text)
        self._texts.draw(painter, left, base, "caption", words, ink, room, marked=True)

    def _paint_heading(self, painter: QPainter, rect: QRect, heading: Heading) -> None:
        base = rect.y() + theme().px(19)
        words = heading_title(heading, self.now_ms)
        x = rect.x() + self._edge
        room = rect.width() - 2 * self._edge
        used = self._texts.draw(painter, x, base, "strong", words, self._colours.text2, room)
        x += round(used) + theme().px(8)
        count = texts.number(heading.count)
        self._texts.draw(painter, x, base, "time", count, self._colours.text3, room)

    def _paint_missing(self, painter: QPainter, rect: QRect) -> None:
        left, height = rect.x() + self._text_x, theme().px(10)
        width = max(0, rect.width() - self._text_x - self._edge)
        for base, share in zip(self._baselines, (0.6, 0.35), strict=True):
            bar = QRect(left, rect.y() + base - height, round(width * share), height)
            self._draw_missing(painter, bar)


_COMPACT_BASE = 20.5
_WITH_NOTICE, _WITH_CUSTOMER = 470, 560
"""Effective widths of the list from which a line of the compact list has these too."""
_AGE, _NOTICE, _CUSTOMER = 68, 80, 124


class CompactDelegate(TicketDelegate):
    """Draws a ticket in one line: number, subject, customer, notice and age side by side."""

    ROW, ROW_WITH_EXCERPT = 32, 52
    EXCERPT_BASE = 41

    def _paint_ticket(
        self, painter: QPainter, rect: QRect, row: TicketRow, selected: bool, faint: bool
    ) -> None:
        base = rect.y() + theme().px(_COMPACT_BASE)
        self._paint_signs(painter, rect, base, row, faint)
        ink = self._colours.text3 if faint else self._colours.text2
        x = rect.x() + self._text_x
        x = self._paint_number(painter, x, base, row, ink, theme().px(_MOST_NUMBER))
        right = self._paint_right(painter, rect, base, row, ink)
        self._paint_subject(painter, x, right, base, row, faint)

    def _paint_right(
        self, painter: QPainter, rect: QRect, base: int, row: TicketRow, ink: QColor
    ) -> int:
        """Draw age, notice and customer from the right, as many as fit; return where they begin."""
        look = theme()
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
        return self._paint_pin(painter, right, base, row)

    def _paint_notice(self, painter: QPainter, left: int, base: int, row: TicketRow) -> None:
        beside = theme().px(14 + 5)
        if row.left_by is not None:
            words, tone = left_text(row.left_by), "text3"
        else:
            phrase = self._texts.phrase(row)
            if phrase is None:
                return
            words, tone = phrase.short, phrase.tone
            self._paint_notice_icon(painter, left, base, phrase)
            left += beside
        room, ink = theme().px(_NOTICE) - beside, self._colours.colour(tone)
        self._texts.draw(painter, left, base, "caption", words, ink, room)


def subject_of(row: TicketRow) -> str:
    """Return the subject fit for one line, or that the ticket cannot be read."""
    if row.unreadable:
        said = translate("TicketDelegate", "Ticket illisible {id}")
        return said.format(id=texts.isolated(texts.one_line(row.subject)))
    return texts.one_line(row.subject)


def _blend(under: QColor, over: QColor, share: float) -> QColor:
    def mix(a: int, b: int) -> int:
        return round(a + (b - a) * share)

    return QColor(
        mix(under.red(), over.red()),
        mix(under.green(), over.green()),
        mix(under.blue(), over.blue()),
    )
