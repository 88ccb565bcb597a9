"""The notification ledger: every assignment is accounted for."""

from supportdesk_desktop.ui.panes.notifications.page import NotificationsPage

__all__ = ["NotificationsPage"]
