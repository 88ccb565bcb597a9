"""Statistics in words and as a table: a line for each day, newest first, and one for all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDate, QModelIndex, QObject, Qt

from supportdesk_desktop.core.statistics import BlindTime, DayStatistics, Spread, Statistics, Tally
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.lists import Index

DAY = 0


_IN_MILLISECONDS = 10_000


class StatisticsWords(QObject):
    """Says days and what they were like."""

    def day(self, one: DayStatistics) -> str:
        """Return a day in few letters: "mer. 15", "aujourd’hui"."""
        if one.unfinished:
            return self.tr("aujourd’hui")
        return _local(one.day.date, "ddd d")

    def long_day(self, one: DayStatistics) -> str:
        """Return a day in full: "mercredi 15 avril", "aujourd’hui, inachevé"."""
        if one.unfinished:
            return self.tr("aujourd’hui, inachevé")
        return _local(one.day.date, "dddd d MMMM")

    def closed(self) -> str:
        """Return what stands for a day on which the window was not open."""
        return self.tr("fermé")

    def milliseconds(self, ms: float | None) -> str:
        """Return a measured time: bare milliseconds, from ten seconds on with their unit."""
        if ms is None:
            return ""
        return texts.number(round(ms)) if ms < _IN_MILLISECONDS else texts.duration(round(ms))

    def blind(self, ms: int) -> str:
        """Return a blind time: "0", "12 s", "3 min 02 s"."""
        return texts.duration(ms) if ms >= 1000 else "0" if ms == 0 else self.tr("< 1 s")

    def gaps(self, count: int) -> str:
        return self.tr("%n coupure(s)", "", count)

    def say_counts(self, one: DayStatistics) -> str:
        tally = one.tally
        text = self.tr("{received} reçus, {done} traités, {filed} déposés, {confirmed} confirmés")
        text = text.format(
            received=texts.number(tally.received),
            done=texts.number(tally.done),
            filed=texts.number(tally.filed),
            confirmed=texts.number(tally.confirmed),
        )
        return self._of(one, text)

    def say_spread(self, one: DayStatistics, spread: Spread | None) -> str:
        if spread is None:
            return self._of(one, self.tr("aucune mesure"))
        text = self.tr("médiane {median}, p95 {p95}").format(
            median=texts.latency(spread.median_ms), p95=texts.latency(spread.p95_ms)
        )
        return self._of(one, text)

    def finishing(self, ms: float) -> str:
        """Return a time to finish, which the agent thinks of in minutes and hours."""
        return texts.wait(round(ms))

    def say_finishing(self, one: DayStatistics) -> str:
        spread = one.tally.finishing
        if spread is None:
            return self._of(one, self.tr("aucune mesure"))
        text = self.tr("médiane {median}, p95 {p95}").format(
            median=self.finishing(spread.median_ms), p95=self.finishing(spread.p95_ms)
        )
        return self._of(one, text)

    def say_blind(self, one: DayStatistics) -> str:
        blind = one.blind
        if not blind.gaps:
            return self._of(one, self.tr("aucune coupure"))
        parts = [self.gaps(blind.gaps)]
        for text, length_ms in (
            (self.tr("{length} rejoué"), blind.replayed_ms),
            (self.tr("{length} relu"), blind.reloaded_ms),
            (self.tr("{length} en cours"), blind.ongoing_ms),
        ):
            if length_ms:
                parts.append(text.format(length=texts.duration(length_ms)))
        return self._of(one, ", ".join(parts))

    def _of(self, one: DayStatistics, text: str) -> str:
        said = self.closed() if one.closed else text
        return self.tr("{day} : {what}").format(day=self.long_day(one), what=said)


def _local(day: date, pattern: str) -> str:
    return texts.locale().toString(QDate(day.year, day.month, day.day), pattern)


class DayStatisticsModel(QAbstractTableModel):
    """Fourteen columns: the day, what was counted, measured and not seen."""

    def __init__(self, words: StatisticsWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._facts: Statistics | None = None
        self._days: tuple[DayStatistics, ...] = ()

    def show_statistics(self, facts: Statistics | None) -> None:
        self.beginResetModel()
        self._facts = facts
        self._days = () if facts is None else tuple(reversed(facts.days))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._facts is None else len(self._days) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._titles())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        group, title = self._titles()[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{group}\n{title}" if group else title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{group} {title}".strip()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cells(index.row())[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._cells(index.row())[index.column()] or self._silence(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.FontRole:
            strong = index.row() == len(self._days) or self._days[index.row()].unfinished
            if index.column() == DAY:
                return theme().font("bodystrong" if strong else "body")
            return theme().font("body", tabular=True)
        return None

    def rows(self) -> list[list[str]]:
        """Return titles and cells as they are shown, for the clipboard."""
        if self._facts is None:
            return []
        titles = [f"{group} {title}".strip() for group, title in self._titles()]
        return [titles, *(self._cells(row) for row in range(self.rowCount()))]

    def exact_rows(self) -> list[list[str]]:
        """Return titles and unrounded values, oldest day first, for a file.

        Times are milliseconds; a closed day has no values, where zero would be one.
        """
        titles = [
            *("jour", "debut_utc", "fin_utc", "etat", "recus", "traites", "deposes", "confirmes"),
            *("fin_mediane_ms", "fin_p95_ms"),
            *("confirmation_mediane_ms", "confirmation_p95_ms"),
            *("notification_mediane_ms", "notification_p95_ms"),
            *("rejoue_ms", "relu_ms", "en_cours_ms", "coupures"),
        ]
        return [titles, *(self._exact(one) for one in reversed(self._days))]

    def _exact(self, one: DayStatistics) -> list[str]:
        state = "ferme" if one.closed else "inacheve" if one.unfinished else ""
        ends = iso_utc(one.day.to_ms)
        head = [one.day.date.isoformat(), iso_utc(one.day.from_ms), ends, state]
        tally, blind = one.tally, one.blind
        values: list[float | None] = [tally.received, tally.done]
        values += [tally.filed, tally.confirmed, *_measures(tally.finishing)]
        values += _measures(tally.confirmation) + _measures(tally.notification)
        values += [blind.replayed_ms, blind.reloaded_ms, blind.ongoing_ms, blind.gaps]
        return head + ["" if one.closed or value is None else str(value) for value in values]

    def _cells(self, row: int) -> list[str]:
        facts = self._facts
        assert facts is not None
        if row == len(self._days):
            return [self.tr("Ensemble"), *self._values(facts.tally, facts.blind)]
        one = self._days[row]
        if one.closed:
            return [self._words.day(one), self._words.closed(), *[""] * 12]
        return [self._words.day(one), *self._values(one.tally, one.blind)]

    def _silence(self, row: int) -> str:
        """Return what a screen reader says of an empty cell."""
        if row < len(self._days) and self._days[row].closed:
            return self._words.closed()
        return self.tr("aucune mesure")

    def _values(self, tally: Tally, blind: BlindTime) -> list[str]:
        say: Callable[[float | None], str] = self._words.milliseconds
        spreads = [*_measures(tally.confirmation), *_measures(tally.notification)]
        counts = (tally.received, tally.done, tally.filed, tally.confirmed)
        finishing = tally.finishing
        return [
            *(texts.number(count) for count in counts),
            "" if finishing is None else self._words.finishing(finishing.median_ms),
            *(say(ms) for ms in spreads),
            self._words.blind(blind.replayed_ms),
            self._words.blind(blind.reloaded_ms),
            self._words.blind(blind.total_ms),
            texts.number(blind.gaps),
        ]

    def _titles(self) -> list[tuple[str, str]]:
        confirmation, notification = self.tr("Confirmation"), self.tr("Notification")
        blind = self.tr("Sans nouvelles")
        median, p95 = self.tr("médiane, ms"), self.tr("p95, ms")
        return [
            ("", self.tr("Jour")),
            ("", self.tr("Reçus")),
            ("", self.tr("Traités")),
            ("", self.tr("Déposés")),
            ("", self.tr("Confirmés")),
            (self.tr("Délai"), self.tr("médian")),
            (confirmation, median),
            (confirmation, p95),
            (notification, median),
            (notification, p95),
            (blind, self.tr("rejoué")),
            (blind, self.tr("relu")),
            (blind, self.tr("en tout")),
            ("", self.tr("Coupures")),
        ]


def _measures(spread: Spread | None) -> list[float | None]:
    return [None, None] if spread is None else [spread.median_ms, spread.p95_ms]


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column == DAY else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
