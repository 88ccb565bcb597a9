"""Rows of the metadata editor: that of an entry, and that of the reference."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from supportdesk_desktop.core.metadata import MetaRow, MetaType, edited
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import metadata_type_names
from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.choices import ComboBox
from supportdesk_desktop.ui.widgets.focus import StridingEdit
from supportdesk_desktop.ui.widgets.labels import Icon, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named

_PART = ": "
"""Typed or pasted into the key, it parts the key from the value."""
_BOOLEANS = ("true", "false")


class MetadataRowEdit(QWidget):
    """Edits one ``MetaRow``; a value that is not touched keeps the JSON text it came from.

    A boolean is chosen, every other value is typed. ``entered``: Enter was pressed in the row.
    """

    changed = Signal()
    removed = Signal()
    entered = Signal()

    def __init__(self, row: MetaRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = row
        self._types_itself = row.is_blank
        """Whether what is typed may say its type: the type of this row was never chosen."""
        self.key_edit = named(StridingEdit(self), "metadata-key")
        self.type_box = named(ComboBox(self), "metadata-type")
        self.type_box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.value_edit = named(QLineEdit(self), "metadata-value")
        for edit in (self.key_edit, self.value_edit):
            edit.setProperty("face", "mono")
            edit.setMinimumWidth(48)
        self.choice = named(ComboBox(self), "metadata-choice")
        self.choice.addItems(_BOOLEANS)
        self.choice.setProperty("face", "mono")
        self._remove = named(IconButton("x", "", self), "metadata-remove")
        key, value, choice = (self.key_edit, 145), (self.value_edit, 277), (self.choice, 277)
        hbox(key, self.type_box, value, choice, self._remove, of=self, spacing=6)
        for kind in MetaType:
            self.type_box.addItem("", kind.value)
        follow_language(self._retranslate)
        self.key_edit.setText(row.key)
        self.type_box.setCurrentIndex(self.type_box.findData(row.type.value))
        self.value_edit.setText(row.value)
        self.value_edit.setCursorPosition(0)
        self.value_edit.setReadOnly(row.type is MetaType.NULL)
        self._show_value()
        self.key_edit.textChanged.connect(self.changed)
        self.key_edit.textEdited.connect(self._part_key)
        self.value_edit.textChanged.connect(self.changed)
        self.value_edit.textEdited.connect(self._follow_value)
        self.value_edit.editingFinished.connect(self._show_value)
        self.choice.activated.connect(
            lambda index: self.value_edit.setText(self.choice.itemText(index))
        )
        self.type_box.activated.connect(self._on_type)
        self._remove.clicked.connect(self.removed)
        theme().changed.connect(self._fit_types)

    @property
    def row(self) -> MetaRow:
        """The entry as typed."""
        kind = MetaType(self.type_box.currentData())
        key, value = self.key_edit.text(), self.value_edit.text()
        return edited(self._source, key=key, type_=kind, value=value)

    def mark(self, sentence: str, *, in_key: bool) -> None:
        """Mark key or value as refused, with the sentence as description."""
        edit = self.key_edit if in_key else self.value_entry
        set_look(edit, "refused", True)
        edit.setAccessibleDescription(sentence)

    def clear_marks(self) -> None:
        for edit in (self.key_edit, self.value_edit, self.choice):
            set_look(edit, "refused", False)
            edit.setAccessibleDescription("")

    @property
    def value_entry(self) -> QWidget:
        """What the value is typed into, or chosen from."""
        is_boolean = self.type_box.currentData() == MetaType.BOOLEAN
        return self.choice if is_boolean else self.value_edit

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter: from the key to a value that is missing, from anywhere else to a row."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or held:
            super().keyPressEvent(event)
        elif self.key_edit.hasFocus() and self.key_edit.text() and not self.value_edit.text():
            self.value_entry.setFocus(Qt.FocusReason.TabFocusReason)
        elif not self._remove.hasFocus():
            self.entered.emit()

    def _part_key(self, typed: str) -> None:
        """Let "key: value" be typed, or pasted, in one go."""
        key, parted, value = typed.partition(_PART)
        if parted and key.strip() and not self.value_edit.text():
            self.key_edit.setText(key.strip())
            self.value_edit.setText(value)
            self._follow_value(value)
            self.value_edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.value_edit.end(False)

    def _follow_value(self, typed: str) -> None:
        """Show a value that is typed as true or false for the boolean that it is."""
        if self._types_itself:
            kind = MetaType.BOOLEAN if typed.strip() in _BOOLEANS else MetaType.TEXT
            self.type_box.setCurrentIndex(self.type_box.findData(kind.value))

    def _show_value(self) -> None:
        """Show the edit, or where the value is a boolean the choice; what was typed stays."""
        shown = self.value_entry
        self.choice.setCurrentIndex(self.choice.findText(self.value_edit.text().strip()))
        self.choice.setVisible(shown is self.choice)
        self.value_edit.setVisible(shown is self.value_edit)
        self.key_edit.following = shown

    def _on_type(self) -> None:
        self._types_itself = False
        kind = MetaType(self.type_box.currentData())
        self.value_edit.setReadOnly(kind is MetaType.NULL)
        if kind is MetaType.NULL:
            self.value_edit.setText("null")
        elif self.value_edit.text() == "null":
            self.value_edit.clear()
        if kind is MetaType.BOOLEAN and not self.value_edit.text():
            self.value_edit.setText("true")
        self._show_value()
        self.changed.emit()

    def _retranslate(self) -> None:
        for kind, name in metadata_type_names().items():
            self.type_box.setItemText(self.type_box.findData(kind), name)
        self.key_edit.setAccessibleName(self.tr("Clé"))
        self.key_edit.setPlaceholderText(self.tr("clé"))
        for entry in (self.value_edit, self.choice):
            entry.setAccessibleName(self.tr("Valeur"))
        self.choice.setPlaceholderText(self.tr("choisir"))
        self.value_edit.setPlaceholderText(self.tr("valeur"))
        self.type_box.setAccessibleDescription(self.tr("Type de la valeur"))
        self._remove.set_name(self.tr("Retirer la ligne"))
        self._fit_types()

    def _fit_types(self) -> None:
        metrics = self.type_box.fontMetrics()
        texts = [self.type_box.itemText(index) for index in range(self.type_box.count())]
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        self.type_box.setFixedWidth(max(theme().px(104), widest + 46))


class ReferenceRow(QWidget):
    """The locked row: the reference by which the application finds its own filing again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("metadata-reference")
        self._text = Label("", "caption", "text3", self)
        self._text.setWordWrap(True)
        lock = Icon("lock", "text3", 14, self)
        hbox(lock, (self._text, 1), of=self, margins=(10, 4, 10, 4), spacing=8)
        self.setProperty("ground", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        follow_language(self._retranslate)

    def _retranslate(self) -> None:
        self._text.setText(
            self.tr("réf. locale : ajoutée au dépôt, pour retrouver ce ticket dans le flux")
        )
