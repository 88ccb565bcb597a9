"""Joins the window and the services of a profile: one presenter for each part of the window."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QTimer

from supportdesk_desktop.app.day_pages import DayPages
from supportdesk_desktop.app.filing_panels import FilingPanels, FilingParts
from supportdesk_desktop.app.programs import open_other_profile
from supportdesk_desktop.app.services import Services
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.app.ticket_windows import TicketWindows
from supportdesk_desktop.core.customers import KnownCustomer
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.frames import PresenceState
from supportdesk_desktop.core.ids import FilingId, TicketId
from supportdesk_desktop.core.links import query_of, ticket_of
from supportdesk_desktop.core.notices import Bell
from supportdesk_desktop.core.rows import TicketView
from supportdesk_desktop.core.settings import DASHBOARD_URL
from supportdesk_desktop.core.ticket_drafts import escalation
from supportdesk_desktop.core.tickets import Ticket
from supportdesk_desktop.core.wording import Words, explain
from supportdesk_desktop.services.days import DayService
from supportdesk_desktop.services.filing.drafts import DraftingService
from supportdesk_desktop.services.notices.reminders import ReminderService
from supportdesk_desktop.services.search import (
    SavedViewService,
    query_of_customer,
)
from supportdesk_desktop.services.tickets import (
    MarkService,
    TicketService,
)
from supportdesk_desktop.store import settings
from supportdesk_desktop.store.settings import WINDOW_STATE
from supportdesk_desktop.tasks import TaskOwner, declare, end_each
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.filing.presenter import CurlPresenter
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.notices.presenter import NoticesPresenter
from supportdesk_desktop.ui.outbox.presenter import OutboxPresenter
from supportdesk_desktop.ui.ticket.presenter import ActionsPresenter, MarksPresenter
from supportdesk_desktop.ui.tickets.presenter import TicketsPresenter
from supportdesk_desktop.ui.tickets.saved_views_presenter import SavedViewsPresenter
from supportdesk_desktop.ui.tickets.search_presenter import SearchPresenter
from supportdesk_desktop.ui.tickets.selection_presenter import TicketSelectionPresenter
from supportdesk_desktop.ui.trust.presenter import FeedPresenter
from supportdesk_desktop.ui.window.palette_presenter import PalettePresenter
from supportdesk_desktop.ui.window.state import TICKET_VIEWS, View
from supportdesk_desktop.ui.window.window import MainWindow

if TYPE_CHECKING:
    from supportdesk_desktop.ui.notices.pane import NotificationsPage
    from supportdesk_desktop.ui.outbox.pane import OutboxPage

MINUTE_MS = 60_000
STATE_S = 1.0
"""How long an end waits for the store to take how the window stood."""
READ_COUNTS = declare("window.counts", part="store")
FOLLOWING = Words(
    "Un autre programme de ce profil suit déjà les tickets (« watch » ou « file ») : "
    "cette fenêtre montre ce qu’il reçoit, et prend sa place dès qu’il s’arrête.",
    "Another program of this profile already follows the tickets (“watch” or “file”): this window "
    "shows what it receives, and takes over as soon as it ends.",
)


class DeskWindow:
    """Presenters of one window over the services of one profile."""

    def __init__(
        self, window: MainWindow, services: Services, session: ProfileSession, *, sample_data: bool
    ) -> None:
        self._window = window
        self._services = services
        self._session = session
        self._tasks = TaskOwner("window", services.bus.report)
        self._ticket_service = TicketService(services.store, services.bus, services.clock)
        self._drafting = DraftingService(
            services.store, services.clock, services.connection, services.rest, services.budget
        )
        self._bridge = Bridge(services.bus, window)
        self._panels = FilingPanels(
            window,
            FilingParts(
                services,
                self._drafting,
                self._bridge,
                lambda ticket_id: self.open_ticket(ticket_id, None),
            ),
        )
        days = DayService(services.store, services.clock, sample_data=sample_data)
        self._make_presenters(days)
        self._days = DayPages(window, services, days, self._bridge)
        self._searched_from = window.view()
        self._midnight = QTimer(window)
        self._midnight.setInterval(MINUTE_MS)
        self._midnight.timeout.connect(self._refresh_counts)
        self._midnight.start()
        self._connect()

    def begin(self) -> None:
        """Show what the store holds; changes follow by themselves."""
        QTimer.singleShot(0, self._window.detail.warm_up)
        self._on_view(self._window.view())
        self._search_again()
        self._days.begin()
        self._feed.load_intervals()
        self._outbox.load()
        self._notices.load()
        self._views.load()
        self._marks.begin()
        self._reminders.start()
        self._refresh_counts()

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

    def open_ticket(self, ticket_id: TicketId | None, _token: str | None) -> None:
        """Come to the front, on the ticket of an announcement."""
        self._window.raise_window()
        if ticket_id is not None:
            self._show_tickets()
            self._tickets.open_ticket(ticket_id)

    def say_following(self) -> None:
        """Say that another process of this profile follows the tickets, and this window it."""
        self._window.say(FOLLOWING.say(language_now()))

    async def show_newest(self) -> None:
        """Show the newest ticket in list and detail, for a picture."""
        order = await self._ticket_service.order(TicketView.MINE)
        self._window.show_view(View.MINE)
        await self._tickets.settle()
        if order:
            self._tickets.open_ticket(order[0][0])
            await self._tickets.settle()

    async def aclose(self) -> None:
        """Save what was typed and how the window stood; end every presenter."""
        self._midnight.stop()
        parts = (
            self._panels,
            self._windows,
            self._days,
            self._palette,
            self._curl,
            self._marks,
            self._reminders,
            self._views,
            self._search,
            self._tickets,
            self._selection,
            self._feed,
            self._outbox,
            self._notices,
            self._actions,
            self._tasks,
        )
        await end_each(
            *((type(part).__name__, part.aclose) for part in parts),
            ("window state", self._keep_state),
        )
        self._bridge.close()

    async def _keep_state(self) -> None:
        """Keep how the window stood, where the store takes it soon."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STATE_S):
                await self._services.store.ledger.write(
                    settings.put, WINDOW_STATE, self._window.state()
                )

    def _make_presenters(self, days: DayService) -> None:
        window, services, bridge = self._window, self._services, self._bridge
        self._windows = TicketWindows(window, self._ticket_service, services.store, bridge)
        self._tickets = TicketsPresenter(
            pane=window.ticket_list,
            detail=window.detail,
            tickets=self._ticket_service,
            bus=services.bus,
            bridge=bridge,
            counts_changed=self._refresh_counts,
            parent=window,
        )
        self._marks = MarksPresenter(
            pane=window.ticket_list,
            detail=window.detail,
            tickets=self._ticket_service,
            marks=MarkService(services.store, services.bus, services.clock),
            bus=services.bus,
            clock=services.clock,
            offer_undo=self._windows.offer_undo,
            say=self._windows.say,
            parent=window,
        )
        self._reminders = ReminderService(
            services.store,
            services.bus,
            services.clock,
            services.notices,
            lambda: services.owns,
        )
        self._selection = TicketSelectionPresenter(
            pane=window.ticket_list,
            tickets=self._ticket_service,
            actions=services.actions,
            bridge=bridge,
            offer_undo=window.offer_undo,
            say=window.say,
            parent=window,
        )
        self._search = SearchPresenter(
            field=window.top_bar.search,
            pane=window.ticket_list,
            detail=window.detail,
            search=services.search,
            bridge=bridge,
            parent=window,
        )
        self._curl = CurlPresenter(
            detail=window.detail,
            tickets=self._ticket_service,
            base_url=lambda: services.connection.base_url,
            say=self._windows.say,
            parent=window,
        )
        saved_views = SavedViewService(services.store, services.bus, services.clock)
        self._palette = PalettePresenter(
            search=services.search,
            saved_views=saved_views,
            open_ticket=self._open_chosen,
            parent=window,
        )
        self._views = SavedViewsPresenter(
            rail=window.rail,
            pane=window.ticket_list,
            field=window.top_bar.search,
            service=saved_views,
            bridge=bridge,
            say=window.say,
            offer_undo=window.offer_undo,
            parent=window,
        )
        self._feed = FeedPresenter(
            strip=window.strip,
            rail=window.rail,
            pane=window.ticket_list,
            detail=window.detail,
            days=days,
            bridge=bridge,
            set_presence=self._set_presence,
            say=window.say,
            parent=window,
        )
        self._outbox = OutboxPresenter(
            strip=window.strip,
            filings=services.filings,
            desk=services.desk,
            bridge=bridge,
            counts_changed=self._refresh_counts,
            say=window.say,
            parent=window,
        )
        self._notices = NoticesPresenter(
            strip=window.strip,
            notices=services.notices,
            bridge=bridge,
            bell=self._bell,
            parent=window,
        )
        self._actions = ActionsPresenter(
            detail=window.detail,
            actions=services.actions,
            bridge=bridge,
            offer_undo=self._windows.offer_undo,
            say=self._windows.say,
            parent=window,
        )

    def _connect(self) -> None:
        window = self._window
        window.view_changed.connect(self._on_view)
        window.top_bar.search_changed.connect(self._on_search)
        self._search.began.connect(self._tickets.leave_to_search)
        self._search.ended.connect(self._end_search)
        self._midnight.timeout.connect(self._views.recount)
        window.pages.serve(
            outbox=self._on_outbox_built,
            notifications=self._on_notifications_built,
            new_ticket=self._panels.serve,
            palette=self._palette.attach,
            statistics=self._days.statistics.attach,
        )
        preferences = self._services.preferences
        window.detail.dashboard = lambda: preferences.value(DASHBOARD_URL)
        window.detail.customer_wanted.connect(self._search_customer)
        window.detail.escalation_wanted.connect(self._escalate)
        window.verify_now_requested.connect(lambda: self._ask("verify"))
        window.dnd_chosen.connect(self._set_dnd)
        window.strip.retry_requested.connect(lambda: self._ask("retry-feed"))
        window.strip.open_profile_requested.connect(self._open_other_profile)
        window.strip.take_over_requested.connect(lambda: self._ask("take-over"))

    def _on_view(self, view: View) -> None:
        if self._search.text:
            self._search.leave()
            self._window.top_bar.search.show_text("")
        if view in TICKET_VIEWS:
            self._tickets.show_view(TicketView(view.value))

    def _search_again(self) -> None:
        """Find what the first paint shows over the view, or what was typed since."""
        field, restored = self._window.top_bar.search, self._window.frame.restored_query
        text = field.text()
        if text == restored and self._window.rail.over() is None:
            # Another view was chosen meanwhile.
            text = ""
        field.show_text(text)
        if text.strip():
            self._on_search(text)

    def _on_search(self, text: str) -> None:
        if text.strip() and not self._search.text:
            self._searched_from = self._window.view()
            if self._searched_from not in TICKET_VIEWS:
                self._window.show_view(View.MINE)
        self._search.show_text(text)

    def _end_search(self) -> None:
        """Come back to the page of before the search."""
        if self._searched_from in TICKET_VIEWS:
            self._tickets.come_back()
        else:
            self._window.show_view(self._searched_from)

    def _open_chosen(self, ticket_id: TicketId) -> None:
        """Show the ticket chosen in the palette, on a narrow window instead of the list."""
        self.open_ticket(ticket_id, None)
        self._window.open_detail()

    def _search_customer(self, external_id: str) -> None:
        customer = KnownCustomer(external_id)
        self._window.search_for(query_of_customer(customer, language_now()))

    def _escalate(self, ticket: Ticket) -> None:
        self._panels.begin(escalation(ticket, language_now()))

    def _show_tickets(self) -> None:
        if self._window.view() is not View.MINE or self._window.overlays.aside_is_shown():
            self._window.show_view(View.MINE)

    def _on_outbox_built(self, page: OutboxPage) -> None:
        self._outbox.attach(page)
        page.choices.ticket_requested.connect(lambda ticket_id: self.open_ticket(ticket_id, None))
        page.choices.mend_requested.connect(lambda one: self._tasks.start("mend", self._mend(one)))
        page.resume_requested.connect(lambda: self._ask("resume"))

    def _on_notifications_built(self, page: NotificationsPage) -> None:
        self._notices.attach(page)
        page.ticket_requested.connect(lambda ticket_id: self.open_ticket(ticket_id, None))

    async def _mend(self, filing_id: FilingId) -> None:
        self._panels.mend(await self._services.filings.get(filing_id))

    def _refresh_counts(self) -> None:
        self._tasks.until_done(READ_COUNTS, self._load_counts)

    async def _load_counts(self) -> None:
        self._window.rail.set_counts(await self._ticket_service.counts())
        self._window.top_bar.set_stored_count(await self._ticket_service.total())

    def _set_dnd(self, until_ms: int | None) -> None:
        self._tasks.replace("dnd", self._ask_owner("dnd", {"untilMs": until_ms or 0}))

    def _open_other_profile(self) -> None:
        services = self._services
        if not open_other_profile(services.setup.paths, services.connection.base_url):
            self._window.say(explain(DeskError(), language_now()))

    def _ask(self, request: str) -> None:
        self._tasks.start(request, self._ask_owner(request))

    async def _ask_owner(self, request: str, payload: object = None) -> None:
        """Ask who owns feed and outbox, and say it where that cannot be done."""
        try:
            await self._session.ask_owner(request, payload)
        except DeskError as problem:
            self._window.say(explain(problem, language_now()))

    async def _bell(self) -> Bell:
        return msgspec.json.decode(await self._session.ask_owner("bell"), type=Bell)

    async def _set_presence(self, available: bool, until: str | None) -> PresenceState:
        answer = await self._session.ask_owner("presence", {"available": available, "until": until})
        return msgspec.json.decode(answer, type=PresenceState)
