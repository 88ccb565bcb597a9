"""Decisions about a filing: buttons by its state, with what they ask."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from supportdesk_desktop.core.filing import Filing, FilingState
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme.tokens import S
from supportdesk_desktop.ui.widgets.buttons import (
    DangerButton,
    PlainButton,
    PrimaryButton,
    QuietButton,
)
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named, vbox

_LEAST_BUTTON = 96
"""Pixels that a button keeps in the narrowest pane."""


class FilingChoices(QWidget):
    """ "Que faire ?": buttons by state, with the entry of a number and the second question.

    Signals carry the ``FilingId``, ``confirm_requested`` the number as well, ``ticket_requested``
    a ``TicketId``.
    """

    confirm_requested = Signal(object, str)
    keep_waiting_requested = Signal(object)
    resend_requested = Signal(object)
    withdraw_requested = Signal(object)
    mend_requested = Signal(object)
    retry_requested = Signal(object)
    ticket_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filing: Filing | None = None
        self._title = Label("", "captionstrong", "text2", self)
        self._found = named(PrimaryButton(icon="check", parent=self), "filing-found")
        self._number_row = QWidget(self)
        self._number_label = Label("", "bodymedium", "text1", self._number_row)
        self._number = named(QLineEdit(self._number_row), "filing-number")
        self._confirm = named(PlainButton(parent=self._number_row), "filing-confirm")
        self._wait = named(PlainButton(icon="clock", parent=self), "filing-wait")
        self._resend = named(DangerButton(icon="send", parent=self), "filing-resend")
        self._sure_row = QWidget(self)
        self._sure_text = Label("", "body", "danger", self._sure_row)
        self._sure = named(DangerButton(parent=self._sure_row), "filing-resend-sure")
        self._unsure = named(PlainButton(parent=self._sure_row), "filing-resend-not")
        self._mend = named(PrimaryButton(icon="reset", parent=self), "filing-mend")
        self._now = named(PrimaryButton(icon="sending", parent=self), "filing-now")
        self._view = named(PlainButton(icon="inbox", parent=self), "filing-view-ticket")
        self._withdraw = named(QuietButton(icon="x", parent=self), "filing-withdraw")
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
        self._found.setVisible(uncertain)
        self._wait.setVisible(uncertain)
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

    def _lay_out(self) -> None:
        self._number_label.setBuddy(self._number)
        hbox(self._number_label, (self._number, 1), self._confirm, of=self._number_row, spacing=S)
        self._sure_text.setWordWrap(True)
        sure = vbox(self._sure_text, self._sure, self._unsure, of=self._sure_row, spacing=S)
        for answer in (self._sure, self._unsure):
            sure.setAlignment(answer, Qt.AlignmentFlag.AlignLeft)
        alone = (self._mend, self._now, self._found)
        doubtful = (self._wait, self._resend)
        after = (self._view, self._withdraw)
        parts = (*alone, self._number_row, *doubtful, self._sure_row, *after)
        lines = vbox(self._title, *parts, of=self, spacing=S)
        for choice in (*alone, *doubtful, *after):
            lines.setAlignment(choice, Qt.AlignmentFlag.AlignLeft)
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
        for button, signal in (
            (self._sure, self.resend_requested),
            (self._wait, self.keep_waiting_requested),
            (self._mend, self.mend_requested),
            (self._now, self.retry_requested),
            (self._withdraw, self.withdraw_requested),
        ):
            button.clicked.connect(lambda _=False, signal=signal: self._decide(signal))
        self._view.clicked.connect(self._want_ticket)

    def _name_mending(self) -> None:
        """An unknown customer is created in the same panel, and the filing goes on from there."""
        error = None if self._filing is None else self._filing.error
        unknown = error is not None and error.code == "CUSTOMER_NOT_FOUND"
        self._mend.setText(
            self.tr("Créer ce client, puis déposer…") if unknown else self.tr("Corriger le dépôt")
        )

    def _decide(self, signal: SignalInstance) -> None:
        if self._filing is not None:
            signal.emit(self._filing.id)

    def _want_ticket(self) -> None:
        ticket = self._filing.ticket if self._filing is not None else None
        if ticket is not None and ticket.id is not None:
            self.ticket_requested.emit(ticket.id)

    def _ask_number(self) -> None:
        self._number_row.show()
        self._number.setFocus()

    def _allow_confirm(self, text: str) -> None:
        self._confirm.setEnabled(bool(text.strip()))

    def _confirm_number(self) -> None:
        number = self._number.text().strip().upper()
        if number and self._filing is not None:
            self.confirm_requested.emit(self._filing.id, number)

    def _ask_again(self) -> None:
        self._resend.hide()
        self._sure_row.show()
        self._unsure.setFocus()

    def _spare(self) -> None:
        self._sure_row.hide()
        self._resend.show()
        self._resend.setFocus()
