"""The application's menu, opened from the rail: commands, appearance, language."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from supportdesk_desktop.ui.window.command import NEW_TICKET, PALETTE, SEARCH, Command
from supportdesk_desktop.ui.window.command_set import CommandSet
from supportdesk_desktop.ui.window.commands import (
    DO_NOT_DISTURB,
    GUIDE,
    LARGER_TEXT,
    NEW_KEY,
    NORMAL_TEXT,
    QUIT,
    SETTINGS,
    SHORTCUTS,
    SMALLER_TEXT,
    TOGGLE_RAIL,
    VERIFY_NOW,
)

_FIRST = (PALETTE, NEW_TICKET, SEARCH, VERIFY_NOW, DO_NOT_DISTURB)
_LAST = (SETTINGS, SHORTCUTS, GUIDE, NEW_KEY, QUIT)
_LOOK = (TOGGLE_RAIL, LARGER_TEXT, SMALLER_TEXT, NORMAL_TEXT)


class AppMenu(QMenu):
    """Made anew each time, so that its words are in the language of the moment."""

    theme_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        commands: CommandSet,
        *,
        language: str,
        appearance: str,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("application-menu")
        self.setAccessibleName(self.tr("Menu de l’application"))
        self._commands = commands
        for command in _FIRST:
            self._add_command(command)
        self.addSeparator()
        looks = [
            ("light", self.tr("Clair")),
            ("dark", self.tr("Sombre")),
            ("system", self.tr("Système")),
        ]
        self._add_choices(self.tr("Apparence"), looks, appearance, self.theme_chosen.emit)
        languages = [("fr", "Français"), ("en", "English")]
        self._add_choices(self.tr("Langue"), languages, language, self.language_chosen.emit)
        for command in _LOOK:
            self._add_command(command)
        self.addSeparator()
        for command in _LAST:
            self._add_command(command)

    def _add_command(self, command: Command) -> None:
        # The keys are words of the line: the window's own shortcuts act on them.
        hint = command.key_hint()
        action = QAction(f"{command.title()}\t{hint}" if hint else command.title(), self)
        action.setObjectName(command.id)
        action.setEnabled(not self._commands.why_not(command))
        action.triggered.connect(lambda _checked=False: self._commands.run(command))
        self.addAction(action)

    def _add_choices(
        self,
        title: str,
        choices: list[tuple[str, str]],
        current: str,
        choose: Callable[[str], None],
    ) -> None:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for key, text in choices:
            action = QAction(text, menu)
            action.setCheckable(True)
            action.setChecked(key == current)
            action.triggered.connect(lambda _=False, key=key: choose(key))
            group.addAction(action)
            menu.addAction(action)
