"""Menus of commands: the application's, opened from the rail, and a ticket's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from supportdesk_desktop.ui.widgets.layouts import named
from supportdesk_desktop.ui.window.command import Command
from supportdesk_desktop.ui.window.command_set import CommandSet
from supportdesk_desktop.ui.window.commands import (
    DO_NOT_DISTURB,
    GUIDE,
    LARGER_TEXT,
    NEW_KEY,
    NEW_TICKET,
    NORMAL_TEXT,
    PALETTE,
    QUIT,
    SEARCH,
    SETTINGS,
    SHORTCUTS,
    SMALLER_TEXT,
    TICKET_COMMANDS,
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
        language: str,
        appearance: str,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("application-menu")
        self.setAccessibleName(self.tr("Menu de l’application"))
        self._commands = commands
        self._add_commands(_FIRST)
        self.addSeparator()
        looks = [
            ("light", self.tr("Clair")),
            ("dark", self.tr("Sombre")),
            ("system", self.tr("Système")),
        ]
        self._add_choices(self.tr("Apparence"), looks, appearance, self.theme_chosen.emit)
        languages = [("fr", "Français"), ("en", "English")]
        self._add_choices(self.tr("Langue"), languages, language, self.language_chosen.emit)
        self._add_commands(_LOOK)
        self.addSeparator()
        self._add_commands(_LAST)

    def _add_commands(self, commands: Sequence[Command]) -> None:
        for command in commands:
            action = add_command(self, self._commands, command, command.title())
            action.setEnabled(not self._commands.why_not(command))

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


def fill_ticket_menu(menu: QMenu, commands: CommandSet) -> None:
    """Put what can be done with the ticket at the end of a menu."""
    for command in TICKET_COMMANDS:
        if command in commands.known and not commands.why_not(command):
            add_command(menu, commands, command, commands.title(command))


def add_command(menu: QMenu, commands: CommandSet, command: Command, title: str) -> QAction:
    """Put a command at the end of a menu.

    The keys are words of the line: the window's own shortcuts act on them.
    """
    hint = command.key_hint()
    action = named(QAction(f"{title}\t{hint}" if hint else title, menu), command.id)
    action.triggered.connect(lambda _=False: commands.run(command))
    menu.addAction(action)
    return action
