"""What the commands of a ticket do with the one that a detail shows, in whatever window it is."""

from __future__ import annotations

from PySide6.QtCore import QObject

from supportdesk_desktop.core.links import dashboard_link, mail_link, whatsapp_link
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.window import ticket_commands as commands
from supportdesk_desktop.ui.window.command_set import Act, CommandSet, WhyNot


class DetailCommands(QObject):
    """Joins the commands to a detail; each is about the ticket that it shows."""

    def __init__(
        self, detail: DetailPane, registry: CommandSet, *, no_ticket: WhyNot, come_forward: Act
    ) -> None:
        """Add the commands to ``registry``.

        Args:
            detail: shows the ticket.
            registry: the commands of the window that the detail is in.
            no_ticket: returns why there is no ticket to act on, empty where there is one.
            come_forward: brings the detail into sight, where a command asks something in it.
        """
        super().__init__(registry)
        self._detail = detail
        self._no_ticket = no_ticket
        self._come_forward = come_forward
        registry.add(commands.SNOOZE, detail.open_snooze, no_ticket)
        registry.add(commands.WRITE_NOTE, self._write_note, no_ticket)
        registry.add(commands.ESCALATE, detail.ask_to_escalate, self._not_readable)
        registry.add(commands.ANSWER_BY_MAIL, self._answer, self._no_address)
        registry.add(commands.OPEN_WHATSAPP, self._open_whatsapp, self._no_phone)
        registry.add(commands.OPEN_DASHBOARD, self._open_dashboard, self._no_dashboard)
        registry.add(commands.ALL_OF_CUSTOMER, detail.ask_for_customer, self._not_readable)

    def _write_note(self) -> None:
        self._come_forward()
        self._detail.write_note()

    def _answer(self) -> None:
        link = self._mail()
        if link is not None:
            self._detail.link_activated.emit(link)

    def _open_whatsapp(self) -> None:
        link = self._whatsapp()
        if link is not None:
            self._come_forward()
            self._detail.ask_link(link)

    def _open_dashboard(self) -> None:
        link = self._dashboard()
        if link is not None:
            self._detail.link_activated.emit(link)

    def _dashboard(self) -> str | None:
        ticket, template = self._detail.ticket(), self._detail.dashboard()
        return None if ticket is None else dashboard_link(template, ticket.ticket_number, ticket.id)

    def _mail(self) -> str | None:
        ticket = self._detail.ticket()
        if ticket is None:
            return None
        return mail_link(ticket.customer.email, ticket.ticket_number, ticket.subject)

    def _whatsapp(self) -> str | None:
        ticket = self._detail.ticket()
        return None if ticket is None else whatsapp_link(ticket.customer.phone)

    def _not_readable(self) -> str:
        if self._no_ticket():
            return self._no_ticket()
        return "" if self._detail.ticket() else self.tr("Ce ticket n’est pas lisible.")

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
