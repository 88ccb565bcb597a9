"""The four checks of the first run: what will be verified, then what was found."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import vbox


class Check(StrEnum):
    """What is checked; only the key must succeed to go on."""

    KEY = "key"
    FEED = "feed"
    NOTIFICATIONS = "notifications"
    CLOCK = "clock"


class CheckState(StrEnum):
    """How far a check has come."""

    WAITING = "waiting"
    RUNNING = "running"
    GOOD = "good"
    NOTED = "noted"
    """Not as hoped, and no obstacle: no feed, no notification service."""
    FAILED = "failed"


_ICONS = {
    Check.KEY: "key",
    Check.FEED: "verified",
    Check.NOTIFICATIONS: "bell",
    Check.CLOCK: "clock",
}
_MARKS = {
    CheckState.RUNNING: ("sync", "text2"),
    CheckState.GOOD: ("confirmed", "ok"),
    CheckState.NOTED: ("minus", "warn"),
    CheckState.FAILED: ("refused", "danger"),
}


class CheckList(QFrame):
    """A column of checks on a sunken ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first-run-checks")
        self.setProperty("ground", "sunken")
        self._states = dict.fromkeys(Check, CheckState.WAITING)
        self._values = dict.fromkeys(Check, "")
        self._head = Label("", "section", parent=self)
        self._marks = {check: QLabel(self) for check in Check}
        self._titles = {check: Label("", "bodymedium", parent=self) for check in Check}
        self._notes = {check: Label("", "caption", "text2", self) for check in Check}
        self._foot = Label("", "caption", "text2", self)
        self._lay_out()
        theme().changed.connect(self._fill)
        follow_language(self._retranslate)

    def set_check(self, check: Check, state: CheckState, value: str = "") -> None:
        """Show how far a check has come and what it found ("Boutique Adjara", "12 ms")."""
        self._states[check], self._values[check] = state, value
        self._fill()

    def reset(self) -> None:
        """Go back to what will be verified."""
        self._states = dict.fromkeys(Check, CheckState.WAITING)
        self._values = dict.fromkeys(Check, "")
        self._fill()

    def state(self, check: Check) -> CheckState:
        """Return how far a check has come."""
        return self._states[check]

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Vérifications"))
        self._head.setText(self.tr("Ce qui sera vérifié"))
        self._foot.setText(self.tr("Aucun ticket n’est créé pendant cette vérification."))
        self._titles[Check.KEY].setText(self.tr("La clé"))
        self._titles[Check.FEED].setText(self.tr("Le flux en direct"))
        self._titles[Check.NOTIFICATIONS].setText(self.tr("Les notifications"))
        self._titles[Check.CLOCK].setText(self.tr("L’horloge"))
        self._fill()

    def _lay_out(self) -> None:
        column = vbox(self._head, of=self, margins=(28, 36, 28, 28), spacing=16)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for place, check in enumerate(Check):
            row = 3 * place
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(self._marks[check], row, 0, top)
            grid.addWidget(self._titles[check], row, 1)
            self._notes[check].setWordWrap(True)
            grid.addWidget(self._notes[check], row + 1, 1)
            grid.setRowMinimumHeight(row + 2, 16)
        column.addLayout(grid)
        column.addStretch(1)
        self._foot.setWordWrap(True)
        column.addWidget(self._foot)

    def _fill(self) -> None:
        look = theme()
        for check in Check:
            state = self._states[check]
            icon, token = _MARKS.get(state, (_ICONS[check], "text2"))
            self._marks[check].setPixmap(look.pixmap(icon, token, ground="sunken"))
            self._notes[check].setText(self._values[check] or self._intent(check))
            tones = {CheckState.FAILED: "danger", CheckState.GOOD: "ok", CheckState.NOTED: "warn"}
            self._notes[check].set_tone(tones.get(state, "text2"))

    def _intent(self, check: Check) -> str:
        if self._states[check] is CheckState.RUNNING:
            return self.tr("Vérification…")
        return {
            Check.KEY: self.tr("Acceptée par le serveur, de type agent, pour la bonne boutique."),
            Check.FEED: self.tr(
                "S’il existe, vos tickets arrivent seuls, et l’application prouve qu’il n’en "
                "manque pas."
            ),
            Check.NOTIFICATIONS: self.tr("Un essai s’affiche, avec son délai."),
            Check.CLOCK: self.tr("L’écart avec le serveur est mesuré, pour des heures justes."),
        }[check]
