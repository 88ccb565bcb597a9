"""The outbox: every filing of this computer, and what a person may decide about it."""

from supportdesk_desktop.ui.panes.outbox.page import OutboxPage

__all__ = ["OutboxPage"]
