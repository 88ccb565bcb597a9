"""A form field: label, "obligatoire", control, and the sentence under it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.theme.tokens import TYPE_ROLES
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import hbox, vbox
from supportdesk_desktop.ui.widgets.wells import NoteLine


class Field(QWidget):
    """Puts a label, its buddy and their note together; the note describes the control."""

    def __init__(
        self,
        name: str,
        control: QWidget,
        *,
        required: bool = False,
        focus: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the field.

        Args:
            name: object name; the note's is ``{name}-note``.
            control: what is laid out under the label.
            required: the label says that it must be filled in.
            focus: what takes the focus and the edge of a refusal; ``control`` itself by default.
            parent: the owner.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.control = control
        self.entry = focus or control
        self.note = NoteLine(f"{name}-note", self)
        self._required = required
        self._problem = ""
        self._label = Label("", "bodymedium", "text1", self)
        self._label.setBuddy(self.entry)
        self._hint = Label("", "caption", "text3", self)
        self._head = hbox(self._label, self._hint, None, spacing=6)
        vbox(self._head, control, self.note, None, of=self, spacing=2)
        theme().changed.connect(self._on_theme)
        self._on_theme()
        follow_language(self._retranslate)

    def set_label(self, text: str) -> None:
        """Name the field; the control gets the same name for screen readers."""
        self._label.setText(text)
        self.entry.setAccessibleName(text)

    def set_problem(self, sentence: str, *, code: str = "", link: str = "") -> None:
        """Mark the field with what is wrong: 2 px edge, icon, sentence, accessible description."""
        self._problem = sentence
        self.note.show_note(sentence, tone="danger", icon="refused", code=code, link=link)
        self._mark(refused=True)

    def clear_problem(self) -> None:
        """Take the mark away; a note that is no problem stays."""
        if self._problem:
            self._problem = ""
            self.note.clear()
            self._mark(refused=False)

    @property
    def problem(self) -> str:
        """The sentence that says what is wrong, empty when nothing is."""
        return self._problem

    def _retranslate(self) -> None:
        self._hint.setText(self.tr("obligatoire") if self._required else "")
        self._hint.setVisible(self._required)

    def _on_theme(self) -> None:
        self._label.setMinimumHeight(theme().px(TYPE_ROLES["bodymedium"].line))

    def _mark(self, *, refused: bool) -> None:
        for widget in {self.control, self.entry}:
            set_look(widget, "refused", refused)
        self.entry.setAccessibleDescription(self.note.text if refused else "")
