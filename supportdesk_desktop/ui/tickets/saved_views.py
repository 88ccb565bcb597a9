"""The saved views of the rail: in their order with live counts, or behind one icon."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from supportdesk_desktop.core.saved_views import SavedView, SavedViewId, Views
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.tickets.saved_view_rows import NameEdit, SavedViewItem, SavedViewsMenu
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import hairline, remove_part, vbox
from supportdesk_desktop.ui.window import commands
from supportdesk_desktop.ui.window.command import Command
from supportdesk_desktop.ui.window.rail_items import RailItem


class SavedViewsSection(QWidget):
    """Hidden while there is no saved view. Every intent is a signal that names the view."""

    chosen = Signal(str)
    moved = Signal(str, int)
    """A view and the place, counted from 0, that it wants."""
    renamed = Signal(str, str)
    naming_wanted = Signal(str)
    """A new name is wanted for a view, and the icon has no room to type it."""
    pin_wanted = Signal(str, bool)
    link_wanted = Signal(str)
    removed = Signal(str)

    def __init__(self, group: QButtonGroup, parent: QWidget | None = None) -> None:
        """Make an empty section whose items join the exclusive ``group`` of the rail."""
        super().__init__(parent)
        self.setObjectName("rail-saved-views")
        self.current: SavedViewId | None = None
        self._icons_only = False
        self._group = group
        self._items: dict[SavedViewId, SavedViewItem] = {}
        self._named: SavedViewItem | None = None
        self._title = Label("", "captionstrong", "text3", self)
        self._title.setIndent(8)
        self._rule = hairline(self)
        self._icon = RailItem("rail-saved-menu", "view", self)
        self._icon.set_icons_only(True)
        self._icon.chosen.connect(self._open_all)
        self._column = vbox(self._rule, self._title, of=self, margins=(0, 14, 0, 0), spacing=2)
        self._column.addSpacing(2)
        self._column.addWidget(self._icon)
        follow_language(self._retranslate)
        self._arrange()

    def show_views(self, views: Views) -> None:
        """Show these views in this order; items that stay keep focus and count."""
        for gone in self._items.keys() - {view.id for view in views}:
            self._remove_item(self._items.pop(gone))
        self._show_order([self._item(view) for view in views])
        if self.current not in self._items:
            self.mark(None)
        self._arrange()

    def show_count(self, view_id: SavedViewId, count: int) -> None:
        item = self._items.get(view_id)
        if item is not None:
            item.show_count(count)

    def mark(self, view_id: SavedViewId | None) -> None:
        """Mark the view that is shown, None where it is none of these."""
        self.current = view_id if view_id in self._items else None
        item = self._shown()
        if item is not None:
            item.mark()
        self._icon.mark(item is not None)

    def focus_current(self) -> None:
        item = self._icon if self._icons_only else self._shown()
        if item is not None:
            item.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def act(self, command: Command) -> bool:
        """Do a command with the view that has the focus, else with the one shown.

        Returns:
            Whether there was one.
        """
        focused = (one for one in self._items.values() if one.hasFocus())
        item = next(focused, self._shown())
        if item is not None:
            self._acts[command](item.view)
        return item is not None

    def set_icons_only(self, icons_only: bool) -> None:
        self._end_naming()
        self._icons_only = icons_only
        self._arrange()

    def _shown(self) -> SavedViewItem | None:
        return None if self.current is None else self._items.get(self.current)

    def _retranslate(self) -> None:
        title = self.tr("Vues enregistrées")
        self._title.setText(title)
        self._icon.set_texts("", title)
        if self._named is not None:
            self._name_edit.setAccessibleName(self.tr("Nom de la vue"))

    def _item(self, view: SavedView) -> SavedViewItem:
        item = self._items.get(view.id)
        if item is not None:
            item.show_view(view)
            return item
        item = SavedViewItem(view, self)
        self._group.addButton(item)
        item.chosen.connect(lambda: self.chosen.emit(item.view.id))
        item.commanded.connect(lambda command: self._acts[command](item.view))
        item.menu_wanted.connect(lambda point: self._open_one(item, point))
        item.dragged.connect(lambda middle: self._drag(item, middle))
        item.dropped.connect(lambda: self._tell_place(item))
        return item

    def _remove_item(self, item: SavedViewItem) -> None:
        if item is self._named:
            self._end_naming()
        self._group.removeButton(item)
        remove_part(self._column, item)

    def _arrange(self) -> None:
        self.setVisible(bool(self._items))
        self._icon.setVisible(self._icons_only)
        self._rule.setVisible(self._icons_only)
        for widget in (self._title, *self._items.values()):
            widget.setVisible(not self._icons_only)

    # The order.

    def _step(self, view: SavedView, by: int) -> None:
        item = self._items[view.id]
        place = list(self._items).index(view.id) + by
        if 0 <= place < len(self._items):
            self._put(item, place)
            self._tell_place(item)
            text = self.tr("{name}, {place} sur {count}")
            said = text.format(name=view.name, place=place + 1, count=len(self._items))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _drag(self, item: SavedViewItem, middle: int) -> None:
        """Let the item that is dragged change places with those that it passes."""
        others = [other for other in self._items.values() if other is not item]
        place = sum(other.geometry().center().y() < middle for other in others)
        if place != list(self._items).index(item.view.id):
            self._put(item, place)

    def _put(self, item: SavedViewItem, place: int) -> None:
        """Show an item at another place; the presenter may move it again."""
        items = [one for one in self._items.values() if one is not item]
        items.insert(place, item)
        self._show_order(items)

    def _show_order(self, items: list[SavedViewItem]) -> None:
        self._items = {item.view.id: item for item in items}
        for before, item in zip([None, *items], items, strict=False):
            self._column.removeWidget(item)
            self._column.addWidget(item)
            if before is not None:
                QWidget.setTabOrder(before, item)
        self._column.activate()

    def _tell_place(self, item: SavedViewItem) -> None:
        self.moved.emit(item.view.id, list(self._items).index(item.view.id))

    def _remove(self, view: SavedView) -> None:
        """Remove a view; the focus goes to the one beside it."""
        items = list(self._items.values())
        here = next(at for at, item in enumerate(items) if item.view.id == view.id)
        beside = (items[here + 1 :] or items[:here][::-1])[:1]
        if items[here].hasFocus() and beside:
            beside[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.removed.emit(view.id)

    @cached_property
    def _acts(self) -> dict[Command, Callable[[SavedView], None]]:
        return {
            commands.RENAME_VIEW: self._begin_naming,
            commands.PIN_VIEW: lambda view: self.pin_wanted.emit(view.id, not view.pinned),
            commands.MOVE_VIEW_UP: lambda view: self._step(view, -1),
            commands.MOVE_VIEW_DOWN: lambda view: self._step(view, 1),
            commands.COPY_VIEW_LINK: lambda view: self.link_wanted.emit(view.id),
            commands.REMOVE_VIEW: self._remove,
        }

    # Names.

    @cached_property
    def _name_edit(self) -> NameEdit:
        edit = NameEdit("rail-view-name", gives_on_leaving=True, parent=self)
        edit.given.connect(self._give_name)
        edit.dropped.connect(self._end_naming)
        edit.hide()
        return edit

    def _begin_naming(self, view: SavedView) -> None:
        if self._icons_only:
            self.naming_wanted.emit(view.id)
            return
        item = self._named = self._items[view.id]
        self._name_edit.setAccessibleName(self.tr("Nom de la vue"))
        self._name_edit.setGeometry(item.geometry())
        self._name_edit.raise_()
        self._name_edit.ask(view.name)

    def _give_name(self, name: str) -> None:
        item = self._named
        self._end_naming()
        if item is not None and name != item.view.name:
            self.renamed.emit(item.view.id, name)

    def _end_naming(self) -> None:
        item, self._named = self._named, None
        if item is None:
            return
        had_focus = self._name_edit.hasFocus()
        self._name_edit.hide()
        if had_focus:
            item.setFocus(Qt.FocusReason.OtherFocusReason)

    # Menus.

    def _open_one(self, item: SavedViewItem, point: QPoint) -> None:
        menu = SavedViewsMenu(self)
        menu.add_commands(item.view, self._acts)
        menu.popup(point)

    def _open_all(self) -> None:
        self._icon.mark(self.current is not None)
        menu = SavedViewsMenu(self)
        for item in self._items.values():
            menu.add_view(item.view, item.count, item.view.id == self.current)
        menu.chosen.connect(self.chosen)
        shown = self._shown()
        if shown is not None:
            menu.addSeparator()
            menu.add_commands(shown.view, self._acts)
        menu.popup(self._icon.mapToGlobal(QPoint(self._icon.width() + 4, 0)))
