"""Rows, columns and scroll areas, each put together in one call, and rows that break or fold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

Part = QWidget | QLayout | int | None
"""A number is a space in pixels, None a stretch."""
Placed = Part | tuple[Part, int | Qt.AlignmentFlag]
"""A part alone, or with its stretch or its alignment."""
Margins = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""
NONE: Margins = (0, 0, 0, 0)

_Object = TypeVar("_Object", bound=QObject)
_Widget = TypeVar("_Widget", bound=QWidget)
_Box = TypeVar("_Box", bound=QBoxLayout)


def hbox(
    *parts: Placed, of: QWidget | None = None, margins: Margins = NONE, spacing: int | None = None
) -> QHBoxLayout:
    """Return a row of parts; the layout of ``of`` where given."""
    return _filled(QHBoxLayout() if of is None else QHBoxLayout(of), parts, margins, spacing)


def vbox(
    *parts: Placed, of: QWidget | None = None, margins: Margins = NONE, spacing: int | None = None
) -> QVBoxLayout:
    """Return a column of parts; the layout of ``of`` where given."""
    return _filled(QVBoxLayout() if of is None else QVBoxLayout(of), parts, margins, spacing)


def named(one: _Object, name: str) -> _Object:
    """Give an object its name and return it."""
    one.setObjectName(name)
    return one


def remove_part(layout: QLayout, part: QWidget) -> None:
    """Take a widget out of a layout, at once, and delete it."""
    layout.removeWidget(part)
    part.hide()
    part.deleteLater()


def grown(parts: list[_Widget], count: int, make: Callable[[int], _Widget]) -> list[_Widget]:
    """Return the first ``count`` of parts that are kept and shown again; the others are hidden.

    Those that are missing are made, by their place, and appended.
    """
    parts.extend(make(at) for at in range(len(parts), count))
    for at, part in enumerate(parts):
        part.setVisible(at < count)
    return parts[:count]


def hairline(parent: QWidget | None = None) -> QFrame:
    """Return a line of one pixel, from side to side."""
    line = QFrame(parent)
    line.setProperty("kind", "hairline")
    return line


def scroll_down(area: QScrollArea, inner: QWidget) -> None:
    """Show ``inner`` in an area that scrolls up and down only, on the ground below it."""
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)


def set_up_list(view: QAbstractItemView) -> None:
    """Set up a list view: no frame, scrolled by pixels, with mouse tracking for its lines."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setMouseTracking(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _filled(box: _Box, parts: tuple[Placed, ...], margins: Margins, spacing: int | None) -> _Box:
    box.setContentsMargins(*margins)
    if spacing is not None:
        box.setSpacing(spacing)
    for one in parts:
        part, how = one if isinstance(one, tuple) else (one, 1 if one is None else 0)
        # An alignment counts as a number, too.
        align = how if isinstance(how, Qt.AlignmentFlag) else Qt.AlignmentFlag(0)
        stretch = 0 if align else how
        if part is None:
            box.addStretch(stretch)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QWidget):
            box.addWidget(part, stretch, align)
        else:
            box.addLayout(part, stretch)
    return box


class FlowLayout(QLayout):
    """Items of any width, in lines; hidden widgets take no room.

    A widget that expands takes what is left of its line; a text longer than a line wraps in it.
    """

    def __init__(self, spacing: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert_widget(self, index: int, widget: QWidget) -> None:
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the smallest size: the width decides."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        around = self.contentsMargins()
        return size + QSize(around.left() + around.right(), around.top() + around.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        y = area.top()
        for number, line in enumerate(self._lines(area.width())):
            y += self.spacing() if number else 0
            height = max(_height(item, area.width()) for item in line)
            if move:
                self._place(line, QPoint(area.left(), y), area.width(), height)
            y += height
        return y - rect.top() + self.contentsMargins().bottom()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = _width(item, width)
            if lines and used + self.spacing() + wanted <= width:
                lines[-1].append(item)
                used += self.spacing() + wanted
            else:
                lines.append([item])
                used = wanted
        return lines

    def _place(self, line: list[QLayoutItem], corner: QPoint, width: int, height: int) -> None:
        x, gap = corner.x(), self.spacing()
        spare = width - sum(_width(item, width) for item in line)
        spare -= gap * (len(line) - 1)
        for item in line:
            size = QSize(_width(item, width), _height(item, width))
            if _expands(item):
                size.setWidth(size.width() + max(0, spare))
            y = corner.y() + (height - size.height()) // 2
            item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + gap


def _expands(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)


def _width(item: QLayoutItem, width: int) -> int:
    hint = item.minimumSize() if _expands(item) else item.sizeHint()
    return min(hint.width(), width)


def _height(item: QLayoutItem, width: int) -> int:
    hint = item.sizeHint()
    if item.hasHeightForWidth() and hint.width() > width:
        return item.heightForWidth(width)
    return hint.height()


class FoldingRow(QWidget):
    """Widgets side by side, or one below the other where their size hints exceed the width."""

    def __init__(self, spacing: int, parent: QWidget, *parts: tuple[QWidget, int]) -> None:
        """Put widgets in a row, each with the share of the spare width that it takes."""
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        for widget, stretch in parts:
            self._row.addWidget(widget, stretch)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest widget: less than that cannot be shown."""
        hint = super().minimumSizeHint()
        widths = [widget.minimumSizeHint().width() for widget in self._shown()]
        return QSize(max(widths, default=0), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(event.size().width())

    def event(self, event: QEvent) -> bool:
        """Fold again when a widget changes its size hint, appears or disappears."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fold(self.width())
        return super().event(event)

    def _fold(self, width: int) -> None:
        shown = self._shown()
        needed = sum(widget.sizeHint().width() for widget in shown)
        needed += self._row.spacing() * max(0, len(shown) - 1)
        direction = (
            QBoxLayout.Direction.TopToBottom if needed > width else QBoxLayout.Direction.LeftToRight
        )
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            self.updateGeometry()

    def _shown(self) -> list[QWidget]:
        items = (self._row.itemAt(index) for index in range(self._row.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if widget is not None and not widget.isHidden()]
