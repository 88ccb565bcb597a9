"""The page of shortcuts: cards by place, found by words or by the keys themselves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from supportdesk_desktop.core.text import rank
from supportdesk_desktop.ui.help.shortcuts_card import Card, place_title, spoken_keys
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import L, M, S
from supportdesk_desktop.ui.widgets.buttons import IconButton, QuietButton
from supportdesk_desktop.ui.widgets.choices import Switch
from supportdesk_desktop.ui.widgets.focus import FocusRing
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, KeyHint, Label
from supportdesk_desktop.ui.widgets.layouts import FlowLayout, hairline, hbox, named, vbox
from supportdesk_desktop.ui.widgets.painting import draw_icon
from supportdesk_desktop.ui.window.command import Command, Place, portable, said
from supportdesk_desktop.ui.window.commands import CLOSE, COMMANDS

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
        if self._is_asked(event):
            self.pressed.emit(portable(QKeySequence(event.keyCombination())))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
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


_COLUMN = 330
_MOST_COLUMNS = 3
_FIELD = 420


class ShortcutsPage(QFrame):
    """Made from the registry. The window leaves it by Escape."""

    closed = Signal()
    letters_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the page with every command that has keys."""
        super().__init__(parent)
        self.setObjectName("shortcuts-page")
        self.setProperty("ground", "surface")
        self._pressed = ""
        self._columns = 0
        self._build()
        self._field.textChanged.connect(self._on_typed)
        self._field.pressed.connect(self._on_pressed)
        self._letters.clicked.connect(self.letters_chosen)
        self._copy.clicked.connect(self._copy_list)
        self._close.clicked.connect(self.closed)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)

    def set_letters(self, enabled: bool) -> None:
        """Show whether single letters act in lists."""
        self._letters.setChecked(enabled)

    def focus_first(self) -> None:
        """Give the focus to the filter."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def shown(self) -> list[Command]:
        """Return the commands on the cards, in the order of the registry."""
        if self._pressed:
            return [command for command in _with_keys() if _has(command, self._pressed)]
        typed = self._field.text()
        return [command for command in _with_keys() if _finds(command, typed)]

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Raccourcis"))
        self._cards.setAccessibleName(self.tr("Raccourcis"))
        self._title.setText(self.tr("Raccourcis"))
        self._copy.setText(self.tr("Copier la liste"))
        self._close.set_name(self.tr("Fermer les raccourcis"))
        self._field.setAccessibleName(self.tr("Filtrer les raccourcis"))
        self._field.setPlaceholderText(self.tr("Une action, ou pressez les touches elles-mêmes"))
        self._which.setText(self.tr("Lettres seules actives dans les listes"))
        self._letters.setAccessibleName(self._which.text())
        self._which_keys.setText(", ".join(_letters()))
        note = self.tr("Chaque commande est aussi dans la palette, avec ou sans raccourci.")
        self._note.set_content("command", note)
        self._back_key.set_keys(CLOSE.key_hint())
        self._back.setText(self.tr("revenir"))
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns_now() != self._columns:
            self._show()

    def _build(self) -> None:
        self._title = Label("", "section", "text1", self)
        self._count = Label("", "body", "text2", self)
        self._copy = named(QuietButton("", "copy", parent=self), "copy-shortcuts")
        self._close = named(IconButton("x", parent=self), "close-shortcuts")
        head = QHBoxLayout()
        head.setContentsMargins(L, S, L - S, 0)
        head.setSpacing(S)
        for widget in (self._title, self._count):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._copy)
        head.addWidget(self._close)
        self._field = KeysField(self)
        self._field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._letters = Switch("single-letters", self)
        self._which = Label("", "body", "text1", self)
        self._which_keys = Label("", "caption", "text2", self)
        bar = QWidget(self)
        # A bar that is too narrow has the switch under the field.
        tools = FlowLayout(L, bar)
        tools.addWidget(self._field)
        tools.addWidget(self._letters)
        tools.addWidget(self._which)
        tools.addWidget(self._which_keys)
        bar.setContentsMargins(L, S, L, M)
        self._cards = named(QScrollArea(self), "shortcut-cards")
        self._ring = FocusRing(self._cards)
        self._cards.setWidgetResizable(True)
        self._cards.setFrameShape(QFrame.Shape.NoFrame)
        self._cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cards.viewport().setAutoFillBackground(False)
        self._nothing = ElidedLabel("", "body", "text2", self)
        self._nothing.setContentsMargins(L, M, L, M)
        self._note = IconLabel("command", "", "caption", "text2", self)
        self._back_key = KeyHint("", self)
        self._back = Label("", "caption", "text2", self)
        foot = hbox(self._note, None, self._back_key, self._back, margins=(L, S, L, S), spacing=S)
        vbox(head, bar, hairline(self), self._nothing, (self._cards, 1), foot, of=self, spacing=0)

    def _fit(self) -> None:
        self._field.setFixedWidth(theme().px(_FIELD))
        self._show()

    def _columns_now(self) -> int:
        return max(1, min(_MOST_COLUMNS, (self.width() - L) // theme().px(_COLUMN)))

    def _on_typed(self) -> None:
        self._pressed = ""
        self._show()

    def _on_pressed(self, keys: str) -> None:
        """Show what a combination does; the field says which it was."""
        self._field.setText(said(keys))
        self._field.selectAll()
        self._pressed = keys
        self._show()

    def _show(self) -> None:
        shown = self.shown()
        self._columns = self._columns_now()
        self._count.setText(self.tr("%n commande(s)", "", len(shown)))
        self._nothing.setVisible(not shown)
        self._cards.setVisible(bool(shown))
        if self._pressed:
            text = self.tr("{keys} ne fait rien ici.").format(keys=said(self._pressed))
        else:
            text = self.tr("Aucun raccourci ne correspond.")
        self._nothing.setText(text)
        body = self._laid_out(shown)
        self._cards.setWidget(body)
        # The scroll area fills whatever it is given.
        body.setAutoFillBackground(False)

    def _laid_out(self, commands: Sequence[Command]) -> QWidget:
        """Return the cards, each in the column that is the shortest so far."""
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(L, L, L, L)
        row.setSpacing(M)
        columns = [QVBoxLayout() for _ in range(self._columns)]
        heights = [0] * self._columns
        for column in columns:
            column.setSpacing(M)
            row.addLayout(column, 1)
        for place in Place:
            of_place = [command for command in commands if command.place is place]
            if of_place:
                shortest = heights.index(min(heights))
                card = Card(place, of_place, body)
                columns[shortest].addWidget(card)
                heights[shortest] += card.rows
        for column in columns:
            column.addStretch(1)
        return body

    def _copy_list(self) -> None:
        """Copy what is shown as text, a line a command."""
        lines: list[str] = []
        for place in Place:
            of_place = [command for command in self.shown() if command.place is place]
            if of_place:
                lines += ["", place_title(place)] if lines else [place_title(place)]
                lines += [f"{spoken_keys(command)}\t{command.title()}" for command in of_place]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _with_keys() -> list[Command]:
    return [command for command in COMMANDS if command.every_key]


def _letters() -> list[str]:
    """Return the letters that the switch is about."""
    first = {keys.split(", ")[0] for command in COMMANDS for keys in command.every_key}
    return sorted(keys for keys in first if len(keys) == 1)


def _has(command: Command, keys: str) -> bool:
    return any(portable(QKeySequence(one)) == keys for one in command.every_key)


def _finds(command: Command, typed: str) -> bool:
    """Return whether words or keys of a command are what was typed: "g" finds what begins by G."""
    letters = typed.strip().casefold()
    by_key = any(said(keys).casefold().startswith(letters) for keys in command.every_key)
    return by_key or rank(command.title(), typed) is not None
