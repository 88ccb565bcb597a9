"""Makes the presenters of a window over the services of a profile, and ends them."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os

from PySide6.QtCore import QProcess

from supportdesk_desktop.app.options import this_program
from supportdesk_desktop.app.services import Services
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.links import query_of, ticket_of
from supportdesk_desktop.core.notices import NoticeAction
from supportdesk_desktop.core.rows import TicketView
from supportdesk_desktop.core.settings import DASHBOARD_URL
from supportdesk_desktop.core.wording import explain, sentences
from supportdesk_desktop.services.days import DayService, OpenTime
from supportdesk_desktop.services.escalations import EscalationService
from supportdesk_desktop.services.filing.drafts import DraftingService
from supportdesk_desktop.services.notices.reminders import ReminderService
from supportdesk_desktop.services.search import SavedViewService
from supportdesk_desktop.services.tickets import MarkService, TicketService
from supportdesk_desktop.store import settings
from supportdesk_desktop.store.settings import WINDOW_STATE
from supportdesk_desktop.system.paths import ProfilePaths
from supportdesk_desktop.tasks import end_each
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.days.presenter import StatisticsPresenter, TrustPresenter
from supportdesk_desktop.ui.days.statistics import StatisticsPage
from supportdesk_desktop.ui.filing.panel import NewTicketPanel
from supportdesk_desktop.ui.filing.panels_presenter import FilingPanels
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.notices.pane import NotificationsPage
from supportdesk_desktop.ui.notices.presenter import NoticesPresenter
from supportdesk_desktop.ui.outbox.pane import OutboxPage
from supportdesk_desktop.ui.outbox.presenter import OutboxPresenter
from supportdesk_desktop.ui.settings.presenter import SettingsPresenter
from supportdesk_desktop.ui.ticket.presenter import ActionsPresenter, MarksPresenter, TicketWindows
from supportdesk_desktop.ui.tickets.presenter import CountsPresenter, TicketsPresenter
from supportdesk_desktop.ui.tickets.saved_views_presenter import SavedViewsPresenter
from supportdesk_desktop.ui.tickets.search_presenter import SearchPresenter
from supportdesk_desktop.ui.tickets.selection_presenter import TicketSelectionPresenter
from supportdesk_desktop.ui.timers import later, timer
from supportdesk_desktop.ui.trust.presenter import FeedPresenter
from supportdesk_desktop.ui.window.palette import Palette
from supportdesk_desktop.ui.window.palette_presenter import PalettePresenter
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.window import MainWindow
from supportdesk_desktop.ui.workspace import Workspace

MINUTE_MS = 60_000
STATE_S = 1.0
"""Seconds that quitting waits until the state of the window is stored."""


class WindowPresenters:
    """The presenters of one window over the services of one profile."""

    def __init__(
        self, window: MainWindow, services: Services, session: ProfileSession, *, sample_data: bool
    ) -> None:
        self._window = window
        self._services = services
        self._bridge = Bridge(services.bus, window)
        self._escalations = EscalationService(
            services.store,
            services.bus,
            services.clock,
            desk=services.desk,
            notices=services.notices,
            preferences=services.preferences,
            owns=lambda: services.owns,
        )
        workspace = self._make_workspace(session, sample_data=sample_data)
        self._open_time = OpenTime(services.store, services.bus, services.clock)
        self._reminders = ReminderService(
            services.store, services.bus, services.clock, services.notices, lambda: services.owns
        )
        self._make_presenters(workspace)
        self._connect()

    def begin(self) -> None:
        """Show what the store holds; changes follow by themselves."""
        later(0, self._window, self._window.detail.warm_up)
        self._search.begin()
        self._open_time.start()
        self._feed.load_intervals()
        self._outbox.load()
        self._notices.load()
        self._views.load()
        self._marks.begin()
        self._reminders.start()
        self._escalations.start()
        self._counts.load()

    def open_link(self, link: str | None, _token: str | None) -> None:
        """Come to the front, on the ticket or the query of a deep link where there is one."""
        self._window.raise_window()
        number, query = (None, None) if link is None else (ticket_of(link), query_of(link))
        if number is not None:
            self._show_tickets()
            self._tickets.open_number(number)
        elif query is not None:
            self._window.body.read_detail(False)
            self._views.show_query(query)

    def open_ticket(self, ticket_id: TicketId | None, _token: str | None = None) -> None:
        """Come to the front, on the ticket of an announcement."""
        self._window.raise_window()
        if ticket_id is not None:
            self._show_tickets()
            self._tickets.open_ticket(ticket_id)

    def act_on_notice(self, ticket_id: TicketId, action: NoticeAction) -> None:
        """Do what was chosen in an announcement; the window stays where it is."""
        self._marks.act(ticket_id, action)

    def say_following(self) -> None:
        """Say that another process of this profile follows the tickets, and this window it."""
        self._window.say(sentences().commands["following"].say(language_now()))

    async def show_newest(self) -> None:
        """Show the newest ticket in list and detail, for a picture."""
        order = await self._ticket_service.order(TicketView.MINE)
        self._window.show_view(View.MINE)
        await self._tickets.settle()
        if order:
            self._tickets.open_ticket(order[0][0])
            await self._tickets.settle()

    async def aclose(self) -> None:
        """Save drafts and the state of the window; end every presenter."""
        self._minute.stop()
        parts = (
            self._settings,
            self._panels,
            self._windows,
            self._statistics,
            self._trust,
            self._open_time,
            self._palette,
            self._marks,
            self._reminders,
            self._escalations,
            self._views,
            self._search,
            self._tickets,
            self._selection,
            self._feed,
            self._outbox,
            self._notices,
            self._actions,
            self._counts,
        )
        await end_each(
            *((type(part).__name__, part.aclose) for part in parts),
            ("window state", self._keep_state),
        )
        self._bridge.close()

    async def _keep_state(self) -> None:
        """Store the state of the window, if the store is free soon."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STATE_S):
                await self._services.store.ledger.write(
                    settings.put, WINDOW_STATE, self._window.state()
                )

    def _make_workspace(self, session: ProfileSession, *, sample_data: bool) -> Workspace:
        window, services = self._window, self._services
        store, bus, clock = services.store, services.bus, services.clock
        self._ticket_service = TicketService(store, bus, clock)
        return Workspace(
            bridge=self._bridge,
            clock=clock,
            store=store,
            connection=services.connection,
            desk=services.desk,
            preferences=services.preferences,
            tickets=self._ticket_service,
            marks=MarkService(store, bus, clock),
            actions=services.actions,
            search=services.search,
            saved_views=SavedViewService(store, bus, clock),
            drafting=DraftingService(store, clock, services.desk),
            filings=services.filings,
            escalations=self._escalations,
            notices=services.notices,
            days=DayService(store, clock, sample_data=sample_data),
            ask_owner=session.ask_owner,
            say=window.say,
            tell=window.tell,
            open_ticket=self.open_ticket,
        )

    def _make_presenters(self, workspace: Workspace) -> None:
        window = self._window
        pane, detail, strip = window.ticket_list, window.detail, window.strip
        self._panels = FilingPanels(workspace, window)
        self._windows = TicketWindows(workspace, window)
        # What is done to one ticket is told in the window where it is read.
        there = self._windows
        in_front = dataclasses.replace(workspace, say=there.say, tell=there.tell)
        self._tickets = TicketsPresenter(workspace, pane, detail)
        self._counts = CountsPresenter(workspace, window.rail, window.top_bar)
        self._marks = MarksPresenter(in_front, pane, detail)
        self._selection = TicketSelectionPresenter(workspace, pane)
        self._search = SearchPresenter(workspace, window, self._tickets)
        self._palette = PalettePresenter(workspace, self._open_chosen, window)
        self._views = SavedViewsPresenter(workspace, window.rail, pane, window.top_bar.search)
        self._feed = FeedPresenter(
            workspace, strip=strip, rail=window.rail, pane=pane, detail=detail
        )
        self._outbox = OutboxPresenter(workspace, strip, self._panels.mend)
        self._notices = NoticesPresenter(workspace, strip)
        self._actions = ActionsPresenter(in_front, detail)
        self._statistics = StatisticsPresenter(workspace, window)
        self._trust = TrustPresenter(workspace, strip)
        self._settings = SettingsPresenter(workspace, window)

    def _connect(self) -> None:
        window = self._window
        # What is due, or of today, changes with the time alone.
        self._minute = timer(window, MINUTE_MS, self._counts.load)
        self._minute.timeout.connect(self._views.recount)
        self._minute.start()
        window.pages.serve(OutboxPage, self._outbox.attach)
        window.pages.serve(NotificationsPage, self._notices.attach)
        window.pages.serve(NewTicketPanel, self._panels.serve)
        window.pages.serve(Palette, self._palette.attach)
        window.pages.serve(StatisticsPage, self._statistics.attach)
        window.overlays.journal_opened.connect(self._trust.show_journal)
        window.overlays.details_opened.connect(self._trust.show_details)
        window.verify_now_requested.connect(self._feed.verify_now)
        window.dnd_chosen.connect(self._notices.hold)
        # What leads to a ticket goes once that is read, and what was done to it once it left.
        withdraw = window.overlays.withdraw_toasts
        window.detail.ticket_shown.connect(lambda one: withdraw((one,), opened=True))
        self._bridge.tickets.connect(lambda change: withdraw(change.removed, opened=False))
        window.strip.open_profile_requested.connect(self._open_other_profile)
        preferences = self._services.preferences
        window.detail.dashboard = lambda: preferences.value(DASHBOARD_URL)

    def _open_chosen(self, ticket_id: TicketId) -> None:
        """Show the ticket chosen in the palette, on a narrow window instead of the list."""
        self.open_ticket(ticket_id)
        self._window.open_detail()

    def _show_tickets(self) -> None:
        """Show the tickets; what lies over them goes, and keeps what was typed in it."""
        self._window.overlays.hide_popovers()
        if self._window.body.panel_is_open():
            self._window.pages.new_ticket().close_panel()
        if self._window.view() is not View.MINE or self._window.overlays.aside_is_shown():
            self._window.show_view(View.MINE)

    def _open_other_profile(self) -> None:
        services = self._services
        if not open_other_profile(services.setup.paths, services.connection.base_url):
            self._window.say(explain(DeskError(), language_now()))


def open_other_profile(paths: ProfilePaths, server: str) -> bool:
    """Open a window of its own for the first profile name that is free, on the same server.

    Returns:
        Whether it could be started.
    """
    program, *arguments = this_program()
    number = 2
    while (paths.root / f"{paths.name}-{number}").exists():
        number += 1
    arguments += ["--data-dir", os.fspath(paths.root), "--profile", f"{paths.name}-{number}"]
    started, _pid = QProcess.startDetached(program, [*arguments, "--server", server], "")
    return started
