"""Keeps what has the focus in sight: scrolled into view, not under what floats over the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window import MainWindow


class FocusInSight(QObject):
    """Follows the focus in every window of the application.

    Qt scrolls for a Tab within a scroll area; not for one that comes from outside of it.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return
        if now.visibleRegion().isEmpty():
            _scroll_to(now)
        self._uncover(now)

    def _uncover(self, now: QWidget) -> None:
        """Hide a popover that the focus left for something under it."""
        if now.window() is not self._window:
            return
        place = QRect(now.mapTo(self._window, now.rect().topLeft()), now.size())
        for over in self._window.overlays.popovers():
            covers = QRect(over.mapTo(self._window, over.rect().topLeft()), over.size())
            if not over.isAncestorOf(now) and over is not now and covers.contains(place):
                over.hide()


def _scroll_to(widget: QWidget) -> None:
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(widget)
        area = area.parentWidget()
