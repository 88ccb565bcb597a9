"""The cards over the ledger: counts by outcome that add up to the assignments received."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.models.notices import NoticeTotals
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label

_LEAST_WIDTH = 168


@dataclass(frozen=True)
class Card:
    """One number with its words; ``tone`` colours the number."""

    key: str
    value: str
    words: str
    tone: str = "text1"


class _CardFrame(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._value = Label("", "title", parent=self)
        self._words = ElidedLabel("", "caption", "text2", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 14, 8)
        column.setSpacing(0)
        column.addWidget(self._value)
        column.addWidget(self._words)

    def show_card(self, card: Card) -> None:
        self.setObjectName(f"notices-{card.key}")
        self._value.setText(card.value)
        self._value.set_tone(card.tone)
        self._words.setText(card.words)


class NoticeCards(QWidget):
    """As many cards in a line as fit."""

    arranged = Signal()
    """The number of lines may have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._totals: NoticeTotals | None = None
        self._frames: list[_CardFrame] = []
        self._count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_totals(self, totals: NoticeTotals) -> None:
        """Show counts; outcomes that did not happen are left out, the unexplained never."""
        self._totals = totals
        cards = self.cards(totals)
        while len(self._frames) < len(cards):
            self._frames.append(_CardFrame(self))
        for frame, card in zip(self._frames, cards, strict=False):
            frame.show_card(card)
        self._count = len(cards)
        self._arrange()

    def cards(self, totals: NoticeTotals) -> list[Card]:
        """Return the cards for these totals, in their order."""
        by = totals.by_outcome
        shown = by.get(NoticeOutcome.SHOWN, 0)
        cards = [
            Card("received", str(totals.received), self.tr("assignations reçues")),
            Card("shown", str(shown), self.tr("notifiées à l’instant")),
        ]
        for outcome, words in self._other_words():
            if by.get(outcome):
                cards.append(Card(outcome.value, str(by[outcome]), words))
        if totals.pending:
            cards.append(Card("pending", str(totals.pending), self.tr("en cours de remise")))
        unexplained = by.get(NoticeOutcome.UNEXPLAINED, 0)
        tone = "danger" if unexplained else "ok"
        cards.append(Card("unexplained", str(unexplained), self.tr("sans explication"), tone))
        if totals.median_ms is not None and totals.p95_ms is not None:
            words = self.tr("médiane, p95 {time}").format(time=texts.latency(totals.p95_ms))
            cards.append(Card("median", texts.latency(totals.median_ms), words))
        return cards

    def sizeHint(self) -> QSize:
        return QSize(theme().px(_LEAST_WIDTH), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(_LEAST_WIDTH), super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._totals is not None:
            self.show_totals(self._totals)
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = max(1, min(self._count, (self.width() + 12) // (theme().px(_LEAST_WIDTH) + 12)))
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, frame in enumerate(self._frames):
            frame.setVisible(place < self._count)
            if place < self._count:
                self._grid.addWidget(frame, place // columns, place % columns)
                self._grid.setColumnStretch(place % columns, 1)
        self.arranged.emit()

    def _other_words(self) -> list[tuple[NoticeOutcome, str]]:
        return [
            (NoticeOutcome.LATE, self.tr("rejouées après coupure")),
            (NoticeOutcome.HELD_DND, self.tr("retenues, Ne pas déranger")),
            (NoticeOutcome.DIGEST, self.tr("dans un résumé")),
            (NoticeOutcome.MERGED, self.tr("regroupées")),
            (NoticeOutcome.IN_WINDOW, self.tr("affichées à l’écran")),
            (NoticeOutcome.FIRST_SYNC, self.tr("première synchronisation")),
            (NoticeOutcome.FILTERED, self.tr("filtrées par un réglage")),
            (NoticeOutcome.NO_SERVICE, self.tr("sans service de notification")),
            (NoticeOutcome.REFUSED, self.tr("refusées par le système")),
        ]
