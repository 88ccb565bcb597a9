"""The filing panel: a ticket written on behalf of a customer."""

from supportdesk_desktop.ui.panes.new_ticket.panel import NewTicketPanel

__all__ = ["NewTicketPanel"]
