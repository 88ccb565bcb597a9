"""The menu that chooses the columns of the table."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from supportdesk_desktop.core.arrangement import ColumnState
from supportdesk_desktop.ui.models.ticket_columns import Column, column_title
from supportdesk_desktop.ui.panes.ticket_table.columns import DEFAULT


class ColumnsMenu(QMenu):
    """Made anew each time. ``chosen`` carries the ``ColumnState`` of each column."""

    chosen = Signal(object)

    def __init__(self, states: Sequence[ColumnState], parent: QWidget) -> None:
        """Offer every column, ticked where it is shown; the subject always is."""
        super().__init__(parent)
        self.setObjectName("columns-menu")
        self.setAccessibleName(self.tr("Colonnes"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._states = tuple(states)
        for at, state in enumerate(self._states):
            action = self.addAction(column_title(Column(state.name)))
            action.setObjectName(f"column-{state.name}")
            action.setCheckable(True)
            action.setChecked(state.shown)
            action.setEnabled(state.name != Column.SUBJECT)
            action.toggled.connect(lambda shown, at=at: self._show(at, shown))
        self.addSeparator()
        order = self.addMenu(self.tr("Déplacer vers la gauche"))
        for at, state in enumerate(self._states[1:], start=1):
            action = order.addAction(column_title(Column(state.name)))
            action.setObjectName(f"move-{state.name}")
            action.triggered.connect(lambda _=False, at=at: self._move(at))
        reset = self.addAction(self.tr("Rétablir les colonnes"))
        reset.setObjectName("columns-reset")
        reset.setEnabled(self._states != DEFAULT)
        reset.triggered.connect(lambda: self.chosen.emit(DEFAULT))

    def _show(self, at: int, shown: bool) -> None:
        states = list(self._states)
        states[at] = replace(states[at], shown=shown)
        self.chosen.emit(tuple(states))

    def _move(self, at: int) -> None:
        states = list(self._states)
        states.insert(at - 1, states.pop(at))
        self.chosen.emit(tuple(states))
