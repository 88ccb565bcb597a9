"""The fields of a ticket, and a draft from them and into them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from supportdesk_desktop.core.drafts import (
    NOTHING_TYPED,
    CustomerEntry,
    Draft,
    FieldProblem,
    Problem,
)
from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.ui.filing.category import CategoryField
from supportdesk_desktop.ui.filing.customer import CustomerBlock, CustomerField
from supportdesk_desktop.ui.filing.metadata import MetadataEditor
from supportdesk_desktop.ui.filing.panel_parts import DuplicateWell
from supportdesk_desktop.ui.filing.priority import PriorityPicker
from supportdesk_desktop.ui.filing.tags import TagEditor, TagNaming
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.markdown import MarkdownView
from supportdesk_desktop.ui.texts import translate
from supportdesk_desktop.ui.theme.tokens import XL, M
from supportdesk_desktop.ui.widgets.layouts import FoldingRow, named, vbox
from supportdesk_desktop.ui.widgets.markdown_editor import MarkdownEditor
from supportdesk_desktop.ui.widgets.wells import Field, Well
from supportdesk_desktop.ui.window.commands import PREVIEW

PREVIEW_KEYS = QKeySequence(PREVIEW.held[0])


class TicketForm(QWidget):
    """Everything that is written. ``edited`` follows each change by the agent."""

    edited = Signal()
    creation_opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new-ticket-form")
        self._filling = False
        self.refusal = named(Well("danger", "refused", parent=self), "refusal")
        self.refusal.hide()
        self.customer = CustomerField(self)
        self.block = CustomerBlock(self)
        self.block.hide()
        self._subject_edit = named(QLineEdit(), "subject")
        self.subject = Field("subject-field", self._subject_edit, required=True, parent=self)
        self.duplicate = DuplicateWell(self)
        self.picker = PriorityPicker()
        self.priority = Field("priority-field", self.picker, parent=self)
        self.category = CategoryField(self)
        self.tag_editor = TagEditor()
        self.tags = Field("tags-field", self.tag_editor, focus=self.tag_editor.edit, parent=self)
        self.naming = TagNaming(self)
        self.description = MarkdownEditor(MarkdownView(), PREVIEW_KEYS, self)
        self.metadata = MetadataEditor(self)
        # By their names on the wire, in reading order.
        self._marks: dict[str, Field | MarkdownEditor | MetadataEditor] = {
            "customerExternalId": self.customer,
            **self.block.fields,
            "subject": self.subject,
            "priority": self.priority,
            "category": self.category,
            "tagIds": self.tags,
            "description": self.description,
            "metadata": self.metadata,
        }
        self._lay_out()
        self._connect()
        follow_language(self._retranslate)

    @property
    def is_creating(self) -> bool:
        """Whether the customer is created first."""
        return not self.block.isHidden()

    def draft(self) -> Draft:
        """Return what is written now; metadata that is not JSON travels in it as typed."""
        return Draft(
            customer_external_id=self.customer.external_id,
            subject=self._subject_edit.text().strip(),
            description=self.description.markdown,
            priority=self.picker.priority.value,
            category=self.category.edit.text().strip() or None,
            metadata=msgspec.Raw(self.metadata.text.encode("utf-8", "surrogatepass")),
            tag_ids=self.tag_editor.tag_ids,
        )

    def customer_entry(self) -> CustomerEntry:
        """Return what is typed of the customer to create."""
        return msgspec.structs.replace(self.block.entry(), opened=self.is_creating)

    def has_something(self) -> bool:
        return self.draft() != Draft() or self.customer_entry() != NOTHING_TYPED

    def set_draft(self, draft: Draft, customer: CustomerEntry = NOTHING_TYPED) -> None:
        """Fill in a draft; the field that the agent is typing into keeps what is typed."""
        self._filling = True
        try:
            self.customer.set_external_id(draft.customer_external_id)
            for edit, text in (
                (self._subject_edit, draft.subject),
                (self.category.edit, draft.category or ""),
            ):
                if not (edit.hasFocus() and edit.isModified()):
                    edit.setText(text)
                    edit.setCursorPosition(0)
            self.picker.set_priority(draft.priority)
            self.tag_editor.set_tag_ids(draft.tag_ids)
            self.description.set_markdown(draft.description)
            metadata = bytes(draft.metadata).decode("utf-8", "surrogatepass")
            if metadata.strip() != self.metadata.text.strip():
                self.metadata.set_text(metadata)
            self.block.set_entry(customer)
            self.open_creation(customer.opened)
        finally:
            self._filling = False

    def clear(self) -> None:
        """Begin a new ticket: every field empty, every mark gone."""
        for edit in (self.customer.edit, self._subject_edit, self.category.edit):
            edit.setModified(False)
        self.description.text_edit.document().setModified(False)
        self.set_draft(Draft())
        self.tag_editor.edit.clear()
        self.naming.hide()
        self.duplicate.forget_dismissals()
        self.description.show_writing()
        self.clear_problems()

    def set_tags(self, tags: Sequence[Tag]) -> None:
        """Offer the tag book; chips get the names that are known now."""
        self.tag_editor.set_book(tags)
        self._tell_of_tags()

    def open_creation(self, opened: bool) -> None:
        """Open or close "Créer ce client"; what was typed there stays."""
        if opened:
            self.block.set_external_id(self.customer.external_id)
        if opened is not self.is_creating:
            self.block.setVisible(opened)
            self.metadata.set_folded(opened)
            self.creation_opened.emit(opened)
        self.customer.edit.following = self.block.email if opened else self._subject_edit

    def create_customer(self) -> None:
        """Open "Créer ce client" and go to what is missing there."""
        self.open_creation(True)
        self.block.first_to_mend().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, found: FieldProblem) -> None:
        """Mark one field with a problem found here."""
        if found.field == "metadata" and found.problem is Problem.BAD_JSON:
            self.metadata.set_folded(False)
            if self.metadata.find_fault():
                return
        self.mark(found.field, _problem_sentence(found))

    def mark(self, field: str, sentence: str, code: str = "") -> bool:
        """Mark a field, named as on the wire; return whether the form has it."""
        marked = self._marks.get(field)
        if field in self.block.fields:
            self.open_creation(True)
        if isinstance(marked, MetadataEditor):
            marked.set_folded(False)
        if isinstance(marked, Field):
            marked.set_problem(sentence, code=code)
        elif marked is not None:
            marked.set_problem(sentence)
        return marked is not None

    def clear_problems(self) -> None:
        self.refusal.hide()
        for marked in self._marks.values():
            marked.clear_problem()

    def first_marked(self) -> QWidget | None:
        """Return what takes the focus: the first marked field in reading order."""
        for marked in self._marks.values():
            # Of a customer that is being created the id is unknown, and meant to be.
            mended = marked is self.customer and self.is_creating
            if marked.problem and marked.isVisibleTo(self) and not mended:
                return self._entry_of(marked)
        return None

    def _entry_of(self, marked: Field | MarkdownEditor | MetadataEditor) -> QWidget:
        if isinstance(marked, MarkdownEditor):
            return marked.text_edit
        if isinstance(marked, MetadataEditor):
            return marked.focus_target()
        return self.picker.focus_target() if marked is self.priority else marked.entry

    def close_suggestions(self) -> None:
        """Hide whatever is offered: the field under it moves."""
        for box in (self.customer.box, self.category.box, self.tag_editor.box):
            box.hide()

    def set_right_margin(self, margin: int) -> None:
        """Leave ``margin`` px at the right: less beside a scroll bar."""
        self._column.setContentsMargins(XL, M, margin, M)

    def minimumSizeHint(self) -> QSize:
        """Return a width that all fields can take: below it they fold, never scroll sideways."""
        return QSize(0, super().minimumSizeHint().height())

    def _lay_out(self) -> None:
        pair = FoldingRow(M, self, (self.category, 1), (self.tags, 1))
        self._column = vbox(
            self.refusal,
            self.customer,
            self.block,
            self.subject,
            self.duplicate,
            self.priority,
            pair,
            self.naming,
            (self.description, 1),
            self.metadata,
            of=self,
            spacing=10,
        )
        self.set_right_margin(XL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _connect(self) -> None:
        self.customer.edit.textChanged.connect(self._on_customer)
        self.customer.edit.following = self._subject_edit
        self.customer.creation_wanted.connect(self.create_customer)
        self.customer.creation_wanted.connect(self._on_edited)
        self.block.changed.connect(self._on_edited)
        self.block.closed.connect(self._on_customer)
        self.block.closed.connect(self.customer.edit.setFocus)
        for field, changed in (
            (self.subject, self._subject_edit.textChanged),
            (self.category, self.category.edit.textChanged),
            (self.priority, self.picker.chosen),
            (self.description, self.description.changed),
        ):
            changed.connect(field.clear_problem)
            changed.connect(self._on_edited)
        for follow in (self.tags.clear_problem, self._tell_of_tags, self._on_edited):
            self.tag_editor.changed.connect(follow)
        self.tag_editor.typed.connect(self.tags.clear_problem)
        self.tag_editor.refused.connect(self._on_tag_refused)
        self.tags.note.link_clicked.connect(self._ask_tag_name)
        self.naming.closed.connect(self.tag_editor.edit.setFocus)
        self.metadata.changed.connect(self._on_edited)

    def _on_edited(self) -> None:
        if not self._filling:
            self.edited.emit()

    def _on_customer(self) -> None:
        self.open_creation(False)
        self._on_edited()

    def _tell_of_tags(self) -> None:
        """Offer a place in the tag book to a tag that is known by its UUID alone."""
        if self.tags.problem:
            return
        self.tags.note.clear()
        if self.tag_editor.unnamed():
            text, link = self.tr("Étiquette sans nom."), self.tr("Ajouter au carnet")
            self.tags.note.show_note(text, link=link)

    def _ask_tag_name(self) -> None:
        for tag_id in self.tag_editor.unnamed()[:1]:
            self.naming.ask(tag_id)

    def _on_tag_refused(self, typed: str) -> None:
        self.tags.set_problem(self.tr("Étiquette inconnue : {text}").format(text=typed))

    def _retranslate(self) -> None:
        self.subject.set_label(self.tr("Sujet"))
        self.priority.set_label(self.tr("Priorité"))
        self.tags.set_label(self.tr("Étiquettes"))
        self._tell_of_tags()


def _problem_sentence(found: FieldProblem) -> str:
    """Return the sentence for a problem found here, before anything was sent."""
    return {
        Problem.REQUIRED: _required_sentence(found.field),
        Problem.UNKNOWN_PRIORITY: translate("Filing", "Choisissez une des cinq priorités."),
        Problem.BAD_TEXT: translate(
            "Filing", "Ce texte contient un caractère qui ne peut pas être transmis."
        ),
        Problem.BAD_JSON: translate("Filing", "Les métadonnées ne sont pas un objet JSON valide."),
        Problem.OWN_CLIENT_REF: translate(
            "Filing",
            "La clé « clientRef » est réservée à l’application : donnez un autre nom à la vôtre.",
        ),
        Problem.BAD_TAG: translate("Filing", "« {tag} » n’est pas l’UUID d’une étiquette.").format(
            tag=found.note
        ),
        Problem.TOO_LARGE: translate(
            "Filing", "Le ticket dépasse 1 Mio : raccourcissez la description ou les métadonnées."
        ),
    }[found.problem]


def _required_sentence(field: str) -> str:
    sentences = {
        "customerExternalId": translate("Filing", "Indiquez l’identifiant du client."),
        "subject": translate("Filing", "Indiquez le sujet du ticket."),
        "description": translate("Filing", "Décrivez la demande du client."),
    }
    return sentences.get(field) or translate("Filing", "Ce champ est obligatoire.")
