"""What a command of the window is: its words, its keys and where these are heard."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

import msgspec
from PySide6 import QtGui
from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window.command_set import CommandSet

KEYS_CONTEXT = "Keys"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark ``text`` for lupdate, which knows this name alone; Qt's own is typed as an object."""
    return text


_NAMES = {
    "Shift": QT_TRANSLATE_NOOP("Keys", "Maj"),
    "Return": QT_TRANSLATE_NOOP("Keys", "Entrée"),
    "Enter": QT_TRANSLATE_NOOP("Keys", "Entrée"),
    "Esc": QT_TRANSLATE_NOOP("Keys", "Échap"),
    "Space": QT_TRANSLATE_NOOP("Keys", "Espace"),
    "Left": QT_TRANSLATE_NOOP("Keys", "Gauche"),
    "Right": QT_TRANSLATE_NOOP("Keys", "Droite"),
    "Up": QT_TRANSLATE_NOOP("Keys", "Haut"),
    "Down": QT_TRANSLATE_NOOP("Keys", "Bas"),
    "Del": QT_TRANSLATE_NOOP("Keys", "Suppr"),
}


def strokes(keys: str) -> tuple[str, ...]:
    """Return what is pressed one after the other, each in the words of the window.

    Args:
        keys: a portable sequence, "Ctrl+Shift+N" or "G, M".
    """
    return tuple(_stroke(stroke) for stroke in keys.split(", "))


def said(keys: str) -> str:
    """Return a sequence in one line: "G puis M"."""
    then = QCoreApplication.translate(KEYS_CONTEXT, "puis")
    return f" {then} ".join(strokes(keys))


def portable(sequence: QtGui.QKeySequence) -> str:
    """Return a sequence as the registry writes it."""
    return sequence.toString(QtGui.QKeySequence.SequenceFormat.PortableText)


def _stroke(stroke: str) -> str:
    if sys.platform == "darwin":
        native = QtGui.QKeySequence.SequenceFormat.NativeText
        return QtGui.QKeySequence(stroke).toString(native)
    # A plus at the end is the key itself: "Ctrl++".
    names = stroke.removesuffix("+").removesuffix("+").split("+") if stroke[-2:] == "++" else None
    parts = stroke.split("+") if names is None else [*names, "+"]
    return "+".join(
        QCoreApplication.translate(KEYS_CONTEXT, _NAMES[one]) if one in _NAMES else one
        for one in parts
    )


CONTEXT = "Commands"


class Where(StrEnum):
    """Where a command's keys are heard."""

    WINDOW = "window"
    LIST = "list"
    """Only while a list or the rail has the focus: single letters never act inside a field."""
    UNCLAIMED = "unclaimed"
    """Only when nothing that has the focus took the key for itself."""
    SAVED_VIEW = "saved-view"
    """Only while a saved view of the rail has the focus."""
    FIELD = "field"
    """Only inside the field that it is for, before the window hears the key: it may mean something
    else in the window."""


class Place(Enum):
    """The card of the shortcuts page that has a command, in the order in which cards are laid."""

    EVERYWHERE = auto()
    MOVE = auto()
    LIST = auto()
    VIEWS = auto()
    SEARCH = auto()
    GO = auto()
    LOOK = auto()
    FILING = auto()


class Command(msgspec.Struct, frozen=True):
    """One thing the window can do.

    Attributes:
        id: stable name, also the object name of its action.
        text: French source text in the context ``Commands``.
        keys: portable key sequences that the window binds.
        where: the scope of the keys.
        place: its card.
        held: keys that whatever has the focus takes by itself; shown first, never bound.
        icon: its name in the theme.
        repeats: a key that is held down does it again.
        act: does it, in the window that has the given commands.
        why_not: returns a sentence while it cannot be done, empty where it can.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    where: Where = Where.WINDOW
    place: Place = Place.EVERYWHERE
    held: tuple[str, ...] = ()
    icon: str = "command"
    repeats: bool = False
    act: Callable[[CommandSet], object] = lambda _commands: None
    why_not: Callable[[CommandSet], str] = lambda _commands: ""

    @property
    def every_key(self) -> tuple[str, ...]:
        """The keys that do it, the one to be shown first."""
        return (*self.held, *self.keys)

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """The keys that help shows: one of the window, and one that the focus takes by itself."""
        return (*self.held[:1], *self.keys[:1])

    def title(self) -> str:
        """Return the text in the language of the window."""
        return QCoreApplication.translate(CONTEXT, self.text)

    def key_hint(self) -> str:
        """Return the first keys as people read them ("Ctrl+N"), empty where there are none."""
        return said(self.every_key[0]) if self.every_key else ""

    def tip(self, words: str = "") -> str:
        """Return a tooltip: other ``words`` or its title, and its keys."""
        hint = self.key_hint()
        return f"{words or self.title()} ({hint})" if hint else words or self.title()
