"""A card of the shortcuts page: the commands of one place with their keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import KEY, M, S
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import vbox
from supportdesk_desktop.ui.widgets.painting import (
    draw_elided,
    draw_key_hint,
    key_hint_width,
    smooth_painter,
)
from supportdesk_desktop.ui.window.command import Command, Place, said, strokes

ROW = 35


def place_title(place: Place) -> str:
    """Return the heading of a card."""
    translate = QCoreApplication.translate
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
    either = QCoreApplication.translate("Shortcuts", "ou")
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
        room = QRect(M, 0, right - 2 * M, self.height())
        title = self.command.title()
        shown = draw_elided(painter, room, title)
        tip = texts.tip(title) if shown != title else ""
        if tip != self.toolTip():
            self.setToolTip(tip)
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
        then = QCoreApplication.translate("Keys", "puis")
        either = QCoreApplication.translate("Shortcuts", "ou")
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
        column = vbox(title, of=self, margins=(1, 0, 1, 0), spacing=0)
        for command in commands:
            column.addWidget(ShortcutRow(command, self))
        self.rows = len(commands) + 1
