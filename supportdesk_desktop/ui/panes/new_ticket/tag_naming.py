"""Give a tag that is known by its UUID alone a name, in the tag book of this computer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from supportdesk_desktop.core.tag_names import MAX_TAG_NAME, is_tag_name
from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme.tokens import S
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton
from supportdesk_desktop.ui.widgets.field import Field


class TagNaming(QWidget):
    """One name for one tag; hidden until asked for. ``named`` carries the ``Tag``."""

    named = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tag-naming")
        self._tag_id = ""
        self.edit = QLineEdit()
        self.edit.setObjectName("tag-name")
        self._add = PlainButton()
        self._add.setObjectName("tag-name-add")
        self._close = IconButton("x")
        self._close.setObjectName("tag-name-close")
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.edit, 1)
        row.addWidget(self._add)
        row.addWidget(self._close)
        self._field = Field("tag-name-field", line, focus=self.edit, parent=self)
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._field)
        self.edit.textChanged.connect(self._field.clear_problem)
        self._add.clicked.connect(self._hand_out)
        self._close.clicked.connect(self.close_naming)
        follow_language(self._retranslate)
        self.hide()

    def ask(self, tag_id: str) -> None:
        """Ask for the name of a tag."""
        self._tag_id = tag_id
        self.edit.clear()
        self._retranslate()
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_naming(self) -> None:
        """Ask no more."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds, Escape leaves the naming and not the panel."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._hand_out()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_naming()
        else:
            super().keyPressEvent(event)

    def _hand_out(self) -> None:
        name = self.edit.text().strip()
        if not name:
            self._field.set_problem(self.tr("Donnez un nom à cette étiquette."))
            self.edit.setFocus()
            return
        if not is_tag_name(name):
            text = self.tr("Nom trop long ou illisible. {most} caractères lisibles au plus.")
            self._field.set_problem(text.format(most=MAX_TAG_NAME))
            self.edit.setFocus()
            return
        self.named.emit(Tag(id=self._tag_id, name=name))
        self.close_naming()

    def _retranslate(self) -> None:
        label = self.tr("Nom de l’étiquette {tag}").format(tag=self._tag_id)
        self._field.set_label(label)
        self._add.setText(self.tr("Ajouter"))
        self._close.set_name(self.tr("Ne pas nommer cette étiquette"))
