"""Controls that change a setting. They emit what a person chose, never what they were shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QGridLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from supportdesk_desktop.core.links import is_dashboard_template
from supportdesk_desktop.core.notices import Burst
from supportdesk_desktop.core.rows import WaitLimits
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import follow_theme, set_look, theme
from supportdesk_desktop.ui.theme.theme import LARGEST_SCALE, SMALLEST_SCALE, within_scales
from supportdesk_desktop.ui.theme.tokens import XS, S
from supportdesk_desktop.ui.widgets.buttons import PlainButton
from supportdesk_desktop.ui.widgets.choices import ComboBox, Segmented, Switch
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named

Choices = Callable[[], Sequence[tuple[Any, str]]]
"""Values and their words, in the language of the moment."""


_WAITING = ("critical", "urgent", "high", "medium", "low")
"""The fields of ``WaitLimits``, the highest priority first."""

EXAMPLE = "https://support.exemple.bj/tickets/{number}"
LONGEST = 500


class SettingControl(QWidget):
    """Base of the controls; ``chosen`` carries a value of the setting's kind."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._spoken: QWidget = self
        """The widget that a screen reader is told of."""

    def show_value(self, value: Any) -> None:
        raise NotImplementedError

    def text_of(self, value: Any) -> str:
        """Return a value in words, for search and for the hint of the default."""
        raise NotImplementedError

    def set_name(self, name: str, hint: str) -> None:
        """Say to a screen reader what it changes."""
        self._spoken.setAccessibleName(name)
        self._spoken.setAccessibleDescription(hint)

    def _lay_out_row(self, first: QWidget, *others: QWidget) -> None:
        self._spoken = first
        hbox(first, *others, None, of=self, spacing=S)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class SwitchControl(SettingControl):
    """On or off."""

    def __init__(self) -> None:
        super().__init__()
        self._switch = Switch("switch", self)
        self._lay_out_row(self._switch)
        self._switch.clicked.connect(lambda on: self.chosen.emit(on))

    def show_value(self, value: Any) -> None:
        self._switch.setChecked(value)

    def text_of(self, value: Any) -> str:
        return self._switch.word_of(value)


