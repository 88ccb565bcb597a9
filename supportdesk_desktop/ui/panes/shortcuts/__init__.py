"""The page of shortcuts, F1 (``design/shortcuts.png``)."""

from supportdesk_desktop.ui.panes.shortcuts.page import ShortcutsPage

__all__ = ["ShortcutsPage"]
