"""Exclusive choices side by side: one Tab stop, arrows move, the choice has an edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QWidget

from supportdesk_desktop.ui.widgets.buttons import Button


class _Segment(Button):
    KIND = "segment"
    INK = "text2"
    PADDING = 10

    def __init__(self, text: str, icon: str | None, parent: QWidget) -> None:
        super().__init__(text, icon, parent=parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)


class Segmented(QFrame):
    """A row of choices, of which one is made. ``chosen`` tells its key, by a person or not."""

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str, str | None]], parent: QWidget | None = None
    ) -> None:
        """Make the row from (key, text, icon name or None); the first choice is made."""
        super().__init__(parent)
        self.setProperty("kind", "track")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for key, text, icon in choices:
            button = _Segment(text, icon, self)
            button.setObjectName(f"segment-{key}")
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button, 1)
        next(iter(self._buttons.values())).setChecked(True)
        self._group.buttonToggled.connect(self._tell)
        self._keep_one_stop()

    def current(self) -> str:
        """Return the key of the choice made."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_current(self, key: str) -> None:
        """Make a choice."""
        self._buttons[key].setChecked(True)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show other words, in the order of the choices."""
        for button, text in zip(self._buttons.values(), texts, strict=True):
            button.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice with the arrows, round the ends."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = list(self._buttons)
        button = self._buttons[keys[(keys.index(self.current()) + step) % len(keys)]]
        button.setChecked(True)
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def _tell(self, _button: object, checked: bool) -> None:
        if checked:
            self._keep_one_stop()
            self.chosen.emit(self.current())

    def _keep_one_stop(self) -> None:
        for button in self._buttons.values():
            policy = Qt.FocusPolicy.TabFocus if button.isChecked() else Qt.FocusPolicy.NoFocus
            button.setFocusPolicy(policy)
