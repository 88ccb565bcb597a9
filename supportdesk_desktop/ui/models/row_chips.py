"""Tags as the rows of the list show them: drawn once, then only copied to the screen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from supportdesk_desktop.core.rows import TagMark
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import RADIUS_CONTROL, ROW_CHIP
from supportdesk_desktop.ui.widgets.chips import dot_colour

_PADDING, _DOT, _DOT_GAP = 6, 6, 4
_BASELINE = 13
_WIDEST = 240
_MOST = 600


class RowChips:
    """Chips 18 px high by name, colour, state and pixel ratio; emptied when the theme changes.

    A chip that a search matches is filled.
    """

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: dict[tuple[str, str | None, bool, bool, float], tuple[QPixmap, int]] = {}

    def clear(self) -> None:
        """Forget all: colours or sizes changed."""
        self._kept.clear()

    def chip(self, tag: TagMark, selected: bool, marked: bool, ratio: float) -> tuple[QPixmap, int]:
        """Return a chip and its width in logical pixels; in a selected row its edge is strong."""
        key = (tag.name, tag.color, selected, marked, ratio)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            found = self._kept[key] = _drawn(tag, selected, marked, ratio)
        return found


def _drawn(tag: TagMark, selected: bool, marked: bool, ratio: float) -> tuple[QPixmap, int]:
    look = theme()
    colours, font = look.palette, look.font("caption")
    metrics = QFontMetricsF(font)
    name, dot = texts.one_line(tag.name), dot_colour(tag.color)
    padding, side = look.px(_PADDING), look.px(_DOT)
    left = padding + (side + look.px(_DOT_GAP) if dot is not None else 0)
    room = min(metrics.horizontalAdvance(name), look.px(_WIDEST))
    width, height = left + round(room) + padding + 1, look.px(ROW_CHIP)
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if marked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.markbg)
    else:
        painter.setPen(colours.borderstrong if selected else colours.border)
    box = QRectF(0.5, 0.5, width - 1, height - 1)
    painter.drawRoundedRect(box, RADIUS_CONTROL - 1, RADIUS_CONTROL - 1)
    if dot is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dot)
        painter.drawEllipse(QPointF(padding + side / 2, height / 2), side / 2, side / 2)
    painter.setFont(font)
    painter.setPen(colours.marktext if marked else colours.text2)
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room + 1)
    painter.drawText(QPointF(left, look.px(_BASELINE)), shown)
    painter.end()
    return pixmap, width
