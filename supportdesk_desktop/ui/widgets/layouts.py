"""Rows, columns and scroll areas, each put together in one call."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

Part = QWidget | QLayout | None
"""None is a stretch."""
Margins = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""
NONE: Margins = (0, 0, 0, 0)

_Object = TypeVar("_Object", bound=QObject)


def hbox(
    *parts: Part | tuple[Part, int],
    of: QWidget | None = None,
    margins: Margins = NONE,
    spacing: int | None = None,
) -> QHBoxLayout:
    """Return a row of parts, each alone or with its stretch; the layout of ``of`` where given."""
    box = QHBoxLayout() if of is None else QHBoxLayout(of)
    _fill(box, parts, margins, spacing)
    return box


def vbox(
    *parts: Part | tuple[Part, int],
    of: QWidget | None = None,
    margins: Margins = NONE,
    spacing: int | None = None,
) -> QVBoxLayout:
    """Return a column of parts, each alone or with its stretch; the layout of ``of`` if given."""
    box = QVBoxLayout() if of is None else QVBoxLayout(of)
    _fill(box, parts, margins, spacing)
    return box


def named(one: _Object, name: str) -> _Object:
    """Give an object its name and return it."""
    one.setObjectName(name)
    return one


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


def dress_list(view: QListView) -> None:
    """Let a list fill its place: no frame, scrolled by pixels, its lines told of the pointer."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setMouseTracking(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _fill(
    box: QBoxLayout,
    parts: tuple[Part | tuple[Part, int], ...],
    margins: Margins,
    spacing: int | None,
) -> None:
    box.setContentsMargins(*margins)
    if spacing is not None:
        box.setSpacing(spacing)
    for one in parts:
        part, stretch = one if isinstance(one, tuple) else (one, 1 if one is None else 0)
        if part is None:
            box.addStretch(stretch)
        elif isinstance(part, QWidget):
            box.addWidget(part, stretch)
        else:
            box.addLayout(part, stretch)
