"""The view of the ticket list: keeps its place, its selection and its keys.

A table, of one column in the looks of a list, and not a list view: its sections have their heights
without asking the delegate for each, so 10,000 tickets are laid out in 2 ms where a list view
takes 27.
"""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QHoverEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from supportdesk_desktop.core.arrangement import Density, ViewLayout
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import VISIBLE_ROWS, WaitLimits
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import reduced_motion, theme
from supportdesk_desktop.ui.theme.tokens import HEADING
from supportdesk_desktop.ui.tickets.delegate import CompactDelegate, RowDelegate, TicketDelegate
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.selection import SelectionInput
from supportdesk_desktop.ui.tickets.table import TableColumns
from supportdesk_desktop.ui.tickets.table_delegate import TableDelegate
from supportdesk_desktop.ui.timers import timer
from supportdesk_desktop.ui.widgets.painting import give_viewport

_Move = QAbstractItemView.CursorAction
_FADE_TICK_MS = 33
_AGE_TICK_MS = 1000
_YOUNG_MS = 61_000
_TABLE_ROWS = {Density.COMFORTABLE: 38, Density.COMPACT: 30}
"""Heights of a row of the table, in unscaled pixels."""

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_STEPS = {Qt.Key.Key_J: _Move.MoveDown, Qt.Key.Key_K: _Move.MoveUp}
_LETTERS = {Qt.Key.Key_P: "pin", Qt.Key.Key_C: "copy"}


