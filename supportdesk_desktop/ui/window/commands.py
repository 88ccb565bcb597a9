"""The one registry of commands: palette, shortcuts, menus, help and key hints are made from it.

The keys are safe on AZERTY (``design/ui.md``, Keyboard): no digit row, no slash, no brackets.
What a command does is said once, in ``window_commands.py``.
"""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from supportdesk_desktop.ui.window import command as key_names
from supportdesk_desktop.ui.window.command import NEW_TICKET as NEW_TICKET
from supportdesk_desktop.ui.window.command import PALETTE as PALETTE
from supportdesk_desktop.ui.window.command import QT_TRANSLATE_NOOP, Place
from supportdesk_desktop.ui.window.command import SEARCH as SEARCH
from supportdesk_desktop.ui.window.command import Command as Command
from supportdesk_desktop.ui.window.command import Where as Where
from supportdesk_desktop.ui.window.ticket_commands import (
    DETAIL_COMMANDS,
    LIST_COMMANDS,
    SAVED_VIEW_COMMANDS,
)
from supportdesk_desktop.ui.window.ticket_commands import (
    TICKET_COMMANDS as DETAIL_TICKET_COMMANDS,
)

NEW_URGENT_TICKET = Command(
    "new-urgent-ticket",
    QT_TRANSLATE_NOOP("Commands", "Nouveau ticket de priorité Urgente"),
    keys=("Ctrl+Shift+N",),
    icon="plus",
)
DO_NOT_DISTURB = Command(
    "do-not-disturb",
    QT_TRANSLATE_NOOP("Commands", "Ne pas déranger…"),
    keys=("Ctrl+D",),
    icon="moon",
)
VERIFY_NOW = Command(
    "verify-now", QT_TRANSLATE_NOOP("Commands", "Vérifier maintenant"), keys=("F5",), icon="sync"
)
SHORTCUTS = Command(
    "shortcuts", QT_TRANSLATE_NOOP("Commands", "Raccourcis et aide"), keys=("F1",), icon="command"
)
SETTINGS = Command(
    "settings", QT_TRANSLATE_NOOP("Commands", "Réglages"), keys=("Ctrl+,",), icon="settings"
)
GUIDE = Command("guide", QT_TRANSLATE_NOOP("Commands", "Guide de l’agent"), icon="list")
NEWS = Command("news", QT_TRANSLATE_NOOP("Commands", "Nouveautés"), icon="bolt")
JOURNAL = Command("journal", QT_TRANSLATE_NOOP("Commands", "Journal des coupures"), icon="clock")
DETAILS = Command("verified", QT_TRANSLATE_NOOP("Commands", "Ce qui est vérifié"), icon="verified")
NEW_KEY = Command("new-key", QT_TRANSLATE_NOOP("Commands", "Saisir une nouvelle clé"), icon="key")
QUIT = Command("quit", QT_TRANSLATE_NOOP("Commands", "Quitter"), keys=("Ctrl+Q",), icon="x")
TOGGLE_RAIL = Command(
    "toggle-rail",
    QT_TRANSLATE_NOOP("Commands", "Volet large ou icônes"),
    keys=("Ctrl+B",),
    place=Place.LOOK,
    icon="rows",
)
LARGER_TEXT = Command(
    "larger-text",
    QT_TRANSLATE_NOOP("Commands", "Texte plus grand"),
    keys=("Ctrl++", "Ctrl+="),
    place=Place.LOOK,
    icon="plus",
)
SMALLER_TEXT = Command(
    "smaller-text",
    QT_TRANSLATE_NOOP("Commands", "Texte plus petit"),
    keys=("Ctrl+-",),
    place=Place.LOOK,
    icon="minus",
)
NORMAL_TEXT = Command(
    "normal-text",
    QT_TRANSLATE_NOOP("Commands", "Texte à 100 %"),
    keys=("Ctrl+0",),
    place=Place.LOOK,
    icon="reset",
)
LIGHT = Command(
    "theme-light", QT_TRANSLATE_NOOP("Commands", "Apparence claire"), place=Place.LOOK, icon="eye"
)
DARK = Command(
    "theme-dark", QT_TRANSLATE_NOOP("Commands", "Apparence sombre"), place=Place.LOOK, icon="moon"
)
AS_SYSTEM = Command(
    "theme-system",
    QT_TRANSLATE_NOOP("Commands", "Apparence du système"),
    place=Place.LOOK,
    icon="window",
)
NEXT_REGION = Command(
    "next-region",
    QT_TRANSLATE_NOOP("Commands", "Région suivante"),
    keys=("F6",),
    place=Place.MOVE,
    icon="right",
)
PREVIOUS_REGION = Command(
    "previous-region",
    QT_TRANSLATE_NOOP("Commands", "Région précédente"),
    keys=("Shift+F6",),
    place=Place.MOVE,
    icon="back",
)
NEXT_ROW = Command(
    "next-row",
    QT_TRANSLATE_NOOP("Commands", "Ligne suivante"),
    keys=("J",),
    where=Where.LIST,
    place=Place.MOVE,
    held=("Down",),
    icon="down",
    repeats=True,
)
PREVIOUS_ROW = Command(
    "previous-row",
    QT_TRANSLATE_NOOP("Commands", "Ligne précédente"),
    keys=("K",),
    where=Where.LIST,
    place=Place.MOVE,
    held=("Up",),
    icon="p-high",
    repeats=True,
)
OPEN_TICKET = Command(
    "open-ticket",
    QT_TRANSLATE_NOOP("Commands", "Ouvrir le ticket"),
    place=Place.MOVE,
    held=("Return",),
    icon="right",
)
CLOSE = Command(
    "close",
    QT_TRANSLATE_NOOP("Commands", "Revenir, fermer"),
    keys=("Esc",),
    where=Where.UNCLAIMED,
    place=Place.MOVE,
    icon="back",
)
BACK = Command(
    "back",
    QT_TRANSLATE_NOOP("Commands", "Revenir à la liste (fenêtre étroite)"),
    keys=("Alt+Left",),
    place=Place.MOVE,
    icon="back",
)
SHOW_MINE = Command(
    "show-mine",
    QT_TRANSLATE_NOOP("Commands", "Mes tickets"),
    keys=("G, M",),
    where=Where.LIST,
    place=Place.GO,
    icon="inbox",
)
SHOW_URGENT = Command(
    "show-urgent",
    QT_TRANSLATE_NOOP("Commands", "Urgents"),
    keys=("G, U",),
    where=Where.LIST,
    place=Place.GO,
    icon="p-urgent",
)
SHOW_TODAY = Command(
    "show-today", QT_TRANSLATE_NOOP("Commands", "Nouveau aujourd’hui"), place=Place.GO, icon="day"
)
SHOW_PINNED = Command(
    "show-pinned", QT_TRANSLATE_NOOP("Commands", "Épinglés"), place=Place.GO, icon="pin"
)
SHOW_OUTBOX = Command(
    "show-outbox",
    QT_TRANSLATE_NOOP("Commands", "Boîte d’envoi"),
    keys=("G, O",),
    where=Where.LIST,
    place=Place.GO,
    icon="send",
)
SHOW_NOTIFICATIONS = Command(
    "show-notifications",
    QT_TRANSLATE_NOOP("Commands", "Notifications"),
    keys=("G, N",),
    where=Where.LIST,
    place=Place.GO,
    icon="bell",
)
SHOW_STATISTICS = Command(
    "show-statistics",
    QT_TRANSLATE_NOOP("Commands", "Statistiques"),
    keys=("G, S",),
    where=Where.LIST,
    place=Place.GO,
    icon="chart",
)
TOGGLE_READ = Command(
    "toggle-read",
    QT_TRANSLATE_NOOP("Commands", "Lu ou non lu"),
    place=Place.LIST,
    held=("Space",),
    icon="eye",
)
TOGGLE_PIN = Command(
    "toggle-pin",
    QT_TRANSLATE_NOOP("Commands", "Épingler ou désépingler"),
    place=Place.LIST,
    held=("P",),
    icon="pin",
)
COPY_NUMBER = Command(
    "copy-number",
    QT_TRANSLATE_NOOP("Commands", "Copier le numéro"),
    place=Place.LIST,
    held=("C",),
    icon="copy",
)
COPY_JSON = Command(
    "copy-json",
    QT_TRANSLATE_NOOP("Commands", "Copier en JSON"),
    place=Place.LIST,
    held=("Shift+C",),
    icon="braces",
)
COPY_CURL = Command(
    "copy-curl",
    QT_TRANSLATE_NOOP("Commands", "Copier en cURL, sans la clé"),
    keys=("Ctrl+Shift+C",),
    place=Place.LIST,
    icon="code",
)
FINISH = Command(
    "finish", QT_TRANSLATE_NOOP("Commands", "Marquer traité"), place=Place.LIST, icon="check"
)
PASS_ON = Command(
    "pass-on", QT_TRANSLATE_NOOP("Commands", "Passer à…"), place=Place.LIST, icon="user"
)
FILE_FOR_CUSTOMER = Command(
    "file-for-customer",
    QT_TRANSLATE_NOOP("Commands", "Déposer pour ce client"),
    place=Place.LIST,
    icon="plus",
)
COMPLETE = Command(
    "complete",
    QT_TRANSLATE_NOOP("Commands", "Compléter une clé ou une valeur"),
    where=Where.FIELD,
    place=Place.SEARCH,
    held=("Ctrl+Space",),
    icon="search",
)
SAVE_VIEW = Command(
    "save-view",
    QT_TRANSLATE_NOOP("Commands", "Enregistrer la vue"),
    keys=("Ctrl+S",),
    place=Place.SEARCH,
    icon="view",
)
FILE = Command(
    "file",
    QT_TRANSLATE_NOOP("Commands", "Déposer le ticket"),
    where=Where.FIELD,
    place=Place.FILING,
    held=("Ctrl+Return", "Ctrl+Enter"),
    icon="send",
)
PREVIEW = Command(
    "preview",
    QT_TRANSLATE_NOOP("Commands", "Écrire ou aperçu"),
    where=Where.FIELD,
    place=Place.FILING,
    held=("Ctrl+Shift+P",),
    icon="eye",
)
BOLD = Command(
    "bold",
    QT_TRANSLATE_NOOP("Commands", "Gras (dans la description)"),
    where=Where.FIELD,
    place=Place.FILING,
    held=("Ctrl+B",),
    icon="bold",
)
ITALIC = Command(
    "italic",
    QT_TRANSLATE_NOOP("Commands", "Italique (dans la description)"),
    where=Where.FIELD,
    place=Place.FILING,
    held=("Ctrl+I",),
    icon="italic",
)

