"""Makes the window's shortcuts from the command registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from supportdesk_desktop.ui.commands import COMMANDS, Command, Where
from supportdesk_desktop.ui.panes.rail.item import RailItem


class WindowShortcuts(QObject):
    """Keys of the window. Those of lists are on only while a list or the rail has the focus."""

    def __init__(self, window: QWidget, actions: Mapping[Command, Callable[[], object]]) -> None:
        super().__init__(window)
        self._window = window
        self._of_lists: list[QShortcut] = []
        self._letters = True
        for command in COMMANDS:
            if command in actions and command.where is not Where.UNCLAIMED:
                self._add(command, actions[command])
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self._follow_focus(None, QApplication.focusWidget())

    def set_letters(self, enabled: bool) -> None:
        """Let single letters act in lists, or not."""
        self._letters = enabled
        self._follow_focus(None, QApplication.focusWidget())

    def _add(self, command: Command, action: Callable[[], object]) -> None:
        for keys in command.keys:
            shortcut = QShortcut(QKeySequence(keys), self._window)
            shortcut.setObjectName(command.id)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(action)
            if command.where is Where.LIST:
                self._of_lists.append(shortcut)

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        in_list = isinstance(now, QAbstractItemView | RailItem)
        for shortcut in self._of_lists:
            shortcut.setEnabled(self._letters and in_list)
