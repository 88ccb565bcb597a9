"""Dresses the view of tickets as a table and keeps its columns."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from supportdesk_desktop.core.arrangement import ColumnState, Density
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
from supportdesk_desktop.ui.tickets.table_delegate import TicketTableDelegate
from supportdesk_desktop.ui.widgets.painting import BAR, draw_check_box, draw_row_ring

PADDING = 9
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
        title = str(self._tickets.headerData(COLUMNS.index(column), self.orientation()))
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        box = rect.adjusted(PADDING, 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
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


_ROWS = {Density.COMFORTABLE: 38, Density.COMPACT: 30}
_KEEP_AFTER_MS = 400


class TableLook(QObject):
    """The look with a column for each fact."""

    table = True
    sort_wanted = Signal(object)
    """A ``SortBy`` whose title was clicked."""
    columns_changed = Signal(object)
    """The ``ColumnState`` of each column, after the agent moved, sized or chose them."""

    def __init__(self, view: QTableView, model: TicketListModel) -> None:
        """Show ``model`` in ``view``, from ``dress`` on."""
        super().__init__(view)
        self._view = view
        self._model = model
        self.delegate = TicketTableDelegate(model, self)
        self.row = self.row_with_excerpt = _ROWS[Density.COMFORTABLE]
        self._states: tuple[ColumnState, ...] = DEFAULT
        self._header: TicketHeader | None = None
        self._arranging = False
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEEP_AFTER_MS)
        self._keeping.timeout.connect(lambda: self.columns_changed.emit(self._states))

    @property
    def columns(self) -> tuple[ColumnState, ...]:
        """The columns in their order, the box left out."""
        return self._states

    def set_columns(self, states: Sequence[ColumnState]) -> None:
        """Show the columns as they were kept."""
        self._states = mended(states)
        self._arrange()

    def offer_columns(self, under: QWidget) -> None:
        """Let the agent choose the columns, by a menu under a button."""
        menu = ColumnsMenu(self._states, under)
        menu.chosen.connect(self.choose_columns)
        menu.popup(under.mapToGlobal(QPoint(0, under.height() + 2)))

    def choose_columns(self, states: Sequence[ColumnState]) -> None:
        """Show the columns as the agent wants them, and tell it."""
        self.set_columns(states)
        self._keeping.start()

    def set_density(self, density: Density) -> None:
        """Give the rows their height, from the next ``dress`` on."""
        self.row = self.row_with_excerpt = _ROWS[density]

    def dress(self) -> None:
        """Show the header, and the columns in their order."""
        if self._header is None:
            self._header = header = TicketHeader(self._model, self._view)
            self._view.setHorizontalHeader(header)
            header.sectionClicked.connect(self._on_click)
            header.sectionResized.connect(self._note_columns)
            header.sectionMoved.connect(self._note_columns)
            theme().changed.connect(self._arrange)
        self._header.show()
        self._arrange()

    def fit(self) -> None:
        """Show the columns that the width has room for."""
        self._arrange()

    def hover(self, row: int) -> None:
        """Draw all cells of the row under the pointer anew; -1 for none."""
        if row != self.delegate.hovered_row:
            self._view.viewport().update()

    def paint_over(self) -> None:
        """Draw the ring, or the bar, of the row that has the keys."""
        index = self._view.currentIndex()
        if not index.isValid():
            return
        top = self._view.rowViewportPosition(index.row())
        height, width = self._view.rowHeight(index.row()), self._view.viewport().width()
        painter = QPainter(self._view.viewport())
        if self.delegate.ring:
            draw_row_ring(painter, QRectF(0, top, width, height))
        else:
            painter.fillRect(0, top, BAR, height, theme().palette.focus)

    def cut_text(self, row: int, x: int) -> str:
        """Return the whole of the cell at ``x``."""
        at = self._view.columnAt(x)
        return self.delegate.cell_words(row, COLUMNS[at]) if at >= 0 else ""

    def _arrange(self) -> None:
        header = self._header
        if (
            header is None
            or header.count() != len(COLUMNS)
            or self._view.itemDelegate() is not self.delegate
        ):
            return
        look = theme()
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

    def _note_columns(self) -> None:
        """Note what the agent dragged; hidden columns keep their width."""
        header = self._header
        if header is None or self._arranging or header.isHidden():
            return
        by_name = {state.name: state for state in self._states}
        names = sorted(by_name, key=lambda name: header.visualIndex(logical(Column(name))))
        self._states = tuple(self._as_dragged(by_name[name], header) for name in names)
        self._keeping.start()

    def _as_dragged(self, state: ColumnState, header: TicketHeader) -> ColumnState:
        section = logical(Column(state.name))
        if header.isSectionHidden(section) or state.name == Column.SUBJECT:
            return state
        return replace(state, width=round(header.sectionSize(section) / theme().scale))

    def _on_click(self, section: int) -> None:
        column = COLUMNS[section]
        if column is Column.BOX:
            chosen, selection = self._model.ticket_ids(), self._model.selection
            selection.set_ids([] if len(selection) == len(chosen) else chosen)
        elif column in SORTS and self._model.arrangement is not None:
            self.sort_wanted.emit(SORTS[column])
