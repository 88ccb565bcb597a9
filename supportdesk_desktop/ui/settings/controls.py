"""What a setting is changed with. A control tells what a person chose, never what it was shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QSpinBox, QWidget

from supportdesk_desktop.core.links import is_dashboard_template
from supportdesk_desktop.core.notices import Burst
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.theme.tokens import S
from supportdesk_desktop.ui.widgets.buttons import PlainButton
from supportdesk_desktop.ui.widgets.choices import ComboBox, Segmented, Switch
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named

Choices = Callable[[], Sequence[tuple[Any, str]]]
"""Values and their words, in the language of the moment."""


EXAMPLE = "https://support.exemple.bj/tickets/{number}"
LONGEST = 500


class SettingControl(QWidget):
    """Base of the controls; ``chosen`` carries a value of the setting's kind."""

    chosen = Signal(object)

    def show_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def text_of(self, value: Any) -> str:
        """Return a value in words: for search, and to say what the default is."""
        raise NotImplementedError

    def set_name(self, name: str, hint: str) -> None:
        """Say to a screen reader what it changes."""
        raise NotImplementedError


class SwitchControl(SettingControl):
    """On or off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._switch = Switch("switch", self)
        self._switch.clicked.connect(lambda on: self.chosen.emit(on))
        _in_a_row(self, self._switch)

    def show_value(self, value: Any) -> None:
        self._switch.setChecked(value)

    def text_of(self, value: Any) -> str:
        return self._switch.word_of(value)

    def set_name(self, name: str, hint: str) -> None:
        self._switch.setAccessibleName(name)
        self._switch.setAccessibleDescription(hint)


class _ChoicesControl(SettingControl):
    """Base of the controls that offer choices."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices

    def text_of(self, value: Any) -> str:
        return dict(self._choices()).get(value, str(value))

    def _values(self) -> list[Any]:
        return [value for value, _text in self._choices()]

    def _texts(self) -> list[str]:
        return [text for _value, text in self._choices()]


