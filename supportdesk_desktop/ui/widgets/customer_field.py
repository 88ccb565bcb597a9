"""The customer's external id, completed from the customers known on this computer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from supportdesk_desktop.core.customers import KnownCustomer, find, matching
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import age, locale, short_day
from supportdesk_desktop.ui.widgets.field import Field
from supportdesk_desktop.ui.widgets.suggestion_lines import Suggestion
from supportdesk_desktop.ui.widgets.suggestions import SuggestionBox

RECENT = 8


class CustomerField(Field):
    """Field of the external id. The line under it says whether the customer is known here."""

    edited = Signal(str)
    creation_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.edit = QLineEdit()
        super().__init__("customer-field", self.edit, required=True, parent=parent)
        self._customers: tuple[KnownCustomer, ...] = ()
        self.edit.setObjectName("customer-external-id")
        self.edit.setProperty("face", "mono")
        self.box = SuggestionBox(self.edit, "customer-suggestions")
        self.box.picked.connect(self._on_picked)
        self.edit.textEdited.connect(self._on_edited)
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
        self._tell()
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
        self._tell()

    def _on_changed(self) -> None:
        self.clear_problem()
        self._tell()

    def _on_edited(self, text: str) -> None:
        self._offer(text)
        self.edited.emit(text)

    def _on_picked(self, line: Suggestion) -> None:
        self.edit.setText(line.value)
        self.edit.setModified(True)
        self.edited.emit(line.value)

    def _on_link(self) -> None:
        if self.problem:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            recent = sorted(self._customers, key=lambda one: one.last_used_ms, reverse=True)
            self._show(recent[:RECENT], "")
        else:
            self.creation_wanted.emit()

    def _offer(self, typed: str) -> None:
        if self.customer is not None:
            self.box.hide()
            return
        self._show(matching(self._customers, typed), typed)

    def _show(self, customers: Sequence[KnownCustomer], typed: str) -> None:
        now_ms = QDateTime.currentMSecsSinceEpoch()
        lines = [
            Suggestion(
                one.external_id,
                one.name or one.external_id,
                code=one.external_id if one.name else "",
                detail=one.email or "",
                aside=_last_used(one.last_used_ms, now_ms) if one.last_used_ms else "",
                icon="user",
            )
            for one in customers
        ]
        foot = self.tr("Entrée garde « {text} » tel quel : le serveur dira s’il existe")
        self.box.offer(lines, typed, foot.format(text=typed.strip()) if typed.strip() else "")

    def _tell(self) -> None:
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
        who = ", ".join(part for part in (known.name, known.email) if part)
        if known.first_seen_ms:
            day = QDateTime.fromMSecsSinceEpoch(known.first_seen_ms).date()
            since = self.tr("Connu sur ce poste depuis le {day}.").format(
                day=locale().toString(day, self.tr("d MMMM"))
            )
        else:
            since = self.tr("Connu sur ce poste.")
        return f"{who}. {since}" if who else since


def _last_used(ms: int, now_ms: int) -> str:
    """Write when a customer was last dealt with: "16 min" today, else the day."""
    day, today = (datetime.fromtimestamp(one / 1000).date() for one in (ms, now_ms))
    return age(ms, now_ms) if day == today else short_day(day, today)
