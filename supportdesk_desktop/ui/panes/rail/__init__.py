"""The rail at the left of the window: views, activities, agent and availability."""

from supportdesk_desktop.ui.panes.rail.presence import Presence
from supportdesk_desktop.ui.panes.rail.rail import Rail

__all__ = ["Presence", "Rail"]
