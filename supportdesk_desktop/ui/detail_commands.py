"""What can be done with the ticket that the detail shows, in the order of its menu."""

from __future__ import annotations

from supportdesk_desktop.ui.command import Command, Place, Where
from supportdesk_desktop.ui.key_names import QT_TRANSLATE_NOOP

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
