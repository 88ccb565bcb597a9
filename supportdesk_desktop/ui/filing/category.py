"""The category of a ticket: one of those in use, or a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from supportdesk_desktop.core.text import fold
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.widgets.layouts import named
from supportdesk_desktop.ui.widgets.popover import Suggestion, SuggestionBox
from supportdesk_desktop.ui.widgets.wells import Field

MOST_LINES = 20


class CategoryField(Field):
    """Typing filters what is in use; the line under it says that a category is a new one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.edit = named(QLineEdit(), "category")
        super().__init__("category-field", self.edit, parent=parent)
        self._in_use: tuple[str, ...] = ()
        self.box = SuggestionBox(self.edit, "category-suggestions", takes_only=True)
        self.box.picked.connect(self._on_picked)
        self.box.asked.connect(lambda: self._offer(self.edit.text()))
        self.edit.textEdited.connect(self._on_edited)
        self.edit.textChanged.connect(self._on_changed)
        self.edit.editingFinished.connect(self._on_finished)
        follow_language(self._name_all)

    def set_in_use(self, categories: Sequence[str]) -> None:
        """Offer these categories; what is typed stays."""
        self._in_use = tuple(categories)

    def _on_edited(self, typed: str) -> None:
        if typed.strip():
            self._offer(typed)
        else:
            self.box.hide()

    def _offer(self, typed: str) -> None:
        """Offer what has the text in it, what begins with it first."""
        wanted = fold(typed.strip())
        fitting = [one for one in self._in_use if wanted in fold(one) and one != typed]
        fitting.sort(key=lambda one: not fold(one).startswith(wanted))
        self.box.offer([Suggestion(one, one) for one in fitting[:MOST_LINES]], typed)

    def _on_picked(self, line: Suggestion) -> None:
        self.edit.setText(line.value)
        self.edit.setModified(True)

    def _on_changed(self) -> None:
        self.clear_problem()
        self.note.clear()

    def _on_finished(self) -> None:
        """Write one in use as the others write it; say so of a new one."""
        typed = self.edit.text().strip()
        known = [one for one in self._in_use if fold(one) == fold(typed)]
        if known and typed not in known:
            self.edit.setText(known[0])
        self._tell_of_new()

    def _tell_of_new(self) -> None:
        typed = self.edit.text().strip()
        if typed and self._in_use and typed not in self._in_use and not self.problem:
            self.note.show_note(self.tr("Nouvelle catégorie."))

    def _name_all(self) -> None:
        self.set_label(self.tr("Catégorie"))
        self.box.set_name(self.tr("Catégories déjà utilisées"))
        if self.note.text and not self.problem:
            self._tell_of_new()
