"""The header of the table: a click sorts, a drag moves, an edge resizes, the box chooses all."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from supportdesk_desktop.ui.models.check_mark import paint_box
from supportdesk_desktop.ui.models.ticket_columns import COLUMNS, SORTS, Column
from supportdesk_desktop.ui.models.ticket_list import TicketListModel
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import L

PADDING = 9
_HEIGHT = 34
_LEAST = 40
_ARROW = 14


class TicketHeader(QHeaderView):
    """Draws the titles of ``Column``; the box stays first."""

    def __init__(self, model: TicketListModel, parent: QWidget) -> None:
        """Head a view of ``model``."""
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
        """Return the height of the design."""
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
            paint_box(painter, rect.x() + L, rect.center().y(), self._box_state())
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
