"""The windows of single tickets: opened once each, live, gone with the main window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from supportdesk_desktop.core.changes import MarksChanged, TicketsChanged
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.store import settings
from supportdesk_desktop.ui.ticket.window import TicketWindow
from supportdesk_desktop.ui.workspace import Presenter, Workspace

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window.window import MainWindow

PLACE = "window.ticket"
"""The setting with size and place of the window that was closed last."""


class TicketWindows(Presenter):
    """Opens them and shows what changes; a change reaches the window of its ticket alone."""

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__("ticket_windows", workspace, window)
        self._main = window
        self._tickets = workspace.tickets
        self._store = workspace.store
        self._windows: dict[TicketId, TicketWindow] = {}
        self._ending = False
        window.detail.window_wanted.connect(self.open)
        self._bridge.tickets.connect(self._on_tickets)
        self._bridge.marks.connect(self._on_marks)

    @property
    def shown(self) -> tuple[TicketWindow, ...]:
        """The windows that are open."""
        return tuple(self._windows.values())

    def open(self, ticket_id: TicketId) -> None:
        """Open the window of a ticket, or bring the one that there is to the front."""
        window = self._windows.get(ticket_id)
        if window is None:
            self._tasks.start_alone(f"open {ticket_id}", self._open(ticket_id))
        else:
            window.raise_window()

    def say(self, text: str) -> None:
        """Show a message in the window that the agent works in."""
        self._in_front().say(text)

    def offer_undo(self, text: str, seconds: float, undo: Callable[[], None]) -> None:
        """Offer Annuler in the window that the agent works in."""
        self._in_front().offer_undo(text, seconds, undo)

    async def aclose(self) -> None:
        """Close every window: what was being written is told first, its place is kept."""
        self._ending = True
        for window in self.shown:
            window.close()
        await self.settle()
        await super().aclose()

    def _in_front(self) -> TicketWindow | MainWindow:
        active = QApplication.activeWindow()
        return active if isinstance(active, TicketWindow) else self._main

    async def _open(self, ticket_id: TicketId) -> None:
        detail = await self._tickets.detail(ticket_id)
        place = await self._store.ledger.read(settings.get, PLACE, dict[str, Any])
        if detail is None or self._ending:
            return
        main = self._main
        window = TicketWindow(main.detail, main.commands)
        step = len(self._windows)
        self._windows[ticket_id] = window
        window.toggle_read.connect(main.ticket_list.toggle_read)
        window.undo_left.connect(main.offer_undo)
        window.closed.connect(lambda: self._end(ticket_id))
        for shows_in_main in (
            window.detail.ticket_wanted,
            window.detail.customer_wanted,
            window.detail.escalation_wanted,
            window.detail.file_for_customer,
        ):
            shows_in_main.connect(main.raise_window)
        window.show_detail(detail)
        window.open_at(place or {}, step)
        # Once: what is marked unread later, or comes back from a snooze, stays so.
        if detail.row.unread:
            await self._tickets.set_read((ticket_id,), read=True)

    def _end(self, ticket_id: TicketId) -> None:
        """Forget a window that closes; the main one has the focus next."""
        window = self._windows.pop(ticket_id, None)
        if window is None:
            return
        self._tasks.cancel(f"show {ticket_id}")
        keeping = self._store.ledger.write(settings.put, PLACE, window.state())
        self._tasks.start("place", keeping)
        window.deleteLater()
        if not self._ending and not self._main.isMinimized():
            self._main.raise_window()

    def _on_tickets(self, change: TicketsChanged) -> None:
        if change.replaced:
            self._show_again(tuple(self._windows))
        elif self._windows:
            self._show_again((*change.upserted, *change.removed))

    def _on_marks(self, change: MarksChanged) -> None:
        if self._windows:
            self._show_again(change.ticket_ids)

    def _show_again(self, ids: Iterable[TicketId]) -> None:
        for ticket_id in self._windows.keys() & ids:
            self._tasks.replace(f"show {ticket_id}", self._show(ticket_id))

    async def _show(self, ticket_id: TicketId) -> None:
        detail = await self._tickets.detail(ticket_id)
        window = self._windows.get(ticket_id)
        if window is None:
            return
        if detail is None:
            # It was kept long enough after it left, and nothing is known of it any more.
            window.close()
            return
        window.show_detail(detail)
