"""The customer of a ticket: found as one types, or created on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from supportdesk_desktop.core.drafts import (
    BENIN,
    CustomerEntry,
    CustomerProblem,
    KnownCustomer,
    NewCustomer,
    check_customer,
    find,
    matching,
    phone_number,
)
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import age, locale, short_day, translate
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import M, S
from supportdesk_desktop.ui.timers import now_ms
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.choices import ComboBox
from supportdesk_desktop.ui.widgets.focus import StridingEdit
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Icon, Label
from supportdesk_desktop.ui.widgets.layouts import FoldingRow, hbox, named, vbox
from supportdesk_desktop.ui.widgets.popover import Suggestion, SuggestionBox
from supportdesk_desktop.ui.widgets.wells import Field

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
        self._title = Label("", "bodystrong", "text1", self)
        self._id = ElidedLabel("", "mono", "text2", self)
        self._close = named(IconButton("x", "", self), "customer-block-close")
        self._close.clicked.connect(self.closed)
        self.email = named(QLineEdit(), "customer-email")
        self.name = named(QLineEdit(), "customer-name")
        self.prefix = named(ComboBox(), "customer-phone-prefix")
        self.prefix.addItems(PREFIXES)
        self.phone = named(QLineEdit(), "customer-phone")
        self.phone.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
        number = QWidget()
        hbox(self.prefix, (self.phone, 1), of=number, spacing=6)
        self.fields = {
            "email": Field("customer-email-field", self.email, required=True),
            "name": Field("customer-name-field", self.name, required=True),
            "phone": Field("customer-phone-field", number, focus=self.phone),
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
        self.email.setText(entry.email)
        self.name.setText(entry.name)
        self.phone.setText(entry.phone)
        self.prefix.setCurrentIndex(max(0, self.prefix.findText(entry.prefix)))

    def set_external_id(self, external_id: str) -> None:
        """Lock the id of the customer to create."""
        self._external_id = external_id
        self._id.setText(external_id)

    def find_problems(self) -> bool:
        """Mark what must be mended and return whether there is any."""
        problems = check_customer(self.customer)
        for name, problem in problems.items():
            self.fields[name].set_problem(_problem_sentence(name, problem))
        return bool(problems)

    def first_to_mend(self) -> QWidget:
        """Return the first field with a problem, else the first empty required one, else email."""
        for field in self.fields.values():
            if field.problem:
                return field.entry
        return self.name if self.email.text() and not self.name.text() else self.email

    def _lay_out(self) -> None:
        user, lock = Icon("user", "text2", parent=self), Icon("lock", "text3", 14, self)
        head = hbox(user, self._title, self._id, lock, None, self._close, spacing=S)
        after = QWidget()
        vbox(self._next, self._then, None, of=after, spacing=2)
        email, name, phone = self.fields.values()
        first = FoldingRow(M, self, (email, 1), (name, 1))
        second = FoldingRow(M, self, (phone, 1), (after, 1))
        vbox(head, first, second, of=self, margins=(14, 6, 14, 12), spacing=S)

    def _on_changed(self, field: str) -> None:
        self.fields[field].clear_problem()
        if field == "phone":
            self._hint_phone()
        self.changed.emit()

    def _hint_phone(self) -> None:
        text = self.tr("Facultatif")
        if self.prefix.currentText() == BENIN:
            text = self.tr("Facultatif, 10 chiffres au Bénin")
        self.fields["phone"].note.show_note(text)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Créer ce client"))
        self._close.set_name(self.tr("Ne pas créer ce client"))
        self.fields["email"].set_label(self.tr("Courriel"))
        self.fields["name"].set_label(self.tr("Nom"))
        self.fields["phone"].set_label(self.tr("Téléphone"))
        self.prefix.setAccessibleDescription(self.tr("Indicatif du pays"))
        self._next.setText(self.tr("Ensuite"))
        self._then.setText(
            self.tr(
                "Le client est créé, le ticket est ensuite envoyé automatiquement. Si le courriel "
                "appartient à un autre client, rien n’est déposé."
            )
        )
        if not self.fields["phone"].problem:
            self._hint_phone()

    def _on_theme(self) -> None:
        digits = QFontMetrics(theme().font("body")).horizontalAdvance(BENIN)
        self.prefix.setFixedWidth(digits + theme().px(16) + 32)


def _problem_sentence(field: str, problem: CustomerProblem) -> str:
    if problem is CustomerProblem.BAD_EMAIL:
        return translate("Filing", "Un courriel s’écrit nom@domaine.bj.")
    if problem is CustomerProblem.BAD_PHONE:
        return translate("Filing", "Un numéro a 10 chiffres au Bénin : 01 97 00 48 12.")
    if field == "email":
        return translate("Filing", "Le courriel est nécessaire pour créer le client.")
    return translate("Filing", "Le nom est nécessaire pour créer le client.")


RECENT = 8


class CustomerField(Field):
    """Field of the external id. The line under it says whether the customer is known here."""

    creation_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.edit = named(StridingEdit(), "customer-external-id")
        super().__init__("customer-field", self.edit, required=True, parent=parent)
        self._customers: tuple[KnownCustomer, ...] = ()
        self.edit.setProperty("face", "mono")
        self.box = SuggestionBox(self.edit, "customer-suggestions", takes_only=True)
        self.box.picked.connect(self._on_picked)
        self.box.asked.connect(self._show_recent)
        self.edit.textEdited.connect(self._offer)
        self.edit.textChanged.connect(self._on_changed)
        self.note.link_clicked.connect(self._on_link)
        follow_language(self._name_all)

    @property
    def external_id(self) -> str:
        """The id as it will be filed: without spaces around it."""
        return self.edit.text().strip()

    @property
    def customer(self) -> KnownCustomer | None:
        """The known customer with this id."""
        return find(self._customers, self.external_id)

    def set_customers(self, customers: Sequence[KnownCustomer]) -> None:
        """Offer these customers; what is typed stays."""
        self._customers = tuple(customers)
        self._show_note()
        if self.edit.hasFocus() and self.edit.isModified():
            self._offer(self.edit.text())

    def set_external_id(self, external_id: str) -> None:
        """Fill in an id, unless the agent is typing one."""
        if not (self.edit.hasFocus() and self.edit.isModified()):
            self.edit.setText(external_id)

    def refuse_unknown(self) -> None:
        """Say that the server has no customer with this id (CUSTOMER_NOT_FOUND)."""
        self.set_problem(
            self.tr("Aucun client avec cet identifiant"),
            code="CUSTOMER_NOT_FOUND",
            link=self.tr("Chercher un client connu"),
        )

    def _name_all(self) -> None:
        self.set_label(self.tr("Client (identifiant externe)"))
        self.box.set_name(self.tr("Clients connus"))
        self._show_note()

    def _on_changed(self) -> None:
        self.clear_problem()
        self._show_note()

    def _on_picked(self, line: Suggestion) -> None:
        self.edit.setText(line.value)
        self.edit.setModified(True)

    def _on_link(self) -> None:
        if self.problem:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_recent()
        else:
            self.creation_wanted.emit()

    def _show_recent(self) -> None:
        recent = sorted(self._customers, key=lambda one: one.last_used_ms, reverse=True)
        self._show(recent[:RECENT], "")

    def _offer(self, typed: str) -> None:
        if self.customer is not None:
            self.box.hide()
        else:
            self._show(matching(self._customers, typed), typed)

    def _show(self, customers: Sequence[KnownCustomer], typed: str) -> None:
        at_ms = now_ms()
        lines = [
            Suggestion(
                one.external_id,
                one.name or one.external_id,
                code=one.external_id if one.name else "",
                detail=one.email or "",
                aside=_last_used(one.last_used_ms, at_ms) if one.last_used_ms else "",
                icon="user",
            )
            for one in customers
        ]
        foot = self.tr("Entrée garde « {text} » tel quel : le serveur dira s’il existe")
        if len(lines) == 1:
            foot = self.tr("Entrée prend ce client, Tab garde « {text} » tel quel")
        self.box.offer(lines, typed, foot.format(text=typed.strip()) if typed.strip() else "")

    def _show_note(self) -> None:
        if self.problem:
            return
        known = self.customer
        if known is not None:
            self.note.show_note(self._known_text(known), tone="ok", icon="check")
        elif self.external_id:
            self.note.show_note(
                self.tr("Inconnu sur ce poste : le serveur dira s’il existe."),
                link=self.tr("Créer ce client"),
            )
        else:
            self.note.clear()

    def _known_text(self, known: KnownCustomer) -> str:
        since = self.tr("Connu sur ce poste.")
        if known.first_seen_ms:
            day = QDateTime.fromMSecsSinceEpoch(known.first_seen_ms).date()
            shown = locale().toString(day, self.tr("d MMMM"))
            since = self.tr("Connu sur ce poste depuis le {day}.").format(day=shown)
        who = ", ".join(part for part in (known.name, known.email) if part)
        return f"{who}. {since}" if who else since


def _last_used(ms: int, at_ms: int) -> str:
    """Write when a customer was last dealt with: "16 min" today, else the day."""
    day, today = (datetime.fromtimestamp(one / 1000).date() for one in (ms, at_ms))
    return age(ms, at_ms) if day == today else short_day(day, today)
