"""Names a saved view: a line for the name alone, and one with its buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from supportdesk_desktop.core.saved_views import LONGEST_NAME
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import L, S
from supportdesk_desktop.ui.widgets.buttons import IconButton, PrimaryButton
from supportdesk_desktop.ui.widgets.layouts import hbox


class NameEdit(QLineEdit):
    """Tells the name once; where it ``gives_on_leaving`` also when the focus goes elsewhere."""

    given = Signal(str)
    dropped = Signal()

    def __init__(
        self, longest: int, *, gives_on_leaving: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make an empty line of at most ``longest`` characters."""
        super().__init__(parent)
        self.setMaxLength(longest)
        self._gives_on_leaving = gives_on_leaving
        self._asking = False

    def ask(self, name: str) -> None:
        """Ask for a name, all of the present one selected."""
        self._asking = True
        self.setText(name)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def give(self) -> None:
        """Tell the name that is typed; an empty one is none."""
        if self._end():
            name = self.text().strip()
            if name:
                self.given.emit(name)
            else:
                self.dropped.emit()

    def drop(self) -> None:
        """Tell that no name is given."""
        if self._end():
            self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives, Escape drops."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.give()
        elif event.key() == Qt.Key.Key_Escape:
            self.drop()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give the name where leaving does."""
        super().focusOutEvent(event)
        # Its own context menu, and another window, take the focus for a while only.
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self._gives_on_leaving and event.reason() not in passing:
            self.give()

    def _end(self) -> bool:
        asking, self._asking = self._asking, False
        return asking


class ViewNameRow(QWidget):
    """Hidden until a name is asked for; the focus goes back to where it was."""

    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view-naming")
        self._back_to: QWidget | None = None
        self._edit = NameEdit(LONGEST_NAME, parent=self)
        self._edit.setObjectName("view-name")
        self._save = PrimaryButton(parent=self)
        self._save.setObjectName("view-name-save")
        self._cancel = IconButton("x", parent=self)
        self._cancel.setObjectName("view-name-cancel")
        hbox((self._edit, 1), self._save, self._cancel, of=self, spacing=S)
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
