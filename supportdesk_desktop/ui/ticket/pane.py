"""The detail pane: one ticket, or none. Its sheet is built when the first ticket is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketDetail
from supportdesk_desktop.core.tickets import Agent, Ticket
from supportdesk_desktop.ui import timers
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from supportdesk_desktop.core.query import Wanted
    from supportdesk_desktop.ui.ticket.sheet import TicketSheet


class DeskState(msgspec.Struct, frozen=True):
    """State of the desk: its offer of ticket-actions, the agents to pass tickets to, its age.

    ``stale_ms`` is when the state shown was that of the desk, None while it is.
    """

    actions: bool = True
    agents: tuple[Agent, ...] = ()
    stale_ms: int | None = None


class DetailPane(QFrame):
    """Shows a ``TicketDetail``; every intent is a signal that names the ticket."""

    came = Signal()
    """A ticket is shown where there was none."""
    desk_changed = Signal(object)
    """The ``DeskState``, other than before."""
    finish_requested: Signal = Signal(str)
    pass_requested = Signal(str, str)
    copy_number: Signal = Signal(str)
    copy_json: Signal = Signal(str)
    copy_curl: Signal = Signal(str)
    copy_text = Signal(str)
    toggle_pin = Signal(str)
    file_for_customer: Signal = Signal(str)
    link_activated: Signal = Signal(str)
    agents_wanted = Signal()
    note_written = Signal(str, str)
    """A ticket and what its note says; answered by ``note_kept`` with the same."""
    note_kept = Signal(str, str)
    snooze_chosen = Signal(str, object)
    """A ticket, and when it is to come back (epoch ms), None for at once."""
    ticket_wanted = Signal(str)
    """Another ticket, to be opened."""
    customer_wanted = Signal(str)
    """A customer whose tickets are to be searched."""
    escalation_wanted: Signal = Signal(object)
    """A ``Ticket`` to be filed once more as urgent."""
    menu_opened = Signal(object)
    """The menu of the ticket shown, a ``QMenu`` to be filled before it opens."""
    ticket_shown = Signal(str)
    """Another ticket is shown."""
    window_wanted: Signal = Signal(str)
    """A ticket, to be shown in a window of its own."""

    def __init__(
        self, parent: QWidget | None = None, now_ms: Callable[[], int] | None = None
    ) -> None:
        """Make a pane without a ticket; ``now_ms`` is the clock."""
        super().__init__(parent)
        self.setObjectName("detail-pane")
        self.setProperty("ground", "surface")
        self.now_ms = now_ms or timers.now_ms
        self.desk = DeskState()
        self.dashboard: Callable[[], str] = lambda: ""
        """Returns the address of a ticket's page in the web dashboard, as it is set."""
        self.detail: TicketDetail | None = None
        self._sheet: TicketSheet | None = None
        self._empty = EmptyState(self)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        follow_language(self._retranslate)

    @property
    def ticket_id(self) -> TicketId | None:
        """The ticket shown."""
        return None if self.detail is None else self.detail.row.id

    def ticket(self) -> Ticket | None:
        """Return the ticket shown, None where there is none or it is not readable."""
        return None if self.detail is None else self.detail.ticket

    def customer(self) -> str | None:
        """Return the external id of the customer of the ticket shown, None where unknown."""
        ticket = self.ticket()
        return None if ticket is None else ticket.customer.external_id

    def sheet(self) -> TicketSheet:
        """Return the sheet; built at the first call, so that no start waits for it."""
        if self._sheet is None:
            from supportdesk_desktop.ui.ticket.sheet import TicketSheet

            self._sheet = TicketSheet(self)
            self._pages.addWidget(self._sheet)
        return self._sheet

    def warm_up(self) -> None:
        """Build the sheet and what draws Markdown, so that the first ticket opens at once."""
        self.sheet().warm_up()

    def show_detail(self, detail: TicketDetail) -> None:
        """Show a ticket; news of the one shown leaves scroll and selection where they are."""
        before, self.detail = self.ticket_id, detail
        self.sheet().show_detail(detail, same=detail.row.id == before)
        self._pages.setCurrentWidget(self.sheet())
        if before is None:
            self.came.emit()
        if detail.row.id != before:
            self.ticket_shown.emit(detail.row.id)

    def clear(self) -> None:
        self.detail = None
        if self._sheet is not None:
            self._sheet.clear()
        self._pages.setCurrentWidget(self._empty)

    def ask_for_customer(self) -> None:
        """Ask for every ticket of the customer of the one shown."""
        customer = self.customer()
        if customer is not None:
            self.customer_wanted.emit(customer)

    def flush_note(self) -> None:
        if self._sheet is not None:
            self._sheet.note.flush()

    def set_wanted(self, wanted: tuple[Wanted, ...]) -> None:
        """Mark what a search found in the ticket shown and the next ones; empty marks nothing."""
        if self._sheet is not None or wanted:
            self.sheet().set_wanted(wanted)

    def set_actions_available(self, available: bool) -> None:
        """Offer Marquer traité and Passer à… where the desk announces ticket-actions."""
        self._set_desk(msgspec.structs.replace(self.desk, actions=available))

    def set_agents(self, agents: Sequence[Agent]) -> None:
        """Offer these agents in Passer à…."""
        self._set_desk(msgspec.structs.replace(self.desk, agents=tuple(agents)))

    def set_stale(self, since_ms: int | None) -> None:
        """Say that the state shown is that of a moment ago, or that it is current (None)."""
        self._set_desk(msgspec.structs.replace(self.desk, stale_ms=since_ms))

    def follow(self, leader: DetailPane) -> None:
        """Say of the desk what ``leader`` does, now and later: its actions, agents, freshness.

        What is meant by the buttons here is told by the signals of ``leader`` too, so that whoever
        serves it serves this pane: each intent names its ticket. Menus and windows are not passed
        on: they are of the window that the pane is in.
        """
        self.dashboard = lambda: leader.dashboard()
        for ours, theirs in zip(self._shared(), leader._shared(), strict=True):
            ours.connect(theirs)
        leader.note_kept.connect(self.note_kept)
        leader.desk_changed.connect(self._set_desk)
        self._set_desk(leader.desk)

    def _shared(self) -> tuple[SignalInstance, ...]:
        return (
            self.finish_requested,
            self.pass_requested,
            self.copy_number,
            self.copy_json,
            self.copy_curl,
            self.copy_text,
            self.toggle_pin,
            self.file_for_customer,
            self.link_activated,
            self.agents_wanted,
            self.note_written,
            self.snooze_chosen,
            self.ticket_wanted,
            self.customer_wanted,
            self.escalation_wanted,
        )

    def _set_desk(self, desk: DeskState) -> None:
        if desk != self.desk:
            self.desk = desk
            self.desk_changed.emit(desk)

    def _retranslate(self) -> None:
        self._empty.set_content("inbox", self.tr("Aucun ticket choisi."), "")
