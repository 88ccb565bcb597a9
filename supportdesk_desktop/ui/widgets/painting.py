"""Draws what several controls and delegates draw: texts, icons, grounds, rings, hatching, boxes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6 import QtGui
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QPaintDevice,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import FOCUS_RING, RADIUS_CONTROL, XS

Ground = QColor | Qt.BrushStyle

BAR = 3
"""Width of the bar at the left of a row that is chosen without having the keys."""
BOX = 16
MARK_RADIUS = 3
HATCH_RADIUS = 2


def smooth_painter(device: QPaintDevice) -> QPainter:
    """Return a painter that draws without steps at the edges."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def draw_box(
    painter: QPainter,
    box: QRectF,
    ground: Ground,
    edge: QColor | None = None,
    *,
    radius: float = RADIUS_CONTROL,
    width: float = 1.3,
) -> None:
    """Draw a box with rounded corners, with an edge of ``width`` pixels where it has a colour."""
    painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(edge, width))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, radius, radius)


def text_width(role: str, text: str) -> float:
    """Return the width of ``text`` in a type role, in pixels."""
    look = theme()
    return QFontMetricsF(look.font(role)).horizontalAdvance(text)


def draw_text(
    painter: QPainter,
    role: str,
    token: str,
    area: QRectF,
    text: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    tabular: bool = False,
) -> float:
    """Draw one line, elided at the right edge of ``area``; return the width it took in pixels."""
    look = theme()
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


def draw_elided(
    painter: QPainter,
    area: QRect,
    text: str,
    room: int | None = None,
    flags: Qt.AlignmentFlag | Qt.TextFlag = Qt.AlignmentFlag.AlignVCenter,
) -> str:
    """Draw one line in the painter's font and pen, elided; return what was drawn.

    ``room`` is the width at which it is cut, that of ``area`` by default.
    """
    room = max(0, area.width()) if room is None else room
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(area, flags, shown)
    return shown


