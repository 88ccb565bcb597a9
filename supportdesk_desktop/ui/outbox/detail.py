"""One filing in full: its state explained, what is known of it, and what may be done."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from supportdesk_desktop.core.filing import (
    Doubling,
    Doubt,
    DoubtFacts,
    Filing,
    FilingState,
    doubling,
)
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.outbox.facts import DoubtFactsText, FactList
from supportdesk_desktop.ui.outbox.words import FilingWords
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import L, M, S
from supportdesk_desktop.ui.widgets.buttons import (
    DangerButton,
    IconButton,
    PlainButton,
    PrimaryButton,
    QuietButton,
)
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, Label
from supportdesk_desktop.ui.widgets.wells import Well

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


_WELL_TONES = {
    FilingState.UNCERTAIN: "warn",
    FilingState.REFUSED: "danger",
    FilingState.CONFIRMED: "ok",
}


class FilingDetail(QFrame):
    """The right side of the outbox; widgets are kept and filled again for each filing."""

    doubt_shown = Signal(object)  # the uncertain Filing, whose facts are wanted

    def __init__(self, words: FilingWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filing-detail")
        self.setProperty("ground", "surface")
        self._words = words
        self._filing: Filing | None = None
        self._repeats = False
        self.back = IconButton("back", parent=self)
        self.back.setObjectName("filing-back")
        self._when = ElidedLabel("", "bodystrong", "text2", self)
        self._copy = IconButton("copy", parent=self)
        self._copy.setObjectName("filing-copy-ref")
        self._subject = Label("", "title", "text1", self)
        self._subject.setWordWrap(True)
        self._priority = IconLabel("", "", "bodystrong", "text2", self)
        self._customer = ElidedLabel("", "mono", "text2", self)
        self._well = Well(parent=self)
        self._facts_title = Label("", "captionstrong", "text2", self)
        self._facts = FactList(self)
        self._doubt = DoubtFactsText(self)
        self.choices = FilingChoices(self)
        self._lay_out()
        self._copy.clicked.connect(self._copy_reference)
        follow_language(self._retranslate)

    def set_repeats(self, repeats: bool) -> None:
        """Say whether this desk announced idempotency-key."""
        self._repeats = repeats
        self._fill()

    def show_filing(self, filing: Filing) -> None:
        """Show a filing."""
        self._filing = filing
        self._fill()
        if filing.state is FilingState.UNCERTAIN:
            self.doubt_shown.emit(filing)

    def show_doubt_facts(self, facts: DoubtFacts) -> None:
        """Say what is known of the uncertain filing that is shown."""
        self._doubt.show_facts(facts)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Dépôt"))
        self.back.set_name(self.tr("Revenir à la liste"))
        self._copy.set_name(self.tr("Copier la référence locale"))
        self._facts_title.setText(self.tr("Ce que l’on sait"))
        self._fill()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.back)
        head.addWidget(self._when, 1)
        head.addWidget(self._copy)
        facts = QHBoxLayout()
        facts.setSpacing(S)
        facts.addWidget(self._priority)
        facts.addWidget(Label("·", "body", "text3", self))
        facts.addWidget(self._customer, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 10, 24, 24)
        column.setSpacing(S)
        column.addLayout(head)
        column.addWidget(self._subject)
        column.addLayout(facts)
        column.addSpacing(2)
        column.addWidget(self._well)
        column.addSpacing(M)
        column.addWidget(self._facts_title)
        column.addWidget(self._facts)
        column.addSpacing(L)
        column.addWidget(self._doubt)
        column.addWidget(self.choices)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setMinimumWidth(theme().px(360))

    def _fill(self) -> None:
        filing = self._filing
        if filing is None:
            return
        draft = filing.draft
        day = datetime.fromtimestamp(filing.created_ms / 1000).date()
        self._when.setText(
            self.tr("Dépôt du {day}, {time}").format(
                day=texts.day_range(day, day),
                time=texts.clock_seconds(filing.created_ms),
            )
        )
        self._subject.setText(texts.one_line(draft.subject))
        priority = draft.priority.lower()
        known = priority in {"low", "medium", "high", "urgent", "critical"}
        icon, tone = (f"p-{priority}", priority) if known else ("", "text2")
        self._priority.set_content(icon, texts.priority_name(draft.priority), tone)
        self._customer.setText(texts.one_line(draft.customer_external_id))
        look = self._words.look(filing.state)
        title, text = self._words.explanation(filing, repeats=self._repeats)
        tone = _WELL_TONES.get(filing.state, "neutral")
        if doubling(filing) is not Doubling.NONE:
            tone = "warn"
        self._well.set_content(tone, look.icon, title, text)
        self._facts.show_facts(self._words.facts(filing))
        uncertain = filing.state is FilingState.UNCERTAIN
        repeats = self._repeats and filing.doubt is not Doubt.CONFLICT
        self._doubt.show_filing(filing if uncertain else None, repeats=repeats)
        self.choices.show_filing(filing)

    def _copy_reference(self) -> None:
        if self._filing is not None:
            QGuiApplication.clipboard().setText(self._filing.client_ref)
