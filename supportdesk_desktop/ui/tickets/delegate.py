"""Draws the two lines of a ticket, the headings and the places of rows not yet fetched.

One ``data()`` call a row, texts as cached ``QStaticText``: painting is where the time goes.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemDelegate, QStyleOptionViewItem

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TagMark, TicketRow
from supportdesk_desktop.core.ticket_lines import Heading
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import (
    FOCUS_RING,
    HEADING,
    RADIUS_CONTROL,
    ROW,
    ROW_WITH_EXCERPT,
    priority_icon,
    priority_token,
)
from supportdesk_desktop.ui.tickets.model import LineRole
from supportdesk_desktop.ui.tickets.row_painting import Matches, RowChips, RowTexts, paint_box
from supportdesk_desktop.ui.tickets.selection import TicketSelection
from supportdesk_desktop.ui.tickets.words import heading_title, left_text
from supportdesk_desktop.ui.widgets.painting import fill

translate = QCoreApplication.translate

_EDGE = 16
_DOT_X, _SHAPE_X, _TEXT_X = 13, 22, 44
_GAP = 12
_CHIP_GAP = 6
_NARROW = 470
_BAR = 3


class Freshness(Protocol):
    """What the delegate asks of the model beside the line itself."""

    unpainted: set[TicketId]

    selection: TicketSelection

    @property
    def matches(self) -> Matches | None:
        """Return what is marked in the rows, None while the list shows a view."""
        ...

    def freshness(self, ticket_id: TicketId) -> float:
        """Return how much of the arrival's colour is left, 0.0 to 1.0."""
        ...

    def is_dimmed(self, ticket_id: TicketId) -> bool:
        """Return whether the row is drawn dimmed."""
        ...


