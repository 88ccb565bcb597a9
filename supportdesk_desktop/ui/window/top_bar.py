"""The bar over every view: search and the one primary action."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import follow_theme, theme
from supportdesk_desktop.ui.tickets.search_field import SearchField
from supportdesk_desktop.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from supportdesk_desktop.ui.widgets.layouts import hbox, named
from supportdesk_desktop.ui.window.commands import NEW_TICKET, PALETTE

HEIGHT = 52
_SEARCH_MAX = 720
_SHORT_BELOW = 900
"""Effective pixels of the bar under which the words are the short ones."""


class TopBar(QWidget):
    """Top region, 52 high: always there, first run excepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "window")
        self.setProperty("edge", "bottom")
        self._stored: int | None = None
        self._short = False
        self.back = named(IconButton("back", parent=self), "back")
        self.back.hide()
        self.search: SearchField = SearchField(self)
        self.commands = named(QuietButton(icon="command", parent=self), "commands-button")
        self.new = named(PrimaryButton(icon="plus", parent=self), "new-ticket-button")
        parts = (self.back, (self.search, 1), (None, 0), self.commands, self.new)
        hbox(*parts, of=self, margins=(16, 0, 16, 1), spacing=16)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)
        follow_language(self._retranslate)

    def set_stored_count(self, count: int | None) -> None:
        """Say how many tickets a search looks through, None while that is not known."""
        self._stored = count
        self._retranslate()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Barre supérieure"))
        self.search.setAccessibleName(self.tr("Rechercher"))
        self.search.clear_button.set_name(self.tr("Effacer la recherche"))
        self.back.set_name(self.tr("Revenir à la liste"))
        what = self.tr("Rechercher")
        if not self._short and self._stored is not None:
            count = texts.number(self._stored)
            what = self.tr("Rechercher dans {count} tickets…").format(count=count)
        self.search.setPlaceholderText(what)
        self.commands.setText("" if self._short else self.tr("Commandes"))
        self.commands.setAccessibleName(PALETTE.title())
        self.commands.setToolTip(PALETTE.tip())
        self.commands.set_key_hint(PALETTE.key_hint())
        self.new.setText(self.tr("Nouveau") if self._short else self.tr("Nouveau ticket"))
        self.new.setAccessibleName(NEW_TICKET.title())
        self.new.setToolTip(NEW_TICKET.tip())
        self.new.set_key_hint("" if self._short else NEW_TICKET.key_hint())

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        short = self.width() / theme().scale < _SHORT_BELOW
        if short != self._short:
            self._short = short
            self._retranslate()

    def _restyle(self) -> None:
        look = theme()
        self.setFixedHeight(look.px(HEIGHT))
        self.search.setMaximumWidth(look.px(_SEARCH_MAX))
        self.search.restyle()
