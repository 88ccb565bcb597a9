"""The one registry of commands: shortcuts, menus and key hints are all made from it.

The keys are safe on AZERTY (``design/ui.md``, Keyboard): no digit row, no slash, no brackets.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

CONTEXT = "Commands"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark ``text`` for lupdate, which knows this name alone; Qt's own is typed as an object."""
    return text


class Where(StrEnum):
    """Where a command's keys are heard."""

    WINDOW = "window"
    LIST = "list"
    """Only while a list or the rail has the focus: single letters never act inside a field."""
    UNCLAIMED = "unclaimed"
    """Only when nothing that has the focus took the key for itself."""


class Command(msgspec.Struct, frozen=True):
    """One thing the window can do.

    Attributes:
        id: stable name, also the object name of its action.
        text: French source text in the context ``Commands``.
        keys: portable key sequences; the first one is shown.
        where: the scope of the keys.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    where: Where = Where.WINDOW

    def title(self) -> str:
        """Return the text in the language of the window."""
        return QCoreApplication.translate(CONTEXT, self.text)

    def key_hint(self) -> str:
        """Return the first keys as people read them ("Ctrl+N"), empty where there are none."""
        if not self.keys:
            return ""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


NEW_TICKET = Command("new-ticket", QT_TRANSLATE_NOOP("Commands", "Nouveau ticket"), ("Ctrl+N",))
NEW_URGENT_TICKET = Command(
    "new-urgent-ticket",
    QT_TRANSLATE_NOOP("Commands", "Nouveau ticket urgent"),
    ("Ctrl+Shift+N",),
)
SEARCH = Command("search", QT_TRANSLATE_NOOP("Commands", "Rechercher"), ("Ctrl+F",))
SAVE_VIEW = Command("save-view", QT_TRANSLATE_NOOP("Commands", "Enregistrer la vue"), ("Ctrl+S",))
VERIFY_NOW = Command("verify-now", QT_TRANSLATE_NOOP("Commands", "Vérifier maintenant"), ("F5",))
TOGGLE_RAIL = Command(
    "toggle-rail", QT_TRANSLATE_NOOP("Commands", "Réduire ou élargir le rail"), ("Ctrl+B",)
)
NEXT_REGION = Command("next-region", QT_TRANSLATE_NOOP("Commands", "Région suivante"), ("F6",))
PREVIOUS_REGION = Command(
    "previous-region", QT_TRANSLATE_NOOP("Commands", "Région précédente"), ("Shift+F6",)
)
CLOSE = Command(
    "close", QT_TRANSLATE_NOOP("Commands", "Fermer ou revenir"), ("Esc",), Where.UNCLAIMED
)
BACK = Command("back", QT_TRANSLATE_NOOP("Commands", "Revenir en arrière"), ("Alt+Left",))
DO_NOT_DISTURB = Command(
    "do-not-disturb", QT_TRANSLATE_NOOP("Commands", "Ne pas déranger…"), ("Ctrl+D",)
)
LARGER_TEXT = Command(
    "larger-text", QT_TRANSLATE_NOOP("Commands", "Agrandir le texte"), ("Ctrl++", "Ctrl+=")
)
SMALLER_TEXT = Command(
    "smaller-text", QT_TRANSLATE_NOOP("Commands", "Réduire le texte"), ("Ctrl+-",)
)
NORMAL_TEXT = Command(
    "normal-text", QT_TRANSLATE_NOOP("Commands", "Taille normale du texte"), ("Ctrl+0",)
)
SHOW_MINE = Command(
    "show-mine", QT_TRANSLATE_NOOP("Commands", "Aller à Mes tickets"), ("G, M",), Where.LIST
)
SHOW_URGENT = Command(
    "show-urgent", QT_TRANSLATE_NOOP("Commands", "Aller aux Urgents"), ("G, U",), Where.LIST
)
SHOW_NOTIFICATIONS = Command(
    "show-notifications",
    QT_TRANSLATE_NOOP("Commands", "Aller aux Notifications"),
    ("G, N",),
    Where.LIST,
)
SHOW_OUTBOX = Command(
    "show-outbox", QT_TRANSLATE_NOOP("Commands", "Aller à la Boîte d’envoi"), ("G, O",), Where.LIST
)
QUIT = Command("quit", QT_TRANSLATE_NOOP("Commands", "Quitter"), ("Ctrl+Q",))

COMMANDS: tuple[Command, ...] = (
    NEW_TICKET,
    NEW_URGENT_TICKET,
    SEARCH,
    SAVE_VIEW,
    VERIFY_NOW,
    TOGGLE_RAIL,
    NEXT_REGION,
    PREVIOUS_REGION,
    CLOSE,
    BACK,
    DO_NOT_DISTURB,
    LARGER_TEXT,
    SMALLER_TEXT,
    NORMAL_TEXT,
    SHOW_MINE,
    SHOW_URGENT,
    SHOW_NOTIFICATIONS,
    SHOW_OUTBOX,
    QUIT,
)
"""Every command, in the order of menus and help."""


def doubled_keys(commands: tuple[Command, ...]) -> list[str]:
    """Return the key sequences that more than one command claims, whatever their scope."""
    seen: set[str] = set()
    doubled: list[str] = []
    for keys in (keys for command in commands for keys in command.keys):
        portable = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)
        if portable in seen:
            doubled.append(portable)
        seen.add(portable)
    return doubled