class TicketDelegate(QAbstractItemDelegate):
    """Draws lines of ``TicketListModel``. The view tells before each repaint what it is to show.

    ``ROW`` and ``ROW_WITH_EXCERPT`` are the heights of its lines, in unscaled pixels.
    """

    ROW, ROW_WITH_EXCERPT = ROW, ROW_WITH_EXCERPT

    def __init__(self, model: Freshness, parent: QObject | None = None) -> None:
        """Draw for a view of ``model``."""
        super().__init__(parent)
        self.now_ms = 0
        self.ring = False
        self.chosen_row = self.hovered_row = -1
        self.painted: list[TicketId] = []
        self._model = model
        self._texts = RowTexts()
        self._chips = RowChips()
        self._measure()
        theme().changed.connect(self._measure)

    def reword(self) -> None:
        """Take the words in a new language."""
        self._measure()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a line; the view's sections decide in the end."""
        line = index.data(LineRole)
        if isinstance(line, Heading):
            return QSize(0, theme().px(HEADING))
        matches = self._model.matches
        excerpt = matches is not None and getattr(line, "id", None) in matches.excerpts
        return QSize(0, theme().px(self.ROW_WITH_EXCERPT if excerpt else self.ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one line."""
        line = index.data(LineRole)
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
            self._paint_ticket(painter, rect, line, selected)
            if self._model.unpainted and line.id in self._model.unpainted:
                self._model.unpainted.discard(line.id)
                self.painted.append(line.id)
        else:
            self._paint_missing(painter, rect)

    def _measure(self) -> None:
        """Take fonts, columns and colours from the theme."""
        look = theme()
        self._texts.measure()
        self._chips.clear()
        self._colours = look.palette
        self._edge, self._gap = look.px(_EDGE), look.px(_GAP)
        self._chip_gap = look.px(_CHIP_GAP)
        self._dot_x, self._shape_x = look.px(_DOT_X), look.px(_SHAPE_X)
        self._text_x = look.px(_TEXT_X)
        self._number_x = self._text_x + self._texts.widest_priority() + self._gap
        self._number_width = self._texts.width("caption", "INV-0000")
        self._baselines = (look.px(22), look.px(42))
        self._excerpt_base = look.px(62)

    def _paint_chosen(self, painter: QPainter, rect: QRect) -> None:
        """Draw the ground of the chosen row, in a ring while the list has the focus."""
        colours = self._colours
        if self.ring:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.focus, FOCUS_RING))
            painter.setBrush(colours.selected)
            ring = rect.toRectF().adjusted(2, 1, -2, -1)
            painter.drawRoundedRect(ring, RADIUS_CONTROL, RADIUS_CONTROL)
        else:
            fill(painter, rect, colours.selected)
            fill(painter, QRect(rect.x(), rect.y(), _BAR, rect.height()), colours.focus)

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

    def _paint_ticket(self, painter: QPainter, rect: QRect, row: TicketRow, selected: bool) -> None:
        """Draw the texts of a ticket on its ground."""
        self._paint_first_line(painter, rect, row)
        self._paint_second_line(painter, rect, row, selected)
        self._paint_excerpt(painter, rect, row)

    def _paint_first_line(self, painter: QPainter, rect: QRect, row: TicketRow) -> None:
        look = theme()
        faint = row.left_by is not None or self._model.is_dimmed(row.id)
        base = rect.y() + self._baselines[0]
        self._paint_mark(
            painter, rect, base - look.px(4.5), unread=row.unread and not faint, row=row
        )
        icon = "warn" if row.unreadable else priority_icon(row.priority)
        token = "warn" if row.unreadable else priority_token(row.priority)
        shape = look.pixmap(icon, "text3" if faint else token)
        painter.drawPixmap(rect.x() + self._shape_x, base - look.px(12.5), shape)
        right = rect.x() + rect.width() - self._edge
        ink = self._colours.text3 if faint else self._colours.text2
        age = texts.age(row.received_ms, self.now_ms)
        right -= self._texts.draw_right(painter, right, base, "time", age, ink)
        if row.pinned:
            right -= look.px(16) + self._gap
            painter.drawPixmap(right, base - look.px(12.5), look.pixmap("pin", "text2"))
        left = rect.x() + self._text_x
        font = "unread" if row.unread and not faint else "read"
        ink = self._colours.text3 if faint else self._colours.text1
        room = right - self._gap - left
        self._texts.draw(painter, left, base, font, subject_of(row), ink, room, marked=True)

    def _paint_mark(
        self, painter: QPainter, rect: QRect, middle: float, *, unread: bool, row: TicketRow
    ) -> None:
        """Draw at the left the dot of what is unread, or the box of what is chosen with others."""
        if row.id in self._model.selection:
            paint_box(painter, rect.x() + _BAR + 1, middle, Qt.CheckState.Checked)
        elif unread:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours.focus)
            radius = theme().px(3)
            painter.drawEllipse(QPointF(rect.x() + self._dot_x, middle), radius, radius)

    def _paint_second_line(
        self, painter: QPainter, rect: QRect, row: TicketRow, selected: bool
    ) -> None:
        colours = self._colours
        faint = row.left_by is not None or self._model.is_dimmed(row.id)
        base = rect.y() + self._baselines[1]
        narrow = rect.width() < theme().px(_NARROW)
        right = self._paint_outcome(painter, rect, base, row, narrow) - self._gap
        ink = colours.text3 if faint else colours.text2
        left = rect.x() + self._text_x
        if not row.unreadable:
            word = self._texts.words.get(row.priority, row.priority)
            shade = colours.text3 if faint else colours.colour(priority_token(row.priority))
            room = self._number_x - self._gap / 2 - self._text_x
            self._texts.draw(painter, left, base, "strong", word, shade, room)
        x = rect.x() + self._number_x
        used = self._texts.draw(
            painter, x, base, "caption", row.number, ink, right - x, marked=True
        )
        self._number_width = max(self._number_width, min(used, theme().px(120)))
        x += round(self._number_width) + self._gap
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
            words = left_text(row.left_by)
            return right - self._texts.draw_right(
                painter, right, base, "caption", words, self._colours.text3
            )
        phrase = self._texts.phrase(row)
        if phrase is None:
            return right
        look = theme()
        words = phrase.short if narrow else phrase.text
        ink = self._colours.colour(phrase.tone)
        right -= self._texts.draw_right(painter, right, base, "caption", words, ink)
        right -= look.px(14 + 5)
        painter.drawPixmap(right, base - look.px(11), look.pixmap(phrase.icon, phrase.tone, 14))
        return right

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
        base, ink = rect.y() + self._excerpt_base, self._colours.text2
        self._texts.draw(
            painter, left, base, "caption", texts.one_line(text), ink, room, marked=True
        )

    def _paint_heading(self, painter: QPainter, rect: QRect, heading: Heading) -> None:
        base = rect.y() + theme().px(19)
        words = heading_title(heading, self.now_ms)
        x = rect.x() + self._edge
        room = rect.width() - 2 * self._edge
        x += round(
            self._texts.draw(painter, x, base, "strong", words, self._colours.text2, room)
        ) + theme().px(8)
        count = texts.number(heading.count)
        self._texts.draw(painter, x, base, "time", count, self._colours.text3, room)

    def _paint_missing(self, painter: QPainter, rect: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours.hover)
        left = rect.x() + self._text_x
        width = max(0, rect.width() - self._text_x - self._edge)
        for base, share in zip(self._baselines, (0.6, 0.35), strict=True):
            top = rect.y() + base - theme().px(10)
            painter.drawRoundedRect(QRect(left, top, round(width * share), theme().px(10)), 4, 4)

    def cut_text(self, model: QAbstractItemModel, index: QModelIndex, width: int) -> str:
        """Return what a row of this width cuts off, empty where everything is shown."""
        row = model.data(index, LineRole)
        if not isinstance(row, TicketRow):
            return ""
        subject = texts.one_line(row.subject)
        wide = self._texts.width("unread" if row.unread else "read", subject)
        room = width - self._text_x - self._edge - self._gap - theme().px(80)
        lines = [subject] if wide > room else []
        if width < theme().px(_NARROW):
            lines.append(texts.one_line(row.customer))
            lines.append(", ".join(texts.one_line(tag.name) for tag in row.tags))
        return "\n".join(line for line in lines if line)


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
