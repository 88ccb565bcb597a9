"""The customer's other tickets that this desk knows: the newest few, and the way to all."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import S, priority_icon, priority_token
from supportdesk_desktop.ui.widgets.buttons import LinkButton, QuietButton
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import grown, hbox, named, vbox
from supportdesk_desktop.ui.widgets.painting import draw_elided

_FIGURE = re.compile(r"[0-9]")


class _Line(QuietButton):
    """One ticket: priority, number, subject, age."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent=parent)
        self._row: TicketRow | None = None
        self._age = ""

    def show_row(self, row: TicketRow, age: str) -> None:
        self._row, self._age = row, age
        subject = texts.one_line(row.subject)
        self.setAccessibleName(
            self.tr("{number}, {subject}, priorité {priority}, {age}").format(
                number=texts.one_line(row.number),
                subject=subject,
                priority=texts.priority_name(row.priority),
                age=age,
            )
        )
        self.setToolTip(texts.tip(subject))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), super().sizeHint().height())

    def _paint_contents(self, painter: QPainter) -> None:
        row = self._row
        if row is None:
            return
        look = theme()
        small = look.font("caption")
        room = self.rect().adjusted(0, 0, -self.PADDING, 0)
        side = look.px(16)
        icon = look.pixmap(priority_icon(row.priority), priority_token(row.priority))
        painter.drawPixmap(room.x(), (self.height() - side) // 2, icon)
        room.setLeft(room.x() + side + S)
        painter.setFont(small)
        painter.setPen(look.palette.text2)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, right, self._age)
        room.setRight(room.right() - QFontMetrics(small).horizontalAdvance(self._age) - S)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        number = texts.one_line(row.number)
        painter.drawText(room, left, number)
        # Numbers of as many figures are as wide: the subjects stand under each other.
        wide = QFontMetrics(small).horizontalAdvance(_FIGURE.sub("0", number))
        room.setLeft(room.x() + wide + S)
        painter.setFont(look.font("body"))
        painter.setPen(look.palette.text1)
        flags = left | Qt.TextFlag.TextSingleLine
        draw_elided(painter, room, texts.one_line(row.subject), flags=flags)


class OtherTickets(QWidget):
    """Hidden while the customer has no other ticket here."""

    chosen = Signal(str)
    """A ticket to open."""
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("other-tickets")
        self._title = Label("", "captionstrong", "text2", self)
        self._count = Label("", "caption", "text2", self)
        self._all = named(LinkButton(parent=self), "all-of-customer")
        self._all.clicked.connect(self.all_wanted)
        self._lines: list[_Line] = []
        self._rows: tuple[TicketRow, ...] = ()
        head = hbox(self._title, self._count, None, self._all, spacing=S)
        self._column = vbox(head, of=self, spacing=0)
        self.hide()
        follow_language(self._retranslate)

    def show_tickets(self, rows: tuple[TicketRow, ...], count: int, now_ms: int) -> None:
        """Show these, the newest of ``count``."""
        self._rows = rows
        lines = grown(self._lines, len(rows), self._make_line)
        for line, row in zip(lines, rows, strict=True):
            line.show_row(row, texts.age(row.received_ms, now_ms))
        self._count.setText(texts.number(count))
        self.setVisible(bool(rows))

    def _make_line(self, at: int) -> _Line:
        line = named(_Line(self), f"other-ticket-{at}")
        line.clicked.connect(lambda: self.chosen.emit(self._rows[at].id))
        self._column.addWidget(line)
        return line

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Autres tickets de ce client"))
        self._all.setText(self.tr("Tous"))
        self._all.setAccessibleName(self.tr("Chercher tous les tickets de ce client"))
