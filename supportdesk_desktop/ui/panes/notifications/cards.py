"""The cards over the ledger: counts by outcome that add up to the assignments received."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.models.notices import NoticeTotals
from supportdesk_desktop.ui.widgets.number_cards import Card, NumberCards

_LEAST_WIDTH = 168


class NoticeCards(NumberCards):
    """The totals of a day's notices."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("notices", _LEAST_WIDTH, parent)

    def show_totals(self, totals: NoticeTotals) -> None:
        """Show counts; outcomes that did not happen are left out, the unexplained never."""
        self.show_cards(self.cards(totals))

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