def draw_icon(
    painter: QPainter,
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
        name: the icon's name.
        token: the colour's name.
        left: pixels.
        middle: pixels.
        size: pixels before scaling.
        side: pixels where the icon does not follow the text scale.
    """
    look = theme()
    pixmap = look.pixmap(name, token, size, painter.device().devicePixelRatio())
    drawn = look.px(size) if side is None else round(side)
    painter.drawPixmap(QRect(round(left), round(middle - drawn / 2), drawn, drawn), pixmap)


def key_hint_width(keys: str) -> int:
    metrics = QFontMetrics(theme().font("caption"))
    return metrics.horizontalAdvance(keys) + 2 * (XS + 3)


def draw_key_hint(painter: QPainter, box: QRect, keys: str, ink: str, edge: str) -> None:
    """Draw keys in a rounded box; ``ink`` and ``edge`` are tokens."""
    look = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    around = box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
    draw_box(painter, around, Qt.BrushStyle.NoBrush, look.colour(edge), radius=4, width=1)
    painter.setFont(look.font("caption"))
    painter.setPen(look.colour(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, keys)


def fill(painter: QPainter, area: QRect, colour: QColor) -> None:
    """Fill an area with a colour; pen, brush and antialiasing are others afterwards.

    Where a pixel is no whole number of the screen's, a smooth edge would leave a seam between two
    grounds that meet, and make a hairline fainter in one row than in the next.

    To tell the kinds of its arguments apart, PySide loads gradients and their 169 named ones at
    the first ``fillRect``: 1.5 ms.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(area)


def draw_row_bar(painter: QPainter, area: QRectF) -> None:
    """Draw the bar at the left of a chosen row."""
    bar = QRectF(area.left(), area.top(), BAR, area.height())
    painter.fillRect(bar, theme().palette.focus)


def draw_ring(
    painter: QPainter,
    area: QRectF,
    ground: Ground = Qt.BrushStyle.NoBrush,
    radius: float = RADIUS_CONTROL,
) -> None:
    """Draw the ring of the focus along ``area``, on ``ground``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_box(painter, area, ground, theme().palette.focus, radius=radius, width=FOCUS_RING)


def draw_row_ring(painter: QPainter, area: QRectF, ground: Ground = Qt.BrushStyle.NoBrush) -> None:
    """Draw the ring of the focus inside a row."""
    draw_ring(painter, area.adjusted(2, 1, -2, -1), ground)


def draw_hairline(painter: QPainter, left: float, right: float, bottom: float) -> None:
    """Draw the line under a row that ends at ``bottom``."""
    painter.setPen(QPen(theme().palette.border, 1))
    painter.drawLine(QPointF(left, bottom - 0.5), QPointF(right, bottom - 0.5))


def clip_to_rounded(painter: QPainter, box: QRectF) -> None:
    """Draw only inside a hatched or dotted box from now on."""
    path = QPainterPath()
    path.addRoundedRect(box, HATCH_RADIUS, HATCH_RADIUS)
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)


def draw_hatching(
    painter: QPainter,
    box: QRectF,
    every: float,
    inside: QRectF | None = None,
    start: float | None = None,
) -> None:
    """Draw slanting lines through a box with rounded corners, in the painter's pen.

    Args:
        painter: where to; it draws only inside the box from now on.
        box: pixels.
        every: pixels from line to line.
        inside: what the lines are cut to, ``box`` by default.
        start: where the first line leaves the bottom; by default as far left as one reaches in.
    """
    clip_to_rounded(painter, inside or box)
    x = box.left() - box.height() if start is None else start
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += every


def draw_marks(
    painter: QPainter,
    area: QRect,
    text: str,
    spans: Iterable[tuple[int, int]],
    *,
    more: int = 0,
    whole: bool = False,
) -> None:
    """Draw the grounds of what a search found in a text that is drawn in ``area``.

    Args:
        painter: has the font of the text.
        area: pixels; the text begins at its left edge.
        text: as it is drawn.
        spans: start and length of each mark, in characters.
        more: how much higher than the text the grounds are, in pixels.
        whole: only grounds that end inside the area are drawn.
    """
    metrics = painter.fontMetrics()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().palette.markbg)
    top, height = area.center().y() - metrics.height() // 2, metrics.height() + more
    for start, length in spans:
        left = area.left() + metrics.horizontalAdvance(text[:start])
        width = metrics.horizontalAdvance(text[start : start + length])
        ground = QRect(left - 1, top, width + 2, height)
        if not whole or ground.right() < area.right():
            painter.drawRoundedRect(ground, MARK_RADIUS, MARK_RADIUS)


def draw_check_box(painter: QPainter, x: float, middle: float, state: Qt.CheckState) -> None:
    """Draw a box with its left edge at ``x`` around the height ``middle``."""
    look = theme()
    colours, side = look.palette, look.px(BOX)
    box = QRectF(x + 0.5, round(middle - side / 2) + 0.5, side - 1, side - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == Qt.CheckState.Unchecked:
        draw_box(painter, box, colours.surface, colours.borderstrong, radius=4, width=1.2)
        return
    draw_box(painter, box.adjusted(-0.5, -0.5, 0.5, 0.5), colours.accent, radius=4)
    icon = "minus" if state == Qt.CheckState.PartiallyChecked else "check"
    pixmap = look.pixmap(icon, "onaccent", 12)
    inset = (side - look.px(12)) / 2
    painter.drawPixmap(QPointF(x + inset, box.y() - 0.5 + inset), pixmap)


def dot_colour(color: str | None) -> QColor | None:
    """Return the colour of a tag's dot, None where the server gave none that can be read."""
    if color is None or not color.startswith("#") or not QColor.isValidColorName(color):
        return None
    return QColor(color).toRgb()


def draw_dot(painter: QPainter, centre: QPointF, radius: float, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(centre, radius, radius)


_UNITS = 28.0


def draw_brand_mark(painter: QPainter, area: QRectF) -> None:
    """Draw the mark of the product, a ticket with a tick: no file is read for it."""
    ground, ink = theme().palette.accent, theme().palette.onaccent
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / _UNITS, area.height() / _UNITS)
    draw_box(painter, QRectF(0, 0, _UNITS, _UNITS), ground, radius=6.5)
    draw_box(painter, QRectF(5.4, 8.4, 17.2, 11.2), ink, radius=2.2)
    for x in (5.2, 22.8):
        draw_dot(painter, QPointF(x, 14), 1.9, ground)
    pen = QPen(ground, 1.9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(10.6, 14.2), QPointF(13.2, 16.6), QPointF(17.6, 11.6)])
    painter.restore()


def brand_icon() -> QtGui.QIcon:
    """Return the mark as the icon of the window and the application."""
    icon = QtGui.QIcon()
    for size in (16, 32, 48, 64, 128):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_brand_mark(painter, QRectF(0, 0, size, size))
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def give_viewport(area: QAbstractScrollArea, *, filled: bool) -> None:
    """Replace the viewport that Qt made, before the area has contents.

    To name a plain widget that it did not make, PySide loads every kind of widget there is: 8 ms
    of a start of 240, which the first call of ``viewport()`` would cost the first paint.

    Args:
        area: a scroll area without contents.
        filled: the ground is that of lists, else whatever lies below.
    """
    viewport = QWidget(area)
    viewport.setObjectName("qt_scrollarea_viewport")
    viewport.setBackgroundRole(QPalette.ColorRole.Base if filled else QPalette.ColorRole.NoRole)
    viewport.setAutoFillBackground(filled)
    viewport.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    area.setViewport(viewport)
