"""Parts of the window that are built when they are first needed, so that the first paint is not
kept waiting for what it does not show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QMenu

if TYPE_CHECKING:
    from supportdesk_desktop.ui.app_menu import AppMenu
    from supportdesk_desktop.ui.panes.first_run import FirstRunPage
    from supportdesk_desktop.ui.panes.help import HelpPage, NewsLine
    from supportdesk_desktop.ui.panes.journal import Journal
    from supportdesk_desktop.ui.panes.new_ticket import NewTicketPanel
    from supportdesk_desktop.ui.panes.notifications import NotificationsPage
    from supportdesk_desktop.ui.panes.outbox import OutboxPage
    from supportdesk_desktop.ui.panes.palette import Palette
    from supportdesk_desktop.ui.panes.settings import SettingsWindow
    from supportdesk_desktop.ui.panes.shortcuts import ShortcutsPage
    from supportdesk_desktop.ui.panes.statistics import StatisticsPage
    from supportdesk_desktop.ui.panes.trust_strip.details import TrustDetails
    from supportdesk_desktop.ui.widgets.message import Message
    from supportdesk_desktop.ui.widgets.undo_notice import UndoNotice
    from supportdesk_desktop.ui.window import MainWindow
    from supportdesk_desktop.ui.window_commands import WindowCommands


class WindowPages(QObject):
    """Builds each part once, the filing panel again after it was detached.

    ``built`` signals bring a part to its presenter before it is shown.
    """

    outbox_built = Signal(object)
    notifications_built = Signal(object)
    new_ticket_built = Signal(object)
    first_run_built = Signal(object)
    palette_built = Signal(object)
    statistics_built = Signal(object)
    settings_built = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
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
            from supportdesk_desktop.ui.panes.outbox import OutboxPage

            page = self._outbox = OutboxPage()
            self._window.body.pages.addWidget(page)
            page.new_key_requested.connect(self._window.new_key_requested)
            self.outbox_built.emit(page)
        return self._outbox

    def notifications(self) -> NotificationsPage:
        """Return the notifications page."""
        if self._notifications is None:
            from supportdesk_desktop.ui.panes.notifications import NotificationsPage

            self._notifications = NotificationsPage()
            self._window.body.pages.addWidget(self._notifications)
            self._notifications.dnd_chosen.connect(self._window.dnd_chosen)
            self.notifications_built.emit(self._notifications)
        return self._notifications

    def statistics(self) -> StatisticsPage:
        """Return the page of statistics."""
        if self._statistics is None:
            from supportdesk_desktop.ui.panes.statistics import StatisticsPage

            self._statistics = StatisticsPage()
            self._window.body.pages.addWidget(self._statistics)
            self.statistics_built.emit(self._statistics)
        return self._statistics

    def new_ticket(self) -> NewTicketPanel:
        """Return the filing panel."""
        if self._new_ticket is None:
            from supportdesk_desktop.ui.panes.new_ticket import NewTicketPanel

            panel = self._new_ticket = NewTicketPanel()
            self._window.body.set_panel(panel)
            if not self._served:
                panel.hold_submissions()
            panel.closed.connect(self._window.close_new_ticket)
            self.new_ticket_built.emit(panel)
        return self._new_ticket

    def new_ticket_if_built(self) -> NewTicketPanel | None:
        """Return the filing panel, None while nobody wanted it."""
        return self._new_ticket

    def detach_new_ticket(self) -> None:
        """Make the filing panel a window of its own; the next one is built anew."""
        panel, self._new_ticket = self._new_ticket, None
        if panel is None:
            return
        self._window.close_new_ticket()
        panel.closed.disconnect(self._window.close_new_ticket)
        self._window.body.take_panel()
        panel.become_window()

    def first_run(self) -> FirstRunPage:
        """Return the first-run page."""
        if self._first_run is None:
            from supportdesk_desktop.ui.panes.first_run import FirstRunPage

            page = self._first_run = FirstRunPage()
            self._window.add_cover(page)
            page.language_chosen.connect(self._window.language_chosen)
            page.theme_chosen.connect(self._window.theme_chosen)
            self.first_run_built.emit(page)
        return self._first_run

    def journal(self) -> Journal:
        """Return the journal of blind intervals, hidden."""
        if self._journal is None:
            from supportdesk_desktop.ui.panes.journal import Journal

            self._journal = Journal(self._window.centralWidget())
            self._journal.hide()
            self._journal.closed.connect(self._window.close_journal)
        return self._journal

    def journal_is_open(self) -> bool:
        """Return whether the journal is shown."""
        return self._journal is not None and self._journal.isVisible()

    def details(self) -> TrustDetails:
        """Return the page of what is verified, hidden."""
        if self._details is None:
            from supportdesk_desktop.ui.panes.trust_strip.details import TrustDetails

            self._details = TrustDetails(self._window.centralWidget())
            self._details.hide()
            self._details.closed.connect(self._window.overlays.close_details)
        return self._details

    def details_are_open(self) -> bool:
        """Return whether the page of what is verified is shown."""
        return self._details is not None and self._details.isVisible()

    def palette(self) -> Palette:
        """Return the palette of commands, hidden."""
        if self._palette is None:
            from supportdesk_desktop.ui.panes.palette import Palette

            palette = self._palette = Palette(self._window.frame.desk)
            palette.closed.connect(self._window.overlays.close_palette)
            palette.command_chosen.connect(self._window.commands.run)
            palette.query_chosen.connect(self._window.search_for)
            self.palette_built.emit(palette)
        return self._palette

    def palette_is_open(self) -> bool:
        """Return whether the palette is shown."""
        return self._palette is not None and self._palette.isVisible()

    def shortcuts(self) -> ShortcutsPage:
        """Return the page of shortcuts."""
        if self._shortcuts is None:
            from supportdesk_desktop.ui.panes.shortcuts import ShortcutsPage

            page = self._shortcuts = ShortcutsPage()
            self._window.body.pages.addWidget(page)
            page.closed.connect(self._window.overlays.leave_aside)
            page.letters_chosen.connect(self._window.set_letters)
            page.letters_chosen.connect(self._window.letters_chosen)
        return self._shortcuts

    def settings(self) -> SettingsWindow:
        """Return the settings window, hidden."""
        if self._settings is None:
            from supportdesk_desktop.ui.panes.settings import SettingsWindow

            settings = self._settings = SettingsWindow(self._window)
            settings.new_key_requested.connect(self._window.new_key_requested)
            settings.news_requested.connect(self._show_news)
            self.settings_built.emit(settings)
        return self._settings

    def _show_news(self) -> None:
        self._window.raise_window()
        from supportdesk_desktop.ui.commands import NEWS

        self._window.commands.run(NEWS)

    def help(self) -> HelpPage:
        """Return the page of guide and news."""
        if self._help is None:
            from supportdesk_desktop.ui.panes.help import HelpPage

            page = self._help = HelpPage()
            self._window.body.pages.addWidget(page)
            page.closed.connect(self._window.overlays.leave_aside)
        return self._help

    def news_line(self) -> NewsLine:
        """Return the line that tells of a new version, above the page; it goes by itself."""
        from supportdesk_desktop.ui.panes.help import NewsLine

        line = NewsLine(self._window.stage)
        stage = self._window.stage.layout()
        assert isinstance(stage, QBoxLayout)
        stage.setSpacing(0)
        stage.insertWidget(0, line)
        return line

    def message(self) -> Message:
        """Return the message over the foot of the window."""
        if self._message is None:
            from supportdesk_desktop.ui.widgets.message import Message

            self._message = Message(self._window.stage)
        return self._message

    def undo_notice(self) -> UndoNotice:
        """Return the notice that offers Annuler; its token is what to call."""
        if self._undo is None:
            from supportdesk_desktop.ui.widgets.undo_notice import UndoNotice

            self._undo = UndoNotice(self._window.stage)
            self._undo.undone.connect(lambda undo: undo())
        return self._undo

    def menu(self, commands: WindowCommands, language: str, appearance: str) -> AppMenu:
        """Return the application's menu, which goes when it is closed."""
        from supportdesk_desktop.ui.app_menu import AppMenu

        menu = AppMenu(self._window, commands, language=language, appearance=appearance)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def ticket_menu(self, commands: WindowCommands) -> QMenu | None:
        """Return the menu of the chosen ticket, None where there is none."""
        if commands.chosen_ticket() is None:
            return None
        menu = QMenu(self._window)
        menu.setObjectName("ticket-menu")
        menu.setAccessibleName(self.tr("Actions du ticket"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        commands.fill_ticket_menu(menu)
        return menu
