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
from supportdesk_desktop.core.rows import TicketRow, WaitLimits, tags_beside
from supportdesk_desktop.core.ticket_lines import Heading
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import ROW, ROW_WITH_EXCERPT, priority_icon, priority_token
from supportdesk_desktop.ui.tickets.columns import heading_title, left_text, times_text
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.row_painting import RowTexts
from supportdesk_desktop.ui.widgets.painting import (
    BAR,
    draw_check_box,
    draw_dot,
    draw_row_ring,
    fill,
)

translate = QCoreApplication.translate

_CHIP_GAP = 6
_NARROW = 470
_MOST_NUMBER = 120
_SMALL_ICON = 14 + 5
"""An icon before the words of a wait or a notice, and the gap after it."""
_CATEGORY, _NARROW_CATEGORY = 150, 96
"""The most room that a category takes."""
_TIMES = 96
"""The width at the right of a row whose tooltip says when it came."""
Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QAbstractItemDelegate):
    """Draws rows of ``TicketListModel``; its view sets the state to draw before each repaint."""

    ROW, ROW_WITH_EXCERPT = ROW, ROW_WITH_EXCERPT
    """Heights of a row, alone and with what a search found in the description; unscaled pixels."""

    _painter: QPainter
    _row: TicketRow
    """The ticket that is being drawn."""
    _faint: bool

    def __init__(self, model: TicketListModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now_ms = 0
        self.limits = WaitLimits()
        """The waits from which on they stand out."""
        self.ring = False
        self.chosen_row = self.hovered_row = -1
        self.painted: list[TicketId] = []
        self._model = model
        self._texts = RowTexts()
        self.measure()
        theme().changed.connect(self.measure)

    def measure(self) -> None:
        """Take fonts, colours and words anew: theme, scale or language changed."""
        self._texts.measure()
        look = theme()
        self._colours = look.palette
        self._dot = look.px(3)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return nothing: the sections of the view decide."""
        return QSize()

    def tip_text(self, index: Index, x: int, width: int) -> str:
        """Return what the tooltip at a place of a cell says, empty where all is shown."""
        raise NotImplementedError

    def _begin(self, painter: QPainter, row: TicketRow) -> None:
        self._painter, self._row = painter, row
        self._faint = row.left_by is not None or self._model.is_dimmed(row.id)

    def _note_painted(self) -> None:
        if self._row.id in self._model.unpainted:
            self._model.unpainted.discard(self._row.id)
            self.painted.append(self._row.id)

    def _ink(self, token: str) -> QColor:
        return self._colours.text3 if self._faint else self._colours.colour(token)

    def _draw(
        self,
        x: float,
        base: float,
        font: str,
        words: str,
        room: float,
        token: str = "text2",
        *,
        marked: bool = True,
    ) -> float:
        """Draw a text on its baseline, cut to ``room``; return the width it takes."""
        ink = self._ink(token)
        return self._texts.draw(self._painter, x, base, font, words, ink, room, marked=marked)

    def _draw_icon(self, x: int, top: int, icon: str, token: str, size: int = 16) -> None:
        self._painter.drawPixmap(x, top, theme().pixmap(icon, token, size))

    def _draw_ground(self, area: QRect, *, selected: bool, hovered: bool) -> None:
        """Fill what lies under a row, or under a cell of it."""
        colours = self._colours
        fresh = self._model.freshness(self._row.id)
        if selected:
            fill(self._painter, area, colours.selected)
        elif hovered:
            fill(self._painter, area, colours.hover)
        elif fresh > 0:
            fill(self._painter, area, _blend(colours.surface, colours.okbg, fresh))

    def _draw_priority(self, x: int, top: int) -> None:
        """Draw the shape of the priority, or that the ticket cannot be read."""
        row = self._row
        icon = "warn" if row.unreadable else priority_icon(row.priority)
        token = "warn" if row.unreadable else priority_token(row.priority)
        self._draw_icon(x, top, icon, "text3" if self._faint else token)

    def _draw_unread(self, x: float, middle: float) -> None:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_dot(self._painter, QPointF(x, middle), self._dot, self._colours.focus)

    def _draw_subject(self, x: float, base: float, room: float) -> float:
        font = "unread" if self._row.unread and not self._faint else "read"
        return self._draw(x, base, font, subject_of(self._row), room, "text1")

    def _draw_tags(
        self, x: int, top: int, right: float, *, selected: bool, rest: float = 0
    ) -> tuple[int, int]:
        """Draw as many tags as fit whole; return where they end, and how many are left.

        Before one that is not the last, ``rest`` pixels are kept for what tells how many.
        """
        tags = tags_beside(self._row.category, self._row.tags)
        ratio = self._painter.device().devicePixelRatio()
        for left, tag in zip(range(len(tags), 0, -1), tags, strict=True):
            marked = self._texts.is_marked(tag.name)
            chip, width = self._texts.chip(tag, selected, marked, ratio)
            if x + width > right - (0 if left == 1 else rest):
                return x, left
            self._painter.drawPixmap(x, top, chip)
            x += width + theme().px(_CHIP_GAP)
        return x, 0

    def _draw_wait(self, right: int, base: float, *, font: str = "") -> int:
        """Draw how long the customer waits so that it ends at ``right``; return its left edge.

        Over its limit it stands out. Of a ticket that left, it is when it came.
        """
        row, ink, used = self._row, self._ink("text2"), font + "time"
        if row.left_by is not None:
            said = texts.age(row.received_ms, self.now_ms)
            return right - self._texts.draw_right(self._painter, right, base, used, said, ink)
        said = texts.wait(self.now_ms - row.created_ms)
        over = self.limits.is_over(row.priority, self.now_ms - row.created_ms)
        if over:
            ink, used = self._ink("warn"), "strong" + used
        left = right - self._texts.draw_right(self._painter, right, base, used, said, ink)
        if over:
            left -= theme().px(_SMALL_ICON)
            self._draw_icon(left, round(base) - theme().px(11), "clock", "warn", 14)
        return left

    def _draw_trouble(self, right: int, base: int, *, short: bool) -> int:
        """Draw what went wrong with the notice so that it ends there; return its left edge."""
        trouble = self._texts.trouble(self._row.notice_outcome, self._row.notice_ms)
        if trouble is None or self._row.left_by is not None:
            return right
        words, ink = trouble.short if short else trouble.text, self._ink(trouble.tone)
        right -= self._texts.draw_right(self._painter, right, base, "caption", words, ink)
        right -= theme().px(_SMALL_ICON)
        self._draw_icon(right, base - theme().px(11), trouble.icon, trouble.tone, 14)
        return right - theme().px(12)

    def _draw_category(self, right: int, base: int, room: int) -> int:
        """Draw the category, or how the ticket left, so that it ends there; return its left."""
        left_by = self._row.left_by
        words = texts.one_line(self._row.category or "") if left_by is None else left_text(left_by)
        if not words:
            return right
        ink = self._ink("text2" if left_by is None else "text3")
        used = self._texts.draw_right(self._painter, right, base, "caption", words, ink, room)
        return right - used - theme().px(12)

    def _draw_missing(self, painter: QPainter, bar: QRect) -> None:
        """Draw a bar in the place of a text that is fetched."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours.hover)
        painter.drawRoundedRect(bar, 4, 4)


class TicketDelegate(RowDelegate):
    """Draws a ticket in two lines; what a search found in the description stands under them."""

    EXCERPT_BASE = 62

    def measure(self) -> None:
        super().measure()
        look = theme()
        self._edge, self._gap = look.px(16), look.px(12)
        self._dot_x, self._shape_x, self._text_x = look.px(13), look.px(22), look.px(44)
        self._half_text, self._icon_up = look.px(4.5), look.px(12.5)
        self._number_x = self._text_x + self._texts.widest_priority() + self._gap
        self._number_width = self._texts.width("caption", "INV-0000")
        self._baselines = (look.px(22), look.px(42))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._model.line_at(index.row())
        rect: QRect = option.rect
        self._texts.follow(self._model.matches)
        if isinstance(line, Heading):
            self._paint_heading(painter, rect, line)
        elif line is None:
            self._paint_missing(painter, rect)
        else:
            self._begin(painter, line)
            chosen = index.row() == self.chosen_row
            if chosen:
                self._paint_chosen(rect)
            else:
                self._paint_ground(rect, hovered=index.row() == self.hovered_row)
            self._paint_ticket(rect, chosen)
            self._paint_excerpt(rect)
            self._note_painted()

    def tip_text(self, index: Index, x: int, width: int) -> str:
        line = self._model.line_at(index.row())
        if not isinstance(line, TicketRow):
            return ""
        if x >= width - theme().px(_TIMES):
            return times_text(line, self.now_ms)
        subject = texts.one_line(line.subject)
        wide = self._texts.width("unread" if line.unread else "read", subject)
        room = width - self._text_x - self._edge - self._gap - theme().px(80)
        lines = [subject] if wide > room else []
        if width < theme().px(_NARROW):
            lines.append(texts.one_line(line.customer))
            tags = tags_beside(line.category, line.tags)
            lines.append(", ".join(texts.one_line(tag.name) for tag in tags))
        return "\n".join(line for line in lines if line)

    def _paint_chosen(self, rect: QRect) -> None:
        """Draw the ground of the chosen row, in a ring while the list has the focus."""
        painter, colours = self._painter, self._colours
        if self.ring:
            draw_row_ring(painter, rect.toRectF(), colours.selected)
        else:
            fill(painter, rect, colours.selected)
            fill(painter, QRect(rect.x(), rect.y(), BAR, rect.height()), colours.focus)

    def _paint_ground(self, rect: QRect, *, hovered: bool) -> None:
        """Draw the ground of any other row, and the line under it."""
        selected = self._row.id in self._model.selection
        self._draw_ground(rect, selected=selected, hovered=hovered)
        left, right = rect.x() + self._text_x, self._right(rect)
        line = QRect(left, rect.bottom(), right - left, 1)
        fill(self._painter, line, self._colours.border)

    def _right(self, rect: QRect) -> int:
        return rect.x() + rect.width() - self._edge

    def _paint_ticket(self, rect: QRect, chosen: bool) -> None:
        base = rect.y() + self._baselines[0]
        self._paint_signs(rect, base)
        right = self._paint_marks(self._draw_wait(self._right(rect), base), base)
        left = rect.x() + self._text_x
        self._draw_subject(left, base, right - self._gap - left)
        self._paint_second_line(rect, chosen)

    def _paint_signs(self, rect: QRect, base: int) -> None:
        """Draw the dot of what is unread, or the box of what is chosen with others; priority."""
        middle = base - self._half_text
        if self._row.id in self._model.selection:
            draw_check_box(self._painter, rect.x() + BAR + 1, middle, Qt.CheckState.Checked)
        elif self._row.unread and not self._faint:
            self._draw_unread(rect.x() + self._dot_x, middle)
        self._draw_priority(rect.x() + self._shape_x, base - self._icon_up)

    def _paint_marks(self, right: int, base: int) -> int:
        """Draw the signs of a pinned and an escalated ticket; return where the room ends."""
        for icon, there in (("pin", self._row.pinned), ("up2", self._row.escalated)):
            if there:
                right -= theme().px(16) + self._gap
                self._draw_icon(right, base - self._icon_up, icon, "text2")
        return right

    def _paint_number(self, x: int, base: int, room: int) -> int:
        """Draw the number; return where the next column begins, after the widest number so far."""
        used = self._draw(x, base, "caption", self._row.number, room)
        self._number_width = max(self._number_width, min(used, theme().px(_MOST_NUMBER)))
        return x + round(self._number_width) + self._gap

    def _paint_second_line(self, rect: QRect, chosen: bool) -> None:
        row, base = self._row, rect.y() + self._baselines[1]
        narrow = rect.width() < theme().px(_NARROW)
        right = self._paint_right(rect, base, narrow)
        left, x = rect.x() + self._text_x, rect.x() + self._number_x
        if not row.unreadable:
            word, token = self._texts.priority(row.priority), priority_token(row.priority)
            room = self._number_x - self._gap / 2 - self._text_x
            self._draw(left, base, "strong", word, room, token, marked=False)
        x = self._paint_number(x, base, right - x)
        if x >= right:
            return
        used = self._draw(x, base, "caption", texts.one_line(row.customer), right - x)
        if not narrow:
            after = x + round(used) + self._gap
            self._draw_tags(after, base - theme().px(13), right, selected=chosen)

    def _paint_right(self, rect: QRect, base: int, narrow: bool) -> int:
        """Draw category and trouble, narrow one of them; return where the room before ends."""
        end = self._right(rect)
        if not narrow:
            right = self._draw_category(end, base, theme().px(_CATEGORY))
            return self._draw_trouble(right, base, short=False)
        right = self._draw_trouble(end, base, short=True)
        room = theme().px(_NARROW_CATEGORY)
        return right if right < end else self._draw_category(end, base, room)

    def _paint_excerpt(self, rect: QRect) -> None:
        matches = self._model.matches
        text = None if matches is None else matches.excerpts.get(self._row.id)
        if text is None:
            return
        left = rect.x() + self._text_x
        room = rect.width() - self._text_x - self._edge
        base, ink = rect.y() + theme().px(self.EXCERPT_BASE), self._colours.text2
        words = texts.one_line(text)
        self._texts.draw(self._painter, left, base, "caption", words, ink, room, marked=True)

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
_WITH_CATEGORY, _WITH_CUSTOMER = 470, 560
"""Effective widths of the list from which a line of the compact list has these too."""
_WAIT, _ASIDE, _CUSTOMER = 84, 96, 124


class CompactDelegate(TicketDelegate):
    """Draws a ticket in one line: number, subject, customer, category, wait side by side.

    What went wrong with the notice takes the place of the category.
    """

    ROW, ROW_WITH_EXCERPT = 32, 52
    EXCERPT_BASE = 41

    def _paint_ticket(self, rect: QRect, chosen: bool) -> None:
        base = rect.y() + theme().px(_COMPACT_BASE)
        self._paint_signs(rect, base)
        x = self._paint_number(rect.x() + self._text_x, base, theme().px(_MOST_NUMBER))
        right = self._paint_columns(rect, base)
        self._draw_subject(x, base, right - self._gap - x)

    def _paint_columns(self, rect: QRect, base: int) -> int:
        """Draw what stands at the right, as much as fits; return where it begins."""
        look, right = theme(), self._right(rect)
        left = self._draw_wait(right, base)
        wide = rect.width() >= look.px(_WITH_CATEGORY)
        right = right - look.px(_WAIT) if wide else left
        if wide:
            if self._draw_trouble(right, base, short=True) == right:
                self._draw_category(right, base, look.px(_ASIDE))
            right -= look.px(_ASIDE) + self._gap
        if rect.width() >= look.px(_WITH_CUSTOMER):
            right -= look.px(_CUSTOMER)
            name = texts.one_line(self._row.customer)
            self._draw(right, base, "caption", name, look.px(_CUSTOMER) - self._gap)
        return self._paint_marks(right, base)


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
