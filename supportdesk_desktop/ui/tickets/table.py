"""The header of the table of tickets, and its columns as the agent keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from supportdesk_desktop.core.arrangement import ColumnState
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import L
from supportdesk_desktop.ui.tickets.columns import (
    BOX_WIDTH,
    COLUMNS,
    DEFAULT,
    SORTS,
    Column,
    column_title,
    fitting,
    logical,
    mended,
)
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.table_delegate import PADDING
from supportdesk_desktop.ui.timers import timer
from supportdesk_desktop.ui.widgets.layouts import named
from supportdesk_desktop.ui.widgets.painting import (
    draw_check_box,
    draw_elided,
    draw_row_bar,
    draw_row_ring,
)

_HEIGHT = 34
_LEAST = 40
_ARROW = 14


class TicketHeader(QHeaderView):
    """Draws the titles of ``Column``; the box stays first."""

    def __init__(self, model: TicketListModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._tickets = model
        self.setObjectName("table-header")
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(_LEAST)
        self.setMouseTracking(True)
        model.selection.changed.connect(self._redraw)
        model.has_changed.connect(self._redraw)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(_HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one title, with an arrow where the list is sorted by it."""
        if logicalIndex >= len(COLUMNS):
            return
        colours = theme().palette
        painter.save()
        painter.fillRect(rect, colours.window)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, colours.border)
        column = COLUMNS[logicalIndex]
        if column is Column.BOX:
            draw_check_box(painter, rect.x() + L, rect.center().y(), self._box_state())
        else:
            self._paint_title(painter, rect, column)
        painter.restore()

    def _paint_title(self, painter: QPainter, rect: QRect, column: Column) -> None:
        look = theme()
        if self.visualIndex(COLUMNS.index(column)) > 1:
            inset = look.px(9)
            edge = QRect(rect.x(), rect.y() + inset, 1, rect.height() - 2 * inset)
            painter.fillRect(edge, look.palette.borderstrong)
        order = self._tickets.arrangement
        sort = SORTS.get(column)
        sorted_by = order is not None and sort is order.sort
        font = look.font("captionstrong")
        painter.setFont(font)
        painter.setPen(look.palette.text1 if sorted_by else look.palette.text2)
        metrics = QFontMetricsF(font)
        room = rect.width() - 2 * PADDING - (look.px(_ARROW + 4) if sorted_by else 0)
        box = rect.adjusted(PADDING, 0, 0, 0)
        shown = draw_elided(painter, box, column_title(column), room)
        if order is not None and sorted_by:
            icon = look.pixmap("down" if order.descending else "p-high", "text1", _ARROW)
            left = box.x() + round(metrics.horizontalAdvance(shown)) + look.px(5)
            painter.drawPixmap(left, rect.center().y() - look.px(_ARROW) // 2 + 1, icon)

    def _box_state(self) -> Qt.CheckState:
        chosen = len(self._tickets.selection)
        if not chosen:
            return Qt.CheckState.Unchecked
        some = chosen < self._tickets.ticket_count()
        return Qt.CheckState.PartiallyChecked if some else Qt.CheckState.Checked

    def _redraw(self) -> None:
        if self.isVisible():
            self.viewport().update()


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
            action.setCheckable(True)
            action.setChecked(state.shown)
            action.setEnabled(state.name != Column.SUBJECT)
            named(action, f"column-{state.name}").toggled.connect(partial(self._show, at))
        self.addSeparator()
        order = self.addMenu(self.tr("Déplacer vers la gauche"))
        for at, state in enumerate(self._states[1:], start=1):
            action = order.addAction(column_title(Column(state.name)))
            named(action, f"move-{state.name}").triggered.connect(partial(self._move, at))
        reset = named(self.addAction(self.tr("Rétablir les colonnes")), "columns-reset")
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


_KEEP_AFTER_MS = 400


class TableColumns(QObject):
    """The columns of the view of tickets, while it is a table."""

    sort_wanted = Signal(object)
    """A ``SortBy`` whose title was clicked."""
    columns_changed = Signal(object)
    """The ``ColumnState`` of each column, after the agent moved, sized or chose them."""

    def __init__(self, view: QTableView, model: TicketListModel) -> None:
        """Give ``view``, which shows ``model``, a header that is shown from ``dress`` on."""
        super().__init__(view)
        self._view = view
        self._model = model
        self._states: tuple[ColumnState, ...] = DEFAULT
        """The columns in their order, the box left out."""
        self._table = False
        self._arranging = False
        self._keeping = timer(
            self,
            _KEEP_AFTER_MS,
            lambda: self.columns_changed.emit(self._states),
            once=True,
        )
        self._header = header = TicketHeader(model, view)
        view.setHorizontalHeader(header)
        header.sectionClicked.connect(self._on_click)
        header.sectionResized.connect(self._note_columns)
        header.sectionMoved.connect(self._note_columns)
        theme().changed.connect(self.arrange)

    def set_columns(self, states: Sequence[ColumnState]) -> None:
        self._states = mended(states)
        self.arrange()

    def offer_columns(self, under: QWidget) -> None:
        """Let the agent choose the columns, by a menu under a button."""
        menu = ColumnsMenu(self._states, under)
        menu.chosen.connect(self._choose_columns)
        menu.popup(under.mapToGlobal(QPoint(0, under.height() + 2)))

    def dress(self, *, table: bool) -> None:
        """Show the header of the table; in a list the one column takes the whole width."""
        self._table = table
        self._header.setVisible(table)
        if table:
            self.arrange()
        else:
            self._header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def arrange(self) -> None:
        """Show the columns that the width has room for, in their order."""
        if not self._has_columns():
            return
        look, header = theme(), self._header
        self._arranging = True
        shown = fitting(self._states, self._view.viewport().width() / look.scale)
        modes = QHeaderView.ResizeMode
        header.setSectionResizeMode(modes.Interactive)
        header.setSectionResizeMode(logical(Column.BOX), modes.Fixed)
        header.setSectionResizeMode(logical(Column.SUBJECT), modes.Stretch)
        header.resizeSection(logical(Column.BOX), look.px(BOX_WIDTH))
        for place, state in enumerate(self._states, start=1):
            section = logical(Column(state.name))
            header.moveSection(header.visualIndex(section), place)
            if state.name != Column.SUBJECT:
                header.resizeSection(section, look.px(state.width))
        for at, column in enumerate(COLUMNS):
            header.setSectionHidden(at, column not in shown)
        self._arranging = False

    def paint_current(self, *, ring: bool) -> None:
        """Draw the ring, or the bar, of the row that has the keys, over its cells."""
        index = self._view.currentIndex()
        if not (self._table and index.isValid()):
            return
        top = self._view.rowViewportPosition(index.row())
        row = QRectF(0, top, self._view.viewport().width(), self._view.rowHeight(index.row()))
        painter = QPainter(self._view.viewport())
        if ring:
            draw_row_ring(painter, row)
        else:
            draw_row_bar(painter, row)

    def _choose_columns(self, states: Sequence[ColumnState]) -> None:
        self.set_columns(states)
        self._keeping.start()

    def _has_columns(self) -> bool:
        return self._table and self._header.count() == len(COLUMNS)

    def _note_columns(self) -> None:
        """Note what the agent dragged; hidden columns keep their width."""
        if self._arranging or not self._has_columns():
            return
        by_name = {state.name: state for state in self._states}
        names = sorted(by_name, key=lambda one: self._header.visualIndex(logical(Column(one))))
        self._states = tuple(self._as_dragged(by_name[name]) for name in names)
        self._keeping.start()

    def _as_dragged(self, state: ColumnState) -> ColumnState:
        section = logical(Column(state.name))
        if self._header.isSectionHidden(section) or state.name == Column.SUBJECT:
            return state
        return replace(state, width=round(self._header.sectionSize(section) / theme().scale))

    def _on_click(self, section: int) -> None:
        column = COLUMNS[section]
        if column is Column.BOX:
            chosen, selection = self._model.ticket_ids(), self._model.selection
            selection.set_ids([] if len(selection) == len(chosen) else chosen)
        elif column in SORTS and self._model.arrangement is not None:
            self.sort_wanted.emit(SORTS[column])
