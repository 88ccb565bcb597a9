"""The names of saved views as the first paint shows them, until the section itself is loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from supportdesk_desktop.ui.panes.rail.item import RailItem
from supportdesk_desktop.ui.widgets.labels import Label

if TYPE_CHECKING:
    from supportdesk_desktop.core.saved_view import SavedViewId, Views


class SavedNames(QWidget):
    """Looks as ``SavedViewsSection`` does while nothing is counted; there is at least one view."""

    def __init__(
        self, views: Views, choose: Callable[[str], object], group: QButtonGroup, parent: QWidget
    ) -> None:
        """Show ``views``; ``choose`` is called with the query of the one that is chosen."""
        super().__init__(parent)
        self.views = views
        self.current: SavedViewId | None = None
        title = QCoreApplication.translate("SavedViewsSection", "Vues enregistrées")
        self._title = Label(title, "captionstrong", "text3", self)
        self._title.setIndent(8)
        self._rule = QFrame(self)
        self._rule.setProperty("kind", "hairline")
        self._icon = RailItem("rail-saved-menu", "view", self)
        self._icon.set_texts("", title)
        self._icon.set_icons_only(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._rule)
        column.addWidget(self._title)
        column.addSpacing(2)
        column.addWidget(self._icon)
        self._items: dict[SavedViewId, RailItem] = {}
        for view in views:
            item = self._items[view.id] = RailItem(f"rail-saved-{view.id}", "view", self)
            item.set_texts(view.name, view.name)
            item.set_pinned(view.pinned)
            item.chosen.connect(lambda query=view.query: choose(query))
            group.addButton(item)
            column.addWidget(item)

    def mark(self, view_id: SavedViewId | None) -> None:
        """Mark the view that is shown, None where it is none of these."""
        self.current = view_id
        item = None if view_id is None else self._items.get(view_id)
        if item is not None:
            item.mark()
        self._icon.mark(item is not None)

    def focus_current(self) -> None:
        """Give the focus to the marked view."""
        item = None if self.current is None else self._items.get(self.current)
        if item is not None:
            item.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_icons_only(self, icons_only: bool) -> None:
        """Show one icon for all, or every view."""
        self._title.setVisible(not icons_only)
        self._icon.setVisible(icons_only)
        self._rule.setVisible(icons_only)
        for item in self._items.values():
            item.setVisible(not icons_only)
