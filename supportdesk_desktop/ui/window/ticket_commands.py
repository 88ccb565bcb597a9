"""What can be done with the ticket that the detail shows, in the order of its menu."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from supportdesk_desktop.core.arrangement import (
    Density,
    GroupBy,
    SortBy,
    ViewLayout,
    resorted,
)
from supportdesk_desktop.ui.window.command import QT_TRANSLATE_NOOP, Command, Place, Where

NEXT_TICKET = Command(
    "next-ticket",
    QT_TRANSLATE_NOOP("Commands", "Ticket suivant (depuis le détail)"),
    keys=("Ctrl+Down",),
    place=Place.MOVE,
    icon="down",
    repeats=True,
)
PREVIOUS_TICKET = Command(
    "previous-ticket",
    QT_TRANSLATE_NOOP("Commands", "Ticket précédent (depuis le détail)"),
    keys=("Ctrl+Up",),
    place=Place.MOVE,
    icon="p-high",
    repeats=True,
)
SNOOZE = Command(
    "snooze",
    QT_TRANSLATE_NOOP("Commands", "Reporter…"),
    keys=("R",),
    where=Where.LIST,
    place=Place.LIST,
    icon="clock",
)
SHOW_SNOOZED = Command(
    "show-snoozed",
    QT_TRANSLATE_NOOP("Commands", "Tickets reportés"),
    keys=("G, R",),
    where=Where.LIST,
    place=Place.GO,
    icon="clock",
)
WRITE_NOTE = Command(
    "write-note",
    QT_TRANSLATE_NOOP("Commands", "Note privée"),
    keys=("N",),
    where=Where.LIST,
    place=Place.LIST,
    icon="quote",
)
ESCALATE = Command(
    "escalate",
    QT_TRANSLATE_NOOP("Commands", "Escalader"),
    place=Place.LIST,
    icon="p-urgent",
)
ANSWER_BY_MAIL = Command(
    "answer-by-mail",
    QT_TRANSLATE_NOOP("Commands", "Répondre par courriel"),
    place=Place.LIST,
    icon="send",
)
OPEN_WHATSAPP = Command(
    "open-whatsapp",
    QT_TRANSLATE_NOOP("Commands", "Ouvrir WhatsApp"),
    place=Place.LIST,
    icon="link",
)
OPEN_DASHBOARD = Command(
    "open-dashboard",
    QT_TRANSLATE_NOOP("Commands", "Ouvrir dans le tableau de bord"),
    place=Place.LIST,
    icon="globe",
)
ALL_OF_CUSTOMER = Command(
    "all-of-customer",
    QT_TRANSLATE_NOOP("Commands", "Tous les tickets de ce client"),
    place=Place.LIST,
    icon="search",
)
OPEN_IN_WINDOW = Command(
    "open-in-window",
    QT_TRANSLATE_NOOP("Commands", "Ouvrir dans une fenêtre"),
    keys=("Ctrl+O",),
    place=Place.LIST,
    icon="detach",
)

TICKET_COMMANDS = (
    OPEN_IN_WINDOW,
    SNOOZE,
    WRITE_NOTE,
    ESCALATE,
    ANSWER_BY_MAIL,
    OPEN_WHATSAPP,
    OPEN_DASHBOARD,
    ALL_OF_CUSTOMER,
)
"""What the menu of a ticket offers of these."""

DETAIL_COMMANDS = (NEXT_TICKET, PREVIOUS_TICKET, SHOW_SNOOZED, *TICKET_COMMANDS)


Change = Callable[[ViewLayout], ViewLayout]


def _sort(sort: SortBy, text: str) -> tuple[Command, Change]:
    command = Command(f"sort-{sort}", text, place=Place.LIST, icon="sort")
    return command, lambda layout: resorted(layout, sort)


def _group(group: GroupBy, text: str) -> tuple[Command, Change]:
    command = Command(f"group-{group}", text, place=Place.LIST, icon="list")
    return command, lambda layout: replace(
        layout, arrangement=replace(layout.arrangement, group=group), table=False
    )


def _turn_shape(layout: ViewLayout) -> ViewLayout:
    return replace(layout, table=not layout.table)


def _turn_density(layout: ViewLayout) -> ViewLayout:
    dense = layout.density is Density.COMPACT
    return replace(layout, density=Density.COMFORTABLE if dense else Density.COMPACT)


SHAPE = Command(
    "list-or-table",
    QT_TRANSLATE_NOOP("Commands", "Liste ou tableau"),
    place=Place.LIST,
    icon="rows",
)
DENSITY = Command(
    "density",
    QT_TRANSLATE_NOOP("Commands", "Lignes confortables ou compactes"),
    place=Place.LIST,
    icon="list",
)
LAYOUT_COMMANDS: dict[Command, Change] = dict(
    (
        (SHAPE, _turn_shape),
        (DENSITY, _turn_density),
        _sort(SortBy.RECEIVED, QT_TRANSLATE_NOOP("Commands", "Trier par date de réception")),
        _sort(SortBy.PRIORITY, QT_TRANSLATE_NOOP("Commands", "Trier par priorité")),
        _sort(SortBy.NUMBER, QT_TRANSLATE_NOOP("Commands", "Trier par numéro")),
        _sort(SortBy.CUSTOMER, QT_TRANSLATE_NOOP("Commands", "Trier par client")),
        _sort(SortBy.SUBJECT, QT_TRANSLATE_NOOP("Commands", "Trier par sujet")),
        _sort(SortBy.STATUS, QT_TRANSLATE_NOOP("Commands", "Trier par statut")),
        _sort(SortBy.NOTICE, QT_TRANSLATE_NOOP("Commands", "Trier par notification")),
        _group(GroupBy.NONE, QT_TRANSLATE_NOOP("Commands", "Ne pas grouper")),
        _group(GroupBy.DAY, QT_TRANSLATE_NOOP("Commands", "Grouper par jour")),
        _group(GroupBy.PRIORITY, QT_TRANSLATE_NOOP("Commands", "Grouper par priorité")),
        _group(GroupBy.CUSTOMER, QT_TRANSLATE_NOOP("Commands", "Grouper par client")),
        _group(GroupBy.TAG, QT_TRANSLATE_NOOP("Commands", "Grouper par première étiquette")),
    )
)
"""What each makes of the layout of the view; choosing an order again turns it round."""

SELECT_ALL = Command(
    "select-all",
    QT_TRANSLATE_NOOP("Commands", "Tout sélectionner"),
    place=Place.LIST,
    held=("Ctrl+A",),
    icon="check",
)
SELECT_ROW = Command(
    "select-row",
    QT_TRANSLATE_NOOP("Commands", "Ajouter la ligne à la sélection, ou l’ôter"),
    place=Place.LIST,
    held=("Ctrl+Space",),
    icon="check",
)
COPY_ROWS = Command(
    "copy-rows",
    QT_TRANSLATE_NOOP("Commands", "Copier les lignes pour un tableur"),
    place=Place.LIST,
    held=("Ctrl+C",),
    icon="copy",
)
EXPORT_VIEW = Command(
    "export-view",
    QT_TRANSLATE_NOOP("Commands", "Exporter la vue en CSV…"),
    place=Place.LIST,
    icon="export",
)
LIST_COMMANDS: tuple[Command, ...] = (
    SELECT_ALL,
    SELECT_ROW,
    COPY_ROWS,
    EXPORT_VIEW,
    *LAYOUT_COMMANDS,
)


RENAME_VIEW = Command(
    "rename-view",
    QT_TRANSLATE_NOOP("Commands", "Renommer la vue"),
    ("F2",),
    Where.SAVED_VIEW,
    Place.VIEWS,
    icon="view",
)
PIN_VIEW = Command(
    "pin-view",
    QT_TRANSLATE_NOOP("Commands", "Épingler la vue"),
    (),
    Where.SAVED_VIEW,
    Place.VIEWS,
    icon="pin",
)
MOVE_VIEW_UP = Command(
    "move-view-up",
    QT_TRANSLATE_NOOP("Commands", "Monter la vue"),
    ("Alt+Up",),
    Where.SAVED_VIEW,
    Place.VIEWS,
    icon="p-high",
)
MOVE_VIEW_DOWN = Command(
    "move-view-down",
    QT_TRANSLATE_NOOP("Commands", "Descendre la vue"),
    ("Alt+Down",),
    Where.SAVED_VIEW,
    Place.VIEWS,
    icon="down",
)
COPY_VIEW_LINK = Command(
    "copy-view-link",
    QT_TRANSLATE_NOOP("Commands", "Copier le lien de la vue"),
    (),
    Where.SAVED_VIEW,
    Place.VIEWS,
    icon="link",
)
REMOVE_VIEW = Command(
    "remove-view",
    QT_TRANSLATE_NOOP("Commands", "Retirer la vue"),
    ("Del",),
    Where.SAVED_VIEW,
    Place.VIEWS,
    icon="x",
)
SAVED_VIEW_COMMANDS = (
    RENAME_VIEW,
    PIN_VIEW,
    MOVE_VIEW_UP,
    MOVE_VIEW_DOWN,
    COPY_VIEW_LINK,
    REMOVE_VIEW,
)