class TicketListView(QTableView):
    """Shows a ``TicketListModel``. ``chosen`` carries the current ticket, by a person or not."""

    chosen = Signal(str)
    opened = Signal(str)
    asked = Signal(str, str)
    """The action of a key ("read", "pin", "copy", "copy-json"), and its ticket."""
    painted = Signal(object)
    """The touched tickets that were just drawn for the first time."""
    place_changed = Signal()
    """The view was scrolled or its lines changed."""

    def __init__(self, model: TicketListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_viewport(self, filled=True)
        self._tickets = model
        self.table = TableColumns(self, model)
        self._lists = {
            Density.COMFORTABLE: TicketDelegate(model, self),
            Density.COMPACT: CompactDelegate(model, self),
        }
        self._table_rows = TableDelegate(model, self)
        self.rows: RowDelegate = self._lists[Density.COMFORTABLE]
        """The delegate that draws the tickets."""
        self._layout = ViewLayout()
        self._input = SelectionInput(self, model)
        self.current: TicketId | None = None
        """The chosen ticket."""
        self._anchor: tuple[QPersistentModelIndex, TicketId | None, int] | None = None
        self._minute = 0
        self._hovered = QPersistentModelIndex()
        self.single_keys = True
        """True while single letters act as shortcuts."""
        self._dress()
        self.setItemDelegate(self.rows)
        self.setModel(model)
        model.about_to_change.connect(self._note_place)
        self._heights = LineHeights(self.verticalHeader(), model)
        model.has_changed.connect(self._restore_place)
        model.arrived.connect(self._begin_fade)
        model.selection.changed.connect(lambda: self.viewport().update())
        self.doubleClicked.connect(self._open)
        self.verticalScrollBar().valueChanged.connect(self.place_changed)
        self._fading = timer(self, _FADE_TICK_MS, self._fade)
        timer(self, _AGE_TICK_MS, self._tick).start()
        theme().changed.connect(self._size_lines)
        self._size_lines()

    def choose(self, ticket_id: TicketId) -> bool:
        """Choose a ticket and bring it into view; return whether it is in the list."""
        row = self._tickets.row_of(ticket_id)
        if row is None:
            return False
        index = self._tickets.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def show_as(self, layout: ViewLayout) -> None:
        """Show the tickets in another way; place and choice stay."""
        before, self._layout = self._layout, layout
        if (layout.table, layout.density) == (before.table, before.density):
            return
        self._note_place()
        self.rows = self._table_rows if layout.table else self._lists[layout.density]
        self._input.boxes = layout.table
        self.setItemDelegate(self.rows)
        self._tickets.show_as_table(layout.table)
        self.table.dress(table=layout.table)
        self._size_lines()
        self._restore_choice()
        self._restore_place()
        self.viewport().update()

    def set_limits(self, limits: WaitLimits) -> None:
        """Let longer waits than these stand out."""
        for rows in (*self._lists.values(), self._table_rows):
            rows.limits = limits
        self.viewport().update()

    def at_top(self) -> bool:
        """Return whether the newest ticket is in view."""
        return self.verticalScrollBar().value() <= theme().px(HEADING)

    def visible_ids(self) -> list[TicketId]:
        """Return the tickets in view, from the top."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return []
        last = self._tickets.rowCount() - 1 if last < 0 else last
        ids = (self._tickets.id_at(row) for row in range(first, last + 1))
        return [ticket for ticket in ids if ticket is not None]

    def reword(self) -> None:
        self.rows.measure()
        self.table.arrange()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, and emit the touched tickets that are now on the screen."""
        delegate = self.rows
        delegate.now_ms = self._tickets.now_ms()
        delegate.ring = self.hasFocus()
        delegate.chosen_row = next((at.row() for at in self.selectionModel().selectedRows()), -1)
        delegate.hovered_row = self._hovered.row()
        super().paintEvent(event)
        self.table.paint_current(ring=delegate.ring)
        if delegate.painted:
            done, delegate.painted = delegate.painted, []
            self.painted.emit(done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by J and K too; Enter opens, Space, P and C act on the chosen ticket."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~_KEYPAD
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        with_shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if self._input.take_key(event):
            return
        if event.matches(QtGui.QKeySequence.StandardKey.Copy):
            self._ask("copy-table")
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif plain and key == Qt.Key.Key_Space:
            self._ask("read")
        elif plain and self.single_keys and key in _STEPS:
            self._step(_STEPS[key])
        elif plain and self.single_keys and key in _LETTERS:
            self._ask(_LETTERS[key])
        elif with_shift and self.single_keys and key == Qt.Key.Key_C:
            self._ask("copy-json")
        elif event.text().isprintable() and event.text() and plain:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._input.take_press(event):
            super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first ticket where none is chosen yet."""
        mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        first = next((row for row in (0, 1) if self._tickets.id_at(row) is not None), None)
        if self.current is None and first is not None and not mouse:
            self.setCurrentIndex(self._tickets.index(first, 0))
        super().focusInEvent(event)

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Move as usual, but never onto a heading, and between rows alone."""
        if action in (_Move.MoveLeft, _Move.MoveRight):
            return self.currentIndex()
        if action in (_Move.MoveHome, _Move.MoveEnd):
            # Without Ctrl it would move within the row.
            modifiers |= Qt.KeyboardModifier.ControlModifier
        index = super().moveCursor(action, modifiers)
        row = index.row()
        if row < 0 or self._tickets.id_at(row) is not None:
            return index
        back = action in (_Move.MoveUp, _Move.MovePageUp)
        beside = row - 1 if back and row > 0 else row + 1
        return self._tickets.index(beside, 0)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        ticket = self._tickets.id_at(current.row())
        if ticket is not None and ticket != self.current:
            self.current = ticket
            self.chosen.emit(ticket)
        elif ticket is None and self._anchor is None:
            self.current = None

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Choose what a screen reader selects: it leaves the current row where it was."""
        super().selectionChanged(selected, deselected)
        rows = {index.row() for index in selected.indexes()}
        if len(rows) == 1 and self.currentIndex().row() not in rows:
            self.setCurrentIndex(selected.indexes()[0])

    def viewportEvent(self, event: QEvent) -> bool:
        """Show what a narrow row cuts off as a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            cell = self.visualRect(index)
            x = event.pos().x() - cell.x()
            text = self.rows.tip_text(index, x, cell.width()) if index.isValid() else ""
            QToolTip.showText(event.globalPos(), texts.tip(text), self.viewport(), cell)
            return True
        if isinstance(event, QHoverEvent):
            left = event.type() == QEvent.Type.HoverLeave
            under = QModelIndex() if left else self.indexAt(event.position().toPoint())
            if self._layout.table and under.row() != self._hovered.row():
                # Qt draws the cells of the row anew that the pointer enters and leaves, alone.
                self.viewport().update()
            self._hovered = QPersistentModelIndex(under)
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.arrange()

    def _dress(self) -> None:
        self.setObjectName("ticket-list")
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.table.dress(table=False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(HEADING)

    def _size_lines(self) -> None:
        """Give every line its height anew, after scale or look changed."""
        row, tall = self.rows.ROW, self.rows.ROW_WITH_EXCERPT
        if self._layout.table:
            row = tall = _TABLE_ROWS[self._layout.density]
        self._heights.set_heights(row, tall)
        self.verticalScrollBar().setSingleStep(theme().px(row))

    def _note_place(self) -> None:
        """Remember the line at the top, so that what arrives does not move what is read."""
        row = self.rowAt(0)
        if self.at_top() or row < 0:
            self._anchor = (QPersistentModelIndex(), None, self.verticalScrollBar().value())
            return
        index = self._tickets.index(row, 0)
        ticket = self._tickets.id_at(row) or self._tickets.id_at(row + 1)
        if ticket is not None:
            index = self._tickets.index(self._tickets.row_of(ticket) or row, 0)
        offset = self.rowViewportPosition(index.row())
        self._anchor = (QPersistentModelIndex(index), ticket, offset)

    def _restore_place(self) -> None:
        self.updateGeometries()
        anchor, self._anchor = self._anchor, None
        if (
            self.current is not None
            and self._tickets.id_at(self.currentIndex().row()) != self.current
        ):
            self._restore_choice()
        if anchor is not None:
            self._scroll_back(*anchor)
        self.place_changed.emit()

    def _scroll_back(
        self, index: QPersistentModelIndex, ticket: TicketId | None, offset: int
    ) -> None:
        """Undo the scrolling to a choice that moved: a list at its top stays there."""
        bar = self.verticalScrollBar()
        if ticket is None:
            bar.setValue(offset)
            return
        row = index.row() if index.isValid() else self._tickets.row_of(ticket)
        if row is not None:
            bar.setValue(bar.value() + self.rowViewportPosition(row) - offset)

    def _restore_choice(self) -> None:
        ticket = self.current
        row = None if ticket is None else self._tickets.row_of(ticket)
        if row is not None:
            self.selectionModel().setCurrentIndex(
                self._tickets.index(row, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
        elif not self.currentIndex().isValid() and not self._tickets.is_partial:
            self.current = None

    def _begin_fade(self) -> None:
        if not reduced_motion():
            self._fading.start()

    def _fade(self) -> None:
        if not self._tickets.is_fading():
            self._fading.stop()
            self.viewport().update()
            return
        # After a flood thousands are fresh, and a few of them in view.
        for ticket in self.visible_ids():
            row = self._tickets.row_of(ticket)
            if row is not None and self._tickets.freshness(ticket) > 0:
                self.viewport().update(self.visualRect(self._tickets.index(row, 0)))

    def _tick(self) -> None:
        """Let the waits go on: each second those under a minute, once a minute all."""
        if not self.isVisible():
            return
        now, model = self._tickets.now_ms(), self._tickets
        if now // 60_000 != self._minute:
            self._minute = now // 60_000
            self.viewport().update()
            return
        # Of many the first alone are looked at: a screen without a size shows all of them.
        for ticket in self.visible_ids()[:VISIBLE_ROWS]:
            row, at = model.row_data(ticket), model.row_of(ticket)
            if row is not None and at is not None and now - row.created_ms < _YOUNG_MS:
                top = self.rowViewportPosition(at)
                self.viewport().update(0, top, self.viewport().width(), self.rowHeight(at))

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)

    def _ask(self, what: str) -> None:
        if self.current is not None or len(self._tickets.selection):
            self.asked.emit(what, self.current or "")

    def _step(self, action: _Move) -> None:
        index = self.moveCursor(action, Qt.KeyboardModifier.NoModifier)
        if index.isValid():
            self.setCurrentIndex(index)


MOST_LOW_HEADINGS = 2000
"""Qt needs one call for each special height: with more headings, they get the rows' height."""


class LineHeights(QObject):
    """Keeps the sections of a vertical header; the work of an event is that of its own lines."""

    def __init__(self, header: QHeaderView, model: TicketListModel) -> None:
        super().__init__(header)
        self._header = header
        self._model = model
        self._tall = 0
        self._low_headings = True
        self._before: tuple[int, ...] = ()
        model.modelAboutToBeReset.connect(self._remember_heights)
        model.modelReset.connect(self._follow_reset)
        model.rowsInserted.connect(self._size_new_lines)

    def set_heights(self, row: int, tall: int) -> None:
        """Give rows a height, and those with an excerpt another, in unscaled pixels."""
        self._tall = tall
        # A header keeps the heights that are not its default.
        for line in self._special_heights():
            self._header.resizeSection(line, self._header.defaultSectionSize())
        self._header.setDefaultSectionSize(theme().px(row))
        self._size_special_lines()

    def _remember_heights(self) -> None:
        self._before = tuple(self._special_heights())

    def _follow_reset(self) -> None:
        """Size the lines anew; of a long list before a short one hardly any are left to size."""
        self._size_special_lines()
        special, count = self._special_heights(), self._model.rowCount()
        for line in self._before:
            if line < count and line not in special:
                self._header.resizeSection(line, self._header.defaultSectionSize())
        self._before = ()

    def _size_special_lines(self) -> None:
        self._low_headings = self._model.lines.headings <= MOST_LOW_HEADINGS
        for line, height in self._special_heights().items():
            self._header.resizeSection(line, theme().px(height))

    def _size_new_lines(self, _parent: QModelIndex, first: int, last: int) -> None:
        if self._model.matches is not None:
            self._size_special_lines()
        for line in range(first, last + 1):
            if self._low_headings and self._model.lines.heading_at(line) is not None:
                self._header.resizeSection(line, theme().px(HEADING))

    def _special_heights(self) -> dict[int, int]:
        """Return the lines that are not as high as the others, with their height."""
        headings = self._model.lines.heading_rows() if self._low_headings else ()
        special = dict.fromkeys(headings, HEADING)
        return special | dict.fromkeys(self._model.excerpt_rows(), self._tall)
