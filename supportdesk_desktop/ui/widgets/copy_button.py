"""A small button beside a value that copies it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from supportdesk_desktop.ui.widgets.buttons import LinkButton


class CopyButton(LinkButton):
    """The quiet icon of copying; its name, which is its tooltip, says what is copied."""

    INK = "text3"

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a button without a name yet."""
        super().__init__("", "copy", parent=parent)

    def set_name(self, accessible_name: str) -> None:
        """Say what is copied ("Copier le courriel")."""
        self.setAccessibleName(accessible_name)
        self.setToolTip(accessible_name)
