"""A saved view in the rail, the menu of what can be done with it, and the line that names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from supportdesk_desktop.core.saved_views import LONGEST_NAME, SavedView
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import Plurals
from supportdesk_desktop.ui.window.command import Command
from supportdesk_desktop.ui.window.commands import PIN_VIEW, SAVED_VIEW_COMMANDS
from supportdesk_desktop.ui.window.rail_items import RailItem


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
        self.count: int | None = None
        """Number of tickets that the view finds, None while unknown."""
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self.set_pinned(view.pinned)
        follow_language(self._retranslate)

    def show_view(self, view: SavedView) -> None:
        self.view = view
        self.set_pinned(view.pinned)
        self._retranslate()

    def show_count(self, count: int) -> None:
        self.count = count
        self.set_count(count)
        self._retranslate()

    def _retranslate(self) -> None:
        spoken = [self.view.name]
        if self.count is not None:
            spoken.append(Plurals().tickets(self.count))
        if self.view.pinned:
            spoken.append(self.tr("épinglée"))
        self.set_texts(self.view.name, ", ".join(spoken))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Before the arrows of the rail.
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


class SavedViewsMenu(QMenu):
    """A menu that is made anew each time, and deleted when it closes."""

    chosen = Signal(str)
    """The id of the view whose line was chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("saved-views-menu")
        self.setAccessibleName(self.tr("Vues enregistrées"))

    def add_view(self, view: SavedView, count: int | None, shown: bool) -> None:
        """Add a line that shows a view; that of the view shown has a tick."""
        # A single ampersand would be a shortcut.
        name = view.name.replace("&", "&&")
        action = QAction(name if count is None else f"{name}\t{texts.number(count)}", self)
        action.setCheckable(True)
        action.setChecked(shown)
        action.triggered.connect(lambda: self.chosen.emit(view.id))
        self.addAction(action)

    def add_commands(
        self, view: SavedView, acts: Mapping[Command, Callable[[SavedView], None]]
    ) -> None:
        for command in SAVED_VIEW_COMMANDS:
            unpin = command is PIN_VIEW and view.pinned
            title = self.tr("Ne plus épingler la vue") if unpin else command.title()
            hint = command.key_hint()
            action = QAction(f"{title}\t{hint}" if hint else title, self)
            action.setObjectName(command.id)
            action.triggered.connect(lambda _=False, act=acts[command]: act(view))
            self.addAction(action)


class NameEdit(QLineEdit):
    """Emits the name once; with ``gives_on_leaving`` also when the focus leaves."""

    given = Signal(str)
    dropped = Signal()

    def __init__(
        self, name: str, *, gives_on_leaving: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setMaxLength(LONGEST_NAME)
        self._gives_on_leaving = gives_on_leaving
        self._asking = False

    def ask(self, name: str) -> None:
        """Ask for a name, all of the present one selected."""
        self._asking = True
        self.setText(name)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def give(self) -> None:
        """Emit the typed name; an empty one is none."""
        if self._end():
            name = self.text().strip()
            if name:
                self.given.emit(name)
            else:
                self.dropped.emit()

    def drop(self) -> None:
        if self._end():
            self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.give()
        elif event.key() == Qt.Key.Key_Escape:
            self.drop()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # Its own context menu, and another window, take the focus for a while only.
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self._gives_on_leaving and event.reason() not in passing:
            self.give()

    def _end(self) -> bool:
        asking, self._asking = self._asking, False
        return asking
