"""The commands whose keys the first paint shows; ``commands.py`` has them among all the others."""

from __future__ import annotations

from supportdesk_desktop.ui.command import Command
from supportdesk_desktop.ui.key_names import QT_TRANSLATE_NOOP

PALETTE = Command(
    "palette", QT_TRANSLATE_NOOP("Commands", "Palette de commandes"), keys=("Ctrl+K",)
)
SEARCH = Command(
    "search", QT_TRANSLATE_NOOP("Commands", "Rechercher"), keys=("Ctrl+F",), icon="search"
)
NEW_TICKET = Command(
    "new-ticket", QT_TRANSLATE_NOOP("Commands", "Nouveau ticket"), keys=("Ctrl+N",), icon="plus"
)
