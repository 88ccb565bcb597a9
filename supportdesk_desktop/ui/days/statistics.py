"""The page of statistics: cards, five charts or a table of the same numbers, computed here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHeaderView,
    QScrollArea,
    QStackedLayout,
    QTableView,
    QWidget,
)

from supportdesk_desktop.core.statistics import Spread, Statistics
from supportdesk_desktop.core.text import tsv_text
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.days.charts import Charts, ChartTexts
from supportdesk_desktop.ui.days.statistics_model import DayStatisticsModel, StatisticsWords
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import follow_theme, theme
from supportdesk_desktop.ui.widgets.buttons import PlainButton
from supportdesk_desktop.ui.widgets.choices import Segmented
from supportdesk_desktop.ui.widgets.day_bars import Fill
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named, scroll_down, vbox
from supportdesk_desktop.ui.widgets.lists import CopyTable
from supportdesk_desktop.ui.widgets.number_cards import Card, NumberCards
from supportdesk_desktop.ui.widgets.painting import draw_text, text_width

_INSET, _LINE = 9, 16
_NARROWEST = 20


class TwoLineHeader(QHeaderView):
    """Draws the lines of a title under one another: Qt's own header cuts them without a sign."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setObjectName("statistics-header")
        self.setMinimumSectionSize(_NARROWEST)

    def fit(self) -> None:
        """Give each column what its cells and its title need, then the same of what is left.

        Nothing is cut: where there is no room, the table scrolls sideways.
        """
        columns = range(self.count())
        if not columns:
            return
        widths = [
            max(self._table.sizeHintForColumn(one), self.sectionSizeFromContents(one).width())
            for one in columns
        ]
        spare = max(0, self._table.viewport().width() - sum(widths))
        for one in columns:
            self.resizeSection(one, widths[one] + spare // len(columns))

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Return the room that the longest line needs."""
        widths = [text_width("caption", line) for line in self._lines(section)]
        return QSize(round(max(widths, default=0.0)) + 2 * _INSET, theme().px(46))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one title at the side where its cells begin or end."""
        look = theme()
        lines = self._lines(section)
        side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
        height = look.px(_LINE)
        top = rect.center().y() - height * len(lines) / 2
        for place, line in enumerate(lines):
            width = rect.width() - 2 * _INSET
            box = QRectF(rect.left() + _INSET, top + place * height, width, height)
            draw_text(painter, "caption", "text2", box, line, side)
        painter.setPen(QPen(look.palette.border, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _lines(self, section: int) -> list[str]:
        title = self.model().headerData(section, Qt.Orientation.Horizontal)
        return str(title or "").split("\n")


_SPANS = {"week": 7, "month": 30}
_SHORT_BELOW, _TWO_COLUMNS_FROM = 820, 760


class StatisticsPage(QWidget):
    """Shows statistics of 7 or 30 days. Everything on it is computed here, nothing is sent."""

    days_wanted = Signal(int)
    """The agent chose so many days."""
    shown = Signal()
    """The page came into view: what it shows may be old."""
    export_requested = Signal(str, object)
    """A name for the file, and its lines: titles and unrounded values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statistics")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "surface")
        self._is_verified = False
        self._facts: Statistics | None = None
        self._words = StatisticsWords(self)
        self.model = DayStatisticsModel(self._words, self)
        self._title = Label("", "section", parent=self)
        self._range = ElidedLabel("", "body", "text2", self)
        self.span = Segmented([(key, "", None) for key in _SPANS], self)
        self.look = Segmented([("bars", "", "chart"), ("table", "", "rows")], self)
        self._export = named(PlainButton(icon="export", parent=self), "statistics-export")
        self._cards = NumberCards("statistics", 150, self)
        self._inner = QWidget()
        self._charts = Charts(self._words, self._inner)
        self._grid = QGridLayout(self._inner)
        self._room = QScrollArea(self)
        self.table = CopyTable("statistics-table", self)
        self._header = TwoLineHeader(self.table)
        self._middle = QStackedLayout()
        self._promise = IconLabel("lock", "", "caption", "text2", self, wraps=True)
        self._bar = QWidget(self)
        self._lay_out()
        self.table.setHorizontalHeader(self._header)
        self.table.setModel(self.model)
        self.table.setProperty("lines", True)
        self.span.chosen.connect(lambda key: self.days_wanted.emit(_SPANS[key]))
        self.look.chosen.connect(self._show_look)
        self._export.clicked.connect(self._ask_export)
        self.table.copy_requested.connect(self._copy)
        follow_theme(self._restyle)
        follow_language(self._retranslate)

    def days(self) -> int:
        return _SPANS[self.span.current()]

    def set_verified(self, verified: bool) -> None:
        """Say whether the feed is verified now: nothing is green while it is not."""
        if verified is not self._is_verified:
            self._is_verified = verified
            self._retranslate()

    def show_statistics(self, facts: Statistics) -> None:
        self._facts = facts
        self._range.setText(texts.day_range(facts.days[0].day.date, facts.days[-1].day.date))
        self._charts.show(facts, self._headings(facts))
        self._cards.show_cards(self._card_list(facts))
        chosen = self.table.currentIndex()
        self.model.show_statistics(facts)
        self.table.setCurrentIndex(self.model.index(max(0, chosen.row()), max(0, chosen.column())))
        self._promise.set_content("lock", self._promise_text(facts))
        self._arrange()
        self._export.setEnabled(True)

    def focus_list(self) -> None:
        target = self.table if self.look.current() == "table" else self._charts.counts.bars
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Statistiques"))
        self._title.setText(self.tr("Statistiques"))
        self.span.setAccessibleName(self.tr("Période"))
        self.span.set_texts([self.tr("7 jours"), self.tr("30 jours")])
        self.look.setAccessibleName(self.tr("Présentation"))
        self._name_buttons()
        self.table.setAccessibleName(self.tr("Statistiques par jour"))
        self._promise.set_content("lock", self.tr("Calculé sur ce poste, rien n’est envoyé."))
        if self._facts is not None:
            self.show_statistics(self._facts)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_buttons()
        self._arrange()

    def _headings(self, facts: Statistics) -> tuple[ChartTexts, ...]:
        spread = ((Fill.SOLID, self.tr("médiane")), (Fill.HATCHED, self.tr("p95")))
        blind = [(Fill.REPLAYED, self.tr("rejoué")), (Fill.RELOADED, self.tr("relu"))]
        if facts.blind.ongoing_ms:
            blind.append((Fill.ONGOING, self.tr("en cours")))
        return (
            ChartTexts(
                self.tr("Tickets par jour"),
                self.tr("nombre"),
                (
                    (Fill.SOLID, self.tr("reçus")),
                    (Fill.HOLLOW, self.tr("traités")),
                    (Fill.HATCHED, self.tr("déposés")),
                ),
            ),
            ChartTexts(self.tr("De l’assignation à la fin"), "", spread),
            ChartTexts(self.tr("Du dépôt à la confirmation"), self.tr("ms"), spread),
            ChartTexts(self.tr("De l’assignation à la notification"), self.tr("ms"), spread),
            ChartTexts(
                self.tr("Temps sans nouvelles du serveur"), self.tr("en journée"), tuple(blind)
            ),
        )

    def _card_list(self, facts: Statistics) -> list[Card]:
        tally, blind = facts.tally, facts.blind
        received = self.tr("reçus, {done} traités").format(done=texts.number(tally.done))
        filed = self.tr("déposés, {confirmed} confirmés").format(
            confirmed=texts.number(tally.confirmed)
        )
        gaps = self.tr("sans nouvelles, {gaps}").format(gaps=self._words.gaps(blind.gaps))
        tone = "ok" if self._is_verified else "text1"
        lost = Card("lost", "0", self.tr("ticket perdu"), tone)
        if facts.proven is None:
            lost = Card("lost", "–", self.tr("rien n’a encore été observé"))
        elif not facts.proven:
            lost = Card("lost", "?", self.tr("une coupure n’est pas encore vérifiée"), "warn")
        return [
            Card("received", texts.number(tally.received), received),
            self._spread_card(
                "finishing", self.tr("pour finir"), tally.finishing, self._words.finishing
            ),
            Card("filed", texts.number(tally.filed), filed),
            self._spread_card(
                "notification", self.tr("notification"), tally.notification, texts.latency
            ),
            Card("blind", self._words.blind(blind.total_ms), gaps),
            lost,
        ]

    def _spread_card(
        self, key: str, words: str, spread: Spread | None, say: Callable[[float], str]
    ) -> Card:
        if spread is None:
            return Card(key, "–", words)
        text = self.tr("{what}, p95 {time}").format(what=words, time=say(spread.p95_ms))
        return Card(key, say(spread.median_ms), text)

    def _promise_text(self, facts: Statistics) -> str:
        text = self.tr(
            "Calculé sur ce poste, rien n’est envoyé. Aujourd’hui jusqu’à {time}. "
            "« fermé » : l’application n’était pas ouverte, rien n’est compté."
        )
        return text.format(time=texts.clock(facts.now_ms))

    def _show_look(self, look: str) -> None:
        self._middle.setCurrentWidget(self.table if look == "table" else self._room)

    def _ask_export(self) -> None:
        if self._facts is None:
            return
        first, last = self._facts.days[0].day.date, self._facts.days[-1].day.date
        self.export_requested.emit(
            self.tr("statistiques {first} {last}").format(first=first, last=last),
            self.model.exact_rows(),
        )

    def _copy(self) -> None:
        titles, *rows = self.model.rows()
        chosen = self.table.chosen_rows() or range(len(rows))
        QGuiApplication.clipboard().setText(tsv_text([titles, *(rows[row] for row in chosen)]))

    def _name_buttons(self) -> None:
        """Write what the buttons do, or leave it to their tooltips where there is no room."""
        short = self.width() < theme().px(_SHORT_BELOW)
        self._export.set_words(self.tr("Exporter CSV"), short=short)
        self._range.setHidden(short)
        self.look.set_texts([self.tr("Barres"), self.tr("Tableau")])

    def _arrange(self) -> None:
        columns = 2 if self.width() >= theme().px(_TWO_COLUMNS_FROM) else 1
        # The counts are what is asked first: they have a line of their own.
        self._grid.addWidget(self._charts.counts, 0, 0, 1, columns)
        for place, card in enumerate(self._charts.all[1:]):
            self._grid.addWidget(card, 1 + place // columns, place % columns)
        self._grid.setColumnStretch(1, 1 if columns == 2 else 0)
        self._header.fit()

    def _restyle(self) -> None:
        look = theme()
        self._bar.setFixedHeight(look.px(54))
        self.table.verticalHeader().setDefaultSectionSize(look.px(30))
        self.table.horizontalHeader().setFixedHeight(look.px(46))
        self._name_buttons()
        self._arrange()

    def _lay_out(self) -> None:
        controls = (self.span, self.look, self._export)
        parts = (self._title, (self._range, 1), (None, 0), *controls)
        head = hbox(*parts, of=self._bar, margins=(16, 0, 16, 0), spacing=10)
        for control in controls:
            head.setAlignment(control, Qt.AlignmentFlag.AlignVCenter)
        self._export.setEnabled(False)
        self._grid.setContentsMargins(16, 4, 16, 4)
        self._grid.setSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._room.setObjectName("statistics-bars")
        scroll_down(self._room, self._inner)
        self._middle.addWidget(self._room)
        self._middle.addWidget(self.table)
        cards = hbox(self._cards, margins=(16, 0, 16, 8))
        foot = hbox(self._promise, margins=(16, 6, 16, 8))
        vbox(self._bar, cards, (self._middle, 1), foot, of=self, spacing=0)
