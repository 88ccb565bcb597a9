"""The page of shortcuts: cards by place, found by words or by the keys themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QSizePolicy, QWidget

from supportdesk_desktop.core.text import rank
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import follow_theme, theme
from supportdesk_desktop.ui.theme.tokens import KEY, L, M, S
from supportdesk_desktop.ui.widgets.buttons import IconButton, QuietButton
from supportdesk_desktop.ui.widgets.choices import Switch
from supportdesk_desktop.ui.widgets.focus import FocusRing
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, KeyHint, Label
from supportdesk_desktop.ui.widgets.layouts import (
    FlowLayout,
    hairline,
    hbox,
    named,
    scroll_down,
    vbox,
)
from supportdesk_desktop.ui.widgets.painting import (
    draw_elided,
    draw_icon,
    draw_key_hint,
    key_hint_width,
    smooth_painter,
)
from supportdesk_desktop.ui.window.command import Command, Place, portable, said, strokes
from supportdesk_desktop.ui.window.commands import CLOSE, COMMANDS

translate = QCoreApplication.translate

_Key, _Standard = Qt.Key, QKeySequence.StandardKey
_EDITING = (
    *(_Standard.Copy, _Standard.Cut, _Standard.Paste),
    *(_Standard.SelectAll, _Standard.Undo, _Standard.Redo),
)
_MODIFIERS = {_Key.Key_Shift, _Key.Key_Control, _Key.Key_Alt, _Key.Key_Meta}
_STRONG = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_NAMED = {
    *(_Key.Key_Return, _Key.Key_Enter, _Key.Key_Up, _Key.Key_Down),
    *(_Key(_Key.Key_F1.value + at) for at in range(12)),
}


class KeysField(QLineEdit):
    """Typed text filters by words; a combination is told by ``pressed`` and does not act."""

    pressed = Signal(str)
    """A portable key sequence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts-filter")
        follow_theme(self._fit)

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
        draw_icon(painter, "search", "text2", 11, self.height() / 2)
        painter.end()

    def _is_asked(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MODIFIERS or key is Qt.Key.Key_Escape:
            return False
        if any(event.matches(standard) for standard in _EDITING):
            return False
        return bool(event.modifiers() & _STRONG) or key in _NAMED

    def _fit(self) -> None:
        self.setTextMargins(theme().px(16) + 9, 0, 8, 0)
        self.update()


ROW = 35


def place_title(place: Place) -> str:
    return {
        Place.EVERYWHERE: translate("Shortcuts", "Partout"),
        Place.MOVE: translate("Shortcuts", "Se déplacer"),
        Place.LIST: translate("Shortcuts", "Dans une liste"),
        Place.SEARCH: translate("Shortcuts", "Recherche"),
        Place.VIEWS: translate("Shortcuts", "Vues enregistrées"),
        Place.GO: translate("Shortcuts", "Aller à"),
        Place.LOOK: translate("Shortcuts", "Affichage"),
        Place.FILING: translate("Shortcuts", "Dépôt"),
    }[place]


def spoken_keys(command: Command) -> str:
    """Return the keys of a command in words: "Bas ou J", "G puis M"."""
    either = translate("Shortcuts", "ou")
    return f" {either} ".join(said(keys) for keys in command.shown_keys)


class ShortcutRow(QWidget):
    """One command and its keys; "puis" parts what is pressed in turn, "ou" what does the same."""

    def __init__(self, command: Command, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"shortcut-{command.id}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.command = command
        self.setAccessibleName(f"{command.title()}, {spoken_keys(command)}")

    def sizeHint(self) -> QSize:
        """Return the height of a row; its words are cut before its keys."""
        return QSize(theme().px(240), theme().px(ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(150), theme().px(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), smooth_painter(self)
        painter.fillRect(QRect(M, 0, self.width() - M, 1), look.palette.border)
        right = self._draw_keys(painter)
        painter.setFont(look.font("body"))
        painter.setPen(look.palette.text1)
        title = self.command.title()
        shown = draw_elided(painter, QRect(M, 0, right - 2 * M, self.height()), title)
        self.setToolTip(texts.tip(title) if shown != title else "")
        painter.end()

    def _draw_keys(self, painter: QPainter) -> int:
        """Draw the keys from the right; return where they begin."""
        look = theme()
        right, height = self.width() - M, look.px(KEY)
        for text, is_cap in reversed(self._pieces()):
            if is_cap:
                width = max(key_hint_width(text), height)
                box = QRect(right - width, (self.height() - height) // 2, width, height)
                draw_key_hint(painter, box, text, "text2", "border")
            else:
                painter.setFont(look.font("caption"))
                painter.setPen(look.palette.text2)
                width = QFontMetrics(painter.font()).horizontalAdvance(text)
                box = QRect(right - width, 0, width, self.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            right -= width + S - 2
        return right

    def _pieces(self) -> list[tuple[str, bool]]:
        then = translate("Keys", "puis")
        either = translate("Shortcuts", "ou")
        pieces: list[tuple[str, bool]] = []
        for keys in self.command.shown_keys:
            if pieces:
                pieces.append((either, False))
            for at, cap in enumerate(strokes(keys)):
                pieces += [(then, False)] if at else []
                pieces.append((cap, True))
        return pieces


class Card(QFrame):
    """The heading of a place over its commands."""

    def __init__(self, place: Place, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(place_title(place))
        title = Label(place_title(place), "captionstrong", "text2", self)
        title.setFixedHeight(theme().px(ROW))
        title.setIndent(M)
        rows = (ShortcutRow(command, self) for command in commands)
        vbox(title, *rows, of=self, margins=(1, 0, 1, 0), spacing=0)


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
        self._field.textChanged.connect(lambda: self._show_for(""))
        self._field.pressed.connect(self._on_pressed)
        self._letters.clicked.connect(self.letters_chosen)
        self._copy.clicked.connect(self._copy_list)
        self._close.clicked.connect(self.closed)
        follow_theme(self._fit)
        follow_language(self._retranslate)

    def set_letters(self, enabled: bool) -> None:
        """Show whether single letters act in lists."""
        self._letters.setChecked(enabled)

    def focus_first(self) -> None:
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
        parts = (self._title, self._count, None, self._copy, self._close)
        head = hbox(*parts, margins=(L, S, L - S, 0), spacing=S)
        self._field = KeysField(self)
        self._field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._letters = Switch("single-letters", self)
        self._which = Label("", "body", "text1", self)
        self._which_keys = Label("", "caption", "text2", self)
        bar = QWidget(self)
        # A bar that is too narrow has the switch under the field.
        tools = FlowLayout(L, bar)
        for widget in (self._field, self._letters, self._which, self._which_keys):
            tools.addWidget(widget)
        bar.setContentsMargins(L, S, L, M)
        self._cards = named(QScrollArea(self), "shortcut-cards")
        self._ring = FocusRing(self._cards)
        scroll_down(self._cards, QWidget())
        self._cards.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
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

    def _on_pressed(self, keys: str) -> None:
        """Show what a combination does; the field says which it was."""
        self._field.setText(said(keys))
        self._field.selectAll()
        self._show_for(keys)

    def _show_for(self, pressed: str) -> None:
        self._pressed = pressed
        self._show()

    def _show(self) -> None:
        shown = self.shown()
        self._columns = self._columns_now()
        self._count.setText(self.tr("%n commande(s)", "", len(shown)))
        self._nothing.setVisible(not shown)
        self._cards.setVisible(bool(shown))
        nothing = self.tr("Aucun raccourci ne correspond.")
        if self._pressed:
            nothing = self.tr("{keys} ne fait rien ici.").format(keys=said(self._pressed))
        self._nothing.setText(nothing)
        body = self._laid_out(shown)
        self._cards.setWidget(body)
        # The scroll area fills whatever it is given.
        body.setAutoFillBackground(False)

    def _laid_out(self, commands: Sequence[Command]) -> QWidget:
        """Return the cards, each in the column that is the shortest so far."""
        body = QWidget()
        columns = [vbox(spacing=M) for _ in range(self._columns)]
        hbox(*((column, 1) for column in columns), of=body, margins=(L, L, L, L), spacing=M)
        heights = [0] * self._columns
        for place, of_place in _by_place(commands):
            shortest = heights.index(min(heights))
            columns[shortest].addWidget(Card(place, of_place, body))
            heights[shortest] += len(of_place) + 1
        for column in columns:
            column.addStretch(1)
        return body

    def _copy_list(self) -> None:
        """Copy what is shown as text, a line a command."""
        lines: list[str] = []
        for place, commands in _by_place(self.shown()):
            lines += ["", place_title(place)] if lines else [place_title(place)]
            lines += [f"{spoken_keys(command)}\t{command.title()}" for command in commands]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _with_keys() -> list[Command]:
    return [command for command in COMMANDS if command.every_key]


def _by_place(commands: Sequence[Command]) -> Iterator[tuple[Place, list[Command]]]:
    for place in Place:
        if of_place := [command for command in commands if command.place is place]:
            yield place, of_place


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
