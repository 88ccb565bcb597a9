"""The journal of blind intervals: a table over the strip, by day, with its sum at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QRect, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from supportdesk_desktop.core.feed_status import BlindInterval, FeedState, FeedStatus
from supportdesk_desktop.ui import texts, timers
from supportdesk_desktop.ui.days.journal_model import (
    CAUSE,
    CODE,
    END,
    LENGTH,
    OUTCOME,
    START,
    BlindIntervalsModel,
)
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import follow_theme, theme
from supportdesk_desktop.ui.trust.states import Observed, blind_ms, nothing_lost, observed_time
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton
from supportdesk_desktop.ui.widgets.choices import Segmented
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hairline, hbox, named, vbox
from supportdesk_desktop.ui.widgets.lists import CopyTable, Index
from supportdesk_desktop.ui.widgets.painting import draw_row_bar
from supportdesk_desktop.ui.widgets.popover import Popover

_INSET = 9


class JournalDelegate(QStyledItemDelegate):
    """Insets the text to where the header's begins."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = QStyleOptionViewItem(option)
        if shown.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(shown.rect, theme().palette.selected)
            if index.column() == 0:
                draw_row_bar(painter, QRectF(shown.rect))
        shown.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        shown.rect.adjust(_INSET, 0, 0, 0)
        super().paint(painter, shown, index)


_SHORT_BELOW = 760
_SPANS = {"today": 1, "week": 7, "month": 30}
_WIDTHS = {START: 84, END: 84, LENGTH: 100, CODE: 116, OUTCOME: 210}


