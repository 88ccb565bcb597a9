"""The detail pane: one ticket, or none. Its sheet is built when the first ticket is shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from supportdesk_desktop.core.rows import TicketDetail
from supportdesk_desktop.core.tickets import Agent, Ticket
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.ticket.intents import TicketIntents
from supportdesk_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from supportdesk_desktop.core.highlights import Wanted
    from supportdesk_desktop.ui.ticket.sheet import TicketSheet


class DetailPane(TicketIntents):
    """Shows a ``TicketDetail``; every intent is a signal that names the ticket."""

    came = Signal()
    """A ticket is shown where there was none."""
    desk_changed = Signal()
    """What the desk offers, its agents, or how fresh the state is: other than before."""

    def __init__(
        self, parent: QWidget | None = None, now_ms: Callable[[], int] | None = None
    ) -> None:
        """Make a pane without a ticket; ``now_ms`` is the clock."""
        super().__init__(parent)
        self.setObjectName("detail-pane")
        self.setProperty("ground", "surface")
        self._now_ms = now_ms or (lambda: round(time.time() * 1000))
        self._sheet: TicketSheet | None = None
        self._shown: str | None = None
        self._leader: DetailPane | None = None
        self._actions_available = True
        self._agents: Sequence[Agent] = ()
        self._stale_ms: int | None = None
        self.dashboard: Callable[[], str] = lambda: ""
        """Returns the address of a ticket's page in the web dashboard, as it is set."""
        self._empty = EmptyState(self)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        follow_language(self._retranslate)

    @property
    def ticket_id(self) -> str | None:
        """The ticket shown."""
        return self._shown

    @property
    def actions_available(self) -> bool:
        """Whether the desk announces ticket-actions."""
        return self._actions_available

    def customer(self) -> str | None:
        """Return the external id of the customer of the ticket shown, None where unknown."""
        return None if self._sheet is None else self._sheet.customer()

    def ticket(self) -> Ticket | None:
        """Return the ticket shown, None where there is none or it is not readable."""
        return None if self._sheet is None else self._sheet.ticket()

    def ask_link(self, url: str) -> None:
        """Ask before an address is opened, as for a link of the description."""
        self.sheet().ask_link(url)

    def ask_for_customer(self) -> None:
        """Ask for every ticket of the customer of the one shown."""
        customer = self.customer()
        if customer is not None:
            self.customer_wanted.emit(customer)

    def ask_to_escalate(self) -> None:
        """Ask for the filing panel with the ticket shown, to be filed as urgent."""
        ticket = self.ticket()
        if ticket is not None:
            self.escalation_wanted.emit(ticket)

    def write_note(self) -> None:
        """Give the focus to the private note."""
        self.sheet().write_note()

    def flush_note(self) -> None:
        """Tell at once what was written of a note."""
        if self._sheet is not None:
            self._sheet.flush_note()

    def open_snooze(self) -> None:
        """Open the choice of times until which to put the ticket off."""
        self.sheet().open_snooze()

    def ask_to_file(self) -> None:
        """Ask for the filing panel, for the customer of the ticket shown."""
        customer = self.customer()
        if customer is not None:
            self.file_for_customer.emit(customer)

    def open_agents(self) -> None:
        """Open the choice of agents to pass the ticket to."""
        self.sheet().header.open_agents()

    def sheet(self) -> TicketSheet:
        """Return the sheet; built at the first call, so that no start waits for it."""
        if self._sheet is None:
            from supportdesk_desktop.ui.ticket.sheet import TicketSheet

            sheet = self._sheet = TicketSheet(self._now_ms, self)
            self.note_kept.connect(sheet.take_note_as_kept)
            self._pages.addWidget(sheet)
        return self._sheet

    def warm_up(self) -> None:
        """Build the sheet and what draws Markdown, so that the first ticket opens at once."""
        self.sheet().warm_up()

    def show_detail(self, detail: TicketDetail) -> None:
        """Show a ticket; news of the one shown leaves scroll and selection where they are."""
        was_empty, self._shown = self._shown is None, detail.row.id
        self.sheet().show_detail(detail)
        self._pages.setCurrentWidget(self.sheet())
        if was_empty:
            self.came.emit()

    def clear(self) -> None:
        """Show no ticket."""
        self._shown = None
        if self._sheet is not None:
            self._sheet.clear()
        self._pages.setCurrentWidget(self._empty)

    def set_actions_available(self, available: bool) -> None:
        """Offer Marquer traité and Passer à… where the desk announces ticket-actions."""
        changed = available != self._actions_available
        self._actions_available = available
        self.sheet().set_actions_available(available)
        if changed:
            self.desk_changed.emit()

    def set_agents(self, agents: Sequence[Agent]) -> None:
        """Offer these agents in Passer à…."""
        changed = tuple(agents) != self._agents
        self._agents = tuple(agents)
        self.sheet().set_agents(agents)
        if changed:
            self.desk_changed.emit()

    def set_wanted(self, wanted: tuple[Wanted, ...]) -> None:
        """Mark what a search found in the ticket shown and the next ones; empty marks nothing."""
        if self._sheet is not None or wanted:
            self.sheet().set_wanted(wanted)

    def set_stale(self, since_ms: int | None) -> None:
        """Say that the state shown is that of a moment ago, or that it is current (None)."""
        changed, self._stale_ms = since_ms != self._stale_ms, since_ms
        if self._sheet is not None or since_ms is not None:
            self.sheet().set_stale(since_ms)
        if changed:
            self.desk_changed.emit()

    def follow(self, leader: DetailPane) -> None:
        """Say of the desk what ``leader`` does, now and later: its actions, agents, freshness.

        What is meant by the buttons here is told by the signals of ``leader`` too, so that whoever
        serves it serves this pane: each intent names its ticket. Menus and windows are not passed
        on: they are of the window that the pane is in.
        """
        self._leader = leader
        self.dashboard = lambda: leader.dashboard()
        leader.desk_changed.connect(self._take_over)
        self.pass_on_to(leader)
        self._take_over()

    def _take_over(self) -> None:
        leader = self._leader
        if leader is not None:
            self.set_actions_available(leader._actions_available)
            self.set_agents(leader._agents)
            self.set_stale(leader._stale_ms)

    def _retranslate(self) -> None:
        self._empty.set_content("inbox", self.tr("Aucun ticket choisi."), "")