class ChoiceControl(_ChoicesControl):
    """A few choices side by side."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(choices, parent)
        self._track = Segmented([(str(value), text, None) for value, text in choices()], self)
        self._track.chosen.connect(self._tell)
        _in_a_row(self, self._track)
        follow_language(self._retranslate, now=False)

    def show_value(self, value: Any) -> None:
        """Make a choice; a value that is not offered changes nothing."""
        if value in self._values():
            with QSignalBlocker(self._track):
                self._track.set_current(str(value))

    def set_name(self, name: str, hint: str) -> None:
        self._track.setAccessibleName(name)
        self._track.setAccessibleDescription(hint)

    def _retranslate(self) -> None:
        self._track.set_texts(self._texts())

    def _tell(self, key: str) -> None:
        self.chosen.emit(next(one for one in self._values() if str(one) == key))


class ListControl(_ChoicesControl):
    """Choices that fold out; ``name`` is the box's own."""

    def __init__(self, name: str, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(choices, parent)
        self._box = named(ComboBox(self), name)
        self._box.setMinimumContentsLength(18)
        self._box.setSizeAdjustPolicy(
            ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._box.addItems(self._texts())
        self._box.activated.connect(lambda at: self.chosen.emit(self._values()[at]))
        _in_a_row(self, self._box)
        follow_language(self._retranslate, now=False)

    def show_value(self, value: Any) -> None:
        if value in self._values():
            self._box.setCurrentIndex(self._values().index(value))

    def set_name(self, name: str, hint: str) -> None:
        """Describe the box, whose name is what it shows."""
        self._box.setAccessibleDescription(f"{name}. {hint}")

    def _retranslate(self) -> None:
        for at, text in enumerate(self._texts()):
            self._box.setItemText(at, text)


class ScaleControl(SettingControl):
    """The size of the text, by steps of a tenth."""

    STEP, LEAST, MOST = 0.1, 1.0, 2.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = self.LEAST
        self._less = named(PlainButton("", "minus", parent=self), "smaller")
        self._more = named(PlainButton("", "plus", parent=self), "larger")
        self._shown = Label("", "bodymedium", "text1", self)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._less.clicked.connect(lambda: self._step(-self.STEP))
        self._more.clicked.connect(lambda: self._step(self.STEP))
        _in_a_row(self, self._less, self._shown, self._more)
        theme().changed.connect(self._size)
        self._size()
        follow_language(self._retranslate)

    def show_value(self, value: Any) -> None:
        self._value = float(value)
        self._shown.setText(self.text_of(value))
        self._less.setEnabled(self._value > self.LEAST)
        self._more.setEnabled(self._value < self.MOST)

    def text_of(self, value: Any) -> str:
        return self.tr("{percent}\u00a0%").format(percent=round(100 * value))

    def set_name(self, name: str, hint: str) -> None:
        """Describe the steps; each button keeps its verb."""
        for button in (self._less, self._more):
            button.setAccessibleDescription(f"{name}. {hint}")

    def _retranslate(self) -> None:
        self._less.setAccessibleName(self.tr("Réduire le texte"))
        self._more.setAccessibleName(self.tr("Agrandir le texte"))
        self.show_value(self._value)

    def _step(self, by: float) -> None:
        self.chosen.emit(min(self.MOST, max(self.LEAST, round(self._value + by, 1))))

    def _size(self) -> None:
        self._shown.setMinimumWidth(theme().px(60))


class BurstControl(SettingControl):
    """How many tickets within how many seconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tickets = _NumberBox("burst-tickets", self)
        self._seconds = _NumberBox("burst-seconds", self)
        self._between, self._after = Label("", parent=self), Label("", parent=self)
        for box in (self._tickets, self._seconds):
            box.valueChanged.connect(lambda _number: self.chosen.emit(self._value()))
        _in_a_row(self, self._tickets, self._between, self._seconds, self._after)
        follow_language(self._retranslate)

    def show_value(self, value: Any) -> None:
        for box, number in ((self._tickets, value.tickets), (self._seconds, value.seconds)):
            with QSignalBlocker(box):
                box.setValue(number)

    def text_of(self, value: Any) -> str:
        return self.tr("{tickets} tickets en {seconds} s").format(
            tickets=value.tickets, seconds=value.seconds
        )

    def set_name(self, name: str, hint: str) -> None:
        self._tickets.setAccessibleName(f"{name}, {self.tr('nombre de tickets')}")
        self._seconds.setAccessibleName(f"{name}, {self.tr('nombre de secondes')}")
        for box in (self._tickets, self._seconds):
            box.setAccessibleDescription(hint)

    def _retranslate(self) -> None:
        self._between.setText(self.tr("tickets en"))
        self._after.setText(self.tr("secondes"))

    def _value(self) -> Burst:
        return Burst(self._tickets.value(), self._seconds.value())


class DashboardControl(SettingControl):
    """A line of text; what is not usable is marked and changes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = named(QLineEdit(self), "dashboard-url")
        self._line.setMaxLength(LONGEST)
        self._line.setPlaceholderText(EXAMPLE)
        self._line.setMinimumWidth(theme().px(320))
        self._line.textEdited.connect(lambda: self._mark(False))
        self._line.editingFinished.connect(self._tell)
        hbox((self._line, 1), of=self)

    def show_value(self, value: Any) -> None:
        if value != self._line.text().strip():
            self._line.setText(value)
        self._mark(False)

    def text_of(self, value: Any) -> str:
        return value or self.tr("aucune")

    def set_name(self, name: str, hint: str) -> None:
        self._line.setAccessibleName(name)
        self._line.setAccessibleDescription(hint)

    def _tell(self) -> None:
        typed = self._line.text().strip()
        usable = not typed or is_dashboard_template(typed)
        self._mark(not usable)
        if usable:
            self.chosen.emit(typed)

    def _mark(self, refused: bool) -> None:
        set_look(self._line, "refused", refused)


class _NumberBox(QSpinBox):
    """A number from 1 to 99, turned by the arrow keys."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setRange(1, 99)
        self.lineEdit().setTextMargins(S, 0, 0, 0)
        self.setKeyboardTracking(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the number alone: there are no buttons."""
        return QSize(theme().px(56), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _in_a_row(control: QWidget, *parts: QWidget) -> None:
    row = QHBoxLayout(control)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(S)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
