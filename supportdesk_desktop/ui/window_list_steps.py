"""From the detail to the tickets before and after it, and to those that are put off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from supportdesk_desktop.core.query_nodes import FlagFilter
from supportdesk_desktop.core.query_text import canonical_term
from supportdesk_desktop.core.query_words import Flag
from supportdesk_desktop.ui import detail_commands as commands
from supportdesk_desktop.ui.command_set import CommandSet
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.views import TICKET_VIEWS

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window import MainWindow


class ListSteps(QObject):
    """Joins these commands to the list of the main window."""

    def __init__(self, window: MainWindow, registry: CommandSet) -> None:
        """Add the commands to ``registry``."""
        super().__init__(registry)
        self._window = window
        window.rail.snoozed_wanted.connect(self._choose_snoozed)
        registry.add(commands.NEXT_TICKET, partial(self._step, Qt.Key.Key_Down), self._no_list)
        registry.add(commands.PREVIOUS_TICKET, partial(self._step, Qt.Key.Key_Up), self._no_list)
        registry.add(commands.SHOW_SNOOZED, self._show_snoozed)

    def _step(self, key: Qt.Key) -> None:
        """Go to another ticket as the arrow would in the list; the focus stays where it is."""
        view = self._window.ticket_list.view
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(view, event)

    def _show_snoozed(self) -> None:
        self._choose_snoozed()
        self._window.focus_page()

    def _choose_snoozed(self) -> None:
        """Show what is put off; whoever walks through the rail stays in it."""
        query = canonical_term(FlagFilter((Flag.SNOOZED,)), language_now())
        self._window.top_bar.search.setText(query)

    def _no_list(self) -> str:
        shown = self._window.view() in TICKET_VIEWS and not self._window.aside_is_shown()
        return "" if shown else self.tr("Ouvrez d’abord une vue de tickets.")