class _ChoicesControl(SettingControl):
    """Base of the controls that offer choices."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        follow_language(self._retranslate, now=False)

    def text_of(self, value: Any) -> str:
        return dict(self._choices()).get(value, str(value))

    def _values(self) -> list[Any]:
        return [value for value, _text in self._choices()]

    def _texts(self) -> list[str]:
        return [text for _value, text in self._choices()]

    def _retranslate(self) -> None:
        raise NotImplementedError


class ChoiceControl(_ChoicesControl):
    """A few choices side by side."""

    def __init__(self, choices: Choices) -> None:
        super().__init__(choices)
        self._track = Segmented([(str(value), text, None) for value, text in choices()], self)
        self._lay_out_row(self._track)
        self._track.chosen.connect(self._emit_chosen)

    def show_value(self, value: Any) -> None:
        """Make a choice; a value that is not offered changes nothing."""
        if value in self._values():
            with QSignalBlocker(self._track):
                self._track.set_current(str(value))

    def _retranslate(self) -> None:
        self._track.set_texts(self._texts())

    def _emit_chosen(self, key: str) -> None:
        self.chosen.emit(next(one for one in self._values() if str(one) == key))


class ListControl(_ChoicesControl):
    """Choices that fold out; ``name`` is the box's own."""

    def __init__(self, name: str, choices: Choices) -> None:
        super().__init__(choices)
        self._box = named(ComboBox(self), name)
        self._lay_out_row(self._box)
        self._box.setMinimumContentsLength(18)
        self._box.setSizeAdjustPolicy(
            ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._box.addItems(self._texts())
        self._box.activated.connect(lambda at: self.chosen.emit(self._values()[at]))

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

    def __init__(self) -> None:
        super().__init__()
        self._value = SMALLEST_SCALE
        self._less = named(PlainButton("", "minus", parent=self), "smaller")
        self._more = named(PlainButton("", "plus", parent=self), "larger")
        self._shown = Label("", "bodymedium", parent=self)
        self._lay_out_row(self._less, self._shown, self._more)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._less.clicked.connect(lambda: self._step(-0.1))
        self._more.clicked.connect(lambda: self._step(0.1))
        follow_theme(self._size)
        follow_language(self._retranslate)

    def show_value(self, value: Any) -> None:
        self._value = float(value)
        self._shown.setText(self.text_of(value))
        self._less.setEnabled(self._value > SMALLEST_SCALE)
        self._more.setEnabled(self._value < LARGEST_SCALE)

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
        self.chosen.emit(within_scales(round(self._value + by, 1)))

    def _size(self) -> None:
        self._shown.setMinimumWidth(theme().px(60))


class BurstControl(SettingControl):
    """A number of tickets within a number of seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._tickets = _NumberBox("burst-tickets", self)
        self._seconds = _NumberBox("burst-seconds", self)
        self._between, self._after = Label(parent=self), Label(parent=self)
        self._lay_out_row(self._tickets, self._between, self._seconds, self._after)
        for box in (self._tickets, self._seconds):
            box.valueChanged.connect(lambda _number: self.chosen.emit(self._value()))
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


class WaitsControl(_ChoicesControl):
    """A wait for each priority, the highest first."""

    def __init__(self, choices: Choices) -> None:
        super().__init__(choices)
        self._value = WaitLimits()
        self._labels = {one: Label("", "body", parent=self) for one in _WAITING}
        self._boxes = {one: self._make_box(one) for one in _WAITING}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(XS)
        grid.setColumnStretch(2, 1)
        for at, one in enumerate(_WAITING):
            self._labels[one].setBuddy(self._boxes[one])
            grid.addWidget(self._labels[one], at, 0)
            grid.addWidget(self._boxes[one], at, 1)
        self._retranslate()

    def show_value(self, value: Any) -> None:
        self._value = value
        for one, box in self._boxes.items():
            minutes = getattr(value, one)
            box.setCurrentIndex(self._values().index(minutes) if minutes in self._values() else -1)

    def text_of(self, value: Any) -> str:
        words = dict(self._choices())
        return ", ".join(
            f"{texts.priority_name(one.upper())} {words.get(getattr(value, one), '')}"
            for one in _WAITING
        )

    def set_name(self, name: str, hint: str) -> None:
        for one, box in self._boxes.items():
            box.setAccessibleName(f"{name}, {texts.priority_name(one.upper())}")
            box.setAccessibleDescription(hint)

    def _make_box(self, priority: str) -> ComboBox:
        box = named(ComboBox(self), f"wait-{priority}")
        box.addItems(self._texts())
        box.activated.connect(lambda at: self._choose(priority, self._values()[at]))
        return box

    def _choose(self, priority: str, minutes: int) -> None:
        self.chosen.emit(replace(self._value, **{priority: minutes}))

    def _retranslate(self) -> None:
        for one, box in self._boxes.items():
            self._labels[one].setText(texts.priority_name(one.upper()))
            for at, text in enumerate(self._texts()):
                box.setItemText(at, text)


class DashboardControl(SettingControl):
    """A line of text; what is not usable is marked and changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._line = self._spoken = named(QLineEdit(self), "dashboard-url")
        self._line.setMaxLength(LONGEST)
        self._line.setPlaceholderText(EXAMPLE)
        self._line.setMinimumWidth(theme().px(320))
        self._line.textEdited.connect(lambda: self._mark(False))
        self._line.editingFinished.connect(self._emit_chosen)
        hbox((self._line, 1), of=self)

    def show_value(self, value: Any) -> None:
        if value != self._line.text().strip():
            self._line.setText(value)
        self._mark(False)

    def text_of(self, value: Any) -> str:
        return value or self.tr("aucune")

    def _emit_chosen(self) -> None:
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
        self.setRange(1, 99)
        set_up_spin_box(self, name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a setting is not changed in passing."""
        event.ignore()

    def sizeHint(self) -> QSize:
        """Return room for the number alone: there are no buttons."""
        return QSize(theme().px(56), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def set_up_spin_box(box: QAbstractSpinBox, name: str) -> None:
    """Set up a named spin box without buttons; it emits a typed value once that is finished."""
    box.setObjectName(name)
    box.lineEdit().setTextMargins(S, 0, 0, 0)
    box.setKeyboardTracking(False)
    box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
