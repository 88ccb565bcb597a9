"""The ledger of notices: its lines in words and as they look, and totals that add up."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.core.times import epoch_ms
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.lists import Index, LineDelegate
from supportdesk_desktop.ui.widgets.painting import (
    draw_hairline,
    draw_icon,
    draw_row_ring,
    draw_text,
)

_TOKENS = {
    NoticeOutcome.SHOWN: "ok",
    NoticeOutcome.LATE: "warn",
    NoticeOutcome.NO_SERVICE: "warn",
    NoticeOutcome.REFUSED: "danger",
    NoticeOutcome.UNEXPLAINED: "danger",
}


@dataclass(frozen=True)
class Account:
    """The account of one assignment: icon, colour token, phrase and the reason beside it."""

    icon: str
    token: str
    phrase: str
    reason: str


class NoticeWords(QObject):
    """The words of the ledger, in the language of the window."""

    def account(self, record: NoticeRecord) -> Account:
        """Return how a notice is accounted for; a pending one is on its way."""
        phrase = texts.notice_phrase(record.outcome, lateness_ms(record))
        if phrase is None or record.outcome is None:
            return Account("clock", "text2", self.tr("En cours"), self.tr("remise au système"))
        said = phrase.text[:1].upper() + phrase.text[1:]
        token = _TOKENS.get(record.outcome, "text1")
        return Account(phrase.icon, token, said, self._reason(record, record.outcome))

    def spoken(self, record: NoticeRecord) -> str:
        account = self.account(record)
        parts = (
            texts.spoken_clock(record.received_ms),
            texts.priority_name(record.priority),
            record.number,
            texts.one_line(record.subject),
            account.phrase,
            account.reason,
        )
        return ", ".join(part for part in parts if part)

    def _reason(self, record: NoticeRecord, outcome: NoticeOutcome) -> str:
        if outcome is NoticeOutcome.LATE and record.settled_ms is not None:
            time = texts.clock_seconds(record.settled_ms)
            return self.tr("remis au système à {time}").format(time=time)
        return {
            NoticeOutcome.SHOWN: self.tr("remis au système"),
            NoticeOutcome.LATE: self.tr("remis au système"),
            NoticeOutcome.HELD_DND: self.tr("dans le résumé qui suit"),
            NoticeOutcome.DIGEST: self.tr("avec d’autres, en une annonce"),
            NoticeOutcome.MERGED: self.tr("arrivé dans une rafale"),
            NoticeOutcome.IN_WINDOW: self.tr("la fenêtre était devant vous"),
            NoticeOutcome.FIRST_SYNC: self.tr("déjà assigné avant l’ouverture"),
            NoticeOutcome.FILTERED: self.tr("assigné à un autre niveau que N1"),
            NoticeOutcome.NO_SERVICE: self.tr("rien n’a pu être affiché"),
            NoticeOutcome.REFUSED: self.tr("refus ou silence du service"),
            NoticeOutcome.UNEXPLAINED: self.tr("arrêt pendant la remise au système"),
        }[outcome]


def lateness_ms(record: NoticeRecord) -> float | None:
    """Return the measured latency, or how long after the assignment a late one was announced."""
    if record.outcome is not NoticeOutcome.LATE or record.settled_ms is None:
        return record.latency_ms
    try:
        return float(max(0, record.settled_ms - epoch_ms(record.assigned_at)))
    except (ValueError, OverflowError):
        return record.latency_ms


ROW = 43
_TIME, _ICON, _NUMBER, _SUBJECT = 16, 92, 120, 206
_REASON_FROM, _PHRASE, _REASON = 900, 236, 200
"""Effective pixels: the reason is shown from that width on, in columns of these widths."""


class NoticeDelegate(LineDelegate):
    """Time, priority, number, subject, account; the reason where there is room for it."""

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
        draw_text(painter, "body", "text2", box(left + _TIME, number), clock, tabular=True)
        priority = record.priority.lower()
        if priority in {"low", "medium", "high", "urgent", "critical"}:
            icon = left + look.px(_ICON)
            draw_icon(painter, f"p-{priority}", priority, icon, middle)
        draw_text(painter, "body", "text2", box(number, subject - 8), record.number)
        title = texts.one_line(record.subject)
        draw_text(painter, "bodymedium", "text1", box(subject, phrase - 16), title)
        draw_icon(painter, account.icon, account.token, phrase, middle)
        said = box(phrase + look.px(16) + 12, reason - 12)
        draw_text(painter, "bodystrong", account.token, said, account.phrase)
        if wide:
            draw_text(painter, "caption", "text2", box(reason, area.right() - 16), account.reason)
