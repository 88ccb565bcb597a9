"""Where the web dashboard shows a ticket: an address that is taken only where it is usable."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from supportdesk_desktop.core.outward_links import is_dashboard_template
from supportdesk_desktop.ui.panes.settings.controls import SettingControl
from supportdesk_desktop.ui.theme import set_look, theme

EXAMPLE = "https://support.exemple.bj/tickets/{number}"
LONGEST = 500


class DashboardControl(SettingControl):
    """A line of text; what is not usable is marked and changes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit(self)
        self._line.setObjectName("dashboard-url")
        self._line.setMaxLength(LONGEST)
        self._line.setPlaceholderText(EXAMPLE)
        self._line.setMinimumWidth(theme().px(320))
        self._line.textEdited.connect(lambda: self._mark(False))
        self._line.editingFinished.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._line, 1)

    def show_value(self, value: Any) -> None:
        """Show an address."""
        if value != self._line.text().strip():
            self._line.setText(value)
        self._mark(False)

    def text_of(self, value: Any) -> str:
        """Return the address, or that there is none."""
        return value or self.tr("aucune")

    def set_name(self, name: str, hint: str) -> None:
        """Name the line."""
        self._line.setAccessibleName(name)
        self._line.setAccessibleDescription(hint)

    def _tell(self) -> None:
        typed = self._line.text().strip()
        usable = not typed or is_dashboard_template(typed)
        self._mark(not usable)
        if usable:
            self.chosen.emit(typed)

    def _mark(self, refused: bool) -> None:
        set_look(self._line, "refused", refused)
