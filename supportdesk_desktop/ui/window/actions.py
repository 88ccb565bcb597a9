"""What each command of the registry does in the window, and why it cannot be done now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent

from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.query import canonical_term
from supportdesk_desktop.core.query_language import Flag, FlagFilter
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.ticket.actions import DetailCommands
from supportdesk_desktop.ui.window import commands
from supportdesk_desktop.ui.window import ticket_commands as detail_commands
from supportdesk_desktop.ui.window.command import Command
from supportdesk_desktop.ui.window.command_set import CommandSet
from supportdesk_desktop.ui.window.state import TICKET_VIEWS, View
from supportdesk_desktop.ui.window.ticket_commands import (
    COPY_ROWS,
    EXPORT_VIEW,
    LAYOUT_COMMANDS,
    SAVED_VIEW_COMMANDS,
    SELECT_ALL,
    SELECT_ROW,
)

if TYPE_CHECKING:
    from supportdesk_desktop.ui.filing.form import TicketForm
    from supportdesk_desktop.ui.window.window import MainWindow


class ListSteps(QObject):
    """Joins these commands to the list of the main window."""

    def __init__(self, window: MainWindow, registry: CommandSet) -> None:
        """Add the commands to ``registry``."""
        super().__init__(registry)
        self._window = window
        window.rail.snoozed_wanted.connect(self._choose_snoozed)
        registry.add(
            detail_commands.NEXT_TICKET, partial(self._step, Qt.Key.Key_Down), self._no_list
        )
        registry.add(
            detail_commands.PREVIOUS_TICKET, partial(self._step, Qt.Key.Key_Up), self._no_list
        )
        registry.add(detail_commands.SHOW_SNOOZED, self._show_snoozed)

    def _step(self, key: Qt.Key) -> None:
        """Go to another ticket as the arrow would in the list; the focus stays where it is."""
        view = self._window.ticket_list.view
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(view, event)

    def _show_snoozed(self) -> None:
        self._choose_snoozed()
        self._window.focus_page()

    def _choose_snoozed(self) -> None:
        """Show what is put off; whoever walks through the rail stays in it."""
        query = canonical_term(FlagFilter((Flag.SNOOZED,)), language_now())
        self._window.top_bar.search.setText(query)

    def _no_list(self) -> str:
        shown = self._window.view() in TICKET_VIEWS and not self._window.aside_is_shown()
        return "" if shown else self.tr("Ouvrez d’abord une vue de tickets.")


_TEXT_STEP = 0.1
_WITHOUT_DESK = (
    commands.LARGER_TEXT,
    commands.SMALLER_TEXT,
    commands.NORMAL_TEXT,
    commands.LIGHT,
    commands.DARK,
    commands.AS_SYSTEM,
    commands.QUIT,
)
"""What can be done while the first-run page covers the desk."""


class WindowCommands(CommandSet):
    """What can be done in the main window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, window.say)
        self._window = window
        self._add_everywhere()
        self._add_moves()
        self._add_look()
        self._add_ticket()
        self._add_list()
        self._add_filing()
        ListSteps(window, self)
        DetailCommands(
            window.detail, self, no_ticket=self._no_detail, come_forward=window.open_detail
        )

    def run(self, command: Command) -> None:
        """Do it, or say why it cannot be done now."""
        if not self._window.first_run_is_shown() or command in _WITHOUT_DESK:
            super().run(command)

    def come_forward(self) -> None:
        """Bring the window to the front: what is done next shows in it."""
        self._window.raise_window()

    def chosen_ticket(self) -> TicketId | None:
        """Return the ticket that commands are about: the row in the list, else the detail's."""
        window = self._window
        if window.view() not in TICKET_VIEWS or window.aside_is_shown():
            return None
        in_list = window.ticket_list.view.current
        if in_list is not None and window.ticket_list.view.hasFocus():
            return in_list
        shown = window.detail.ticket_id
        return in_list if shown is None else TicketId(shown)

    def row(self) -> TicketRow | None:
        """Return the row of the ticket that commands are about."""
        ticket = self.chosen_ticket()
        return None if ticket is None else self._window.ticket_model.row_data(ticket)

    def _add_everywhere(self) -> None:
        window = self._window
        self.add(commands.PALETTE, window.toggle_palette)
        self.add(commands.SEARCH, window.top_bar.focus_search)
        self.add(commands.NEW_TICKET, window.start_ticket)
        self.add(commands.NEW_URGENT_TICKET, lambda: window.start_ticket(Priority.URGENT))
        self.add(commands.DO_NOT_DISTURB, window.ask_dnd)
        self.add(commands.VERIFY_NOW, window.verify_now_requested.emit, self._why_no_check)
        self.add(commands.SHORTCUTS, window.show_shortcuts)
        self.add(commands.SETTINGS, lambda: window.pages.settings().open())
        self.add(commands.GUIDE, window.show_help)
        self.add(commands.NEWS, partial(window.show_help, news=True))
        self.add(commands.JOURNAL, window.open_journal)
        self.add(commands.DETAILS, window.overlays.toggle_details)
        self.add(commands.NEW_KEY, window.new_key_requested.emit)
        self.add(commands.QUIT, window.quit_requested.emit)
        self.add(commands.SAVE_VIEW, window.ticket_list.save_view_requested.emit, self._no_search)
        self.add(commands.COMPLETE, window.top_bar.search.complete, self._no_search)

    def _add_moves(self) -> None:
        window = self._window
        self.add(commands.NEXT_REGION, lambda: window.move_region(1))
        self.add(commands.PREVIOUS_REGION, lambda: window.move_region(-1))
        self.add(commands.NEXT_ROW, lambda: window.move_row(1))
        self.add(commands.PREVIOUS_ROW, lambda: window.move_row(-1))
        self.add(commands.OPEN_TICKET, window.open_detail, self._no_ticket)
        self.add(commands.CLOSE, window.step_back)
        self.add(commands.BACK, window.step_back)
        for command in SAVED_VIEW_COMMANDS:
            self.add(command, partial(self._act_on_view, command), self._no_saved_view)
        for command, view in (
            (commands.SHOW_MINE, View.MINE),
            (commands.SHOW_URGENT, View.URGENT),
            (commands.SHOW_TODAY, View.TODAY),
            (commands.SHOW_PINNED, View.PINNED),
            (commands.SHOW_OUTBOX, View.OUTBOX),
            (commands.SHOW_NOTIFICATIONS, View.NOTIFICATIONS),
            (commands.SHOW_STATISTICS, View.STATISTICS),
        ):
            self.add(command, partial(window.go, view))

    def _add_look(self) -> None:
        window = self._window
        scale = window.scale_chosen
        self.add(commands.TOGGLE_RAIL, window.toggle_rail)
        self.add(commands.LARGER_TEXT, lambda: scale.emit(theme().scale + _TEXT_STEP))
        self.add(commands.SMALLER_TEXT, lambda: scale.emit(theme().scale - _TEXT_STEP))
        self.add(commands.NORMAL_TEXT, lambda: scale.emit(1.0))
        for command, mode in (
            (commands.LIGHT, "light"),
            (commands.DARK, "dark"),
            (commands.AS_SYSTEM, "system"),
        ):
            self.add(command, partial(window.theme_chosen.emit, mode))

    def _add_ticket(self) -> None:
        detail, tickets = self._window.detail, self._window.ticket_list
        for command, signal in (
            (commands.TOGGLE_READ, tickets.toggle_read),
            (commands.TOGGLE_PIN, tickets.toggle_pin),
            (commands.COPY_NUMBER, detail.copy_number),
            (commands.COPY_JSON, detail.copy_json),
            (commands.COPY_CURL, detail.copy_curl),
        ):
            self.add(command, partial(self._tell, signal), self._no_ticket)
        self.add(commands.FINISH, partial(self._tell, detail.finish_requested), self._why_no_action)
        self.add(commands.PASS_ON, detail.open_agents, self._why_no_action)
        self.add(commands.FILE_FOR_CUSTOMER, detail.ask_to_file, self._nothing_shown)
        wanted = detail.window_wanted
        self.add(detail_commands.OPEN_IN_WINDOW, partial(self._tell, wanted), self._no_ticket)

    def _add_list(self) -> None:
        tickets = self._window.ticket_list
        for command, change in LAYOUT_COMMANDS.items():
            self.add(command, partial(tickets.change_layout, change), self._no_view)
        self.add(SELECT_ALL, tickets.select_all, self._no_tickets)
        self.add(SELECT_ROW, tickets.select_row, self._no_ticket)
        self.add(COPY_ROWS, tickets.copy_rows, self._no_ticket)
        self.add(EXPORT_VIEW, tickets.export_requested.emit, self._no_view)

    def _add_filing(self) -> None:
        self.add(commands.FILE, lambda: self._window.pages.new_ticket().submit(), self._no_panel)
        self.add(commands.PREVIEW, lambda: self._form().description.toggle(), self._no_panel)
        self.add(commands.BOLD, lambda: self._form().description.mark("**"), self._no_panel)
        self.add(commands.ITALIC, lambda: self._form().description.mark("*"), self._no_panel)

    def _no_tickets(self) -> str:
        shown = self._window.view() in TICKET_VIEWS and self._window.ticket_model.ticket_count()
        return "" if shown else self.tr("Aucun ticket n’est affiché.")

    def _no_view(self) -> str:
        shown = self._window.view() in TICKET_VIEWS and not self._window.ticket_list.searching()
        return "" if shown else self.tr("Choisissez d’abord une vue de tickets.")

    def _tell(self, signal: SignalInstance) -> None:
        signal.emit(self.chosen_ticket())

    def _act_on_view(self, command: Command) -> None:
        self._window.rail.saved_views().act(command)

    def _form(self) -> TicketForm:
        return self._window.pages.new_ticket().form

    def _no_ticket(self) -> str:
        return self.tr("Choisissez d’abord un ticket.") if self.chosen_ticket() is None else ""

    def _no_detail(self) -> str:
        if self._no_ticket() or self._window.detail.ticket_id is None:
            return self.tr("Choisissez d’abord un ticket.")
        return ""

    def _nothing_shown(self) -> str:
        return self._no_ticket() or (
            "" if self._window.detail.customer() else self.tr("Ce ticket n’est pas lisible.")
        )

    def _why_no_action(self) -> str:
        if self._no_ticket():
            return self._no_ticket()
        offered = self._window.detail.actions_available
        return "" if offered else self.tr("Ce serveur ne l’offre pas.")

    def _no_panel(self) -> str:
        opened = self._window.body.panel_is_open()
        return "" if opened else self.tr("Ouvrez d’abord un ticket à déposer.")

    def _no_saved_view(self) -> str:
        has = self._window.rail.has_saved_view()
        return "" if has else self.tr("Choisissez d’abord une vue enregistrée.")

    def _no_search(self) -> str:
        typed = self._window.top_bar.search.text().strip()
        return "" if typed else self.tr("Cherchez d’abord quelque chose.")

    def _why_no_check(self) -> str:
        status = self._window.strip.status()
        if status is None or status.state is FeedState.NO_FEED:
            return self.tr("Ce serveur n’offre pas de flux en direct.")
        if status.state is FeedState.KEY_REFUSED:
            return self.tr("La clé est refusée.")
        return ""
