"""The keyboard's place is always seen: at each stop of Tab, on every page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from tests.desktop.ui.quality.looking import path_of
from tests.pictures.__main__ import opened
from tests.pictures.scenes import SCENES, Scene, each_page

PAGES = each_page(scene for scene in SCENES if scene.scale == 1.0)
MOST_PARTS = 6
_AROUND = 4
"""Pixels around a control in which its ring may be drawn."""


def unseen(root: QWidget) -> list[str]:
    """Go round by Tab; return the stops that look the same with the focus and without it."""
    QTest.keyClick(QApplication.focusWidget() or root, Qt.Key.Key_Tab)
    stop = QApplication.focusWidget()
    assert stop is not None, "Tab reaches nothing"
    seen: list[QWidget] = []
    found = []
    while stop not in seen:
        seen.append(stop)
        if not _shows_focus(root, stop):
            found.append(path_of(stop))
        stop = _next(stop)
    return found


def _shows_focus(root: QWidget, stop: QWidget) -> bool:
    place = _place(root, stop)
    if place.isEmpty():
        return False
    focused = root.grab(place).toImage()
    stop.clearFocus()
    plain = root.grab(place).toImage()
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    return bool(focused != plain)


def _next(stop: QWidget) -> QWidget:
    """Press Tab until the focus moves; within a time it goes from hours to minutes first."""
    for _ in range(MOST_PARTS):
        QTest.keyClick(stop, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None, f"the focus is lost after {path_of(stop)}"
        if now is not stop:
            return now
    # In the palette Tab limits to one kind, by design, and nothing else is there to reach.
    assert stop.objectName() == "palette-line", f"Tab does not leave {path_of(stop)}"
    return stop


def _place(root: QWidget, widget: QWidget) -> QRect:
    around = widget.rect().adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    return around.translated(widget.mapTo(root, QPoint(0, 0))).intersected(root.rect())


@pytest.mark.parametrize("scene", PAGES, ids=lambda scene: scene.name)
def test_the_focus_is_seen_at_each_stop(qapp: QApplication, scene: Scene) -> None:
    with opened(qapp, scene) as shown:
        shown.activateWindow()
        assert QTest.qWaitForWindowActive(shown)
        assert unseen(shown) == []


class _Plain(QPushButton):
    """Draws nothing at all, with the focus or without."""

    def paintEvent(self, event: object) -> None:
        """Draw nothing."""


def test_a_stop_that_shows_nothing_is_found() -> None:
    root = QWidget()
    column = QVBoxLayout(root)
    for button in (QPushButton("Un"), _Plain("Deux"), QPushButton("Trois")):
        column.addWidget(button)
    root.show()
    root.activateWindow()
    assert QTest.qWaitForWindowActive(root)
    assert len(unseen(root)) == 1
    root.close()
    root.deleteLater()
