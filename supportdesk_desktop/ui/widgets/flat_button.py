"""A button that draws itself: ground on hover, focus ring, and whatever its subclass adds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import Theme, theme

RADIUS = 6.0


class FlatButton(QAbstractButton):
    """Base of the buttons in rail and strip; ``paint_content`` draws what is on the ground.

    No style sheet rule reaches it: its size and look are its own.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().changed.connect(self._restyle)

    def paint_content(self, painter: QPainter, area: QRectF, look: Theme) -> None:
        """Draw the content inside ``area``, which is the whole button."""

    def ground(self, look: Theme) -> str | None:
        """Return the token of the ground, None for none."""
        return "hover" if self.underMouse() and self.isEnabled() else None

    def tell_whole(self, text: str) -> None:
        """Offer a text that is cut as a tooltip; none where it is empty."""
        tip = texts.tip(text)
        if self.toolTip() != tip:
            self.setToolTip(tip)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        token = self.ground(look)
        if token is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(token))
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        self.paint_content(painter, area, look)
        if self.hasFocus():
            painter.setPen(QPen(look.palette.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def text_width(look: Theme, role: str, text: str) -> float:
    """Return the width of ``text`` in a type role, in pixels."""
    return QFontMetricsF(look.font(role)).horizontalAdvance(text)


def draw_text(
    painter: QPainter,
    look: Theme,
    role: str,
    token: str,
    area: QRectF,
    text: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    tabular: bool = False,
) -> float:
    """Draw one line, elided at the right edge of ``area``; return the width it took in pixels."""
    font = look.font(role, tabular=tabular)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 0.5)
    painter.setFont(font)
    painter.setPen(look.colour(token))
    # Remote text runs the way its own letters do; where it stands is ours to say.
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    flags = (align | Qt.AlignmentFlag.AlignVCenter).value | Qt.TextFlag.TextSingleLine.value
    painter.drawText(area, flags, shown)
    return metrics.horizontalAdvance(shown)


def draw_icon(
    painter: QPainter,
    look: Theme,
    name: str,
    token: str,
    left: float,
    middle: float,
    size: int = 16,
    side: float | None = None,
) -> None:
    """Draw an icon with its left edge at ``left``, centred on ``middle``.

    Args:
        painter: where to.
        look: the theme in use.
        name: the icon's name.
        token: the colour's name.
        left: pixels.
        middle: pixels.
        size: pixels before scaling.
        side: pixels where the icon does not follow the text scale.
    """
    pixmap = look.pixmap(name, token, size, painter.device().devicePixelRatio())
    drawn = look.px(size) if side is None else round(side)
    painter.drawPixmap(QRect(round(left), round(middle - drawn / 2), drawn, drawn), pixmap)
