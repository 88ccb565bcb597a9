"""The five charts of the page: each a card with its title, unit, legend and bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from supportdesk_desktop.core.statistics import DayStatistics, Spread, Statistics
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.days.statistics_model import StatisticsWords
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.day_bars import Bar, DayBars, DayGroup, Fill, draw_fill
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, vbox

_SAMPLE = 13
_MARGIN, _SPACING = 16, 6


class ChartTexts(msgspec.Struct, frozen=True):
    """The heading of a chart; ``legend`` has a word for each fill."""

    title: str
    unit: str
    legend: tuple[tuple[Fill, str], ...]


class ChartCard(QFrame):
    """One chart."""

    def __init__(self, name: str, fills: Sequence[Fill], parent: QWidget | None = None) -> None:
        """Make a chart whose legend has these fills."""
        super().__init__(parent)
        self.setObjectName(f"card-{name}")
        self.setProperty("kind", "card")
        self._title = ElidedLabel("", "bodystrong", parent=self)
        self._unit = ElidedLabel("", "caption", "text2", self)
        self._legend = {
            fill: (_Sample(fill, self), Label("", "caption", "text2", self)) for fill in fills
        }
        self.bars = DayBars(name, self)
        # The unit gives way: the numbers stand for themselves.
        self._unit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        legend = [part for pair in self._legend.values() for part in pair]
        head = hbox(self._title, (self._unit, 1), *legend, spacing=_SPACING)
        vbox(head, (self.bars, 1), of=self, margins=(_MARGIN, 10, _MARGIN, 8), spacing=4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_unit()

    def show_days(self, heading: ChartTexts, groups: Sequence[DayGroup]) -> None:
        self._title.setText(heading.title)
        self._unit.setText(heading.unit)
        words = dict(heading.legend)
        for fill, (sample, label) in self._legend.items():
            label.setText(words.get(fill, ""))
            sample.setVisible(fill in words)
            label.setVisible(fill in words)
        self._fit_unit()
        self.bars.set_groups(heading.title, groups)

    def _fit_unit(self) -> None:
        shown: list[QWidget] = [self._title, self._unit]
        shown += [part for pair in self._legend.values() for part in pair if not part.isHidden()]
        needed = sum(part.sizeHint().width() + _SPACING for part in shown) + 2 * _MARGIN
        self._unit.setVisible(self.width() >= needed)


class _Sample(QWidget):
    """A square filled like the bars that it stands for."""

    def __init__(self, fill: Fill, parent: QWidget) -> None:
        super().__init__(parent)
        self._fill = fill
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(_SAMPLE), theme().px(_SAMPLE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_fill(painter, QRectF(self.rect()), self._fill)
        painter.end()


class Charts:
    """Fills the charts from one set of statistics."""

    def __init__(self, words: StatisticsWords, parent: QWidget) -> None:
        self._words = words
        pair = (Fill.SOLID, Fill.HATCHED)
        blind = (Fill.REPLAYED, Fill.RELOADED, Fill.ONGOING)
        counts = (Fill.SOLID, Fill.HOLLOW, Fill.HATCHED)
        self.counts = ChartCard("chart-counts", counts, parent)
        self.finishing = ChartCard("chart-finishing", pair, parent)
        self.confirmations = ChartCard("chart-confirmations", pair, parent)
        self.notifications = ChartCard("chart-notifications", pair, parent)
        self.blind = ChartCard("chart-blind", blind, parent)
        self.all = (
            *(self.counts, self.finishing),
            *(self.confirmations, self.notifications, self.blind),
        )

    def show(self, facts: Statistics, headings: Sequence[ChartTexts]) -> None:
        """Show the days; ``headings`` are those of ``all``, in that order."""
        words = self._words
        makers: list[tuple[Callable[[DayStatistics], tuple[Bar, ...]], Callable[..., str]]] = [
            (self._count_bars, words.say_counts),
            (
                lambda one: self._spread_bars(one.tally.finishing, words.finishing),
                words.say_finishing,
            ),
            (
                lambda one: self._spread_bars(one.tally.confirmation, words.milliseconds),
                lambda one: words.say_spread(one, one.tally.confirmation),
            ),
            (
                lambda one: self._spread_bars(one.tally.notification, words.milliseconds),
                lambda one: words.say_spread(one, one.tally.notification),
            ),
            (self._blind_bars, words.say_blind),
        ]
        for card, heading, (bars, say) in zip(self.all, headings, makers, strict=True):
            groups = []
            for one in facts.days:
                gaps = one.blind.gaps if card is self.blind else 0
                note = words.gaps(gaps) if gaps else ""
                drawn, instead = ((), words.closed()) if one.closed else (bars(one), "")
                name, spoken = words.day(one), say(one)
                groups.append(DayGroup(name, spoken, drawn, note, instead, one.unfinished))
            card.show_days(heading, groups)

    def _count_bars(self, one: DayStatistics) -> tuple[Bar, ...]:
        tally = one.tally
        return (
            Bar(((Fill.SOLID, tally.received),), texts.number(tally.received)),
            Bar(((Fill.HOLLOW, tally.done),), texts.number(tally.done)),
            Bar(((Fill.HATCHED, tally.filed),), texts.number(tally.filed)),
        )

    def _spread_bars(self, spread: Spread | None, say: Callable[[float], str]) -> tuple[Bar, ...]:
        if spread is None:
            return ()
        return tuple(
            Bar(((fill, ms),), say(ms))
            for fill, ms in ((Fill.SOLID, spread.median_ms), (Fill.HATCHED, spread.p95_ms))
        )

    def _blind_bars(self, one: DayStatistics) -> tuple[Bar, ...]:
        blind = one.blind
        parts = (
            (Fill.REPLAYED, blind.replayed_ms),
            (Fill.RELOADED, blind.reloaded_ms),
            (Fill.ONGOING, blind.ongoing_ms),
        )
        return (Bar(parts, self._words.blind(blind.total_ms)),)
