"""The foot of the filing panel: the meter, and the one primary button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supportdesk_desktop.ui.commands import FILE
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme.tokens import XL, L
from supportdesk_desktop.ui.widgets.buttons import PrimaryButton
from supportdesk_desktop.ui.widgets.folding_row import FoldingRow
from supportdesk_desktop.ui.widgets.meter import RateMeter


class PanelFoot(QWidget):
    """Meter at the left, "Déposer le ticket" at the right; below one another where narrow."""

    submit_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new-ticket-foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "window")
        self.setProperty("edge", "top")
        self._creating = False
        self._brief = False
        self._waiting = False
        self.meter = RateMeter(self)
        self.button = PrimaryButton("", parent=self)
        self.button.setObjectName("submit-ticket")
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(self.submit_clicked)
        row = FoldingRow(L, self)
        row.add(self.meter, 1)
        row.add(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(XL, 13, XL, 13)
        column.addWidget(row)
        follow_language(self._retranslate)

    def set_creating(self, creating: bool) -> None:
        """Say whether the customer is created first."""
        self._creating = creating
        self.meter.set_requests(2 if creating else 1)
        self._retranslate()

    def set_brief(self, brief: bool) -> None:
        """Leave out the bars and the key, where there is little height."""
        if brief != self._brief:
            self._brief = brief
            self.meter.set_brief(brief)
            self._retranslate()

    def set_waiting(self, waiting: bool) -> None:
        """Say that the ticket is filed as soon as that can be done."""
        if waiting != self._waiting:
            self._waiting = waiting
            self._retranslate()

    def _retranslate(self) -> None:
        self.button.setText(self._words())
        plain = self._brief or self._waiting
        self.button.set_key_hint("" if plain else FILE.key_hint())

    def _words(self) -> str:
        if self._waiting:
            return self.tr("Dépôt en attente…")
        return self.tr("Créer et déposer") if self._creating else self.tr("Déposer le ticket")
