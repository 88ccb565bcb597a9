"""The words and numbers of the statistics, the same for bars, table and cards."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QObject

from supportdesk_desktop.core.statistics import BlindTime, DayStatistics, Spread
from supportdesk_desktop.ui import texts

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
        """Return "2 coupures"."""
        return self.tr("%n coupure(s)", "", count)

    def say_counts(self, one: DayStatistics) -> str:
        """Return a day's counts as they are spoken."""
        tally = one.tally
        text = self.tr("{received} reçus, {filed} déposés, {confirmed} confirmés").format(
            received=texts.number(tally.received),
            filed=texts.number(tally.filed),
            confirmed=texts.number(tally.confirmed),
        )
        return self._of(one, text)

    def say_spread(self, one: DayStatistics, spread: Spread | None) -> str:
        """Return a day's median and 95th percentile as they are spoken."""
        if spread is None:
            return self._of(one, self.tr("aucune mesure"))
        text = self.tr("médiane {median}, p95 {p95}").format(
            median=texts.latency(spread.median_ms), p95=texts.latency(spread.p95_ms)
        )
        return self._of(one, text)

    def say_blind(self, one: DayStatistics) -> str:
        """Return a day's blind time as it is spoken."""
        blind = one.blind
        if not blind.gaps:
            return self._of(one, self.tr("aucune coupure"))
        parts = [self.gaps(blind.gaps)]
        parts += [
            text.format(length=texts.duration(length_ms))
            for text, length_ms in self._kinds(blind)
            if length_ms
        ]
        return self._of(one, ", ".join(parts))

    def _kinds(self, blind: BlindTime) -> list[tuple[str, int]]:
        return [
            (self.tr("{length} rejoué"), blind.replayed_ms),
            (self.tr("{length} relu"), blind.reloaded_ms),
            (self.tr("{length} en cours"), blind.ongoing_ms),
        ]

    def _of(self, one: DayStatistics, text: str) -> str:
        said = self.closed() if one.closed else text
        return self.tr("{day} : {what}").format(day=self.long_day(one), what=said)


def _local(day: date, pattern: str) -> str:
    return texts.locale().toString(QDate(day.year, day.month, day.day), pattern)
