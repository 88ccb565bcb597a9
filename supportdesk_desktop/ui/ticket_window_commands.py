"""What the commands of the registry do in the window of a ticket."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance

from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui import commands
from supportdesk_desktop.ui.command import Command
from supportdesk_desktop.ui.command_set import CommandSet
from supportdesk_desktop.ui.window_detail_commands import DetailCommands

if TYPE_CHECKING:
    from supportdesk_desktop.ui.ticket_window import TicketWindow
    from supportdesk_desktop.ui.window_commands import WindowCommands

_IN_MAIN = (
    commands.PALETTE,
    commands.SEARCH,
    commands.NEW_TICKET,
    commands.NEW_URGENT_TICKET,
    commands.DO_NOT_DISTURB,
    commands.SHORTCUTS,
)
"""What shows something in the main window: that one comes to the front."""

_OF_ALL = (
    commands.VERIFY_NOW,
    commands.SETTINGS,
    commands.LARGER_TEXT,
    commands.SMALLER_TEXT,
    commands.NORMAL_TEXT,
    commands.QUIT,
)
"""What is no matter of one window."""


class TicketWindowCommands(CommandSet):
    """The ticket's own commands act here, the others as if their keys were pressed in ``main``."""

    def __init__(self, window: TicketWindow, main: WindowCommands) -> None:
        """Say what can be done in ``window``."""
        super().__init__(window, window.say)
        self._window = window
        detail = window.detail
        for command, signal in (
            (commands.TOGGLE_READ, window.toggle_read),
            (commands.TOGGLE_PIN, detail.toggle_pin),
            (commands.COPY_NUMBER, detail.copy_number),
            (commands.COPY_JSON, detail.copy_json),
            (commands.COPY_CURL, detail.copy_curl),
        ):
            self.add(command, partial(self._tell, signal), self._no_ticket)
        finish = partial(self._tell, detail.finish_requested)
        self.add(commands.FINISH, finish, self._why_no_action)
        self.add(commands.PASS_ON, detail.open_agents, self._why_no_action)
        self.add(commands.FILE_FOR_CUSTOMER, detail.ask_to_file, self._not_readable)
        for command in _IN_MAIN:
            self.add(command, partial(self._go_to_main, main, command))
        for command in _OF_ALL:
            self.add(command, partial(main.run, command))
        DetailCommands(detail, self, no_ticket=self._no_ticket, come_forward=window.raise_window)

    def row(self) -> TicketRow | None:
        """Return the row of the ticket that the window shows."""
        return self._window.row

    def _tell(self, signal: SignalInstance) -> None:
        signal.emit(self._window.ticket_id)

    def _go_to_main(self, main: WindowCommands, command: Command) -> None:
        main.come_forward()
        main.run(command)

    def _no_ticket(self) -> str:
        return "" if self._window.row else self.tr("Ce ticket n’est pas lisible.")

    def _not_readable(self) -> str:
        readable = self._window.detail.customer() is not None
        return "" if readable else self.tr("Ce ticket n’est pas lisible.")

    def _why_no_action(self) -> str:
        offered = self._window.detail.actions_available
        return self._no_ticket() or ("" if offered else self.tr("Ce serveur ne l’offre pas."))
