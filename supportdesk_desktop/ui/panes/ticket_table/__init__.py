"""The table of tickets for leads: columns with a header that sorts, moves and resizes."""

from supportdesk_desktop.ui.panes.ticket_table.look import TableLook

__all__ = ["TableLook"]
