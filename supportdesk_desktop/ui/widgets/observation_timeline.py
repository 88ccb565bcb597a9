"""The day's observation as a bar: what was seen, what was replayed, reloaded, or is unseen now."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from supportdesk_desktop.core.feed_status import BlindInterval
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.painting import (
    draw_box,
    draw_dot,
    draw_hatching,
    smooth_painter,
)

MARK_WIDTH, MARK_HEIGHT = 9.0, 14.0
_BAR_HEIGHT, _GAP = 5.0, 2.0


class Span(IntEnum):
    """The style of a blind interval; of merged ones the highest wins."""

    REPLAYED = 1
    RELOADED = 2
    ONGOING = 3


class Mark(msgspec.Struct, frozen=True):
    """A blind interval, or several that overlap at this width, in pixels from the bar's start."""

    left: float
    width: float
    span: Span

    @property
    def right(self) -> float:
        return self.left + self.width


def span_of(interval: BlindInterval) -> Span:
    """Return how one blind interval is drawn: ended by nothing that reads all is ongoing."""
    if interval.to_ms is None or interval.closed_by is None:
        return Span.ONGOING
    return Span.REPLAYED if interval.closed_by == "replay" else Span.RELOADED


def lay_out(
    intervals: Iterable[BlindInterval],
    from_ms: int,
    now_ms: int,
    width: float,
    mark_width: float = MARK_WIDTH,
) -> list[Mark]:
    """Place blind intervals on a bar, at least ``mark_width`` wide each, overlapping ones merged.

    Args:
        intervals: in any order; those that ended before ``from_ms`` are left out.
        from_ms: the start of the bar, milliseconds since the epoch.
        now_ms: the end of the bar, likewise.
        width: its length in pixels.
        mark_width: the least width of a mark in pixels.
    """
    if now_ms <= from_ms or width < mark_width:
        return []
    ratio = width / (now_ms - from_ms)
    marks: list[Mark] = []
    for interval in sorted(intervals, key=lambda one: one.from_ms):
        end_ms = now_ms if interval.to_ms is None else min(interval.to_ms, now_ms)
        if end_ms < from_ms or interval.from_ms > now_ms:
            continue
        left = (max(interval.from_ms, from_ms) - from_ms) * ratio
        extent = max(mark_width, (end_ms - from_ms) * ratio - left)
        left = max(0.0, min(left, width - extent))
        mark = Mark(left, min(extent, width), span_of(interval))
        if marks and mark.left < marks[-1].right + _GAP:
            mark = _merged(marks.pop(), mark)
        marks.append(mark)
    return marks


def _merged(first: Mark, second: Mark) -> Mark:
    left = min(first.left, second.left)
    right = max(first.right, second.right)
    return Mark(left, right - left, max(first.span, second.span))


def draw_bar(
    painter: QPainter,
    area: QRectF,
    marks: list[Mark],
    observed: tuple[float, float],
) -> None:
    """Draw the bar in ``area``, thick where it was observed: ``observed`` is its part in pixels."""
    look = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = look.scale
    middle = area.center().y()
    gap = _GAP * scale

    def line(begins: float, ends: float, thick: float, colour: QColor) -> None:
        if begins < ends:
            box = QRectF(area.left() + begins, middle - thick / 2, ends - begins, thick)
            draw_box(painter, box, colour, radius=thick / 2)

    position = 0.0
    for stop in [*marks, Mark(area.width() + gap, 0.0, Span.ONGOING)]:
        ends = stop.left - gap
        seen, seen_to = max(position, observed[0]), min(ends, observed[1])
        if seen < seen_to:
            line(position, seen - gap, 2, look.palette.border)
            line(seen, seen_to, _BAR_HEIGHT * scale, look.palette.okline)
            position = seen_to + gap
        line(position, ends, 2, look.palette.border)
        position = stop.right + gap
    for mark in marks:
        height = MARK_HEIGHT * scale
        box = QRectF(area.left() + mark.left, middle - height / 2, mark.width, height)
        draw_mark(painter, box, mark.span)


def draw_mark(painter: QPainter, box: QRectF, span: Span) -> None:
    """Draw one mark: hatched replayed, hollow with a dot reloaded, full ongoing."""
    look = theme()
    line = look.palette.warnline
    if span is Span.ONGOING:
        draw_box(painter, box, line, radius=2)
        return
    edge = box.adjusted(0.65, 0.65, -0.65, -0.65)
    ground = look.palette.warnbg if span is Span.REPLAYED else look.palette.surface
    draw_box(painter, edge, ground, line, radius=2)
    if span is Span.RELOADED:
        draw_dot(painter, box.center(), 1.5 * look.scale, line)
        return
    painter.save()
    painter.setPen(QPen(line, 1.0))
    draw_hatching(painter, box, 3.0, edge)
    painter.restore()


def mark_pixmap(span: Span) -> QPixmap:
    """Return one mark as a picture, for the journal's table."""
    look = theme()
    ratio = 2.0
    size = QSizeF(11 * look.scale, MARK_HEIGHT * look.scale)
    pixmap = QPixmap((size * ratio).toSize())
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = smooth_painter(pixmap)
    draw_mark(painter, QRectF(QPointF(0, 0), size), span)
    painter.end()
    return pixmap
