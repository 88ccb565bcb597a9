"""Saved views in the rail as rows: clicked, dragged to another place, named in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QWidget

from supportdesk_desktop.core.saved_views import SavedView, SavedViewId
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import Plurals
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import vbox
from supportdesk_desktop.ui.window.commands import SAVED_VIEW_COMMANDS
from supportdesk_desktop.ui.window.rail_items import RailItem

if TYPE_CHECKING:
    from supportdesk_desktop.core.saved_views import Views


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


class SavedViewsFrame(QWidget):
    """A title over the saved views of the rail, or one icon in the place of them all."""

    _items: Mapping[SavedViewId, RailItem]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.current: SavedViewId | None = None
        self._icons_only = False
        self._title = Label("", "captionstrong", "text3", self)
        self._title.setIndent(8)
        self._rule = QFrame(self)
        self._rule.setProperty("kind", "hairline")
        self._icon = RailItem("rail-saved-menu", "view", self)
        self._icon.set_icons_only(True)
        self._column = vbox(self._rule, self._title, of=self, margins=(0, 14, 0, 0), spacing=2)
        self._column.addSpacing(2)
        self._column.addWidget(self._icon)

    def mark(self, view_id: SavedViewId | None) -> None:
        """Mark the view that is shown, None where it is none of these."""
        self.current = view_id
        item = None if view_id is None else self._items.get(view_id)
        if item is not None:
            item.mark()
        self._icon.mark(item is not None)

    def focus_current(self) -> None:
        """Give the focus to the marked view."""
        item = self._icon if self._icons_only else self._items.get(self.current or SavedViewId(""))
        if item is not None:
            item.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_icons_only(self, icons_only: bool) -> None:
        """Show one icon for all, or every view."""
        self._icons_only = icons_only
        self._arrange()

    def _name(self, title: str) -> None:
        self._title.setText(title)
        self._icon.set_texts("", title)

    def _arrange(self) -> None:
        self._title.setVisible(not self._icons_only)
        self._icon.setVisible(self._icons_only)
        self._rule.setVisible(self._icons_only)
        for item in self._items.values():
            item.setVisible(not self._icons_only)


class SavedNames(SavedViewsFrame):
    """Looks as ``SavedViewsSection`` does while nothing is counted; there is at least one view."""

    def __init__(
        self, views: Views, choose: Callable[[str], object], group: QButtonGroup, parent: QWidget
    ) -> None:
        """Show ``views``; ``choose`` is called with the query of the one that is chosen."""
        super().__init__(parent)
        self.views = views
        self._name(QCoreApplication.translate("SavedViewsSection", "Vues enregistrées"))
        items: dict[SavedViewId, RailItem] = {}
        self._items = items
        for view in views:
            item = items[view.id] = RailItem(f"rail-saved-{view.id}", "view", self)
            item.set_texts(view.name, view.name)
            item.set_pinned(view.pinned)
            item.chosen.connect(lambda query=view.query: choose(query))
            group.addButton(item)
            self._column.addWidget(item)
