"""The strip at the bottom of the window: what is known, since when, and what is not."""

from supportdesk_desktop.ui.panes.trust_strip.states import NotificationState
from supportdesk_desktop.ui.panes.trust_strip.strip import TrustStrip

__all__ = ["NotificationState", "TrustStrip"]
