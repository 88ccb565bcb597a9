"""Choices: some side by side, a switch, and a box that opens a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QSizePolicy, QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import TARGET, S
from supportdesk_desktop.ui.widgets.buttons import Button, FlatButton
from supportdesk_desktop.ui.widgets.layouts import hbox, named
from supportdesk_desktop.ui.widgets.painting import (
    draw_box,
    draw_dot,
    draw_icon,
    draw_text,
    text_width,
)

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class _Segment(Button):
    KIND = "segment"
    INK = "text2"
    PADDING = 10

    def __init__(self, text: str, icon: str | None, parent: QWidget) -> None:
        super().__init__(text, icon, parent=parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)


class Segmented(QFrame):
    """A row of exclusive choices. ``chosen`` carries the key, whether a person chose or not."""

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str, str | None]], parent: QWidget | None = None
    ) -> None:
        """Make the row from (key, text, icon name or None); the first choice is made."""
        super().__init__(parent)
        self.setProperty("kind", "track")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Segment] = {}
        row = hbox(of=self, margins=(2, 2, 2, 2), spacing=0)
        for key, text, icon in choices:
            button = named(_Segment(text, icon, self), f"segment-{key}")
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button, 1)
        next(iter(self._buttons.values())).setChecked(True)
        self._group.buttonToggled.connect(self._emit_chosen)
        self._keep_one_stop()

    def current(self) -> str:
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_current(self, key: str) -> None:
        self._buttons[key].setChecked(True)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show other words, in the order of the choices."""
        for button, text in zip(self._buttons.values(), texts, strict=True):
            button.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = list(self._buttons)
        button = self._buttons[keys[(keys.index(self.current()) + step) % len(keys)]]
        button.setChecked(True)
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def _emit_chosen(self, _button: object, checked: bool) -> None:
        if checked:
            self._keep_one_stop()
            self.chosen.emit(self.current())

    def _keep_one_stop(self) -> None:
        for button in self._buttons.values():
            policy = Qt.FocusPolicy.TabFocus if button.isChecked() else Qt.FocusPolicy.NoFocus
            button.setFocusPolicy(policy)


_WIDTH, _HEIGHT, _KNOB, _TICK = 36, 20, 14, 10
_EDGE = 4
"""Room for the focus ring around track and word."""


class Switch(FlatButton):
    """Checked is on; Space and Enter turn it. The name says what it switches."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_language(self.updateGeometry, now=False)
        follow_language(self.update, now=False)

    def word_of(self, on: bool) -> str:
        return self.tr("Activé") if on else self.tr("Désactivé")

    def sizeHint(self) -> QSize:
        """Return room for the longer of the two words."""
        look = theme()
        words = max(text_width("body", self.word_of(on)) for on in (True, False))
        width = _EDGE + look.px(_WIDTH) + S + words + _EDGE + 1
        return QSize(round(width), look.px(TARGET + 2))

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        look = theme()
        on, scale, middle = self.isChecked(), look.scale, area.center().y()
        track = QRectF(_EDGE, middle - _HEIGHT * scale / 2, _WIDTH * scale, _HEIGHT * scale)
        inner = track.adjusted(0.65, 0.65, -0.65, -0.65)
        line = look.palette.accent if on else look.palette.borderstrong
        ground = line if on else Qt.BrushStyle.NoBrush
        draw_box(painter, inner, ground, line, radius=inner.height() / 2)
        knob = _KNOB * scale
        inset = (track.height() - knob) / 2
        left = track.right() - inset - knob if on else track.left() + inset
        colour = look.palette.onaccent if on else line
        draw_dot(painter, QPointF(left + knob / 2, middle), knob / 2, colour)
        if on:
            tick = _TICK * scale
            draw_icon(painter, "check", "accent", left + (knob - tick) / 2, middle, _TICK)
        words = area.adjusted(_EDGE + track.width() + S, 0, 0, 0)
        draw_text(painter, "body", "text1", words, self.word_of(on))


class ComboBox(QComboBox):
    """A drop-down list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view().selectionModel().selectionChanged.connect(self._on_selected)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme()
        side = look.px(16)
        arrow = look.pixmap("down", "text2" if self.isEnabled() else "text3")
        QPainter(self).drawPixmap(self.width() - side - 8, (self.height() - side) // 2, arrow)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: nothing is chosen in passing."""
        event.ignore()

    def _on_selected(self, selected: QItemSelection) -> None:
        """Choose what is selected in the closed list: keys and pointer do that in the open one
        alone, assistive technology without opening it."""
        rows = [index.row() for index in selected.indexes()]
        if rows and rows[0] != self.currentIndex() and not self.view().isVisible():
            self.setCurrentIndex(rows[0])
            self.activated.emit(rows[0])
