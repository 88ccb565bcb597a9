"""What a person may do about a filing: only what its state allows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from supportdesk_desktop.core.filing import Filing
from supportdesk_desktop.core.filing_state import FilingState
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.widgets.buttons import (
    DangerButton,
    PlainButton,
    PrimaryButton,
    QuietButton,
)
from supportdesk_desktop.ui.widgets.labels import Label

_LEAST_BUTTON = 96
"""Pixels that a button keeps in the narrowest pane."""


class FilingChoices(QWidget):
    """ "Que faire ?": buttons by state, with the entry of a number and the second question.

    Signals carry the ``FilingId``; ``confirmed`` the number as well.
    """

    confirmed = Signal(object, str)
    kept_waiting = Signal(object)
    resent = Signal(object)
    withdrawn = Signal(object)
    mended = Signal(object)
    retried = Signal(object)
    ticket_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filing: Filing | None = None
        self._title = Label("", "captionstrong", "text2", self)
        self._found = self._button(PrimaryButton(icon="check", parent=self), "filing-found")
        self._number_row = QWidget(self)
        self._number_label = Label("", "bodymedium", "text1", self._number_row)
        self._number = QLineEdit(self._number_row)
        self._number.setObjectName("filing-number")
        self._confirm = self._button(PlainButton(parent=self._number_row), "filing-confirm")
        self._wait = self._button(PlainButton(icon="clock", parent=self), "filing-wait")
        self._resend = self._button(DangerButton(icon="send", parent=self), "filing-resend")
        self._sure_row = QWidget(self)
        self._sure_text = Label("", "body", "danger", self._sure_row)
        self._sure = self._button(DangerButton(parent=self._sure_row), "filing-resend-sure")
        self._unsure = self._button(PlainButton(parent=self._sure_row), "filing-resend-not")
        self._mend = self._button(PrimaryButton(icon="reset", parent=self), "filing-mend")
        self._now = self._button(PrimaryButton(icon="sending", parent=self), "filing-now")
        self._view = self._button(PlainButton(icon="inbox", parent=self), "filing-view-ticket")
        self._withdraw = self._button(QuietButton(icon="x", parent=self), "filing-withdraw")
        self._lay_out()
        self._connect()
        follow_language(self._retranslate)

    def show_filing(self, filing: Filing) -> None:
        """Offer what this filing's state allows; another filing closes what was opened."""
        if self._filing is None or self._filing.id != filing.id:
            self._number.clear()
            self._number_row.hide()
            self._sure_row.hide()
        self._filing = filing
        state = filing.state
        uncertain = state is FilingState.UNCERTAIN
        if not uncertain:
            self._number_row.hide()
            self._sure_row.hide()
        for button in (self._found, self._wait):
            button.setVisible(uncertain)
        self._resend.setVisible(uncertain and self._sure_row.isHidden())
        self._mend.setVisible(state is FilingState.REFUSED)
        self._name_mending()
        self._now.setVisible(state is FilingState.QUEUED)
        ticket = filing.ticket
        self._view.setVisible(ticket is not None and ticket.id is not None)
        if ticket is not None:
            text = self.tr("Voir {number}").format(number=ticket.ticket_number)
            self._view.setText(text)
        may_withdraw = {FilingState.QUEUED, FilingState.REFUSED, FilingState.UNCERTAIN}
        self._withdraw.setVisible(state in may_withdraw)
        self._title.setVisible(state in may_withdraw)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Que faire ?"))
        self._found.setText(self.tr("Je l’ai trouvé : saisir son numéro"))
        self._number_label.setText(self.tr("Numéro du ticket"))
        self._number.setPlaceholderText("INV-")
        self._number.setAccessibleName(self.tr("Numéro du ticket"))
        self._confirm.setText(self.tr("Confirmer"))
        self._wait.setText(self.tr("Garder en attente et me le rappeler dans 10 min"))
        self._resend.setText(self.tr("Renvoyer quand même (risque de doublon)…"))
        self._sure_text.setText(
            self.tr("Si le serveur a créé le ticket, il y en aura deux. Renvoyer ?")
        )
        self._sure.setText(self.tr("Renvoyer, au risque d’un doublon"))
        self._unsure.setText(self.tr("Ne pas renvoyer"))
        self._name_mending()
        self._now.setText(self.tr("Envoyer maintenant"))
        self._withdraw.setText(self.tr("Retirer ce dépôt"))

    def _button(self, button: QPushButton, name: str) -> QPushButton:
        button.setObjectName(name)
        return button

    def _lay_out(self) -> None:
        self._number_label.setBuddy(self._number)
        number = QHBoxLayout(self._number_row)
        number.setContentsMargins(0, 0, 0, 0)
        number.setSpacing(8)
        number.addWidget(self._number_label)
        number.addWidget(self._number, 1)
        number.addWidget(self._confirm)
        self._sure_text.setWordWrap(True)
        sure = QVBoxLayout(self._sure_row)
        sure.setContentsMargins(0, 0, 0, 0)
        sure.setSpacing(8)
        sure.addWidget(self._sure_text)
        sure.addWidget(self._sure, 0, Qt.AlignmentFlag.AlignLeft)
        sure.addWidget(self._unsure, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        for button in (self._mend, self._now, self._found):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._number_row)
        for button in (self._wait, self._resend):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._sure_row)
        for button in (self._view, self._withdraw):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for button in self.findChildren(QPushButton):
            # A narrow pane cuts the words rather than scroll sideways.
            button.setMinimumWidth(_LEAST_BUTTON)
        self._number_row.hide()
        self._sure_row.hide()

    def _connect(self) -> None:
        self._found.clicked.connect(self._ask_number)
        self._confirm.clicked.connect(self._confirm_number)
        self._number.returnPressed.connect(self._confirm_number)
        self._number.textChanged.connect(self._allow_confirm)
        self._allow_confirm("")
        self._resend.clicked.connect(self._ask_again)
        self._unsure.clicked.connect(self._spare)
        self._sure.clicked.connect(lambda: self._say(self.resent))
        self._wait.clicked.connect(lambda: self._say(self.kept_waiting))
        self._mend.clicked.connect(lambda: self._say(self.mended))
        self._now.clicked.connect(lambda: self._say(self.retried))
        self._withdraw.clicked.connect(lambda: self._say(self.withdrawn))
        self._view.clicked.connect(self._want_ticket)

    def _name_mending(self) -> None:
        """An unknown customer is created in the same panel, and the filing goes on from there."""
        error = None if self._filing is None else self._filing.error
        unknown = error is not None and error.code == "CUSTOMER_NOT_FOUND"
        self._mend.setText(
            self.tr("Créer ce client, puis déposer…") if unknown else self.tr("Corriger le dépôt")
        )

    def _say(self, signal: object) -> None:
        if self._filing is not None:
            signal.emit(self._filing.id)  # type: ignore[attr-defined]

    def _want_ticket(self) -> None:
        ticket = self._filing.ticket if self._filing is not None else None
        if ticket is not None and ticket.id is not None:
            self.ticket_wanted.emit(ticket.id)

    def _ask_number(self) -> None:
        self._number_row.show()
        self._number.setFocus()

    def _allow_confirm(self, text: str) -> None:
        self._confirm.setEnabled(bool(text.strip()))

    def _confirm_number(self) -> None:
        number = self._number.text().strip().upper()
        if number and self._filing is not None:
            self.confirmed.emit(self._filing.id, number)

    def _ask_again(self) -> None:
        self._resend.hide()
        self._sure_row.show()
        self._unsure.setFocus()

    def _spare(self) -> None:
        self._sure_row.hide()
        self._resend.show()
        self._resend.setFocus()
