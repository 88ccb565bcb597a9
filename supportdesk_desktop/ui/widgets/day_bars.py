"""Bars of days with their values written over them; no axis to read.

With many days the bars stand without gaps, and the value of one day is told where the pointer or
the focus is. Left and Right go from day to day; the accessible name says the day that has the keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

import msgspec
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.painting import (
    clip_to_rounded,
    draw_box,
    draw_dot,
    draw_hatching,
    draw_ring,
    draw_text,
    smooth_painter,
    text_width,
)

_CENTRE = Qt.AlignmentFlag.AlignHCenter
_EDGE, _RADIUS = 1.3, 2.0
_HATCH_EVERY, _DOT_EVERY = 5.0, 9.0


class Fill(Enum):
    """The look of a bar, or of a part of one."""

    SOLID = auto()
    HOLLOW = auto()
    HATCHED = auto()
    REPLAYED = auto()
    RELOADED = auto()
    ONGOING = auto()


_BLIND = frozenset({Fill.REPLAYED, Fill.RELOADED, Fill.ONGOING})


def draw_fill(painter: QPainter, box: QRectF, fill: Fill) -> None:
    """Draw a bar that takes ``box``: solid, hatched, hollow, or hollow with dots."""
    look = theme()
    if box.height() <= 0 or box.width() <= 0:
        return
    colours = look.palette
    line = colours.warnline if fill in _BLIND else colours.focus
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if fill in (Fill.SOLID, Fill.ONGOING):
        draw_box(painter, box, line, radius=_RADIUS)
    else:
        half = min(_EDGE / 2, box.height() / 2)
        edge = box.adjusted(half, half, -half, -half)
        ground = colours.warnbg if fill is Fill.REPLAYED else colours.surface
        draw_box(painter, edge, ground, line, radius=_RADIUS, width=_EDGE)
        _draw_pattern(painter, edge, fill)
    painter.restore()


def _draw_pattern(painter: QPainter, edge: QRectF, fill: Fill) -> None:
    if fill is Fill.HOLLOW:
        return
    if fill is Fill.RELOADED:
        clip_to_rounded(painter, edge)
        colour = painter.pen().color()
        at = QPointF(edge.center().x(), edge.bottom() - _DOT_EVERY / 2)
        while at.y() > edge.top() + 2:
            draw_dot(painter, at, _EDGE, colour)
            at.setY(at.y() - _DOT_EVERY)
        return
    # One origin for all bars: the lines of neighbours run on.
    start = edge.left() - edge.height()
    start -= (start + edge.bottom()) % _HATCH_EVERY
    draw_hatching(painter, edge, _HATCH_EVERY, start=start)


_BAR, _BAR_GAP, _SLOT_GAP = 24.0, 8.0, 8.0
_LINE, _FOOT_GAP = 16.0, 6.0
_MANY = 10
_NAMED_EVERY = 5
_LEAST = 1.5
"""Pixels of the smallest part that is not nothing."""


class Bar(msgspec.Struct, frozen=True):
    """One bar: its parts from the bottom up, and what is written over it."""

    parts: tuple[tuple[Fill, float], ...]
    label: str

    @property
    def height(self) -> float:
        """The sum of its parts, in the unit of the chart."""
        return sum(value for _, value in self.parts)


class DayGroup(msgspec.Struct, frozen=True):
    """The bars of one day. ``instead`` is written where there is nothing to draw ("fermé")."""

    name: str
    spoken: str
    bars: tuple[Bar, ...] = ()
    note: str = ""
    instead: str = ""
    strong: bool = False


class DayBars(QLabel):
    """A chart of groups of bars, painted; ``set_groups`` says everything there is to see.

    A label with a picture, for a screen reader takes that for a graphic and a bare widget for
    nothing. The picture itself is never seen.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._groups: tuple[DayGroup, ...] = ()
        self._title = ""
        self._current = -1
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setPixmap(QPixmap(1, 1))
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Expanding)

    def set_groups(self, title: str, groups: Sequence[DayGroup]) -> None:
        """Show days, oldest first; ``title`` is what the chart is called when it is spoken."""
        if len(groups) != len(self._groups):
            self._current = len(groups) - 1
        self._title, self._groups = title, tuple(groups)
        self._hovered = -1
        self.setAccessibleDescription("; ".join(group.spoken for group in groups))
        self._say_current()
        self.updateGeometry()
        self.update()

    def current(self) -> DayGroup | None:
        """Return the day that has the keys."""
        return self._groups[self._current] if 0 <= self._current < len(self._groups) else None

    def reading(self) -> str:
        """Return what is told of one day, where values are not written over the bars."""
        if not self._is_dense():
            return ""
        place = self._hovered if self._hovered >= 0 else self._current if self.hasFocus() else -1
        return self._groups[place].spoken if 0 <= place < len(self._groups) else ""

    def sizeHint(self) -> QSize:
        return QSize(theme().px(420), theme().px(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(150))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Home: -len(self._groups),
            Qt.Key.Key_End: len(self._groups),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._groups:
            super().keyPressEvent(event)
            return
        self._current = min(max(self._current + step, 0), len(self._groups) - 1)
        self._say_current()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        slot = self.width() / len(self._groups) if self._groups else 1.0
        place = min(int(event.position().x() / slot), len(self._groups) - 1)
        if place != self._hovered:
            self._hovered = place
            self.setToolTip(texts.tip(self._groups[place].spoken) if place >= 0 else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), smooth_painter(self)
        line = _LINE * look.scale
        notes = line if any(group.note for group in self._groups) else 0.0
        floor = self.height() - line - notes - _FOOT_GAP - 2
        # Two lines over the bars: labels of neighbours that would touch stand one over the other.
        room = max(1.0, floor - 2 * line - 4)
        highest = max((bar.height for group in self._groups for bar in group.bars), default=0.0)
        slot = self.width() / len(self._groups) if self._groups else 1.0
        for place, group in enumerate(self._groups):
            area = QRectF(place * slot, 0, slot, floor)
            if place == self._hovered and self._is_dense():
                painter.fillRect(area.adjusted(0, line, 0, 0), look.palette.hover)
            scale = room / highest if highest else 0.0
            self._draw_group(painter, area, group, scale)
            self._draw_foot(painter, place, QRectF(area.left(), floor, slot, line), group)
        painter.setPen(QPen(look.palette.borderstrong, 1))
        painter.drawLine(QPointF(0, floor + 0.5), QPointF(self.width(), floor + 0.5))
        over = QRectF(0, 0, self.width(), line)
        draw_text(painter, "caption", "text1", over, self.reading(), _CENTRE)
        if self.hasFocus() and 0 <= self._current < len(self._groups):
            ring = QRectF(self._current * slot, 0, slot, self.height())
            draw_ring(painter, ring.adjusted(1, 1, -1, -1))
        painter.end()

    def _draw_group(self, painter: QPainter, area: QRectF, group: DayGroup, scale: float) -> None:
        look = theme()
        line = _LINE * look.scale
        if group.instead:
            self._draw_instead(painter, area, group.instead)
            return
        if not group.bars:
            return
        dense = self._is_dense()
        gap = 0.0 if dense else _BAR_GAP
        count = len(group.bars)
        wanted = area.width() - (1.0 if dense else _SLOT_GAP) - gap * (count - 1)
        width = max(2.0, min(_BAR * look.scale, wanted / count))
        left = area.center().x() - (count * width + (count - 1) * gap) / 2
        written: QRectF | None = None
        for place, bar in enumerate(group.bars):
            box = QRectF(left + place * (width + gap), area.top(), width, area.height())
            top = self._draw_bar(painter, box, bar, scale)
            if dense:
                continue
            half = text_width("caption", bar.label) / 2 + 1
            middle = box.center().x()
            if place < count - 1:  # Nothing is written over the next bar, which may be higher.
                middle = min(middle, box.right() + gap - half)
            middle = min(max(middle, half), self.width() - half)
            label = QRectF(middle - half, top - line - 2, 2 * half, line)
            if written is not None and label.intersects(written):
                label.moveBottom(min(label.bottom(), written.top()))
            tone = "text1" if place == 0 else "text2"
            draw_text(painter, "caption", tone, label, bar.label, _CENTRE)
            written = label

    def _draw_bar(self, painter: QPainter, box: QRectF, bar: Bar, scale: float) -> float:
        """Draw one bar from the floor of ``box`` up; returns where it ends."""
        bottom = box.bottom()
        for fill, value in bar.parts:
            if value <= 0:
                continue
            height = max(_LEAST, value * scale)
            draw_fill(painter, QRectF(box.left(), bottom - height, box.width(), height), fill)
            bottom -= height + 1
        return bottom

    def _draw_instead(self, painter: QPainter, area: QRectF, text: str) -> None:
        look = theme()
        line = _LINE * look.scale
        if self._is_dense():
            painter.setPen(QPen(look.palette.borderstrong, 1.3))
            middle = QPointF(area.center().x(), area.bottom() - 5)
            painter.drawLine(middle - QPointF(2.5, 0), middle + QPointF(2.5, 0))
            return
        box = QRectF(area.left(), area.bottom() - line - 4, area.width(), line)
        draw_text(painter, "caption", "text2", box, text, _CENTRE)

    def _draw_foot(self, painter: QPainter, place: int, area: QRectF, group: DayGroup) -> None:
        area.translate(0, _FOOT_GAP)
        role, tone = ("captionstrong", "text1") if group.strong else ("caption", "text2")
        if self._is_dense():
            if (len(self._groups) - 1 - place) % _NAMED_EVERY:
                return
            half = text_width(role, group.name) / 2 + 1
            middle = min(max(area.center().x(), half), self.width() - half)
            area = QRectF(middle - half, area.top(), 2 * half, area.height())
        draw_text(painter, role, tone, area, group.name, _CENTRE)
        if group.note and not self._is_dense():
            area.translate(0, area.height())
            draw_text(painter, "caption", "text2", area, group.note, _CENTRE)

    def _is_dense(self) -> bool:
        return len(self._groups) > _MANY

    def _say_current(self) -> None:
        group = self.current()
        spoken = [self._title] if group is None else [self._title, group.spoken]
        self.setAccessibleName(", ".join(spoken))
