"""What a command of the window is: its words, its keys and where these are heard."""

from __future__ import annotations

from enum import Enum, StrEnum, auto

import msgspec
from PySide6.QtCore import QCoreApplication

from supportdesk_desktop.ui import key_names

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
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    where: Where = Where.WINDOW
    place: Place = Place.EVERYWHERE
    held: tuple[str, ...] = ()
    icon: str = "command"
    repeats: bool = False

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
        return key_names.said(self.every_key[0]) if self.every_key else ""

    def tip(self, words: str = "") -> str:
        """Return a tooltip: other ``words`` or its title, and its keys."""
        hint = self.key_hint()
        return f"{words or self.title()} ({hint})" if hint else words or self.title()
