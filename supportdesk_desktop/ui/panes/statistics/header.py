"""The header of the table: titles of one or two lines, each cut with an ellipsis."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QTableView

from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.flat_button import draw_text, text_width

_INSET, _LINE = 9, 16
_LEAST, _NARROWEST = 44, 20


class TwoLineHeader(QHeaderView):
    """Draws the lines of a title under one another: Qt's own header cuts them without a sign."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setObjectName("statistics-header")
        self.setMinimumSectionSize(_NARROWEST)

    def fit(self) -> None:
        """Give each column what its cells need, then its title, then the same of what is left."""
        columns = range(self.count())
        if not columns:
            return
        room = self._table.viewport().width()
        widths = [max(self._table.sizeHintForColumn(one), theme().px(_LEAST)) for one in columns]
        # Cells are cut with a tooltip before a table scrolls sideways.
        widths = [int(width * min(1.0, room / sum(widths))) for width in widths]
        wanted = [
            max(0, self.sectionSizeFromContents(one).width() - widths[one]) for one in columns
        ]
        spare = max(0, room - sum(widths))
        share = min(1.0, spare / max(1, sum(wanted)))
        widths = [width + int(more * share) for width, more in zip(widths, wanted, strict=True)]
        spare = max(0, room - sum(widths))
        for one in columns:
            self.resizeSection(one, widths[one] + spare // len(columns))

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Return the room that the longest line needs."""
        widths = [text_width(theme(), "caption", line) for line in self._lines(section)]
        return QSize(round(max(widths, default=0.0)) + 2 * _INSET, theme().px(46))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one title at the side where its cells begin or end."""
        look = theme()
        lines = self._lines(section)
        side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
        height = look.px(_LINE)
        top = rect.center().y() - height * len(lines) / 2
        for place, line in enumerate(lines):
            width = rect.width() - 2 * _INSET
            box = QRectF(rect.left() + _INSET, top + place * height, width, height)
            draw_text(painter, look, "caption", "text2", box, line, side)
        painter.setPen(QPen(look.palette.border, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _lines(self, section: int) -> list[str]:
        title = self.model().headerData(section, Qt.Orientation.Horizontal)
        return str(title or "").split("\n")