COMMANDS: tuple[Command, ...] = (
    PALETTE,
    SEARCH,
    NEW_TICKET,
    NEW_URGENT_TICKET,
    DO_NOT_DISTURB,
    VERIFY_NOW,
    SHORTCUTS,
    SETTINGS,
    GUIDE,
    NEWS,
    JOURNAL,
    DETAILS,
    NEW_KEY,
    QUIT,
    TOGGLE_RAIL,
    LARGER_TEXT,
    SMALLER_TEXT,
    NORMAL_TEXT,
    LIGHT,
    DARK,
    AS_SYSTEM,
    NEXT_REGION,
    PREVIOUS_REGION,
    NEXT_ROW,
    PREVIOUS_ROW,
    OPEN_TICKET,
    CLOSE,
    BACK,
    SHOW_MINE,
    SHOW_URGENT,
    SHOW_TODAY,
    SHOW_PINNED,
    SHOW_OUTBOX,
    SHOW_NOTIFICATIONS,
    SHOW_STATISTICS,
    TOGGLE_READ,
    TOGGLE_PIN,
    COPY_NUMBER,
    COPY_JSON,
    COPY_CURL,
    FINISH,
    PASS_ON,
    FILE_FOR_CUSTOMER,
    *DETAIL_COMMANDS,
    *LIST_COMMANDS,
    COMPLETE,
    SAVE_VIEW,
    *SAVED_VIEW_COMMANDS,
    FILE,
    PREVIEW,
    BOLD,
    ITALIC,
)
"""Every command, in the order of palette and help. A page that joins the window adds its own here
and what it does in ``window_commands.py`` (statistics: G puis S)."""

TICKET_COMMANDS = (
    TOGGLE_PIN,
    TOGGLE_READ,
    COPY_NUMBER,
    COPY_JSON,
    COPY_CURL,
    FINISH,
    PASS_ON,
    FILE_FOR_CUSTOMER,
    *DETAIL_TICKET_COMMANDS,
)
"""What the menu of a ticket offers, in this order."""


def doubled_keys(commands: tuple[Command, ...]) -> list[str]:
    """Return the key sequences that more than one command claims.

    What a field takes before the window is compared with the other commands of fields alone.
    """
    seen: set[tuple[bool, str]] = set()
    doubled: list[str] = []
    for command in commands:
        for keys in command.every_key:
            portable = key_names.portable(QKeySequence(keys))
            claim = (command.where is Where.FIELD, portable)
            if claim in seen:
                doubled.append(portable)
            seen.add(claim)
    return doubled
