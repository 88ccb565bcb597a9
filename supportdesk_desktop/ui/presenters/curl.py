"""Copies the chosen ticket as a command for a terminal; the key stays where it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from supportdesk_desktop.core.curl import create_as_curl
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.services.tickets import TicketService
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui.panes.detail import DetailPane

KEY_VARIABLE = "SUPPORTDESK_API_KEY"


class CurlPresenter(QObject):
    """Serves ``copy_curl`` of the detail."""

    def __init__(
        self,
        *,
        detail: DetailPane,
        tickets: TicketService,
        base_url: Callable[[], str],
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tickets = tickets
        self._base_url = base_url
        self._say = say
        self._tasks = TaskOwner("ui.curl")
        detail.copy_curl.connect(self._copy)

    async def aclose(self) -> None:
        """End what is being read."""
        await self._tasks.aclose()

    def _copy(self, ticket_id: TicketId) -> None:
        self._tasks.replace("copy", self._copy_command(ticket_id))

    async def _copy_command(self, ticket_id: TicketId) -> None:
        detail = await self._tickets.detail(ticket_id)
        if detail is None or detail.ticket is None:
            self._say(self.tr("Ce ticket n’est pas lisible."))
            return
        QGuiApplication.clipboard().setText(create_as_curl(detail.ticket, self._base_url()))
        text = self.tr("Commande copiée. La clé n’y est pas : elle est lue dans {variable}.")
        self._say(text.format(variable=KEY_VARIABLE))
