"""The first-run page: server, key, and what is checked before the desk opens."""

from supportdesk_desktop.ui.panes.first_run.checks import Check, CheckState
from supportdesk_desktop.ui.panes.first_run.page import FirstRunPage, Obstacle

__all__ = ["Check", "CheckState", "FirstRunPage", "Obstacle"]
