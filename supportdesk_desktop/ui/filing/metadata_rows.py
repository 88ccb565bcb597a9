"""Rows of the metadata editor: that of an entry, and that of the reference."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from supportdesk_desktop.core.metadata import MetaRow, MetaType, edited
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import metadata_type_names
from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.choices import ComboBox
from supportdesk_desktop.ui.widgets.labels import Icon, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named


class MetadataRowEdit(QWidget):
    """Edits one ``MetaRow``; a value that is not touched keeps the JSON text it came from."""

    changed = Signal()
    removed = Signal()

    def __init__(self, row: MetaRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = row
        self.key_edit = named(QLineEdit(self), "metadata-key")
        self.type_box = named(ComboBox(self), "metadata-type")
        self.type_box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.value_edit = named(QLineEdit(self), "metadata-value")
        for edit in (self.key_edit, self.value_edit):
            edit.setProperty("face", "mono")
            edit.setMinimumWidth(48)
        self._remove = named(IconButton("x", "", self), "metadata-remove")
        key, value = (self.key_edit, 145), (self.value_edit, 277)
        hbox(key, self.type_box, value, self._remove, of=self, spacing=6)
        for kind in MetaType:
            self.type_box.addItem("", kind.value)
        follow_language(self._retranslate)
        self.key_edit.setText(row.key)
        self.type_box.setCurrentIndex(self.type_box.findData(row.type.value))
        self.value_edit.setText(row.value)
        self.value_edit.setCursorPosition(0)
        self.value_edit.setReadOnly(row.type is MetaType.NULL)
        self.key_edit.textChanged.connect(self.changed)
        self.value_edit.textChanged.connect(self.changed)
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
        edit = self.key_edit if in_key else self.value_edit
        set_look(edit, "refused", True)
        edit.setAccessibleDescription(sentence)

    def clear_marks(self) -> None:
        for edit in (self.key_edit, self.value_edit):
            set_look(edit, "refused", False)
            edit.setAccessibleDescription("")

    def _on_type(self) -> None:
        kind = MetaType(self.type_box.currentData())
        self.value_edit.setReadOnly(kind is MetaType.NULL)
        if kind is MetaType.NULL:
            self.value_edit.setText("null")
        elif self.value_edit.text() == "null":
            self.value_edit.clear()
        if kind is MetaType.BOOLEAN and not self.value_edit.text():
            self.value_edit.setText("true")
        self.changed.emit()

    def _retranslate(self) -> None:
        for kind, name in metadata_type_names().items():
            self.type_box.setItemText(self.type_box.findData(kind), name)
        self.key_edit.setAccessibleName(self.tr("Clé"))
        self.key_edit.setPlaceholderText(self.tr("clé"))
        self.value_edit.setAccessibleName(self.tr("Valeur"))
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
