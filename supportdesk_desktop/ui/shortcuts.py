"""The shortcuts of a window, from the command registry, and what keeps its focus in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget

from supportdesk_desktop.ui.command import Command, Where
from supportdesk_desktop.ui.command_set import CommandSet
from supportdesk_desktop.ui.commands import COMMANDS
from supportdesk_desktop.ui.panes.rail.item import RailItem

_HEARD_ELSEWHERE = (Where.UNCLAIMED, Where.SAVED_VIEW, Where.FIELD)


def bind(window: QWidget, commands: CommandSet) -> None:
    """Let a window without a list hear the keys of its commands; single letters are of lists."""
    for command in commands.known():
        if command.where is Where.WINDOW:
            _bound(window, commands, command)


class WindowShortcuts(QObject):
    """Keys of the window. Those of lists are on only while a list or the rail has the focus."""

    def __init__(self, window: QWidget, commands: CommandSet) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._of_lists: list[QShortcut] = []
        self.letters = True
        for command in COMMANDS:
            if command.where not in _HEARD_ELSEWHERE:
                self._add(command)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self._follow_focus(None, QApplication.focusWidget())

    def set_letters(self, enabled: bool) -> None:
        """Let single letters act in lists, or not."""
        self.letters = enabled
        self._follow_focus(None, QApplication.focusWidget())

    def _add(self, command: Command) -> None:
        made = _bound(self._window, self._commands, command)
        if command.where is Where.LIST:
            self._of_lists.extend(made)

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        in_list = isinstance(now, QAbstractItemView | RailItem)
        for shortcut in self._of_lists:
            shortcut.setEnabled(self.letters and in_list)


def _bound(window: QWidget, commands: CommandSet, command: Command) -> list[QShortcut]:
    made: list[QShortcut] = []
    for keys in command.keys:
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.setObjectName(command.id)
        shortcut.setAutoRepeat(command.repeats)
        shortcut.activated.connect(partial(commands.run, command))
        made.append(shortcut)
    return made


class FocusInSight(QObject):
    """Follows the focus in every window of the application.

    Qt scrolls for a Tab within a scroll area; not for one that comes from outside of it.
    """

    def __init__(self, window: QWidget, popovers: Callable[[], Sequence[QWidget]]) -> None:
        """Follow the focus; ``popovers`` returns what lies over ``window`` at the moment."""
        super().__init__(window)
        self._window = window
        self._popovers = popovers
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
        for over in self._popovers():
            covers = QRect(over.mapTo(self._window, over.rect().topLeft()), over.size())
            if not over.isAncestorOf(now) and over is not now and covers.contains(place):
                over.hide()


def _scroll_to(widget: QWidget) -> None:
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(widget)
        area = area.parentWidget()
