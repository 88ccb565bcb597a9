"""The line in which a query gets its name, inside the head of the search."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supportdesk_desktop.core.saved_view import LONGEST_NAME
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import L, S
from supportdesk_desktop.ui.widgets.buttons import IconButton, PrimaryButton
from supportdesk_desktop.ui.widgets.name_edit import NameEdit


class ViewNameRow(QWidget):
    """Hidden until a name is asked for; the focus goes back to where it was."""

    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden row."""
        super().__init__(parent)
        self.setObjectName("view-naming")
        self._back_to: QWidget | None = None
        self._edit = NameEdit(LONGEST_NAME, parent=self)
        self._edit.setObjectName("view-name")
        self._save = PrimaryButton(parent=self)
        self._save.setObjectName("view-name-save")
        self._cancel = IconButton("x", parent=self)
        self._cancel.setObjectName("view-name-cancel")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self._edit, 1)
        row.addWidget(self._save)
        row.addWidget(self._cancel)
        self._edit.given.connect(self._on_given)
        self._edit.dropped.connect(self._end)
        self._save.clicked.connect(self._edit.give)
        self._cancel.clicked.connect(self._edit.drop)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)
        self.hide()

    def ask(self, name: str) -> None:
        """Ask for a name."""
        if self.isHidden():
            self._back_to = self.window().focusWidget()
        self.show()
        self._edit.ask(name)

    def drop(self) -> None:
        """Ask no more."""
        self._edit.drop()

    def _retranslate(self) -> None:
        name = self.tr("Nom de la vue")
        self._edit.setAccessibleName(name)
        self._edit.setPlaceholderText(name)
        self._save.setText(self.tr("Enregistrer"))
        self._cancel.set_name(self.tr("Ne pas enregistrer la vue"))

    def _fit(self) -> None:
        edge = theme().px(L)
        self.setContentsMargins(edge, 0, edge, S)

    def _on_given(self, name: str) -> None:
        self._end()
        self.named.emit(name)

    def _end(self) -> None:
        back, self._back_to = self._back_to, None
        focus = self.window().focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.hide()
        if had_focus and back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
