"""The notifications page: totals that add up, and a line for every assignment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QScrollArea, QStackedLayout, QWidget

from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.notices.list import NoticeDelegate, NoticeWords
from supportdesk_desktop.ui.theme import follow_theme, theme
from supportdesk_desktop.ui.timers import now
from supportdesk_desktop.ui.widgets.buttons import QuietButton
from supportdesk_desktop.ui.widgets.empty_state import EmptyState
from supportdesk_desktop.ui.widgets.focus import FocusRing
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, Label
from supportdesk_desktop.ui.widgets.layouts import (
    hairline,
    hbox,
    named,
    scroll_down,
    set_up_list,
    vbox,
)
from supportdesk_desktop.ui.widgets.lists import LineModel
from supportdesk_desktop.ui.widgets.number_cards import Card, NumberCards
from supportdesk_desktop.ui.window.menus import DoNotDisturbMenu

_LEAST_WIDTH = 168


class NoticeCards(NumberCards):
    """The totals of a day's notices."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("notices", _LEAST_WIDTH, parent)

    def cards(self, records: Sequence[NoticeRecord]) -> list[Card]:
        """Return the cards for the notices of a day, in their order.

        Outcomes that did not happen are left out, the unexplained never.
        """
        count = Counter(record.outcome for record in records)
        cards = [
            Card("received", str(len(records)), self.tr("assignations reçues")),
            Card("shown", str(count[NoticeOutcome.SHOWN]), self.tr("notifiées à l’instant")),
        ]
        for outcome, words in self._other_words():
            if count[outcome]:
                cards.append(Card(outcome.value, str(count[outcome]), words))
        if count[None]:
            cards.append(Card("pending", str(count[None]), self.tr("en cours de remise")))
        unexplained = count[NoticeOutcome.UNEXPLAINED]
        tone = "danger" if unexplained else "ok"
        cards.append(Card("unexplained", str(unexplained), self.tr("sans explication"), tone))
        # From the frame to the service's reply.
        latencies = sorted(one.latency_ms for one in records if one.latency_ms is not None)
        if latencies:
            p95 = texts.latency(latencies[-(-len(latencies) * 95 // 100) - 1])
            words = self.tr("médiane, p95 {time}").format(time=p95)
            cards.append(Card("median", texts.latency(median(latencies)), words))
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


_SHORT_BELOW = 700


class NotificationsPage(QWidget):
    """The ledger of announcements of a day."""

    test_requested = Signal()
    dnd_chosen = Signal(object)
    """None to end Do not disturb, else its end in milliseconds since the epoch."""
    ticket_requested = Signal(object)
    """A ``TicketId``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notifications")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "surface")
        self._records: tuple[NoticeRecord, ...] = ()
        self._words = NoticeWords(self)
        self.model = LineModel(lambda one: one.id, lambda one: one.number, self._words.spoken, self)
        self._bar = QWidget(self)
        self._title = Label("", "section", parent=self)
        self._period = ElidedLabel("", "body", "text2", self)
        self._outcome = named(IconLabel("", "", "body", "text2", self), "notice-test-result")
        self._dnd = named(QuietButton(icon="moon", parent=self), "do-not-disturb")
        self._dnd_until_ms: int | None = None
        self._test = named(QuietButton(icon="bell", parent=self), "notice-test")
        self._room = QScrollArea(self)
        self._cards = NoticeCards(self._room)
        self.list = QListView(self)
        self._ring = FocusRing(self.list)
        self._empty = EmptyState(self)
        self._middle = QStackedLayout()
        self._promise = IconLabel("verified", "", "caption", "text2", self, wraps=True)
        self._lay_out()
        self._test.clicked.connect(self.test_requested)
        self._dnd.clicked.connect(self.open_dnd)
        self.list.activated.connect(self._open)
        follow_theme(self._restyle)
        follow_language(self._retranslate)

    def set_notices(self, records: Sequence[NoticeRecord]) -> None:
        self._records = tuple(records)
        chosen = self.model.line_at(self.list.currentIndex().row())
        self.model.set_lines(sorted(records, key=lambda one: (-one.received_ms, -one.id)))
        if chosen is not None:
            self.list.setCurrentIndex(self.model.index(max(0, self.model.row_of(chosen.id))))
        self._cards.show_cards(self._cards.cards(self._records))
        self._middle.setCurrentWidget(self.list if records else self._empty)

    def show_test_running(self) -> None:
        self._test.setEnabled(False)
        self._outcome.set_content("clock", self.tr("Essai en cours…"), "text2")

    def show_test_result(self, outcome: NoticeOutcome, latency_ms: float | None) -> None:
        """Show the outcome of the test; ``latency_ms`` is to the service's reply."""
        self._test.setEnabled(True)
        phrase = texts.notice_phrase(outcome, latency_ms)
        if phrase is None:
            return
        tone = "ok" if outcome is NoticeOutcome.SHOWN else "warn"
        text = self.tr("Essai : {outcome}").format(outcome=phrase.text)
        self._outcome.set_content(phrase.icon, text, tone)

    def set_dnd(self, until_ms: int | None) -> None:
        """Say until when Do not disturb holds, None where it does not."""
        self._dnd_until_ms = until_ms

    def focus_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Notifications"))
        self._title.setText(self.tr("Notifications"))
        self._period.setText(self.tr("aujourd’hui"))
        self._name_buttons()
        self.list.setAccessibleName(self.tr("Assignations"))
        self._empty.set_content(
            "bell",
            self.tr("Aucune assignation aujourd’hui."),
            self.tr("Chaque ticket qui vous est assigné laissera ici une ligne."),
        )
        self._promise.set_content(
            "verified",
            self.tr(
                "Chaque assignation a une ligne. Un événement ne notifie qu’une fois, "
                "même après une reconnexion."
            ),
        )
        self.set_notices(self._records)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_buttons()

    def _name_buttons(self) -> None:
        """Write what the buttons do, or leave it to their tooltips where there is no room."""
        short = self.width() < theme().px(_SHORT_BELOW)
        self._dnd.set_words(self.tr("Ne pas déranger…"), short=short)
        self._test.set_words(self.tr("Envoyer un essai"), short=short)
        self._period.setHidden(short)

    def _bound_cards(self) -> None:
        """Give the cards the height they need; in a low window they scroll instead."""
        self._room.setMaximumHeight(max(1, self._cards.sizeHint().height()))

    def _restyle(self) -> None:
        self._bar.setFixedHeight(theme().px(46))
        self.list.doItemsLayout()

    def _lay_out(self) -> None:
        head = (self._title, (self._period, 1), self._outcome, self._dnd, self._test)
        hbox(*head, of=self._bar, margins=(16, 0, 16, 0), spacing=8)
        self._room.setObjectName("notices-totals")
        scroll_down(self._room, self._cards)
        self._cards.arranged.connect(self._bound_cards)
        self.list.setObjectName("notices-list")
        self.list.setModel(self.model)
        self.list.setItemDelegate(NoticeDelegate(self._words, self.list))
        self.list.setUniformItemSizes(True)
        set_up_list(self.list)
        self._middle.addWidget(self.list)
        self._middle.addWidget(self._empty)
        cards = hbox(self._room, margins=(16, 4, 16, 14))
        foot = hbox(self._promise, margins=(16, 8, 16, 10))
        parts = (self._bar, (cards, 2), hairline(self), (self._middle, 3), foot)
        vbox(*parts, of=self, spacing=0)

    def open_dnd(self) -> None:
        menu = DoNotDisturbMenu(self, self._dnd_until_ms, now())
        menu.chosen.connect(self.dnd_chosen)
        menu.popup(self._dnd.mapToGlobal(QPoint(0, self._dnd.height() + 4)))

    def _open(self, index: QModelIndex) -> None:
        record = self.model.line_at(index.row())
        if record is not None:
            self.ticket_requested.emit(record.ticket_id)
