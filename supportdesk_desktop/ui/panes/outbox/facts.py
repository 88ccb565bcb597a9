"""A small timeline: an icon, what happened, and when; joined by a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.panes.outbox.words import Fact
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.flat_button import draw_icon, draw_text, text_width

_ROW = 28


class FactList(QWidget):
    """What is known of a filing, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filing-facts")
        self._facts: tuple[Fact, ...] = ()
        theme().changed.connect(self.updateGeometry)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts; their words are also the accessible description."""
        self._facts = tuple(facts)
        spoken = [f"{texts.clock_seconds(fact.at_ms)}, {fact.text}" for fact in facts]
        self.setAccessibleDescription("\n".join(spoken))
        self.setToolTip(texts.tip("\n".join(spoken)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(280), theme().px(_ROW) * len(self._facts))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = look.px(_ROW)
        right = Qt.AlignmentFlag.AlignRight
        for row, fact in enumerate(self._facts):
            box = QRectF(0, row * height, self.width(), height)
            middle = box.center().y()
            if row + 1 < len(self._facts):
                painter.setPen(QPen(look.palette.border, 1.5))
                x = look.px(8)
                painter.drawLine(QPointF(x, middle + 11), QPointF(x, middle + height - 11))
            draw_icon(painter, look, fact.icon, fact.token, 0, middle)
            clock = texts.clock_seconds(fact.at_ms)
            draw_text(painter, look, "body", "text2", box, clock, right, tabular=True)
            box.setLeft(look.px(16) + 12)
            box.setRight(box.right() - text_width(look, "body", clock) - 16)
            draw_text(painter, look, "body", "text1", box, fact.text)
        painter.end()
