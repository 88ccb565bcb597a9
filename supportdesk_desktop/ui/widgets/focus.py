"""The keyboard in a window: a ring around what scrolls, and Tab in the order of the layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QLineEdit, QScrollArea, QWidget

from supportdesk_desktop.ui.widgets.painting import draw_ring

_BY_POINTER = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)


def act_on_escape(
    event: QKeyEvent, act: Callable[[], object], otherwise: Callable[[QKeyEvent], None]
) -> None:
    """Act where the key is Escape, else let ``otherwise`` have the event."""
    if event.key() == Qt.Key.Key_Escape:
        act()
    else:
        otherwise(event)


class FocusRing(QWidget):
    """Lies over a scroll area, not in its viewport, so that it does not scroll away."""

    def __init__(self, target: QAbstractScrollArea) -> None:
        super().__init__(target)
        self._target = target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the ring where the keys brought the focus; a click has shown the place itself."""
        if event.type() is QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self.setGeometry(self._target.rect())
            self.setVisible(event.reason() not in _BY_POINTER)
            self.raise_()
        elif event.type() is QEvent.Type.FocusOut:
            self.hide()
        elif event.type() is QEvent.Type.Resize:
            self.setGeometry(self._target.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_ring(QPainter(self), QRectF(self.rect()).adjusted(1, 1, -1, -1))


class StridingEdit(QLineEdit):
    """An edit from which Tab goes on to ``following``, past what is only an aside to it.

    Shift+Tab from there comes to the aside.
    """

    following: QWidget | None = None

    def focusNextPrevChild(self, forward: bool) -> bool:
        if forward and self.following is not None and self.following.isVisible():
            self.following.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().focusNextPrevChild(forward)


def order_by_layout(root: QWidget) -> None:
    """Chain the stops inside ``root`` in reading order; call it again after widgets were added."""
    for one, following in pairwise(_stops(root)):
        QWidget.setTabOrder(one, following)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
        return
    for part in _parts(widget):
        yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None:
            yield inside
        return
    placed: set[QWidget] = set()
    layout = widget.layout()
    if layout is not None:
        for part in _in_layout(layout):
            placed.add(part)
            yield part
    for child in widget.children():
        if isinstance(child, QWidget) and child not in placed and not child.isWindow():
            yield child


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            yield from _in_layout(inner)
        elif widget is not None:
            yield widget