class Journal(Popover):
    """A popover inside the window; Escape or the cross closes it."""

    export_requested = Signal(str, object)
    """A name for the file, and its lines: titles and exact values."""

    def __init__(
        self, parent: QWidget | None = None, *, now_ms: Callable[[], int] = timers.now_ms
    ) -> None:
        super().__init__("journal", parent)
        self._now_ms = now_ms
        self._intervals: tuple[BlindInterval, ...] = ()
        self._verified_ms: int | None = None
        self._is_proven = False
        self._observed: Observed | None = None
        self._model = BlindIntervalsModel(self)
        self._title = Label("", "section", parent=self)
        self._range = Label("", "body", "text2", self)
        self.span = Segmented([(key, "", None) for key in _SPANS], self)
        self._copy = named(IconButton("copy", parent=self), "journal-copy")
        self._export = named(PlainButton(icon="export", parent=self), "journal-export")
        self._close = named(IconButton("x", parent=self), "journal-close")
        self._table = CopyTable("journal-table", self)
        self._sum = IconLabel("verified", "", "captionstrong", "ok", self)
        self._note = ElidedLabel("", "caption", "text2", self)
        self._zone = Label("", "caption", "text2", self)
        self._dress_table()
        self._lay_out()
        follow_theme(self._restyle)
        self.span.chosen.connect(self._show)
        self._copy.clicked.connect(self._copy_text)
        self._table.copy_requested.connect(self._copy_text)
        self._export.clicked.connect(self._ask_export)
        self._close.clicked.connect(self.closed)
        follow_language(self._retranslate)

    def show_status(
        self, status: FeedStatus, intervals: Sequence[BlindInterval], first_ms: int | None
    ) -> None:
        """List intervals as of a feed status, verified here for the first time at ``first_ms``."""
        self._intervals = tuple(intervals)
        self._observed = observed_time(status, intervals, first_ms, self._now_ms())
        self._is_proven = status.state is FeedState.VERIFIED
        verified = status.verified_up_to_ms
        # The clock of a status is the server's.
        self._verified_ms = None if verified is None else verified - (status.clock_offset_ms or 0)
        self._show()

    def place_over(self, room: QRect) -> None:
        """Take a place at the bottom of ``room``, no larger than it."""
        look = theme()
        width = min(look.px(918), room.width() - 24)
        height = min(look.px(444), room.height() - 24)
        left = room.left() + max(12, min(look.px(382), room.width() - width - 12))
        self._name_export(width)
        layout = self.layout()
        if layout is not None:
            # Else the words of before keep the width that they needed.
            layout.activate()
        self.setGeometry(left, room.bottom() - height - 7, width, height)

    def focus_table(self) -> None:
        self._table.setFocus(Qt.FocusReason.PopupFocusReason)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Journal des coupures"))
        self._title.setText(self.tr("Journal des coupures"))
        self.span.set_texts([self.tr("Aujourd’hui"), self.tr("7 jours"), self.tr("30 jours")])
        self.span.setAccessibleName(self.tr("Période"))
        self._name_export(self.width())
        self._copy.set_name(self.tr("Copier le journal"))
        self._close.set_name(self.tr("Fermer"))
        self._table.setAccessibleName(self.tr("Coupures"))
        offset = timers.now().strftime("%z")
        zone = f"UTC{offset[:1]}{int(offset[1:3])}" + (
            f":{offset[3:]}" if offset[3:] != "00" else ""
        )
        self._zone.setText(self.tr("heure locale, {zone}").format(zone=zone))
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_export(self.width())

    def _dress_table(self) -> None:
        table = self._table
        table.setModel(self._model)
        table.setItemDelegate(JournalDelegate(table))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(CAUSE, QHeaderView.ResizeMode.Stretch)

    def _restyle(self) -> None:
        look = theme()
        self._table.verticalHeader().setDefaultSectionSize(look.px(32))
        for column, width in _WIDTHS.items():
            self._table.setColumnWidth(column, look.px(width))

    def _lay_out(self) -> None:
        buttons = (self.span, self._copy, self._export, self._close)
        head = hbox(self._title, self._range, None, *buttons, margins=(16, 10, 12, 10), spacing=8)
        foot = hbox(
            self._sum, (self._note, 1), (None, 0), self._zone, margins=(16, 10, 16, 10), spacing=8
        )
        parts = (head, hairline(self), (self._table, 1), hairline(self), foot)
        vbox(*parts, of=self, margins=(1, 1, 1, 1), spacing=0)

    def _show(self) -> None:
        now = self._now_ms()
        first, today = self._days(now)
        first_ms = round(datetime.combine(first, time.min).timestamp() * 1000)
        shown = [one for one in self._intervals if one.to_ms is None or one.to_ms >= first_ms]
        with QSignalBlocker(self._table.selectionModel()):
            self._model.show_intervals(shown, now)
        self._table.clearSpans()
        for row in self._model.heading_rows():
            self._table.setSpan(row, START, 1, OUTCOME + 1)
        self._range.setText(texts.day_range(first, today))
        self._sum_up(shown, first_ms, now)

    def _days(self, now: int) -> tuple[date, date]:
        """Return the first day that is shown, and today."""
        today = datetime.fromtimestamp(now / 1000).date()
        return today - timedelta(days=_SPANS[self.span.current()] - 1), today

    def _sum_up(self, shown: Sequence[BlindInterval], first_ms: int, now: int) -> None:
        fine = nothing_lost(shown, self._verified_ms)
        note = self._note_text(first_ms, now, fine=fine) if shown else ""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        if not shown:
            self._sum.set_content("", self._none_text(first_ms, now), "text2")
            return
        start = min(one.from_ms for one in shown)
        gaps = self.tr("%n coupure(s)", "", len(shown))
        length = texts.duration(blind_ms(shown, start, now))
        text = self.tr("{gaps}, {length} : rien de perdu") if fine else self.tr("{gaps}, {length}")
        icon, tone = ("verified", "ok") if fine and self._is_proven else ("", "text1")
        self._sum.set_content(icon, text.format(gaps=gaps, length=length), tone)

    def _none_text(self, first_ms: int, now: int) -> str:
        """Say that there was no gap, of the time that was observed and of no other."""
        seen = None if self._observed is None else self._observed.within(first_ms, now)
        if seen is None:
            return self.tr("Rien n’a été observé.")
        if seen == Observed(first_ms, now):
            return self.tr("Aucune coupure.")
        start, end = texts.moment(seen.from_ms, now), texts.moment(seen.to_ms, now)
        if seen.to_ms == now:
            return self.tr("Aucune coupure depuis le début de l’observation : {start}.").format(
                start=start
            )
        return self.tr("Aucune coupure entre {start} et {end}.").format(start=start, end=end)

    def _note_text(self, first_ms: int, now: int, *, fine: bool) -> str:
        if self._observed is not None and self._observed.from_ms > first_ms:
            start = texts.moment(self._observed.from_ms, now)
            return self.tr("Observé depuis : {start}.").format(start=start)
        if fine:
            return self.tr("Chaque coupure s’est terminée par une vérification avec le serveur.")
        return ""

    def _copy_text(self) -> None:
        rows = self._table.chosen_rows()
        QGuiApplication.clipboard().setText(self._model.as_text(rows))

    def _ask_export(self) -> None:
        first, today = self._days(self._now_ms())
        name = self.tr("coupures {first} {last}").format(first=first, last=today)
        self.export_requested.emit(name, self._model.exact_rows())

    def _name_export(self, width: int) -> None:
        """Write what the button does, or leave it to its tooltip where there is no room."""
        short = width < theme().px(_SHORT_BELOW)
        self._export.set_words(self.tr("Exporter CSV"), short=short)
        self._range.setHidden(short)
