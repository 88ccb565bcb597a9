"""The tickets chosen to act on together, and the keys and clicks that choose them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from supportdesk_desktop.core.ids import TicketId

if TYPE_CHECKING:
    from supportdesk_desktop.ui.tickets.model import TicketListModel


class TicketSelection(QObject):
    """Ids, apart from the one row that has the keys; tickets that leave the list leave it too."""

    changed = Signal(object)
    """The ids that came in or went out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: set[TicketId] = set()
        self._range: set[TicketId] = set()
        self.anchor: TicketId | None = None
        """The ticket at which a range begins that Shift extends."""

    def __contains__(self, ticket_id: object) -> bool:
        return ticket_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> frozenset[TicketId]:
        """The tickets that are chosen."""
        return frozenset(self._ids)

    def set_anchor(self, ticket_id: TicketId | None) -> None:
        """Set the ticket at which the next range begins."""
        self.anchor, self._range = ticket_id, set()

    def toggle(self, ticket_id: TicketId) -> None:
        self.set_anchor(ticket_id)
        self._change({ticket_id})

    def select_range(self, ids: Iterable[TicketId]) -> None:
        """Select these tickets as the range, in place of the range before."""
        wanted = set(ids)
        out = (self._range - wanted) & self._ids
        self._range = wanted
        self._change(out | (wanted - self._ids))

    def set_ids(self, ids: Iterable[TicketId]) -> None:
        self._range = set()
        self._change(self._ids ^ set(ids))

    def clear(self) -> None:
        self.set_anchor(None)
        self._change(set(self._ids))

    def drop(self, gone: Iterable[TicketId]) -> None:
        """Deselect tickets that left the list."""
        self._change(self._ids.intersection(gone))

    def keep(self, there: Container[TicketId]) -> None:
        """Deselect all tickets that are not among these."""
        self._change({ticket for ticket in self._ids if ticket not in there})

    def _change(self, turned: set[TicketId]) -> None:
        if turned:
            self._ids ^= turned
            self.changed.emit(turned)


_Move = QAbstractItemView.CursorAction
_CURSOR_KEYS = {
    Qt.Key.Key_Up: _Move.MoveUp,
    Qt.Key.Key_Down: _Move.MoveDown,
    Qt.Key.Key_Home: _Move.MoveHome,
    Qt.Key.Key_End: _Move.MoveEnd,
    Qt.Key.Key_PageUp: _Move.MovePageUp,
    Qt.Key.Key_PageDown: _Move.MovePageDown,
}
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class SelectionInput:
    """Chooses tickets in a view, which asks before it acts on a key or a click itself.

    Maj stretches, Ctrl adds, Échap empties; the current row stays the view's own.
    """

    def __init__(self, view: QTableView, model: TicketListModel) -> None:
        self._view = view
        self._model = model
        self._selection = model.selection
        self.boxes = False
        """True while the rows show boxes: then a click beside them empties nothing."""

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that chooses; return whether it was one."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~_KEYPAD
        if key in _CURSOR_KEYS and modifiers & _SHIFT:
            self._extend_by(_CURSOR_KEYS[key], modifiers)
        elif key == Qt.Key.Key_A and modifiers == _CTRL:
            self._selection.set_ids(self._model.ticket_ids())
        elif key == Qt.Key.Key_Space and modifiers == (
            Qt.KeyboardModifier.NoModifier if self.boxes else _CTRL
        ):
            self._toggle(self._view.currentIndex().row())
        elif key == Qt.Key.Key_Escape and len(self._selection):
            self._selection.clear()
        else:
            if key in _CURSOR_KEYS:
                self._selection.set_anchor(None)
            return False
        return True

    def take_press(self, event: QMouseEvent) -> bool:
        """Act on a click that chooses; return whether it was one."""
        index = self._view.indexAt(event.position().toPoint())
        ticket = self._model.id_at(index.row()) if index.isValid() else None
        if event.button() != Qt.MouseButton.LeftButton or ticket is None:
            return False
        if event.modifiers() & _SHIFT:
            self._begin()
            self._view.setCurrentIndex(index)
            self._extend_to(index.row())
        elif event.modifiers() & _CTRL or (self.boxes and index.column() == 0):
            self._view.setCurrentIndex(index)
            self._toggle(index.row())
        else:
            if not self.boxes:
                self._selection.clear()
            self._selection.set_anchor(ticket)
            return False
        return True

    def _toggle(self, row: int) -> None:
        ticket = self._model.id_at(row)
        if ticket is not None:
            self._selection.toggle(ticket)

    def _begin(self) -> None:
        """Begin a range at the current row, if none has begun."""
        anchor = self._selection.anchor
        if anchor is None or self._model.row_of(anchor) is None:
            self._selection.set_anchor(self._model.id_at(self._view.currentIndex().row()))

    def _extend_by(self, action: _Move, modifiers: Qt.KeyboardModifier) -> None:
        self._begin()
        index = self._view.moveCursor(action, modifiers & ~_SHIFT)
        if index.isValid():
            self._view.setCurrentIndex(index)
        self._extend_to(self._view.currentIndex().row())

    def _extend_to(self, row: int) -> None:
        anchor = self._selection.anchor
        begin = None if anchor is None else self._model.row_of(anchor)
        if begin is not None and row >= 0:
            rows = range(min(begin, row), max(begin, row) + 1)
            ids = (self._model.id_at(at) for at in rows)
            self._selection.select_range(ticket for ticket in ids if ticket is not None)
