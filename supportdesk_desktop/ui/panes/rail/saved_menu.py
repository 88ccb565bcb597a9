"""The menu of one saved view, and of all where the rail shows one icon for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from supportdesk_desktop.core.saved_view import SavedView
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.commands import Command
from supportdesk_desktop.ui.saved_view_commands import PIN_VIEW, SAVED_VIEW_COMMANDS


class SavedViewsMenu(QMenu):
    """Made anew each time, and gone when it closes."""

    chosen = Signal(str)
    """The id of the view whose line was chosen."""

    def __init__(self, parent: QWidget) -> None:
        """Make a menu without lines."""
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
        """Add what can be done with a view."""
        for command in SAVED_VIEW_COMMANDS:
            unpin = command is PIN_VIEW and view.pinned
            title = self.tr("Ne plus épingler la vue") if unpin else command.title()
            hint = command.key_hint()
            action = QAction(f"{title}\t{hint}" if hint else title, self)
            action.setObjectName(command.id)
            action.triggered.connect(lambda _=False, act=acts[command]: act(view))
            self.addAction(action)
