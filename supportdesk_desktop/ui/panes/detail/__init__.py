"""One ticket in full: what it says, who asks, how it came and whether it was announced."""

from supportdesk_desktop.ui.panes.detail.pane import DetailPane

__all__ = ["DetailPane"]
