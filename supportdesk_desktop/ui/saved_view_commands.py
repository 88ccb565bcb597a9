"""What can be done with a saved view of the rail, in the order of its menu."""

from __future__ import annotations

from supportdesk_desktop.ui.command import Command, Place, Where
from supportdesk_desktop.ui.key_names import QT_TRANSLATE_NOOP

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
