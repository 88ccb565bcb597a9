"""Pages and other parts of the window that are built when they are first needed.

The first paint needs none: the window imports this module with the first of them.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout

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
        self._outbox: OutboxPage | None = None
        self._notifications: NotificationsPage | None = None
        self._new_ticket: NewTicketPanel | None = None
        self._first_run: FirstRunPage | None = None
        self._journal: Journal | None = None
        self._details: TrustDetails | None = None
        self._palette: Palette | None = None
        self._statistics: StatisticsPage | None = None
        self._shortcuts: ShortcutsPage | None = None
        self._settings: SettingsWindow | None = None
        self._help: HelpPage | None = None
        self._message: Message | None = None
        self._undo: UndoNotice | None = None
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
        for part, built, presenter in (
            (self._outbox, self.outbox_built, outbox),
            (self._notifications, self.notifications_built, notifications),
            (self._new_ticket, self.new_ticket_built, new_ticket),
            (self._palette, self.palette_built, palette),
            (self._statistics, self.statistics_built, statistics),
        ):
            built.connect(presenter)
            if part is not None:
                built.emit(part)

    def serve_settings(self, presenter: Callable[[SettingsWindow], None]) -> None:
        """Bring the settings window to its presenter when it is built, at once where it is."""
        self.settings_built.connect(presenter)
        if self._settings is not None:
            presenter(self._settings)

    def outbox(self) -> OutboxPage:
        """Return the outbox page."""
        if self._outbox is None:
            page = self._outbox = OutboxPage()
            self._frame.body.pages.addWidget(page)
            self.outbox_built.emit(page)
        return self._outbox

    def notifications(self) -> NotificationsPage:
        """Return the notifications page."""
        if self._notifications is None:
            self._notifications = NotificationsPage()
            self._frame.body.pages.addWidget(self._notifications)
            self.notifications_built.emit(self._notifications)
        return self._notifications

    def statistics(self) -> StatisticsPage:
        """Return the page of statistics."""
        if self._statistics is None:
            self._statistics = StatisticsPage()
            self._frame.body.pages.addWidget(self._statistics)
            self.statistics_built.emit(self._statistics)
        return self._statistics

    def new_ticket(self) -> NewTicketPanel:
        """Return the filing panel."""
        if self._new_ticket is None:
            panel = self._new_ticket = NewTicketPanel()
            self._frame.body.set_panel(panel)
            if not self._served:
                panel.hold_submissions()
            self.new_ticket_built.emit(panel)
        return self._new_ticket

    def new_ticket_if_built(self) -> NewTicketPanel | None:
        """Return the filing panel, None while nobody wanted it."""
        return self._new_ticket

    def take_new_ticket(self) -> NewTicketPanel | None:
        """Let go of the filing panel, None where there is none; the next one is built anew."""
        panel, self._new_ticket = self._new_ticket, None
        if panel is not None:
            self._frame.body.take_panel()
        return panel

    def first_run(self) -> FirstRunPage:
        """Return the first-run page."""
        if self._first_run is None:
            page = self._first_run = FirstRunPage()
            self._frame.add_cover(page)
            self.first_run_built.emit(page)
        return self._first_run

    def journal(self) -> Journal:
        """Return the journal of blind intervals, hidden."""
        if self._journal is None:
            self._journal = Journal(self._frame.window.centralWidget())
            self._journal.hide()
            self.journal_built.emit(self._journal)
        return self._journal

    def details(self) -> TrustDetails:
        """Return the page of what is verified, hidden."""
        if self._details is None:
            self._details = TrustDetails(self._frame.window.centralWidget())
            self._details.hide()
            self.details_built.emit(self._details)
        return self._details

    def palette(self) -> Palette:
        """Return the palette of commands, hidden."""
        if self._palette is None:
            palette = self._palette = Palette(self._frame.desk)
            self.palette_built.emit(palette)
        return self._palette

    def shortcuts(self) -> ShortcutsPage:
        """Return the page of shortcuts."""
        if self._shortcuts is None:
            page = self._shortcuts = ShortcutsPage()
            self._frame.body.pages.addWidget(page)
            self.shortcuts_built.emit(page)
        return self._shortcuts

    def settings(self) -> SettingsWindow:
        """Return the settings window, hidden."""
        if self._settings is None:
            settings = self._settings = SettingsWindow(self._frame.window)
            self.settings_built.emit(settings)
        return self._settings

    def help(self) -> HelpPage:
        """Return the page of guide and news."""
        if self._help is None:
            page = self._help = HelpPage()
            self._frame.body.pages.addWidget(page)
            self.help_built.emit(page)
        return self._help

    def news_line(self) -> NewsLine:
        """Return the line that tells of a new version, above the page; it goes by itself."""
        line = NewsLine(self._frame.stage)
        stage = self._frame.stage.layout()
        assert isinstance(stage, QBoxLayout)
        stage.setSpacing(0)
        stage.insertWidget(0, line)
        return line

    def message(self) -> Message:
        """Return the message over the foot of the window."""
        if self._message is None:
            self._message = Message(self._frame.stage)
        return self._message

    def undo_notice(self) -> UndoNotice:
        """Return the notice that offers Annuler; its token is what to call."""
        if self._undo is None:
            self._undo = UndoNotice(self._frame.stage)
            self._undo.undone.connect(lambda undo: undo())
        return self._undo
