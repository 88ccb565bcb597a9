"""What an agent asks for in a detail, as signals."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame


class TicketIntents(QFrame):
    """The signals of a detail: each names its ticket, so that all details may share one server."""

    finish_requested: Signal = Signal(str)
    pass_requested = Signal(str, str)
    copy_number: Signal = Signal(str)
    copy_json: Signal = Signal(str)
    copy_curl: Signal = Signal(str)
    copy_text = Signal(str)
    toggle_pin = Signal(str)
    file_for_customer = Signal(str)
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
    escalation_wanted = Signal(object)
    """A ``Ticket`` to be filed once more as urgent."""
    menu_opened = Signal(object)
    """The menu of the ticket shown, a ``QMenu`` to be filled before it opens."""
    window_wanted: Signal = Signal(str)
    """A ticket, to be shown in a window of its own."""

    def pass_on_to(self, leader: TicketIntents) -> None:
        """Let the signals of ``leader`` tell what is asked here, and hear here what it hears.

        Menus and windows are not passed on: they are of the window that the detail is in.
        """
        for ours, theirs in (
            (self.finish_requested, leader.finish_requested),
            (self.pass_requested, leader.pass_requested),
            (self.copy_number, leader.copy_number),
            (self.copy_json, leader.copy_json),
            (self.copy_curl, leader.copy_curl),
            (self.copy_text, leader.copy_text),
            (self.toggle_pin, leader.toggle_pin),
            (self.file_for_customer, leader.file_for_customer),
            (self.link_activated, leader.link_activated),
            (self.agents_wanted, leader.agents_wanted),
            (self.note_written, leader.note_written),
            (self.snooze_chosen, leader.snooze_chosen),
            (self.ticket_wanted, leader.ticket_wanted),
            (self.customer_wanted, leader.customer_wanted),
            (self.escalation_wanted, leader.escalation_wanted),
        ):
            ours.connect(theirs)
        leader.note_kept.connect(self.note_kept)
