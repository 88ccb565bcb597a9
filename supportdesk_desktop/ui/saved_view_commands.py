"""What can be done with a saved view of the rail, in the order of its menu."""

from __future__ import annotations

from supportdesk_desktop.ui.commands import QT_TRANSLATE_NOOP, Command, Where

RENAME_VIEW = Command(
    "rename-view", QT_TRANSLATE_NOOP("Commands", "Renommer la vue"), ("F2",), Where.UNCLAIMED
)
PIN_VIEW = Command(
    "pin-view", QT_TRANSLATE_NOOP("Commands", "Épingler la vue"), (), Where.UNCLAIMED
)
MOVE_VIEW_UP = Command(
    "move-view-up", QT_TRANSLATE_NOOP("Commands", "Monter la vue"), ("Alt+Up",), Where.UNCLAIMED
)
MOVE_VIEW_DOWN = Command(
    "move-view-down",
    QT_TRANSLATE_NOOP("Commands", "Descendre la vue"),
    ("Alt+Down",),
    Where.UNCLAIMED,
)
COPY_VIEW_LINK = Command(
    "copy-view-link",
    QT_TRANSLATE_NOOP("Commands", "Copier le lien de la vue"),
    (),
    Where.UNCLAIMED,
)
REMOVE_VIEW = Command(
    "remove-view", QT_TRANSLATE_NOOP("Commands", "Retirer la vue"), ("Del",), Where.UNCLAIMED
)
SAVED_VIEW_COMMANDS = (
    RENAME_VIEW,
    PIN_VIEW,
    MOVE_VIEW_UP,
    MOVE_VIEW_DOWN,
    COPY_VIEW_LINK,
    REMOVE_VIEW,
)
