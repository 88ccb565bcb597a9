"""A saved view in the rail: chosen by a click, dragged to another place, named in place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from supportdesk_desktop.core.saved_view import SavedView
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.panes.rail.item import RailItem
from supportdesk_desktop.ui.plurals import Plurals
from supportdesk_desktop.ui.saved_view_commands import SAVED_VIEW_COMMANDS


class SavedViewItem(RailItem):
    """Its keys are those of the commands of saved views."""

    commanded = Signal(object)
    """A ``Command`` for this view."""
    menu_wanted = Signal(QPoint)
    """The global point at which the menu of this view opens."""
    dragged = Signal(int)
    """The middle of the item while it is dragged, in pixels of its parent."""
    dropped = Signal()

    def __init__(self, view: SavedView, parent: QWidget | None = None) -> None:
        """Show a view whose tickets are not counted yet."""
        super().__init__(f"rail-saved-{view.id}", "view", parent)
        self.view = view
        self._count_known: int | None = None
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self.set_pinned(view.pinned)
        follow_language(self._retranslate)

    def show_view(self, view: SavedView) -> None:
        """Show the name and the pin that the view has now."""
        self.view = view
        self.set_pinned(view.pinned)
        self._retranslate()

    def show_count(self, count: int) -> None:
        """Show how many tickets the view finds."""
        self._count_known = count
        self.set_count(count)
        self._retranslate()

    @property
    def count(self) -> int | None:
        """How many tickets it finds, None while that is not known."""
        return self._count_known

    def _retranslate(self) -> None:
        """Say name, count and pin in the language of the window."""
        spoken = [self.view.name]
        if self._count_known is not None:
            spoken.append(Plurals().tickets(self._count_known))
        if self.view.pinned:
            spoken.append(self.tr("épinglée"))
        # An ampersand in a button's text would become a shortcut.
        self.set_texts(self.view.name, ", ".join(spoken))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hear the keys of the commands before the arrows of the rail."""
        pressed = QKeySequence(event.keyCombination())
        for command in SAVED_VIEW_COMMANDS:
            if any(QKeySequence(keys) == pressed for keys in command.keys):
                self.commanded.emit(command)
                return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, by the key below the middle of the item."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(
            self.mapToGlobal(self.rect().center()) if keyboard else event.globalPos()
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where a drag may begin."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag once the mouse has gone far enough to mean it."""
        super().mouseMoveEvent(event)
        if self._pressed_at is None:
            return
        way = event.position().toPoint() - self._pressed_at
        if not self._dragging and way.manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            self.dragged.emit(self.geometry().center().y() + way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop: the end of a drag chooses nothing."""
        dragging, self._dragging, self._pressed_at = self._dragging, False, None
        if not dragging:
            super().mouseReleaseEvent(event)
            return
        self.setDown(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.dropped.emit()
