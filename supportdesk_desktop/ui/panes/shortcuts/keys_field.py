"""The filter of the shortcuts: an action is typed, or its keys themselves are pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from supportdesk_desktop.ui.key_names import portable
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.flat_button import draw_icon

_EDITING = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
)
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta}
_STRONG = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_NAMED = {
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    *(Qt.Key(Qt.Key.Key_F1.value + at) for at in range(12)),
}


class KeysField(QLineEdit):
    """Typed text filters by words; a combination is told by ``pressed`` and does not act."""

    pressed = Signal(str)
    """A portable key sequence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty field."""
        super().__init__(parent)
        self.setObjectName("shortcuts-filter")
        theme().changed.connect(self._fit)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Keep combinations from the window's shortcuts: they are asked about here."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._is_asked(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell a combination, type anything else."""
        if self._is_asked(event):
            self.pressed.emit(portable(QKeySequence(event.keyCombination())))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, then the magnifier at any text scale."""
        super().paintEvent(event)
        painter = QPainter(self)
        draw_icon(painter, theme(), "search", "text2", 11, self.height() / 2)
        painter.end()

    def _is_asked(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MODIFIERS or key is Qt.Key.Key_Escape:
            return False
        if any(event.matches(standard) for standard in _EDITING):
            return False
        return bool(event.modifiers() & _STRONG) or key in _NAMED

    def _fit(self) -> None:
        self.setMinimumHeight(theme().px(34))
        self.setTextMargins(theme().px(16) + 9, 0, 8, 0)
        self.update()
