"""Pages and other parts of the window that are built when they are first needed.

The first paint needs none: the window imports this module with the first of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QBoxLayout, QWidget

from supportdesk_desktop.ui.days.journal import Journal
from supportdesk_desktop.ui.days.statistics import StatisticsPage
from supportdesk_desktop.ui.filing.panel import NewTicketPanel
from supportdesk_desktop.ui.help.page import HelpPage, NewsLine
from supportdesk_desktop.ui.help.shortcuts import ShortcutsPage
from supportdesk_desktop.ui.notices.pane import NotificationsPage
from supportdesk_desktop.ui.outbox.pane import OutboxPage
from supportdesk_desktop.ui.settings.window import SettingsWindow
from supportdesk_desktop.ui.trust.details import TrustDetails
from supportdesk_desktop.ui.welcome.page import FirstRunPage
from supportdesk_desktop.ui.window.palette import Palette

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window.window import MainWindow

Part = TypeVar("Part", bound=QWidget)
Slot = Callable[..., object] | SignalInstance


class WindowPages:
    """Builds each part once, the filing panel again after it was detached, joined to the window."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._frame = window, window.frame
        self._parts: dict[type[QWidget], Any] = {}
        self._presenters: dict[type[QWidget], Callable[[Any], object]] = {}

    def serve(self, kind: type[Part], presenter: Callable[[Part], object]) -> None:
        """Pass a part to its presenter when it is built, before it is shown.

        Where it is already it comes at once: the window can be worked before anything stands
        behind it.
        """
        self._presenters[kind] = presenter
        if kind in self._parts:
            presenter(self._parts[kind])

    def outbox(self) -> OutboxPage:
        return self._page(OutboxPage, new_key_requested=self._window.new_key_requested)

    def notifications(self) -> NotificationsPage:
        return self._page(NotificationsPage, dnd_chosen=self._window.dnd_chosen)

    def statistics(self) -> StatisticsPage:
        return self._page(StatisticsPage)

    def shortcuts(self) -> ShortcutsPage:
        return self._page(
            ShortcutsPage,
            closed=self._window.overlays.leave_aside,
            letters_chosen=self._window.choose_letters,
        )

    def help(self) -> HelpPage:
        return self._page(HelpPage, closed=self._window.overlays.leave_aside)

    def new_ticket(self) -> NewTicketPanel:
        """Return the filing panel; what is submitted is held until its presenter takes it."""

        def join(panel: NewTicketPanel) -> None:
            self._frame.body.set_panel(panel)
            panel.hold_submissions()
            panel.closed.connect(self._window.close_new_ticket)

        return self._part(NewTicketPanel, None, join)

    def new_ticket_if_built(self) -> NewTicketPanel | None:
        return self._parts.get(NewTicketPanel)

    def take_new_ticket(self) -> NewTicketPanel | None:
        """Give up the filing panel and return it, None if there is none."""
        panel: NewTicketPanel | None = self._parts.pop(NewTicketPanel, None)
        if panel is not None:
            self._frame.body.take_panel()
            panel.closed.disconnect(self._window.close_new_ticket)
        return panel

    def first_run(self) -> FirstRunPage:
        return self._part(
            FirstRunPage,
            None,
            self._frame.add_cover,
            language_chosen=self._window.language_chosen,
            theme_chosen=self._window.theme_chosen,
        )

    def journal(self) -> Journal:
        return self._popover(Journal)

    def details(self) -> TrustDetails:
        return self._popover(TrustDetails)

    def palette(self) -> Palette:
        return self._part(
            Palette,
            self._frame.desk,
            closed=self._window.overlays.close_palette,
            command_chosen=self._window.commands.run,
            query_chosen=self._window.search_for,
        )

    def settings(self) -> SettingsWindow:
        return self._part(
            SettingsWindow,
            self._window,
            new_key_requested=self._window.new_key_requested,
            news_requested=self._window.show_news,
        )

    def news_line(self) -> NewsLine:
        """Return the line about a new version above the page; it closes by itself."""
        line = NewsLine(self._frame.stage)
        stage = self._frame.stage.layout()
        assert isinstance(stage, QBoxLayout)
        stage.setSpacing(0)
        stage.insertWidget(0, line)
        return line

    def _page(self, kind: type[Part], **slots: Slot) -> Part:
        return self._part(kind, None, self._frame.body.pages.addWidget, **slots)

    def _popover(self, kind: type[Part]) -> Part:
        """Return what opens over the desk, hidden when it is made."""
        over = self._window.centralWidget()
        return self._part(kind, over, QWidget.hide, closed=self._window.overlays.close_popover)

    def _part(
        self,
        kind: type[Part],
        parent: QWidget | None,
        join: Callable[[Part], object] = lambda _part: None,
        **slots: Slot,
    ) -> Part:
        """Return the one part of a kind; one that is made now is joined to the window first.

        Args:
            kind: its class.
            parent: the widget in which it is made.
            join: puts it where it is shown.
            slots: what is called by its signals of these names.
        """
        if kind not in self._parts:
            part = kind(parent)
            join(part)
            for signal, slot in slots.items():
                getattr(part, signal).connect(slot)
            self._parts[kind] = part
            self._presenters.get(kind, lambda _part: None)(part)
        return cast("Part", self._parts[kind])
