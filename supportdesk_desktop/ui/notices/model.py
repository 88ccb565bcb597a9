"""The notification ledger as a list, and the totals that add up to what was received."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.ui import texts

Index = QModelIndex | QPersistentModelIndex
NOTICE_ROLE = int(Qt.ItemDataRole.UserRole)
"""The one role that the delegate asks for: the ``NoticeRecord``."""


@dataclass(frozen=True)
class NoticeTotals:
    """Counts by outcome; ``pending`` ones have none yet. All together they are ``received``.

    Latencies are milliseconds from the frame to the service's reply, None without any.
    """

    received: int
    by_outcome: dict[NoticeOutcome, int]
    pending: int
    median_ms: float | None
    p95_ms: float | None


def totals(records: Sequence[NoticeRecord]) -> NoticeTotals:
    """Count records by outcome."""
    outcomes = Counter(record.outcome for record in records)
    pending = outcomes.pop(None, 0)
    latencies = sorted(one.latency_ms for one in records if one.latency_ms is not None)
    return NoticeTotals(
        received=len(records),
        by_outcome={outcome: count for outcome, count in outcomes.items() if outcome is not None},
        pending=pending,
        median_ms=statistics.median(latencies) if latencies else None,
        p95_ms=latencies[-(-len(latencies) * 95 // 100) - 1] if latencies else None,
    )


class NoticeListModel(QAbstractListModel):
    """One row an assignment, newest first; ``speak`` makes the accessible text of those shown."""

    def __init__(self, speak: Callable[[NoticeRecord], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: list[NoticeRecord] = []
        self._speak = speak

    def set_notices(self, records: Sequence[NoticeRecord]) -> None:
        """Replace all records; there may be thousands on a bad day."""
        ordered = sorted(records, key=lambda one: (-one.received_ms, -one.id))
        same = [one.id for one in ordered] == [one.id for one in self._records]
        if same:
            self._records = ordered
            if ordered:
                self.dataChanged.emit(self.index(0), self.index(len(ordered) - 1))
            return
        self.beginResetModel()
        self._records = ordered
        self.endResetModel()

    def notice_at(self, row: int) -> NoticeRecord | None:
        """Return the record of a row, None where there is none."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def row_of(self, notice_id: int) -> int:
        """Return the row of a notice, -1 where it is not listed."""
        rows = (row for row, record in enumerate(self._records) if record.id == notice_id)
        return next(rows, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._records)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record = self._records[index.row()]
        if role == NOTICE_ROLE:
            return record
        if role == Qt.ItemDataRole.DisplayRole:
            return record.number
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            spoken = self._speak(record)
            return texts.tip(spoken) if role == Qt.ItemDataRole.ToolTipRole else spoken
        return None
