"""The journal of blind intervals, over the trust strip."""

from supportdesk_desktop.ui.panes.journal.popover import Journal

__all__ = ["Journal"]
