"""The commands of one window: what they act on there, and why they cannot be done now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, SignalInstance

from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.links import dashboard_link, mail_link, whatsapp_link
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.window.command import Command
from supportdesk_desktop.ui.window.state import TICKET_VIEWS

if TYPE_CHECKING:
    from supportdesk_desktop.ui.ticket.pane import DetailPane
    from supportdesk_desktop.ui.widgets.markdown_editor import MarkdownEditor
    from supportdesk_desktop.ui.window.window import MainWindow

_WITHOUT_DESK = {"larger-text", "smaller-text", "normal-text", "quit"} | {
    f"theme-{one}" for one in ("light", "dark", "system")
}
"""What can be done while the first-run page covers the desk."""


class CommandSet(QObject):
    """Runs commands. A command that cannot be done now says why instead.

    Attributes:
        main: the main window.
        detail: shows the ticket that commands are about, in the main window or another.
        toggle_read: asks to mark a ticket read or not.
        toggle_pin: asks to pin a ticket or not.
    """

    def __init__(
        self,
        parent: QObject,
        known: Sequence[Command],
        main: MainWindow,
        detail: DetailPane,
        *,
        toggle_read: SignalInstance,
        toggle_pin: SignalInstance,
        say: Callable[[str], None],
    ) -> None:
        """Offer the ``known`` commands; ``say`` shows a sentence in the window."""
        super().__init__(parent)
        self.known = tuple(known)
        self.main, self.detail = main, detail
        self.toggle_read, self.toggle_pin = toggle_read, toggle_pin
        self._say = say

    def ticket(self) -> TicketId | None:
        """Return the ticket that commands are about, None where there is none."""
        raise NotImplementedError

    def row(self) -> TicketRow | None:
        """Return the row of that ticket."""
        raise NotImplementedError

    def show_detail(self) -> None:
        """Bring the detail into sight, where a command asks something in it."""
        raise NotImplementedError

    def run(self, command: Command) -> None:
        """Do it, or say why it cannot be done now."""
        reason = self.why_not(command)
        if reason:
            self._say(reason)
        else:
            command.act(self)

    def why_not(self, command: Command) -> str:
        """Return why a command cannot be done now, empty where it can."""
        return command.why_not(self)

    def title(self, command: Command) -> str:
        """Return the words of a command for the ticket that it would act on."""
        row = self.row() if command.id in {"toggle-pin", "toggle-read"} else None
        if row is None:
            return command.title()
        if command.id == "toggle-pin":
            return self.tr("Désépingler") if row.pinned else self.tr("Épingler")
        return self.tr("Marquer lu") if row.unread else self.tr("Marquer non lu")

    def write_note(self) -> None:
        """Begin a note in the detail."""
        self.show_detail()
        self.detail.sheet().write_note()

    def open_whatsapp(self) -> None:
        """Ask in the detail whether the customer's WhatsApp is to be opened."""
        link = self.whatsapp()
        if link is not None:
            self.show_detail()
            self.detail.sheet().ask_link(link)

    def mail(self) -> str | None:
        """Return the link that answers the customer by mail."""
        ticket = self.detail.ticket()
        if ticket is None:
            return None
        return mail_link(ticket.customer.email, ticket.ticket_number, ticket.subject)

    def whatsapp(self) -> str | None:
        """Return the link to the customer's WhatsApp."""
        ticket = self.detail.ticket()
        return None if ticket is None else whatsapp_link(ticket.customer.phone)

    def dashboard(self) -> str | None:
        """Return the link to the ticket in the dashboard."""
        ticket, template = self.detail.ticket(), self.detail.dashboard()
        return None if ticket is None else dashboard_link(template, ticket.ticket_number, ticket.id)

    def description(self) -> MarkdownEditor:
        """Return the description that is written in the filing panel."""
        return self.main.pages.new_ticket().form.description

    def scale_text(self, by: float) -> None:
        """Ask for larger or smaller text."""
        self.main.scale_chosen.emit(theme().scale + by)

    # Why a command cannot be done now, empty where it can.

    def no_ticket(self) -> str:
        """Return a sentence where there is no ticket to act on."""
        return self.tr("Choisissez d’abord un ticket.") if self.ticket() is None else ""

    def no_detail(self) -> str:
        """Return a sentence where the detail shows no ticket."""
        shown = self.detail.ticket_id is not None
        return self.no_ticket() or ("" if shown else self.tr("Choisissez d’abord un ticket."))

    def not_readable(self) -> str:
        """Return a sentence where the ticket in the detail cannot be read."""
        unread = "" if self.detail.ticket() else self.tr("Ce ticket n’est pas lisible.")
        return self.no_detail() or unread

    def no_customer(self) -> str:
        """Return a sentence where the customer of the ticket is not known."""
        unread = "" if self.detail.customer() else self.tr("Ce ticket n’est pas lisible.")
        return self.no_ticket() or unread

    def no_actions(self) -> str:
        """Return a sentence where the desk does not offer to finish or pass on."""
        offered = self.detail.desk.actions
        return self.no_ticket() or ("" if offered else self.tr("Ce serveur ne l’offre pas."))

    def no_mail(self) -> str:
        """Return a sentence where the customer has no address."""
        words = self.tr("Ce client n’a pas de courriel utilisable.")
        return self.not_readable() or ("" if self.mail() else words)

    def no_phone(self) -> str:
        """Return a sentence where the customer has no number that WhatsApp takes."""
        words = self.tr("Ce client n’a pas de numéro de téléphone international.")
        return self.not_readable() or ("" if self.whatsapp() else words)

    def no_dashboard(self) -> str:
        """Return a sentence where the address of the dashboard is not set."""
        words = self.tr("Dites d’abord l’adresse du tableau de bord dans les réglages.")
        return self.not_readable() or ("" if self.dashboard() else words)

    def no_list(self) -> str:
        """Return a sentence where no list of tickets is shown."""
        shown = self.main.view() in TICKET_VIEWS and not self.main.overlays.aside_is_shown()
        return "" if shown else self.tr("Ouvrez d’abord une vue de tickets.")

    def no_tickets(self) -> str:
        """Return a sentence where the list is empty."""
        shown = self.main.view() in TICKET_VIEWS and self.main.ticket_model.ticket_count()
        return "" if shown else self.tr("Aucun ticket n’est affiché.")

    def no_view(self) -> str:
        """Return a sentence where a search, or no view of tickets, is shown."""
        shown = self.main.view() in TICKET_VIEWS and not self.main.ticket_list.searching
        return "" if shown else self.tr("Choisissez d’abord une vue de tickets.")

    def no_saved_view(self) -> str:
        """Return a sentence where no saved view is shown."""
        has = self.main.rail.has_saved_view()
        return "" if has else self.tr("Choisissez d’abord une vue enregistrée.")

    def no_search(self) -> str:
        """Return a sentence where the search field is empty."""
        typed = self.main.top_bar.search.text().strip()
        return "" if typed else self.tr("Cherchez d’abord quelque chose.")

    def no_panel(self) -> str:
        """Return a sentence where the filing panel is closed."""
        opened = self.main.body.panel_is_open()
        return "" if opened else self.tr("Ouvrez d’abord un ticket à déposer.")

    def no_check(self) -> str:
        """Return a sentence where the feed cannot be verified."""
        status = self.main.strip.status
        if status is None or status.state is FeedState.NO_FEED:
            return self.tr("Ce serveur n’offre pas de flux en direct.")
        if status.state is FeedState.KEY_REFUSED:
            return self.tr("La clé est refusée.")
        return ""


class WindowCommands(CommandSet):
    """What can be done in the main window."""

    def __init__(self, window: MainWindow, known: Sequence[Command]) -> None:
        """Act on ``window``."""
        tickets = window.ticket_list
        super().__init__(
            window,
            known,
            window,
            window.detail,
            toggle_read=tickets.toggle_read,
            toggle_pin=tickets.toggle_pin,
            say=window.say,
        )

    def run(self, command: Command) -> None:
        """Do it, or say why it cannot be done now."""
        if not self.main.first_run_is_shown() or command.id in _WITHOUT_DESK:
            super().run(command)

    def ticket(self) -> TicketId | None:
        """Return the row in the list where that has the focus, else the detail's ticket."""
        if self.no_list():
            return None
        view = self.main.ticket_list.view
        if view.current is not None and view.hasFocus():
            return view.current
        shown = self.detail.ticket_id
        return view.current if shown is None else TicketId(shown)

    def row(self) -> TicketRow | None:
        """Return the row of that ticket."""
        ticket = self.ticket()
        return None if ticket is None else self.main.ticket_model.row_data(ticket)

    def show_detail(self) -> None:
        """Open the detail."""
        self.main.open_detail()
