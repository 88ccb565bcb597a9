"""Draws one line of the outbox: state, subject, customer, reason and time."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from supportdesk_desktop.core.filing import Filing, FilingState
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.outbox.model import ENTRY_ROLE, GroupHeading
from supportdesk_desktop.ui.outbox.words import FilingWords
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.widgets.buttons import draw_icon, draw_text, text_width

ROW, HEADING = 54, 30
_EDGE, _STATE_LEFT, _STATE_GAP = 16, 44, 20
_REASON_TOKENS = {FilingState.UNCERTAIN: "warn", FilingState.REFUSED: "danger"}


def _now_ms() -> int:
    return round(time.time() * 1000)


class FilingDelegate(QStyledItemDelegate):
    """One call for the entry a line; everything else comes from cached fonts and pixmaps."""

    def __init__(
        self,
        words: FilingWords,
        parent: QObject | None = None,
        *,
        now_ms: Callable[[], int] = _now_ms,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._now_ms = now_ms

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        look = theme()
        heading = isinstance(index.data(ENTRY_ROLE), GroupHeading)
        return QSize(0, look.px(HEADING if heading else ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look = theme()
        entry = index.data(ENTRY_ROLE)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, GroupHeading):
            self._paint_heading(painter, area, entry, look)
        elif isinstance(entry, Filing):
            state = option.state
            self._paint_ground(painter, area, state, look)
            self._paint_filing(painter, area, entry, look)
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, area: QRectF, heading: GroupHeading, look: Theme
    ) -> None:
        text = self._words.group(heading.group)
        box = area.adjusted(_EDGE, 0, -_EDGE, 0)
        used = draw_text(painter, look, "captionstrong", "text2", box, text)
        box.setLeft(box.left() + used + 8)
        draw_text(painter, look, "caption", "text3", box, str(heading.count))

    def _paint_ground(
        self, painter: QPainter, area: QRectF, state: QStyle.StateFlag, look: Theme
    ) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, look.colour("selected" if selected else "hover"))
        if not selected:
            painter.setPen(QPen(look.palette.border, 1))
            bottom = area.bottom() - 0.5
            left = area.left() + look.px(_STATE_LEFT)
            painter.drawLine(QPointF(left, bottom), QPointF(area.right() - _EDGE, bottom))
        elif state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(look.palette.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), 6, 6)
        else:
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), look.palette.focus)

    def _paint_filing(self, painter: QPainter, area: QRectF, filing: Filing, look: Theme) -> None:
        state = self._words.look(filing.state)
        line = look.px(20)
        first = QRectF(area.left(), area.top() + look.px(7), area.width() - _EDGE, line)
        second = first.translated(0, line)
        draw_icon(painter, look, state.icon, state.token, first.left() + 19, first.center().y())
        clock = texts.clock(filing.created_ms)
        right = Qt.AlignmentFlag.AlignRight
        draw_text(painter, look, "body", "text2", first, clock, right, tabular=True)
        first.setRight(first.right() - text_width(look, "body", clock) - 12)
        left = area.left() + look.px(_STATE_LEFT)
        word = QRectF(left, first.top(), self._state_width(look), line)
        draw_text(painter, look, "captionstrong", state.token, word, state.word)
        first.setLeft(word.right() + _STATE_GAP)
        second.setLeft(first.left())
        draw_text(painter, look, "bodymedium", "text1", first, texts.one_line(filing.draft.subject))
        self._paint_second(painter, second, filing, look)

    def _paint_second(self, painter: QPainter, box: QRectF, filing: Filing, look: Theme) -> None:
        customer = texts.one_line(filing.draft.customer_external_id)
        box.setLeft(box.left() + 12 + draw_text(painter, look, "caption", "text2", box, customer))
        if filing.ticket is not None:
            number = filing.ticket.ticket_number
            used = draw_text(painter, look, "captionstrong", "text1", box, number)
            box.setLeft(box.left() + used + 8)
        token = _REASON_TOKENS.get(filing.state, "text2")
        draw_text(painter, look, "caption", token, box, self._words.reason(filing, self._now_ms()))

    def _state_width(self, look: Theme) -> float:
        return max(
            text_width(look, "captionstrong", self._words.look(state).word) for state in FilingState
        )
