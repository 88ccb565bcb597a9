"""Pages and other parts of the window that are built when they are first needed.

The first paint needs none: the window imports this module with the first of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, Signal, SignalInstance
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
from supportdesk_desktop.ui.window.frame import WindowFrame
from supportdesk_desktop.ui.window.messages import Message, UndoNotice
from supportdesk_desktop.ui.window.palette import Palette

Part = TypeVar("Part", bound=QWidget)


class WindowPages(QObject):
    """Builds each part once, the filing panel again after it was detached.

    ``built`` signals bring a part to the window and to its presenter before it is shown.
    """

    outbox_built = Signal(object)
    notifications_built = Signal(object)
    new_ticket_built = Signal(object)
    first_run_built = Signal(object)
    palette_built = Signal(object)
    statistics_built = Signal(object)
    settings_built = Signal(object)
    journal_built = Signal(object)
    details_built = Signal(object)
    shortcuts_built = Signal(object)
    help_built = Signal(object)

    def __init__(self, frame: WindowFrame) -> None:
        """Build the parts of the window that has ``frame``."""
        super().__init__(frame.window)
        self._frame = frame
        self._parts: dict[type[QWidget], Any] = {}
        self._served = False

    def serve(
        self,
        *,
        outbox: Callable[[OutboxPage], None],
        notifications: Callable[[NotificationsPage], None],
        new_ticket: Callable[[NewTicketPanel], None],
        palette: Callable[[Palette], None],
        statistics: Callable[[StatisticsPage], None],
    ) -> None:
        """Bring each part to its presenter when it is built, at once where it already is: the
        window can be worked before anything stands behind it."""
        self._served = True
        for kind, built, presenter in (
            (OutboxPage, self.outbox_built, outbox),
            (NotificationsPage, self.notifications_built, notifications),
            (NewTicketPanel, self.new_ticket_built, new_ticket),
            (Palette, self.palette_built, palette),
            (StatisticsPage, self.statistics_built, statistics),
        ):
            self._serve(kind, built, presenter)

    def serve_settings(self, presenter: Callable[[SettingsWindow], None]) -> None:
        """Bring the settings window to its presenter when it is built, at once where it is."""
        self._serve(SettingsWindow, self.settings_built, presenter)

    def outbox(self) -> OutboxPage:
        """Return the outbox page."""
        return self._part(OutboxPage, self._page, self.outbox_built)

    def notifications(self) -> NotificationsPage:
        """Return the notifications page."""
        return self._part(NotificationsPage, self._page, self.notifications_built)

    def statistics(self) -> StatisticsPage:
        """Return the page of statistics."""
        return self._part(StatisticsPage, self._page, self.statistics_built)

    def shortcuts(self) -> ShortcutsPage:
        """Return the page of shortcuts."""
        return self._part(ShortcutsPage, self._page, self.shortcuts_built)

    def help(self) -> HelpPage:
        """Return the page of guide and news."""
        return self._part(HelpPage, self._page, self.help_built)

    def new_ticket(self) -> NewTicketPanel:
        """Return the filing panel."""
        return self._part(NewTicketPanel, self._panel, self.new_ticket_built)

    def new_ticket_if_built(self) -> NewTicketPanel | None:
        """Return the filing panel, None while nobody wanted it."""
        return self._parts.get(NewTicketPanel)

    def take_new_ticket(self) -> NewTicketPanel | None:
        """Let go of the filing panel, None where there is none; the next one is built anew."""
        panel = self.new_ticket_if_built()
        if panel is not None:
            del self._parts[NewTicketPanel]
            self._frame.body.take_panel()
        return panel

    def first_run(self) -> FirstRunPage:
        """Return the first-run page."""
        return self._part(FirstRunPage, self._cover, self.first_run_built)

    def journal(self) -> Journal:
        """Return the journal of blind intervals, hidden."""
        return self._part(Journal, self._popover, self.journal_built)

    def details(self) -> TrustDetails:
        """Return the page of what is verified, hidden."""
        return self._part(TrustDetails, self._popover, self.details_built)

    def palette(self) -> Palette:
        """Return the palette of commands, hidden."""
        return self._part(Palette, lambda kind: kind(self._frame.desk), self.palette_built)

    def settings(self) -> SettingsWindow:
        """Return the settings window, hidden."""
        return self._part(
            SettingsWindow, lambda kind: kind(self._frame.window), self.settings_built
        )

    def message(self) -> Message:
        """Return the message over the foot of the window."""
        return self._part(Message, lambda kind: kind(self._frame.stage))

    def undo_notice(self) -> UndoNotice:
        """Return the notice that offers Annuler; its token is what to call."""
        return self._part(UndoNotice, self._undo_notice)

    def news_line(self) -> NewsLine:
        """Return the line that tells of a new version, above the page; it goes by itself."""
        line = NewsLine(self._frame.stage)
        stage = self._frame.stage.layout()
        assert isinstance(stage, QBoxLayout)
        stage.setSpacing(0)
        stage.insertWidget(0, line)
        return line

    def _serve(
        self, kind: type[QWidget], built: SignalInstance, presenter: Callable[[Any], None]
    ) -> None:
        built.connect(presenter)
        if kind in self._parts:
            presenter(self._parts[kind])

    def _part(
        self,
        kind: type[Part],
        make: Callable[[type[Part]], Part],
        built: SignalInstance | None = None,
    ) -> Part:
        """Return the one part of a kind; ``built`` tells that it was made just now."""
        if kind not in self._parts:
            part = self._parts[kind] = make(kind)
            if built is not None:
                built.emit(part)
        return cast("Part", self._parts[kind])

    def _page(self, kind: type[Part]) -> Part:
        page = kind()
        self._frame.body.pages.addWidget(page)
        return page

    def _cover(self, kind: type[Part]) -> Part:
        page = kind()
        self._frame.add_cover(page)
        return page

    def _popover(self, kind: type[Part]) -> Part:
        popover = kind(self._frame.window.centralWidget())
        popover.hide()
        return popover

    def _panel(self, kind: type[NewTicketPanel]) -> NewTicketPanel:
        panel = kind()
        self._frame.body.set_panel(panel)
        if not self._served:
            panel.hold_submissions()
        return panel

    def _undo_notice(self, kind: type[UndoNotice]) -> UndoNotice:
        notice = kind(self._frame.stage)
        notice.undone.connect(lambda undo: undo())
        return notice
