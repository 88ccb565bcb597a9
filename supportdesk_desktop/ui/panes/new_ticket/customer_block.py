"""Create the customer on the spot: the id is locked, email and name are required."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from supportdesk_desktop.core.customers import (
    BENIN,
    CustomerEntry,
    NewCustomer,
    check_customer,
    phone_number,
)
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.panes.new_ticket.wording import customer_sentence
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import M, S
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.combo_box import ComboBox
from supportdesk_desktop.ui.widgets.field import Field
from supportdesk_desktop.ui.widgets.folding_row import FoldingRow
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label

PREFIXES = (BENIN, "+228", "+234", "+227", "+226", "+225", "+233", "+221", "+241", "+33")
"""Benin first, then its neighbours and where its traders live."""


class CustomerBlock(QFrame):
    """The form of a new customer; what was typed stays when it is closed."""

    changed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("customer-block")
        self.setProperty("kind", "well")
        self._external_id = ""
        self._make_head()
        self.email = _line("customer-email")
        self.name = _line("customer-name")
        self.phone = _line("customer-phone")
        self.phone.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
        self._email_field = Field("customer-email-field", self.email, required=True)
        self._name_field = Field("customer-name-field", self.name, required=True)
        self._phone_field = Field("customer-phone-field", self._make_phone(), focus=self.phone)
        self.fields = {
            "email": self._email_field,
            "name": self._name_field,
            "phone": self._phone_field,
        }
        self._next = Label("", "bodymedium", "text1", self)
        self._then = Label("", "caption", "text2", self)
        self._then.setWordWrap(True)
        self._lay_out()
        for name, edit in (("email", self.email), ("name", self.name), ("phone", self.phone)):
            edit.textChanged.connect(lambda _text, name=name: self._on_changed(name))
        self.prefix.activated.connect(lambda: self._on_changed("phone"))
        theme().changed.connect(self._on_theme)
        self._on_theme()
        follow_language(self._retranslate)

    @property
    def customer(self) -> NewCustomer:
        """The customer as typed."""
        return NewCustomer(
            self._external_id,
            self.email.text().strip(),
            self.name.text().strip(),
            phone_number(self.prefix.currentText(), self.phone.text()),
        )

    def entry(self) -> CustomerEntry:
        """Return what is typed, as typed; whether the block is open is the form's to say."""
        return CustomerEntry(
            email=self.email.text(),
            name=self.name.text(),
            prefix=self.prefix.currentText(),
            phone=self.phone.text(),
        )

    def set_entry(self, entry: CustomerEntry) -> None:
        """Fill in what was typed earlier."""
        self.email.setText(entry.email)
        self.name.setText(entry.name)
        self.phone.setText(entry.phone)
        self.prefix.setCurrentIndex(max(0, self.prefix.findText(entry.prefix)))

    def set_external_id(self, external_id: str) -> None:
        """Lock the id of the customer to create."""
        self._external_id = external_id
        self._id.setText(external_id)

    def clear(self) -> None:
        """Empty every field."""
        for edit in (self.email, self.name, self.phone):
            edit.clear()
        self.prefix.setCurrentIndex(0)

    def find_problems(self) -> bool:
        """Mark what must be mended and return whether there is any."""
        problems = check_customer(self.customer)
        for name, problem in problems.items():
            self.set_problem(name, customer_sentence(name, problem))
        return bool(problems)

    def set_problem(self, field: str, sentence: str, code: str = "") -> None:
        """Mark one field: ``email``, ``name`` or ``phone``."""
        self.fields[field].set_problem(sentence, code=code)

    def first_to_mend(self) -> QWidget:
        """Return the first field with a problem, else the first empty required one, else email."""
        for field in self.fields.values():
            if field.problem:
                return field.entry
        return self.name if self.email.text() and not self.name.text() else self.email

    def _make_head(self) -> None:
        self._user = QLabel(self)
        self._lock = QLabel(self)
        self._title = Label("", "bodystrong", "text1", self)
        self._id = ElidedLabel("", "mono", "text2", self)
        self._close = IconButton("x", "", self)
        self._close.setObjectName("customer-block-close")
        self._close.clicked.connect(self.closed)

    def _make_phone(self) -> QWidget:
        self.prefix = ComboBox()
        self.prefix.setObjectName("customer-phone-prefix")
        self.prefix.addItems(PREFIXES)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.prefix)
        line.addWidget(self.phone, 1)
        return both

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        for widget in (self._user, self._title, self._id, self._lock):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._close)
        after = QWidget()
        words = QVBoxLayout(after)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addWidget(self._next)
        words.addWidget(self._then)
        words.addStretch(1)
        first, second = FoldingRow(M, self), FoldingRow(M, self)
        first.add(self._email_field, 1)
        first.add(self._name_field, 1)
        second.add(self._phone_field, 1)
        second.add(after, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 14, 12)
        column.setSpacing(S)
        column.addLayout(head)
        column.addWidget(first)
        column.addWidget(second)

    def _on_changed(self, field: str) -> None:
        self.fields[field].clear_problem()
        if field == "phone":
            self._hint_phone()
        self.changed.emit()

    def _hint_phone(self) -> None:
        text = (
            self.tr("Facultatif, 10 chiffres au Bénin")
            if self.prefix.currentText() == BENIN
            else self.tr("Facultatif")
        )
        self._phone_field.note.show_note(text)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Créer ce client"))
        self._close.set_name(self.tr("Ne pas créer ce client"))
        self._email_field.set_label(self.tr("Courriel"))
        self._name_field.set_label(self.tr("Nom"))
        self._phone_field.set_label(self.tr("Téléphone"))
        self.prefix.setAccessibleDescription(self.tr("Indicatif du pays"))
        self._next.setText(self.tr("Ensuite"))
        self._then.setText(
            self.tr(
                "Le client est créé, puis le ticket part seul. Si le courriel appartient à un "
                "autre client, rien n’est déposé."
            )
        )
        if not self._phone_field.problem:
            self._hint_phone()

    def _on_theme(self) -> None:
        self._user.setPixmap(theme().pixmap("user", "text2"))
        self._lock.setPixmap(theme().pixmap("lock", "text3", 14))
        digits = QFontMetrics(theme().font("body")).horizontalAdvance(BENIN)
        self.prefix.setFixedWidth(digits + theme().px(16) + 32)


def _line(name: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setObjectName(name)
    return edit
