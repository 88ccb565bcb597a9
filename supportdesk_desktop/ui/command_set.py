"""The commands of one window: what each does there, and why it cannot be done now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui import commands
from supportdesk_desktop.ui.command import Command

Act = Callable[[], object]
WhyNot = Callable[[], str]


class CommandSet(QObject):
    """Runs commands. A command that cannot be done now says why instead."""

    def __init__(self, parent: QObject, say: Callable[[str], None]) -> None:
        """Make a set without commands; ``say`` shows a sentence in the window."""
        super().__init__(parent)
        self._say = say
        self._acts: dict[Command, Act] = {}
        self._reasons: dict[Command, WhyNot] = {}

    def add(self, command: Command, act: Act, why_not: WhyNot | None = None) -> None:
        """Say what a command does; ``why_not`` returns a sentence while it cannot be done."""
        self._acts[command] = act
        if why_not is not None:
            self._reasons[command] = why_not

    def known(self) -> tuple[Command, ...]:
        """Return the commands that this window has, in the order of the registry."""
        return tuple(command for command in commands.COMMANDS if command in self._acts)

    def why_not(self, command: Command) -> str:
        """Return why a command cannot be done now, empty where it can."""
        reason = self._reasons.get(command)
        return "" if reason is None else reason()

    def come_forward(self) -> None:
        """Bring the window to the front, where what is done next shows in it."""

    def row(self) -> TicketRow | None:
        """Return the row of the ticket that commands are about, None where there is none."""
        return None

    def title(self, command: Command) -> str:
        """Return the words of a command for the ticket that it would act on."""
        row = self.row() if command in (commands.TOGGLE_PIN, commands.TOGGLE_READ) else None
        if row is None:
            return command.title()
        if command == commands.TOGGLE_PIN:
            return self.tr("Désépingler") if row.pinned else self.tr("Épingler")
        return self.tr("Marquer lu") if row.unread else self.tr("Marquer non lu")

    def fill_ticket_menu(self, menu: QMenu) -> None:
        """Put what can be done with the ticket at the end of a menu."""
        for command in commands.TICKET_COMMANDS:
            if command not in self._acts or self.why_not(command):
                continue
            hint = command.key_hint()
            title = self.title(command)
            action = menu.addAction(f"{title}\t{hint}" if hint else title)
            action.setObjectName(command.id)
            action.triggered.connect(lambda _=False, command=command: self.run(command))

    def run(self, command: Command) -> None:
        """Do it, or say why it cannot be done now."""
        reason = self.why_not(command)
        if reason:
            self._say(reason)
        else:
            self._acts[command]()
