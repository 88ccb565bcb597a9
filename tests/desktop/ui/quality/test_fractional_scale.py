"""On a screen where a pixel of the design is one and a quarter, or one and a half of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from supportdesk_desktop.ui.theme import theme
from tests.pictures.__main__ import opened
from tests.pictures.scenes import SCENES

RATIOS = pytest.mark.parametrize("ratio", [1.25, 1.5])
ABOVE_THE_WORDS = 3
"""Pixels under the edge of a row, where nothing stands on its ground."""


@pytest.fixture
def table(qapp: QApplication, french: None) -> Iterator[QTableView]:
    """The table of leads with three chosen rows."""
    scene = next(one for one in SCENES if one.name == "table-view")
    with opened(qapp, scene) as shown:
        (view,) = (one for one in shown.findChildren(QTableView) if one.isVisible())
        yield view


def seen(widget: QWidget, ratio: float) -> QImage:
    """Return what the screen shows of a widget."""
    image = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    widget.render(image)
    return image


def colours(image: QImage, area: QRect, ratio: float, below: int = 0) -> set[str]:
    """Return the colours of a line of the screen's own pixels, without its ends."""
    y = int(area.y() * ratio) + below
    ends = range(round(area.left() * ratio) + 2, round(area.right() * ratio) - 2)
    return {QColor(image.pixel(x, y)).name() for x in ends}


def row_of(table: QTableView, row: int) -> QRect:
    """Return where a row stands in the viewport, in pixels of the design."""
    first = table.visualRect(table.model().index(row, 0))
    return QRect(0, first.y(), table.viewport().width(), first.height())


@RATIOS
def test_no_seam_runs_through_a_chosen_row(table: QTableView, ratio: float) -> None:
    image = seen(table.viewport(), ratio)
    row = row_of(table, 2).translated(QPoint(0, ABOVE_THE_WORDS))
    assert colours(image, row, ratio) == {theme().palette.selected.name()}


@RATIOS
def test_the_hairline_under_a_row_is_one_line(table: QTableView, ratio: float) -> None:
    image = seen(table.viewport(), ratio)
    for at in (0, 1):
        row = row_of(table, at)
        line = QRect(24, row.bottom(), row.width() - 24, 1)
        near = [colours(image, line, ratio, below) for below in range(3)]
        assert {theme().palette.border.name()} in near
