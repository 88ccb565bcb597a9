"""The outbox page: the ledger of filings at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QMenu, QSplitter, QStackedLayout, QWidget

from supportdesk_desktop.core.filing import Filing, FilingState, Pause
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.core.pacing import WindowUse
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.outbox.detail import FilingDetail
from supportdesk_desktop.ui.outbox.list import FilingDelegate, FilingListModel
from supportdesk_desktop.ui.outbox.words import OPEN, USUAL, FilingWords, Group
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.timers import now_ms, timer
from supportdesk_desktop.ui.widgets.buttons import PlainButton, QuietButton
from supportdesk_desktop.ui.widgets.empty_state import EmptyState
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named, set_up_list, vbox
from supportdesk_desktop.ui.widgets.meter import RateMeter
from supportdesk_desktop.ui.widgets.wells import Well

_BOTH_FROM = 760
"""Effective pixels of the page from which list and detail stand side by side."""


class OutboxPage(QWidget):
    """Every filing with its exact state; ``detail.choices`` emits the decisions about one."""

    new_key_requested = Signal()
    resume_requested = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, now_ms: Callable[[], int] = now_ms
    ) -> None:
        super().__init__(parent)
        self.setObjectName("outbox")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "surface")
        self._pause: Pause | None = None
        self._pause_message = ""
        self.chosen: FilingId | None = None
        self._reading = False
        words = self._words = FilingWords(self)
        self.model = FilingListModel(lambda one: words.spoken(one, now_ms()), self)
        self._bar = QWidget(self)
        self._title = Label("", "section", parent=self)
        self._sum = ElidedLabel("", "body", "text2", self)
        self._filter = named(QuietButton(icon="down", parent=self), "outbox-filter")
        self._pause_button = named(PlainButton(parent=self), "outbox-resume")
        self._pause_well = named(Well(buttons=[self._pause_button], parent=self), "outbox-pause")
        self.list = named(QListView(self), "outbox-list")
        self.list.setModel(self.model)
        self.list.setItemDelegate(FilingDelegate(words, now_ms, self.list))
        set_up_list(self.list)
        self._empty = EmptyState(self)
        self._foot = QFrame(self)
        self._foot.hide()
        self._meter = RateMeter(self._foot)
        self.detail = FilingDetail(words, self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._ledger = QWidget(self)
        self._middle = QStackedLayout()
        self._tick = timer(self, 1000, self.list.viewport().update)
        self._lay_out()
        self._connect()
        follow_language(self._retranslate)
        self._restyle()

    def set_filings(self, filings: Sequence[Filing]) -> None:
        """Show the outbox; the chosen filing stays chosen."""
        self.model.set_filings(filings)
        self._count()
        if any(one.state is FilingState.QUEUED and one.next_attempt_ms for one in filings):
            self._tick.start()
        else:
            self._tick.stop()
        self._select()

    def set_pause(self, pause: Pause | None, message: str = "") -> None:
        """Show why the queue is paused; ``message`` is the server's own sentence."""
        self._pause, self._pause_message = pause, message
        self._show_pause()

    def set_meter(
        self, uses: tuple[WindowUse, ...], wait_ms: int, *, offline: bool = False
    ) -> None:
        """Show the rate budget and when the next filing would leave, in milliseconds."""
        self._foot.setVisible(bool(uses))
        self._meter.set_use(uses, wait_ms, offline=offline)

    def choose(self, filing_id: FilingId) -> None:
        self.chosen = filing_id
        self._reading = True
        self._select()

    def step_back(self) -> bool:
        """Return from the detail to the list where only one fits; say whether that was done."""
        if not self._reading or self._both_fit():
            return False
        self._reading = False
        self._arrange()
        self.list.setFocus()
        return True

    def focus_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Boîte d’envoi"))
        self._title.setText(self.tr("Boîte d’envoi"))
        self.list.setAccessibleName(self.tr("Dépôts"))
        self._empty.set_content(
            "send",
            self.tr("Aucun dépôt pour l’instant."),
            self.tr("Chaque ticket déposé laisse ici sa trace."),
        )
        self._make_filter()
        self.set_filings(self.model.filings)
        self._show_pause()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self._read()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        sides = (16, 0, 16, 0)
        hbox(self._title, (self._sum, 1), self._filter, of=self._bar, margins=sides, spacing=8)
        middle = QWidget(self)
        middle.setLayout(self._middle)
        self._middle.addWidget(self.list)
        self._middle.addWidget(self._empty)
        self._foot.setProperty("ground", "window")
        self._foot.setProperty("edge", "top")
        hbox(self._meter, of=self._foot, margins=(16, 10, 16, 10))
        well = hbox(self._pause_well, margins=(16, 0, 16, 8))
        vbox(self._bar, well, (middle, 1), self._foot, of=self._ledger, spacing=0)
        self._splitter.addWidget(self._ledger)
        self._splitter.addWidget(self.detail)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.setStretchFactor(0, 1)
        vbox(self._splitter, of=self)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self._read)
        self.list.clicked.connect(self._read)
        self.detail.back.clicked.connect(self.step_back)
        self._pause_button.clicked.connect(self._end_pause)
        theme().changed.connect(self._restyle)

    def _restyle(self) -> None:
        look = theme()
        self._bar.setFixedHeight(look.px(46))
        self._ledger.setMinimumWidth(look.px(340))
        self.list.doItemsLayout()
        self._splitter.setSizes([self.width(), look.px(496)])
        self._arrange()

    def _count(self) -> None:
        model = self.model
        opened = model.count_of(Group.TO_DECIDE) + model.count_of(Group.ON_THE_WAY)
        confirmed = model.count_of(Group.CONFIRMED)
        parts = [self.tr("%n ouvert(s)", "", opened), self.tr("%n confirmé(s)", "", confirmed)]
        self._sum.setText(", ".join(parts))
        empty = model.rowCount() == 0
        self._middle.setCurrentWidget(self._empty if empty else self.list)

    def _select(self) -> None:
        """Put the selection back on the chosen filing, or on the first one."""
        row = -1 if self.chosen is None else self.model.row_of(self.chosen)
        # Over the first filing stands the heading of its group.
        row = 1 if row < 0 else row
        filing = self.model.filing_at(row)
        self.chosen = None if filing is None else filing.id
        if filing is not None:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(row), flags)
            self.detail.show_filing(filing)
        self._arrange()

    def _on_current(self, index: QModelIndex) -> None:
        filing = self.model.filing_at(index.row())
        if filing is not None:
            self.chosen = filing.id
            self.detail.show_filing(filing)
            self._arrange()

    def _read(self) -> None:
        self._reading = True
        self._arrange()
        if not self._both_fit():
            self.detail.back.setFocus()

    def _both_fit(self) -> bool:
        return self.width() >= theme().px(_BOTH_FROM)

    def _arrange(self) -> None:
        """Show list and detail, or the one that is read."""
        both, chosen = self._both_fit(), self.chosen is not None
        reading = chosen and self._reading
        detail_was_hidden = self.detail.isHidden()
        self._ledger.setVisible(both or not reading)
        self.detail.setVisible(chosen and (both or reading))
        self.detail.back.setVisible(not both)
        if both and detail_was_hidden:
            detail = min(theme().px(496), self.width() * 45 // 100)
            self._splitter.setSizes([self.width() - detail, detail])

    def _make_filter(self) -> None:
        menu = QMenu(self._filter)
        for text, groups in (
            (self.tr("À décider et en route"), OPEN),
            (self.tr("Tous les états"), USUAL),
            (self.tr("Avec les retirés"), frozenset(Group)),
        ):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(groups == self.model.shown)
            action.triggered.connect(lambda _=False, groups=groups: self._show_groups(groups))
            if action.isChecked():
                self._filter.setText(text)
        self._filter.setMenu(menu)

    def _show_groups(self, groups: frozenset[Group]) -> None:
        self.model.show_groups(groups)
        self._make_filter()
        self._count()
        self._select()

    def _show_pause(self) -> None:
        pause = self._pause
        self._pause_well.setVisible(pause is not None)
        if pause is not None:
            said = self._words.pause(pause)
            self._pause_well.set_content("warn", "clock", said, self._pause_message)
            self._pause_button.setVisible(pause is not Pause.OTHER_PROFILE)
            self._pause_button.setText(
                self.tr("Saisir une nouvelle clé") if self._needs_key() else self.tr("Réessayer")
            )

    def _end_pause(self) -> None:
        (self.new_key_requested if self._needs_key() else self.resume_requested).emit()

    def _needs_key(self) -> bool:
        return self._pause in (Pause.KEY_MISSING, Pause.KEY_REFUSED)
