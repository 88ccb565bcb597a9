"""A line in which something is named: Enter gives the name, Escape drops it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


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
