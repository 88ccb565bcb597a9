"""Blind intervals as the journal lists them: newest first, by day, with each day's sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from supportdesk_desktop.core.feed_status import BlindInterval
from supportdesk_desktop.core.text import tsv_text
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.trust.states import CauseWords
from supportdesk_desktop.ui.widgets.lists import Index
from supportdesk_desktop.ui.widgets.observation_timeline import mark_pixmap, span_of

START, END, LENGTH, CAUSE, CODE, OUTCOME = range(6)


@dataclass(frozen=True)
class DayHeading:
    """The line over a day's intervals."""

    day: date
    count: int
    length_ms: int


class BlindIntervalsModel(QAbstractTableModel):
    """Six columns; a heading's words are in the first, the view spans it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[DayHeading | BlindInterval] = []
        self._now_ms = 0
        self._causes = CauseWords(self)

    def show_intervals(self, intervals: Sequence[BlindInterval], now_ms: int) -> None:
        """List ``intervals`` as seen at ``now_ms`` (milliseconds since the epoch)."""
        self.beginResetModel()
        self._now_ms = now_ms
        self._lines = []
        days: dict[date, list[BlindInterval]] = {}
        for one in sorted(intervals, key=lambda interval: -interval.from_ms):
            days.setdefault(_day(one.from_ms), []).append(one)
        for day, group in days.items():
            total = sum(self._length(one) for one in group)
            self._lines.append(DayHeading(day, len(group), total))
            self._lines += group
        self.endResetModel()

    def heading_rows(self) -> list[int]:
        return [row for row, line in enumerate(self._lines) if isinstance(line, DayHeading)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else OUTCOME + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self._lines[index.row()], DayHeading):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if isinstance(line, DayHeading):
            return self._heading_data(line, index.column(), role)
        return self._line_data(line, index.column(), role)

    def as_text(self, rows: Sequence[int] = ()) -> str:
        """Return these rows as tab-separated text, all where none is named, each with its day."""
        chosen = rows or range(len(self._lines))
        lines = [[self.tr("Jour"), *self._titles()]]
        for row in chosen:
            line = self._lines[row]
            if isinstance(line, BlindInterval):
                cells = [self._cell(line, column) for column in range(OUTCOME + 1)]
                lines.append([_day(line.from_ms).isoformat(), *cells])
        return tsv_text(lines)

    def exact_rows(self) -> list[list[str]]:
        """Return titles and exact values, oldest first, for a file; local times have their zone."""
        titles = ["debut_utc", "fin_utc", "debut_local", "fin_local", "duree_ms"]
        titles += ["cause", "code", "issue", "evenements"]
        gaps = [line for line in self._lines if isinstance(line, BlindInterval)]
        return [titles, *(self._exact(one) for one in reversed(gaps))]

    def _exact(self, line: BlindInterval) -> list[str]:
        times = (line.from_ms, line.to_ms)
        return [
            *("" if ms is None else iso_utc(ms) for ms in times),
            *("" if ms is None else _iso_local(ms) for ms in times),
            str(self._length(line)),
            line.cause,
            "" if line.code is None else str(line.code),
            line.closed_by or "",
            "" if line.events is None else str(line.events),
        ]

    def _titles(self) -> list[str]:
        return [
            self.tr("Début"),
            self.tr("Fin"),
            self.tr("Durée"),
            self.tr("Cause"),
            self.tr("Code"),
            self.tr("Issue"),
        ]

    def _heading_data(self, line: DayHeading, column: int, role: int) -> Any:
        if column != START:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            day = texts.day_heading(line.day, _day(self._now_ms))
            gaps = self.tr("%n coupure(s)", "", line.count)
            return f"{day}   {gaps}, {texts.duration(line.length_ms)}"
        if role == Qt.ItemDataRole.FontRole:
            return theme().font("captionstrong")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme().palette.text2
        return None

    def _line_data(self, line: BlindInterval, column: int, role: int) -> Any:
        look = theme()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cell(line, column)
        if role == Qt.ItemDataRole.DecorationRole and column == OUTCOME:
            return mark_pixmap(span_of(line))
        if role == Qt.ItemDataRole.FontRole:
            if column in (START, END):
                return look.font("body", tabular=True)
            roles = {LENGTH: "bodystrong", CODE: "mono"}
            return look.font(roles.get(column, "body"))
        if role == Qt.ItemDataRole.ForegroundRole:
            return look.palette.text2 if column in (CODE, OUTCOME) else look.palette.text1
        return None

    def _cell(self, line: BlindInterval, column: int) -> str:
        if column == START:
            return texts.clock_seconds(line.from_ms)
        if column == END:
            return "" if line.to_ms is None else texts.clock_seconds(line.to_ms)
        if column == LENGTH:
            return texts.duration(self._length(line))
        if column == CAUSE:
            return self._causes.words(line.cause)
        if column == CODE:
            return self._causes.code(line.cause, line.code)
        return self._outcome(line)

    def _outcome(self, line: BlindInterval) -> str:
        if line.to_ms is None or line.closed_by is None:
            return self.tr("en cours")
        if line.closed_by == "snapshot":
            if line.events is None:
                return self.tr("relue par liste complète")
            return self.tr("relue, %n ticket(s)", "", line.events)
        if not line.events:
            return self.tr("rejouée, rien de neuf")
        return self.tr("rejouée, %n événement(s)", "", line.events)

    def _length(self, line: BlindInterval) -> int:
        ends = self._now_ms if line.to_ms is None else line.to_ms
        return max(0, ends - line.from_ms)


def _iso_local(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000).astimezone().isoformat(timespec="milliseconds")


def _day(ms: int) -> date:
    return datetime.fromtimestamp(ms / 1000).date()
