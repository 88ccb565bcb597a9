"""The lines of the palette: what they lead to, and the delegate that draws them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

import msgspec
from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QStandardItem
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from supportdesk_desktop.core.drafts import KnownCustomer
from supportdesk_desktop.core.query import spans, wanted_words
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.saved_views import SavedView
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import KEY, L, M, S, priority_icon, priority_token
from supportdesk_desktop.ui.widgets.lists import Index, LineDelegate, line_item
from supportdesk_desktop.ui.widgets.painting import (
    draw_key_hint,
    draw_marks,
    draw_row_bar,
    key_hint_width,
)
from supportdesk_desktop.ui.window.command import Command, Place, said, strokes


class Kind(Enum):
    """The kinds of lines, in the order of the list."""

    ACTIONS = auto()
    VIEWS = auto()
    TICKETS = auto()
    CUSTOMERS = auto()


class Entry(msgspec.Struct, frozen=True):
    """One line. ``target`` is what choosing it means; with a ``reason`` it cannot be chosen now.

    Attributes:
        kind: the group that it stands in.
        target: a ``Command``, a query, a ticket's id.
        title: what is matched and marked.
        detail: a note after it.
        lead: a ticket's number, before the title.
        icon: a name of the theme.
        tone: the icon's colour.
        keys: portable keys, shown as caps.
        reason: why it cannot be done.
    """

    kind: Kind
    target: Command | str
    title: str
    detail: str = ""
    lead: str = ""
    icon: str = "command"
    tone: str = "text2"
    keys: str = ""
    reason: str = ""

    @property
    def caps(self) -> tuple[str, ...]:
        """The keys as they are pressed one after the other."""
        return strokes(self.keys) if self.keys else ()

    @property
    def spoken(self) -> str:
        """The line as a screen reader says it."""
        keys = said(self.keys) if self.keys else ""
        parts = (self.lead, self.title, self.reason or self.detail, keys)
        return ", ".join(part for part in parts if part)


Line = Entry | Kind
"""A line of the list: an entry, or the heading of its kind."""


def of_command(command: Command, title: str, reason: str) -> Entry:
    going = command.place is Place.GO
    return Entry(
        Kind.VIEWS if going else Kind.ACTIONS,
        command,
        title,
        icon=command.icon,
        keys=command.every_key[0] if command.every_key else "",
        reason=reason,
    )


def of_saved_view(view: SavedView) -> Entry:
    """Return the line of a saved view; choosing it searches for its query."""
    return Entry(Kind.VIEWS, view.query, texts.one_line(view.name), view.query, icon="view")


def of_query(query: str) -> Entry:
    note = QCoreApplication.translate("Palette", "rechercher")
    return Entry(Kind.VIEWS, query, texts.one_line(query), note, icon="search")


def of_ticket(row: TicketRow) -> Entry:
    priority = QCoreApplication.translate("Palette", "priorité {name}")
    return Entry(
        Kind.TICKETS,
        row.id,
        texts.one_line(row.subject),
        f"{texts.isolated(texts.one_line(row.customer))}, "
        + priority.format(name=texts.priority_name(row.priority)),
        texts.one_line(row.number),
        priority_icon(row.priority),
        priority_token(row.priority),
    )


def of_customer(customer: KnownCustomer, query: str) -> Entry:
    """Return the line of a customer; choosing it searches for their tickets."""
    note = ", ".join(part for part in (customer.external_id, customer.email) if part)
    return Entry(
        Kind.CUSTOMERS,
        query,
        texts.one_line(customer.name or customer.external_id),
        texts.one_line(note),
        icon="user",
    )


ENTRY, TITLE = 36, 28


def kind_title(kind: Kind) -> str:
    translate = QCoreApplication.translate
    return {
        Kind.ACTIONS: translate("Palette", "Actions"),
        Kind.VIEWS: translate("Palette", "Aller à"),
        Kind.TICKETS: translate("Palette", "Tickets"),
        Kind.CUSTOMERS: translate("Palette", "Clients"),
    }[kind]


def by_kind(entries: Sequence[Entry]) -> list[Line]:
    """Return entries with a heading before each kind."""
    lines: list[Line] = []
    for kind in Kind:
        of_kind = [entry for entry in entries if entry.kind is kind]
        lines += [kind, *of_kind] if of_kind else []
    return lines


def item_of(line: Line) -> QStandardItem:
    """Return a line for the model of the list, itself under ``UserRole``.

    A heading is there to be read only. An entry that cannot be done is still reached, to be told
    why.
    """
    if isinstance(line, Entry):
        return line_item(line, line.spoken)
    item = line_item(line, kind_title(line))
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setToolTip("")
    return item


class PaletteDelegate(LineDelegate):
    """Draws a line; words that match what was typed stand on the search-match ground."""

    query = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        return QSize(10, theme().px(TITLE if isinstance(line, Kind) else ENTRY))

    def paint_line(
        self, painter: QPainter, rect: QRect, line: object, state: QStyle.StateFlag
    ) -> None:
        inner = rect.adjusted(L, 0, -L, 0)
        if isinstance(line, Kind):
            painter.setFont(theme().font("captionstrong"))
            painter.setPen(theme().palette.text2)
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, kind_title(line))
        elif isinstance(line, Entry):
            if self.paint_ground(painter, QRectF(rect), state):
                draw_row_bar(painter, QRectF(rect))
            self._draw_entry(painter, inner, line)

    def _draw_entry(self, painter: QPainter, rest: QRect, entry: Entry) -> None:
        look = theme()
        ink = "text3" if entry.reason else "text1"
        side = look.px(16)
        tone = "text3" if entry.reason else entry.tone
        icon = look.pixmap(entry.icon, tone, ground="raised")
        painter.drawPixmap(QRect(rest.left(), rest.center().y() - side // 2 + 1, side, side), icon)
        rest.setLeft(rest.left() + side + 10)
        rest.setRight(self._draw_caps(painter, rest, entry.caps))
        if entry.lead:
            self._draw(painter, entry.lead, rest, "body", "text1")
            rest.setLeft(rest.left() + S)
        self._draw(painter, entry.title, rest, "body", ink)
        rest.setLeft(rest.left() + M)
        self._draw(painter, entry.reason or entry.detail, rest, "caption", "text2")

    def _draw_caps(self, painter: QPainter, rest: QRect, caps: Sequence[str]) -> int:
        """Draw the keys at the right; return where the text must end."""
        right, height = rest.right(), theme().px(KEY)
        for cap in reversed(caps):
            width = max(key_hint_width(cap), height)
            box = QRect(right - width, rest.center().y() - height // 2, width, height)
            draw_key_hint(painter, box, cap, "text2", "border")
            right -= width + S
        return right - S if caps else right

    def _draw(self, painter: QPainter, text: str, rest: QRect, role: str, ink: str) -> None:
        look = theme()
        painter.setFont(look.font(role))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, rest.width()))
        draw_marks(painter, rest, shown, spans(shown, wanted_words(self.query)), more=1)
        painter.setPen(look.colour(ink))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, shown)
        rest.setLeft(rest.left() + metrics.horizontalAdvance(shown))
