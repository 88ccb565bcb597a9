"""What the commands of the detail do in the window, and why they cannot be done now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from supportdesk_desktop.ui import detail_commands as commands
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.views import TICKET_VIEWS

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window import MainWindow
    from supportdesk_desktop.ui.window_commands import WindowCommands


class DetailCommands(QObject):
    """Joins the commands to the detail; each is about the ticket that it shows."""

    def __init__(self, window: MainWindow, registry: WindowCommands) -> None:
        """Add the commands to ``registry``."""
        super().__init__(registry)
        self._window = window
        detail = window.detail
        window.rail.snoozed_wanted.connect(self._choose_snoozed)
        registry.add(commands.NEXT_TICKET, partial(self._step, Qt.Key.Key_Down), self._no_list)
        registry.add(commands.PREVIOUS_TICKET, partial(self._step, Qt.Key.Key_Up), self._no_list)
        registry.add(commands.SHOW_SNOOZED, self._show_snoozed)
        registry.add(commands.SNOOZE, detail.open_snooze, self._no_ticket)
        registry.add(commands.WRITE_NOTE, self._write_note, self._no_ticket)
        registry.add(commands.ESCALATE, detail.ask_to_escalate, self._not_readable)
        registry.add(commands.ANSWER_BY_MAIL, self._answer, self._no_address)
        registry.add(commands.OPEN_WHATSAPP, self._open_whatsapp, self._no_phone)
        registry.add(commands.OPEN_DASHBOARD, self._open_dashboard, self._no_dashboard)
        registry.add(commands.ALL_OF_CUSTOMER, detail.ask_for_customer, self._not_readable)

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
        from supportdesk_desktop.core.query_nodes import FlagFilter
        from supportdesk_desktop.core.query_text import canonical_term
        from supportdesk_desktop.core.query_words import Flag

        query = canonical_term(FlagFilter((Flag.SNOOZED,)), language_now())
        self._window.top_bar.search.setText(query)

    def _write_note(self) -> None:
        self._window.open_detail()
        self._window.detail.write_note()

    def _answer(self) -> None:
        link = self._mail()
        if link is not None:
            self._window.detail.link_activated.emit(link)

    def _open_whatsapp(self) -> None:
        link = self._whatsapp()
        if link is not None:
            self._window.open_detail()
            self._window.detail.ask_link(link)

    def _open_dashboard(self) -> None:
        link = self._dashboard()
        if link is not None:
            self._window.detail.link_activated.emit(link)

    def _dashboard(self) -> str | None:
        from supportdesk_desktop.core.outward_links import dashboard_link

        ticket, template = self._window.detail.ticket(), self._window.detail.dashboard()
        return None if ticket is None else dashboard_link(template, ticket.ticket_number, ticket.id)

    def _mail(self) -> str | None:
        from supportdesk_desktop.core.outward_links import mail_link

        ticket = self._window.detail.ticket()
        if ticket is None:
            return None
        return mail_link(ticket.customer.email, ticket.ticket_number, ticket.subject)

    def _whatsapp(self) -> str | None:
        from supportdesk_desktop.core.outward_links import whatsapp_link

        ticket = self._window.detail.ticket()
        return None if ticket is None else whatsapp_link(ticket.customer.phone)

    def _no_list(self) -> str:
        shown = self._window.view() in TICKET_VIEWS and not self._window.aside_is_shown()
        return "" if shown else self.tr("Ouvrez d’abord une vue de tickets.")

    def _no_ticket(self) -> str:
        if self._no_list() or self._window.detail.ticket_id is None:
            return self.tr("Choisissez d’abord un ticket.")
        return ""

    def _not_readable(self) -> str:
        if self._no_ticket():
            return self._no_ticket()
        return "" if self._window.detail.ticket() else self.tr("Ce ticket n’est pas lisible.")

    def _no_address(self) -> str:
        reason = self._not_readable()
        return reason or (
            "" if self._mail() else self.tr("Ce client n’a pas de courriel utilisable.")
        )

    def _no_dashboard(self) -> str:
        reason = self._not_readable()
        if reason or self._dashboard():
            return reason
        return self.tr("Dites d’abord l’adresse du tableau de bord dans les réglages.")

    def _no_phone(self) -> str:
        reason = self._not_readable()
        if reason or self._whatsapp():
            return reason
        return self.tr("Ce client n’a pas de numéro de téléphone international.")
