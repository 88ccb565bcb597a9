"""One row of the settings window: name and hint, control, and the way back to the default."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from supportdesk_desktop.core.settings import Setting
from supportdesk_desktop.core.text import fold
from supportdesk_desktop.ui.settings.controls import SettingControl
from supportdesk_desktop.ui.settings.words import RowWords
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import M, S
from supportdesk_desktop.ui.widgets.buttons import PlainButton, QuietButton
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named, vbox

_NAME, _STATE, _BAR = 304, 168, 3
ANY_WIDTH = 16777215
"""The width that Qt takes as none."""


class Row(QWidget):
    """Base of the rows: words at the left, what is changed in the middle, its state at the right.

    A narrow row has them under one another, and so has one whose words need more than its width.
    """

    def __init__(self, name: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = RowWords("", "")
        self.changed = False
        """True while a bar at the left says that a setting was changed."""
        self._narrow: bool | None = None
        self._asked_narrow = False
        self.content = content
        self.title = Label("", "bodystrong", "text1", self, wraps=True)
        self.title.setBuddy(content)
        self.hint = Label("", "caption", "text2", self, wraps=True)
        self._left = QWidget(self)
        vbox(self.title, self.hint, of=self._left, spacing=0)
        self.state = QWidget(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(M, S, 0, S)
        self._grid.setHorizontalSpacing(M)
        self._grid.setVerticalSpacing(S)
        self._grid.setColumnStretch(1, 1)
        content.setParent(self)
        self.set_narrow(False)
        theme().changed.connect(self._size)

    def set_words(self, words: RowWords) -> None:
        self._words = words
        self.title.setText(words.name)
        self.hint.setText(words.hint)

    def set_narrow(self, narrow: bool) -> None:
        """Lay the parts beside or under one another."""
        self._asked_narrow = narrow
        self._fold()

    def minimumSizeHint(self) -> QSize:
        """Return the width that the row needs once it is narrow."""
        hint = super().minimumSizeHint()
        return QSize(self.content.minimumSizeHint().width() + M, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def _fold(self) -> None:
        look = theme()
        beside = look.px(_NAME) + look.px(_STATE) + 3 * M + self.content.minimumSizeHint().width()
        narrow = self._asked_narrow or (self.isVisible() and self.width() < beside)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        parts = (self._left, self.content, self.state)
        for part in parts:
            self._grid.removeWidget(part)
        for at, part in enumerate(parts):
            if narrow:
                self._grid.addWidget(part, at, 0, 1, 2)
            else:
                self._grid.addWidget(part, 0, at, Qt.AlignmentFlag.AlignTop)
        self._size()

    def found_by(self, words: tuple[str, ...]) -> bool:
        """Return whether each of these folded words is in its name, hint, value or search words."""
        text = fold(" ".join((*self._words, self.value_text())))
        return all(word in text for word in words)

    def value_text(self) -> str:
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.fillRect(M, self.height() - 1, self.width() - M, 1, look.palette.border)
        if self.changed:
            painter.fillRect(0, S, _BAR, self.height() - 2 * S, look.palette.focus)

    def _size(self) -> None:
        look = theme()
        for part, width in ((self._left, _NAME), (self.state, _STATE)):
            part.setMinimumWidth(0 if self._narrow else look.px(width))
            part.setMaximumWidth(ANY_WIDTH if self._narrow else look.px(width))


class SettingRow(Row):
    """A row that changes a setting."""

    chosen = Signal(object, object)
    """The setting and its new value."""

    def __init__(
        self,
        setting: Setting[Any],
        control: SettingControl,
        parent: QWidget | None = None,
        beside: QWidget | None = None,
    ) -> None:
        """Make the row; ``beside`` stands at the right of the control."""
        super().__init__(f"setting-{setting.name}", _side_by_side(control, beside), parent)
        self.setting = setting
        self._control = control
        self._value: Any = setting.default
        self._default = Label("", "caption", "text2", self.state, wraps=True)
        self._default.setContentsMargins(S, 0, 0, 0)
        self._reset = named(QuietButton("", "reset", parent=self.state), "reset")
        self._reset.clicked.connect(lambda: self.chosen.emit(setting, setting.default))
        vbox((self._reset, Qt.AlignmentFlag.AlignLeft), self._default, of=self.state, spacing=0)
        control.chosen.connect(lambda value: self.chosen.emit(setting, value))

    def show_value(self, value: Any) -> None:
        had_focus = self._reset.hasFocus()
        self._value = value
        self._control.show_value(value)
        self.changed = value != self.setting.default
        self.update()
        self._tell_state()
        if had_focus and self._reset.isHidden():
            self._control.focusNextChild()

    def value_text(self) -> str:
        return self._control.text_of(self._value)

    def say(self, words: RowWords) -> None:
        """Set every text in the present language."""
        self.set_words(words)
        self._control.set_name(words.name, words.hint)
        self._reset.setText(self.tr("Rétablir"))
        self._reset.setAccessibleName(self.tr("Rétablir {name}").format(name=words.name))
        self._tell_state()

    def _tell_state(self) -> None:
        default = self._control.text_of(self.setting.default)
        default = default[:1].lower() + default[1:]
        words = self.tr("défaut\u00a0: {value}") if self.changed else self.tr("par défaut")
        self._reset.setVisible(self.changed)
        self._default.setText(words.format(value=default))


class FactRow(Row):
    """A row that only shows a fact, with an action beside it where there is one."""

    def __init__(self, name: str, button: PlainButton | None = None) -> None:
        content = QWidget()
        super().__init__(name, content)
        self.value = Label("", "body", "text1", content, wraps=True)
        beside = () if button is None else (button,)
        hbox((self.value, 1), *beside, of=content, spacing=S)

    def value_text(self) -> str:
        return self.value.text()


def _side_by_side(control: QWidget, beside: QWidget | None) -> QWidget:
    if beside is None:
        return control
    both = QWidget()
    hbox((control, 1), beside, of=both, spacing=S)
    return both
