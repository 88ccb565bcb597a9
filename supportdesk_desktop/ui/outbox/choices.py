"""Decisions about a filing: buttons by its state, with what they ask."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
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
    """ "Que faire ?": buttons by state, with the entry of a number and the second question."""

    decided = Signal(str, object)
    """The decision (wait, resend, mend, now, withdraw), and the ``FilingId``."""
    confirm_requested = Signal(object, str)
    """The ``FilingId``, and the number of its ticket."""
    ticket_requested = Signal(object)
    """A ``TicketId``."""

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
        self._sure_text = Label("", "body", "danger", self._sure_row, wraps=True)
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
        same = self._filing is not None and self._filing.id == filing.id
        self._filing, state = filing, filing.state
        uncertain = state is FilingState.UNCERTAIN
        if not (same and uncertain):
            self._number.clear()
            self._number_row.hide()
            self._sure_row.hide()
        open_to_person = state in {FilingState.QUEUED, FilingState.REFUSED, FilingState.UNCERTAIN}
        for widget, offered in (
            (self._found, uncertain),
            (self._wait, uncertain),
            (self._resend, uncertain and self._sure_row.isHidden()),
            (self._mend, state is FilingState.REFUSED),
            (self._now, state is FilingState.QUEUED),
            (self._view, filing.ticket is not None and filing.ticket.id is not None),
            (self._withdraw, open_to_person),
            (self._title, open_to_person),
        ):
            widget.setVisible(offered)
        self._name_by_filing()

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
        self._now.setText(self.tr("Envoyer maintenant"))
        self._withdraw.setText(self.tr("Retirer ce dépôt"))
        self._name_by_filing()

    def _lay_out(self) -> None:
        left = Qt.AlignmentFlag.AlignLeft
        self._number_label.setBuddy(self._number)
        hbox(self._number_label, (self._number, 1), self._confirm, of=self._number_row, spacing=S)
        answers = ((self._sure, left), (self._unsure, left))
        vbox(self._sure_text, *answers, of=self._sure_row, spacing=S)
        vbox(
            *(self._title, (self._mend, left), (self._now, left), (self._found, left)),
            *(self._number_row, (self._wait, left), (self._resend, left), self._sure_row),
            *((self._view, left), (self._withdraw, left)),
            of=self,
            spacing=S,
        )
        for button in self.findChildren(QPushButton):
            # A narrow pane cuts the words rather than scroll sideways.
            button.setMinimumWidth(_LEAST_BUTTON)

    def _connect(self) -> None:
        self._found.clicked.connect(self._ask_number)
        self._confirm.clicked.connect(self._confirm_number)
        self._number.returnPressed.connect(self._confirm_number)
        self._number.textChanged.connect(lambda text: self._confirm.setEnabled(bool(text.strip())))
        self._confirm.setEnabled(False)
        self._resend.clicked.connect(self._ask_again)
        self._unsure.clicked.connect(self._cancel_resend)
        for act, button in (
            ("resend", self._sure),
            ("wait", self._wait),
            ("mend", self._mend),
            ("now", self._now),
            ("withdraw", self._withdraw),
        ):
            button.clicked.connect(lambda _=False, act=act: self._decide(act))
        self._view.clicked.connect(self._want_ticket)

    def _name_by_filing(self) -> None:
        """Name what says more of the filing that is shown."""
        if self._filing is None:
            return
        error, ticket = self._filing.error, self._filing.ticket
        # An unknown customer is created in the same panel, and the filing goes on from there.
        unknown = error is not None and error.code == "CUSTOMER_NOT_FOUND"
        create, correct = self.tr("Créer ce client, puis déposer…"), self.tr("Corriger le dépôt")
        self._mend.setText(create if unknown else correct)
        if ticket is not None:
            self._view.setText(self.tr("Voir {number}").format(number=ticket.ticket_number))

    def _decide(self, act: str) -> None:
        if self._filing is not None:
            self.decided.emit(act, self._filing.id)

    def _want_ticket(self) -> None:
        ticket = self._filing.ticket if self._filing is not None else None
        if ticket is not None:
            self.ticket_requested.emit(ticket.id)

    def _ask_number(self) -> None:
        self._number_row.show()
        self._number.setFocus()

    def _confirm_number(self) -> None:
        number = self._number.text().strip().upper()
        if number and self._filing is not None:
            self.confirm_requested.emit(self._filing.id, number)

    def _ask_again(self) -> None:
        self._resend.hide()
        self._sure_row.show()
        self._unsure.setFocus()

    def _cancel_resend(self) -> None:
        self._sure_row.hide()
        self._resend.show()
        self._resend.setFocus()
