"""The table of commands: palette, shortcuts, menus, help and key hints are made from it.

The keys are safe on AZERTY (``design/ui.md``, Keyboard): no digit row, no slash, no brackets.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt

from supportdesk_desktop.core.arrangement import Density, GroupBy, SortBy, ViewLayout, resorted
from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.ui.window.command import (
    QT_TRANSLATE_NOOP,
    Command,
    CommandSet,
    Place,
    Scope,
)
from supportdesk_desktop.ui.window.state import View

_LETTER = Scope.LIST
_TEXT_STEP = 0.1

_look = partial(Command, place=Place.LOOK)
_move = partial(Command, place=Place.MOVE)
_list = partial(Command, place=Place.LIST)
_ticket = partial(_list, why_not=CommandSet.no_ticket)
_filing = partial(Command, where=Scope.FIELD, place=Place.FILING, why_not=CommandSet.no_panel)


def _go(view: View, text: str, icon: str, *keys: str) -> Command:
    where = Scope.LIST if keys else Scope.WINDOW
    return Command(
        f"show-{view}", text, keys, where, Place.GO, icon=icon, act=lambda c: c.main.go(view)
    )


def _of_view(name: str, text: str, icon: str, *keys: str) -> Command:
    """Return a command of saved views; the section in the rail knows what it does."""
    command = Command(
        name,
        text,
        keys,
        Scope.SAVED_VIEW,
        Place.VIEWS,
        icon=icon,
        act=lambda c: c.main.rail.saved_views.act(command),
        why_not=CommandSet.no_saved_view,
    )
    return command


def _layout(name: str, text: str, icon: str, change: Callable[[ViewLayout], ViewLayout]) -> Command:
    """Return a command that changes the layout of the view that is shown."""
    return _list(
        name,
        text,
        icon=icon,
        act=lambda c: c.main.ticket_list.change_layout(change),
        why_not=CommandSet.no_view,
    )


def _sort(sort: SortBy, text: str) -> Command:
    """Return the command of an order; choosing it again turns it round."""
    return _layout(f"sort-{sort}", text, "sort", lambda layout: resorted(layout, sort))


def _group(group: GroupBy, text: str) -> Command:
    def change(layout: ViewLayout) -> ViewLayout:
        arrangement = replace(layout.arrangement, group=group)
        return replace(layout, arrangement=arrangement, table=False)

    return _layout(f"group-{group}", text, "list", change)


def _other_density(layout: ViewLayout) -> ViewLayout:
    dense = layout.density is Density.COMPACT
    return replace(layout, density=Density.COMFORTABLE if dense else Density.COMPACT)


# A row each: name, words, keys and where they are heard; what it does and why it cannot be done.
# Attributes that rows use have their type written where they are set: mypy checks rows first.
# fmt: off
PALETTE = Command("palette", QT_TRANSLATE_NOOP("Commands", "Palette de commandes"), ("Ctrl+K",),
    act=lambda c: c.main.toggle_palette())
SEARCH = Command("search", QT_TRANSLATE_NOOP("Commands", "Rechercher"), ("Ctrl+F",), icon="search",
    act=lambda c: c.main.top_bar.focus_search())
NEW_TICKET = Command("new-ticket", QT_TRANSLATE_NOOP("Commands", "Nouveau ticket"), ("Ctrl+N",),
    icon="plus", act=lambda c: c.main.start_ticket())
NEW_URGENT_TICKET = Command("new-urgent-ticket",
    QT_TRANSLATE_NOOP("Commands", "Nouveau ticket de priorité Urgente"), ("Ctrl+Shift+N",),
    icon="plus", act=lambda c: c.main.start_ticket(Priority.URGENT))
DO_NOT_DISTURB = Command("do-not-disturb", QT_TRANSLATE_NOOP("Commands", "Ne pas déranger…"),
    ("Ctrl+D",), icon="moon", act=lambda c: c.main.ask_dnd())
UNDO = Command("undo", QT_TRANSLATE_NOOP("Commands", "Annuler la dernière action"), ("Ctrl+Z",),
    Scope.EVERYWHERE, icon="back", act=lambda c: c.main.overlays.toasts().undo_last(),
    why_not=CommandSet.nothing_done)
VERIFY_NOW = Command("verify-now", QT_TRANSLATE_NOOP("Commands", "Vérifier maintenant"), ("F5",),
    icon="sync", act=lambda c: c.main.verify_now_requested.emit(), why_not=CommandSet.no_check)
SHORTCUTS = Command("shortcuts", QT_TRANSLATE_NOOP("Commands", "Raccourcis et aide"), ("F1",),
    act=lambda c: c.main.show_shortcuts())
SETTINGS = Command("settings", QT_TRANSLATE_NOOP("Commands", "Réglages"), ("Ctrl+,",),
    icon="settings", act=lambda c: c.main.pages.settings().open())
GUIDE = Command("guide", QT_TRANSLATE_NOOP("Commands", "Guide de l’agent"), icon="list",
    act=lambda c: c.main.show_help())
NEWS = Command("news", QT_TRANSLATE_NOOP("Commands", "Nouveautés"), icon="bolt",
    act=lambda c: c.main.show_help(news=True))
JOURNAL = Command("journal", QT_TRANSLATE_NOOP("Commands", "Journal des coupures"), icon="clock",
    act=lambda c: c.main.overlays.toggle_journal())
DETAILS = Command("verified", QT_TRANSLATE_NOOP("Commands", "Ce qui est vérifié"), icon="verified",
    act=lambda c: c.main.overlays.toggle_details())
NEW_KEY = Command("new-key", QT_TRANSLATE_NOOP("Commands", "Saisir une nouvelle clé"), icon="key",
    act=lambda c: c.main.new_key_requested.emit())
QUIT = Command("quit", QT_TRANSLATE_NOOP("Commands", "Quitter"), ("Ctrl+Q",), icon="x",
    act=lambda c: c.main.quit_requested.emit())

TOGGLE_RAIL = _look("toggle-rail", QT_TRANSLATE_NOOP("Commands", "Volet large ou icônes"),
    ("Ctrl+B",), icon="rows", act=lambda c: c.main.frame.toggle_rail())
LARGER_TEXT = _look("larger-text", QT_TRANSLATE_NOOP("Commands", "Texte plus grand"),
    ("Ctrl++", "Ctrl+="), icon="plus", act=lambda c: c.scale_text(_TEXT_STEP))
SMALLER_TEXT = _look("smaller-text", QT_TRANSLATE_NOOP("Commands", "Texte plus petit"),
    ("Ctrl+-",), icon="minus", act=lambda c: c.scale_text(-_TEXT_STEP))
NORMAL_TEXT = _look("normal-text", QT_TRANSLATE_NOOP("Commands", "Texte à 100 %"), ("Ctrl+0",),
    icon="reset", act=lambda c: c.main.scale_chosen.emit(1.0))
LIGHT = _look("theme-light", QT_TRANSLATE_NOOP("Commands", "Apparence claire"), icon="eye",
    act=lambda c: c.main.theme_chosen.emit("light"))
DARK = _look("theme-dark", QT_TRANSLATE_NOOP("Commands", "Apparence sombre"), icon="moon",
    act=lambda c: c.main.theme_chosen.emit("dark"))
AS_SYSTEM = _look("theme-system", QT_TRANSLATE_NOOP("Commands", "Apparence du système"),
    icon="window", act=lambda c: c.main.theme_chosen.emit("system"))

NEXT_REGION = _move("next-region", QT_TRANSLATE_NOOP("Commands", "Région suivante"), ("F6",),
    icon="right", act=lambda c: c.main.regions.move(1))
PREVIOUS_REGION = _move("previous-region", QT_TRANSLATE_NOOP("Commands", "Région précédente"),
    ("Shift+F6",), icon="back", act=lambda c: c.main.regions.move(-1))
NEXT_ROW = _move("next-row", QT_TRANSLATE_NOOP("Commands", "Ligne suivante"), ("J",), _LETTER,
    held=("Down",), icon="down", repeats=True, act=lambda c: c.main.regions.move_row(1))
PREVIOUS_ROW = _move("previous-row", QT_TRANSLATE_NOOP("Commands", "Ligne précédente"), ("K",),
    _LETTER, held=("Up",), icon="p-high", repeats=True,
    act=lambda c: c.main.regions.move_row(-1))
OPEN_TICKET = _move("open-ticket", QT_TRANSLATE_NOOP("Commands", "Ouvrir le ticket"),
    held=("Return",), icon="right", act=lambda c: c.main.open_detail(),
    why_not=CommandSet.no_ticket)
CLOSE = _move("close", QT_TRANSLATE_NOOP("Commands", "Revenir, fermer"), ("Esc",), Scope.UNCLAIMED,
    icon="back", act=lambda c: c.main.step_back())
BACK = _move("back", QT_TRANSLATE_NOOP("Commands", "Revenir à la liste (fenêtre étroite)"),
    ("Alt+Left",), icon="back", act=lambda c: c.main.step_back())

SHOW_MINE = _go(View.MINE, QT_TRANSLATE_NOOP("Commands", "Mes tickets"), "inbox", "G, M")
SHOW_URGENT = _go(View.URGENT, QT_TRANSLATE_NOOP("Commands", "Urgents"), "p-urgent", "G, U")
SHOW_TODAY = _go(View.TODAY, QT_TRANSLATE_NOOP("Commands", "Nouveau aujourd’hui"), "day")
SHOW_PINNED = _go(View.PINNED, QT_TRANSLATE_NOOP("Commands", "Épinglés"), "pin")
SHOW_OUTBOX = _go(View.OUTBOX, QT_TRANSLATE_NOOP("Commands", "Boîte d’envoi"), "send", "G, O")
SHOW_NOTIFICATIONS = _go(View.NOTIFICATIONS, QT_TRANSLATE_NOOP("Commands", "Notifications"),
    "bell", "G, N")
SHOW_STATISTICS = _go(View.STATISTICS, QT_TRANSLATE_NOOP("Commands", "Statistiques"),
    "chart", "G, S")

TOGGLE_READ = _ticket("toggle-read", QT_TRANSLATE_NOOP("Commands", "Lu ou non lu"), held=("Space",),
    icon="eye", act=lambda c: c.toggle_read.emit(c.ticket()))
TOGGLE_PIN = _ticket("toggle-pin", QT_TRANSLATE_NOOP("Commands", "Épingler ou désépingler"),
    held=("P",), icon="pin", act=lambda c: c.toggle_pin.emit(c.ticket()))
COPY_NUMBER = _ticket("copy-number", QT_TRANSLATE_NOOP("Commands", "Copier le numéro"), held=("C",),
    icon="copy", act=lambda c: c.detail.copy_number.emit(c.ticket()))
COPY_JSON = _ticket("copy-json", QT_TRANSLATE_NOOP("Commands", "Copier en JSON"), held=("Shift+C",),
    icon="braces", act=lambda c: c.detail.copy_json.emit(c.ticket()))
COPY_CURL = _ticket("copy-curl", QT_TRANSLATE_NOOP("Commands", "Copier en cURL, sans la clé"),
    ("Ctrl+Shift+C",), icon="code", act=lambda c: c.detail.copy_curl.emit(c.ticket()))
FINISH = _list("finish", QT_TRANSLATE_NOOP("Commands", "Marquer traité"), icon="check",
    act=lambda c: c.detail.finish_requested.emit(c.ticket()), why_not=CommandSet.no_actions)
PASS_ON = _list("pass-on", QT_TRANSLATE_NOOP("Commands", "Passer à…"), icon="user",
    act=lambda c: c.detail.sheet().header.open_agents(), why_not=CommandSet.no_actions)
FILE_FOR_CUSTOMER = _list("file-for-customer",
    QT_TRANSLATE_NOOP("Commands", "Déposer pour ce client"), icon="plus",
    act=lambda c: c.detail.file_for_customer.emit(c.detail.customer()),
    why_not=CommandSet.no_customer)

NEXT_TICKET = _move("next-ticket",
    QT_TRANSLATE_NOOP("Commands", "Ticket suivant (depuis le détail)"), ("Ctrl+Down",),
    icon="down", repeats=True, act=lambda c: c.main.step_ticket(Qt.Key.Key_Down),
    why_not=CommandSet.no_list)
PREVIOUS_TICKET = _move("previous-ticket",
    QT_TRANSLATE_NOOP("Commands", "Ticket précédent (depuis le détail)"), ("Ctrl+Up",),
    icon="p-high", repeats=True, act=lambda c: c.main.step_ticket(Qt.Key.Key_Up),
    why_not=CommandSet.no_list)
SHOW_SNOOZED = Command("show-snoozed", QT_TRANSLATE_NOOP("Commands", "Tickets reportés"),
    ("G, R",), _LETTER, Place.GO, icon="clock", act=lambda c: c.main.show_snoozed())
OPEN_IN_WINDOW = _ticket("open-in-window",
    QT_TRANSLATE_NOOP("Commands", "Ouvrir dans une fenêtre"), ("Ctrl+O",), icon="detach",
    act=lambda c: c.detail.window_wanted.emit(c.ticket()))
SNOOZE = _list("snooze", QT_TRANSLATE_NOOP("Commands", "Reporter…"), ("R",), _LETTER,
    icon="clock", act=lambda c: c.detail.sheet().open_snooze(), why_not=CommandSet.no_detail)
WRITE_NOTE = _list("write-note", QT_TRANSLATE_NOOP("Commands", "Note privée"), ("N",), _LETTER,
    icon="quote", act=lambda c: c.write_note(), why_not=CommandSet.no_detail)
ESCALATE = _list("escalate", QT_TRANSLATE_NOOP("Commands", "Escalader"), icon="p-urgent",
    act=lambda c: c.detail.escalation_wanted.emit(c.detail.ticket()),
    why_not=CommandSet.not_readable)
ANSWER_BY_MAIL = _list("answer-by-mail",
    QT_TRANSLATE_NOOP("Commands", "Répondre par courriel"), icon="send",
    act=lambda c: c.detail.link_activated.emit(c.mail()), why_not=CommandSet.no_mail)
OPEN_WHATSAPP = _list("open-whatsapp", QT_TRANSLATE_NOOP("Commands", "Ouvrir WhatsApp"),
    icon="link", act=lambda c: c.open_whatsapp(), why_not=CommandSet.no_phone)
OPEN_DASHBOARD = _list("open-dashboard",
    QT_TRANSLATE_NOOP("Commands", "Ouvrir dans le tableau de bord"), icon="globe",
    act=lambda c: c.detail.link_activated.emit(c.dashboard()), why_not=CommandSet.no_dashboard)
ALL_OF_CUSTOMER = _list("all-of-customer",
    QT_TRANSLATE_NOOP("Commands", "Tous les tickets de ce client"), icon="search",
    act=lambda c: c.detail.ask_for_customer(), why_not=CommandSet.not_readable)

SELECT_ALL = _list("select-all", QT_TRANSLATE_NOOP("Commands", "Tout sélectionner"),
    held=("Ctrl+A",), icon="check", act=lambda c: c.main.ticket_list.select_all(),
    why_not=CommandSet.no_tickets)
SELECT_ROW = _ticket("select-row",
    QT_TRANSLATE_NOOP("Commands", "Ajouter la ligne à la sélection, ou l’ôter"),
    held=("Ctrl+Space",), icon="check", act=lambda c: c.main.ticket_list.select_row())
COPY_ROWS = _ticket("copy-rows",
    QT_TRANSLATE_NOOP("Commands", "Copier les lignes pour un tableur"), held=("Ctrl+C",),
    icon="copy", act=lambda c: c.main.ticket_list.copy_rows())
EXPORT_VIEW = _list("export-view", QT_TRANSLATE_NOOP("Commands", "Exporter la vue en CSV…"),
    icon="export", act=lambda c: c.main.ticket_list.export_requested.emit(),
    why_not=CommandSet.no_view)
LIST_OR_TABLE = _layout("list-or-table", QT_TRANSLATE_NOOP("Commands", "Liste ou tableau"), "rows",
    lambda layout: replace(layout, table=not layout.table))
DENSITY = _layout("density", QT_TRANSLATE_NOOP("Commands", "Lignes confortables ou compactes"),
    "list", _other_density)
SORT_RECEIVED = _sort(SortBy.RECEIVED, QT_TRANSLATE_NOOP("Commands", "Trier par date de réception"))
SORT_PRIORITY = _sort(SortBy.PRIORITY, QT_TRANSLATE_NOOP("Commands", "Trier par priorité"))
SORT_NUMBER = _sort(SortBy.NUMBER, QT_TRANSLATE_NOOP("Commands", "Trier par numéro"))
SORT_CUSTOMER = _sort(SortBy.CUSTOMER, QT_TRANSLATE_NOOP("Commands", "Trier par client"))
SORT_SUBJECT = _sort(SortBy.SUBJECT, QT_TRANSLATE_NOOP("Commands", "Trier par sujet"))
SORT_STATUS = _sort(SortBy.STATUS, QT_TRANSLATE_NOOP("Commands", "Trier par statut"))
SORT_NOTICE = _sort(SortBy.NOTICE, QT_TRANSLATE_NOOP("Commands", "Trier par notification"))
GROUP_NONE = _group(GroupBy.NONE, QT_TRANSLATE_NOOP("Commands", "Ne pas grouper"))
GROUP_DAY = _group(GroupBy.DAY, QT_TRANSLATE_NOOP("Commands", "Grouper par jour"))
GROUP_PRIORITY = _group(GroupBy.PRIORITY, QT_TRANSLATE_NOOP("Commands", "Grouper par priorité"))
GROUP_CUSTOMER = _group(GroupBy.CUSTOMER, QT_TRANSLATE_NOOP("Commands", "Grouper par client"))
GROUP_TAG = _group(GroupBy.TAG, QT_TRANSLATE_NOOP("Commands", "Grouper par première étiquette"))

COMPLETE = Command("complete", QT_TRANSLATE_NOOP("Commands", "Compléter une clé ou une valeur"),
    (), Scope.FIELD, Place.SEARCH, held=("Ctrl+Space",), icon="search",
    act=lambda c: c.main.top_bar.search.complete(), why_not=CommandSet.no_search)
SAVE_VIEW = Command("save-view", QT_TRANSLATE_NOOP("Commands", "Enregistrer la vue"), ("Ctrl+S",),
    place=Place.SEARCH, icon="view", act=lambda c: c.main.ticket_list.save_view_requested.emit(),
    why_not=CommandSet.no_search)

RENAME_VIEW = _of_view("rename-view", QT_TRANSLATE_NOOP("Commands", "Renommer la vue"),
    "view", "F2")
PIN_VIEW = _of_view("pin-view", QT_TRANSLATE_NOOP("Commands", "Épingler la vue"), "pin")
MOVE_VIEW_UP = _of_view("move-view-up", QT_TRANSLATE_NOOP("Commands", "Monter la vue"),
    "p-high", "Alt+Up")
MOVE_VIEW_DOWN = _of_view("move-view-down", QT_TRANSLATE_NOOP("Commands", "Descendre la vue"),
    "down", "Alt+Down")
COPY_VIEW_LINK = _of_view("copy-view-link",
    QT_TRANSLATE_NOOP("Commands", "Copier le lien de la vue"), "link")
REMOVE_VIEW = _of_view("remove-view", QT_TRANSLATE_NOOP("Commands", "Retirer la vue"), "x", "Del")

FILE = _filing("file", QT_TRANSLATE_NOOP("Commands", "Déposer le ticket"),
    held=("Ctrl+Return", "Ctrl+Enter"), icon="send",
    act=lambda c: c.main.pages.new_ticket().submit())
PREVIEW = _filing("preview", QT_TRANSLATE_NOOP("Commands", "Écrire ou aperçu"),
    held=("Ctrl+Shift+P",), icon="eye",
    act=lambda c: c.description().toggle())
BOLD = _filing("bold", QT_TRANSLATE_NOOP("Commands", "Gras (dans la description)"),
    held=("Ctrl+B",), icon="bold",
    act=lambda c: c.description().mark("**"))
ITALIC = _filing("italic", QT_TRANSLATE_NOOP("Commands", "Italique (dans la description)"),
    held=("Ctrl+I",), icon="italic",
    act=lambda c: c.description().mark("*"))

SAVED_VIEW_COMMANDS = (
    RENAME_VIEW, PIN_VIEW, MOVE_VIEW_UP, MOVE_VIEW_DOWN, COPY_VIEW_LINK, REMOVE_VIEW,
)
TICKET_COMMANDS = (
    TOGGLE_PIN, TOGGLE_READ, COPY_NUMBER, COPY_JSON, COPY_CURL, FINISH, PASS_ON,
    FILE_FOR_CUSTOMER, OPEN_IN_WINDOW, SNOOZE, WRITE_NOTE, ESCALATE, ANSWER_BY_MAIL,
    OPEN_WHATSAPP, OPEN_DASHBOARD, ALL_OF_CUSTOMER,
)
"""Commands in the menu of a ticket, in this order."""

# fmt: on

COMMANDS: tuple[Command, ...] = tuple(one for one in globals().values() if isinstance(one, Command))
"""Every command above: palette and help have them in this order."""
