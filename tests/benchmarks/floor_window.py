"""The floor of a start: a bare PySide6 window with a table of 500 rows, to its first paint.

With ``--stay`` it stays after it, to be measured.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Rows(QAbstractTableModel):
    """500 rows of 6 columns of short text."""

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return 500."""
        return 500

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return 6."""
        return 6

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a short text."""
        if role == Qt.ItemDataRole.DisplayRole:
            return f"cellule {index.row()} {index.column()}"
        return None


class FirstPaint(QObject):
    """Says when the first paint is done (CLOCK_MONOTONIC, ns), then ends or stays."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint event."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._done)
        return False

    def _done(self) -> None:
        sys.stdout.write(f"{time.monotonic_ns()}\n")
        sys.stdout.flush()
        if "--stay" not in sys.argv:
            QApplication.quit()


app = QApplication(sys.argv[:1])
window = QMainWindow()
table = QTableView()
model = Rows()
table.setModel(model)
window.setCentralWidget(table)
window.resize(1440, 900)
painted = FirstPaint()
table.viewport().installEventFilter(painted)
window.show()
app.exec()
