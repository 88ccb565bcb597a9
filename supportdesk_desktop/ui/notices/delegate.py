"""Draws one line of the notification ledger."""

from __future__ import annotations

from PySide6.QtCore import (
    QObject,
    QRect,
    QRectF,
    QSize,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from supportdesk_desktop.core.notices import NoticeRecord
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.notices.model import NOTICE_ROLE, NoticeWords
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.line_delegate import Index, LineDelegate
from supportdesk_desktop.ui.widgets.painting import (
    draw_hairline,
    draw_icon,
    draw_row_ring,
    draw_text,
)

ROW = 43
_TIME, _ICON, _NUMBER, _SUBJECT = 16, 92, 120, 206
_REASON_FROM, _PHRASE, _REASON = 900, 236, 200
"""Effective pixels: the reason is shown from that width on, in columns of these widths."""


class NoticeDelegate(LineDelegate):
    """Time, priority, number, subject, account; the reason where there is room for it."""

    role = NOTICE_ROLE

    def __init__(self, words: NoticeWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme().px(ROW))

    def paint_line(
        self, painter: QPainter, rect: QRect, line: object, state: QStyle.StateFlag
    ) -> None:
        if not isinstance(line, NoticeRecord):
            return
        area = QRectF(rect)
        selected = self.paint_ground(painter, area, state)
        draw_hairline(painter, area.left(), area.right(), area.bottom())
        if selected and state & QStyle.StateFlag.State_HasFocus:
            draw_row_ring(painter, area)
        self._paint_record(painter, area, line)

    def _paint_record(self, painter: QPainter, area: QRectF, record: NoticeRecord) -> None:
        look = theme()
        account = self._words.account(record)
        left, middle = area.left(), area.center().y()
        wide = area.width() >= look.px(_REASON_FROM)
        reason = area.right() - look.px(_REASON) if wide else area.right()
        phrase = reason - look.px(_PHRASE)

        def box(start: float, end: float) -> QRectF:
            return QRectF(start, area.top(), max(0.0, end - start), area.height())

        clock = texts.clock_seconds(record.received_ms)
        number = left + look.px(_NUMBER)
        subject = left + look.px(_SUBJECT)
        draw_text(painter, look, "body", "text2", box(left + _TIME, number), clock, tabular=True)
        priority = record.priority.lower()
        if priority in {"low", "medium", "high", "urgent", "critical"}:
            icon = left + look.px(_ICON)
            draw_icon(painter, look, f"p-{priority}", priority, icon, middle)
        draw_text(painter, look, "body", "text2", box(number, subject - 8), record.number)
        title = texts.one_line(record.subject)
        draw_text(painter, look, "bodymedium", "text1", box(subject, phrase - 16), title)
        draw_icon(painter, look, account.icon, account.token, phrase, middle)
        said = box(phrase + look.px(16) + 12, reason - 12)
        draw_text(painter, look, "bodystrong", account.token, said, account.phrase)
        if wide:
            draw_text(
                painter, look, "caption", "text2", box(reason, area.right() - 16), account.reason
            )
