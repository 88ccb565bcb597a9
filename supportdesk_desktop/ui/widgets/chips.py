"""A tag as a chip: its name, and the server's colour as a dot only."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import CHIP, RADIUS_CONTROL, S

_DOT = 8
_WIDEST = 240


def dot_colour(color: str | None) -> QColor | None:
    """Return the colour of a tag's dot, None where the server gave none that can be read."""
    if color is None or not color.startswith("#") or not QColor.isValidColorName(color):
        return None
    return QColor(color).toRgb()


class TagChip(QWidget):
    """A chip 24 px high."""

    def __init__(
        self,
        tag_id: str,
        name: str,
        color: str | None,
        parent: QWidget | None = None,
    ) -> None:
        """Make a chip; ``color`` is the server's, or None."""
        super().__init__(parent)
        self.tag_id = tag_id
        self._name = name
        self._dot = dot_colour(color)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme().changed.connect(self.updateGeometry)

    def set_tag(self, tag_id: str, name: str, color: str | None) -> None:
        """Show another tag."""
        self.tag_id = tag_id
        self._name = name
        self._dot = dot_colour(color)
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the name, at most 240 px wide."""
        text = QFontMetrics(theme().font("caption")).horizontalAdvance(self._name)
        width = min(S + self._dot_width() + text + S + 1, theme().px(_WIDEST))
        return QSize(width, theme().px(CHIP))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw edge, dot and name."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.palette.border)
        painter.setBrush(look.palette.surface)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)
        if self._dot is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._dot)
            centre = QPointF(S + _DOT / 2, self.height() / 2)
            painter.drawEllipse(centre, _DOT / 2, _DOT / 2)
        font = look.font("caption")
        painter.setFont(font)
        painter.setPen(look.palette.text1)
        left = S + self._dot_width()
        area = QRect(left, 0, self.width() - left - S, self.height())
        shown = QFontMetrics(font).elidedText(
            self._name, Qt.TextElideMode.ElideRight, area.width() + 1
        )
        self.setToolTip(self._name if shown != self._name else "")
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)

    def _dot_width(self) -> int:
        return _DOT + 5 if self._dot is not None else 0
