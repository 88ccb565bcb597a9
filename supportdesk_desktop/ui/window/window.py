"""The window: rail, top bar, page, detail and trust strip; it knows no service.

It can be built and painted before anything else exists: pages that are not shown are built, and
brought to their presenters, when they are asked for.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.ui.language import follow_language, language_now
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.timers import later
from supportdesk_desktop.ui.widgets.focus import act_on_escape
from supportdesk_desktop.ui.widgets.layouts import named
from supportdesk_desktop.ui.widgets.painting import brand_icon
from supportdesk_desktop.ui.window.command import WindowCommands
from supportdesk_desktop.ui.window.commands import COMMANDS
from supportdesk_desktop.ui.window.focus import (
    FocusInSight,
    WindowRegions,
    WindowShortcuts,
    press_key,
)
from supportdesk_desktop.ui.window.frame import WindowContents, WindowFrame
from supportdesk_desktop.ui.window.menus import AppMenu, fill_ticket_menu
from supportdesk_desktop.ui.window.overlays import WindowOverlays
from supportdesk_desktop.ui.window.state import MIN_HEIGHT, MIN_WIDTH, TICKET_VIEWS, View

if TYPE_CHECKING:
    from supportdesk_desktop.ui.days.statistics import StatisticsPage
    from supportdesk_desktop.ui.notices.pane import NotificationsPage
    from supportdesk_desktop.ui.outbox.pane import OutboxPage
    from supportdesk_desktop.ui.tickets.pane import TicketListPane
    from supportdesk_desktop.ui.window.pages import WindowPages
    from supportdesk_desktop.ui.window.rail import Rail
    from supportdesk_desktop.ui.window.toasts import Toast
    from supportdesk_desktop.ui.window.top_bar import TopBar

__all__ = ["MainWindow", "WindowContents"]


class MainWindow(QMainWindow):
    """The one window. Intents are signals; ``pages`` has what is built when first needed."""

    view_changed = Signal(object)
    """A ``View``, chosen by the agent."""
    new_ticket_opened = Signal(object)
    """The agent asked for the filing panel: with a ``Priority``, or None for the usual one."""
    close_requested = Signal()
    quit_requested: Signal = Signal()
    verify_now_requested: Signal = Signal()
    dnd_chosen = Signal(object)
    """None to end Do not disturb, else its end in milliseconds since the epoch."""
    theme_chosen: Signal = Signal(str)
    language_chosen = Signal(str)
    scale_chosen: Signal = Signal(float)
    letters_chosen = Signal(bool)
    """Single letters are to act in lists, or not."""
    new_key_requested: Signal = Signal()

    def __init__(self, contents: WindowContents | None = None) -> None:
        """Build what the first paint shows."""
        super().__init__()
        contents = contents or WindowContents()
        self.setObjectName("main-window")
        self._may_close = False
        self._language, self._appearance = contents.language, contents.appearance
        self._back_to: QWidget | None = None
        self._view_of_tickets = contents.view
        self._begun = self._completing = False
        self.setMinimumSize(MIN_WIDTH, MIN_HEIGHT)
        self.resize(1440, 900)
        self.ticket_model = TicketListModel(self)
        self.frame: WindowFrame = WindowFrame(self, self.ticket_model)
        self.rail: Rail = self.frame.rail
        self.top_bar: TopBar = self.frame.top_bar
        self.stage, self.body = self.frame.stage, self.frame.body
        self.ticket_list: TicketListPane = self.frame.ticket_list
        self.detail = self.frame.detail
        self.strip = self.frame.strip
        self.overlays: WindowOverlays = WindowOverlays(self)
        self.regions: WindowRegions = WindowRegions(self.frame, self.overlays, self.focus_page)
        self.commands = WindowCommands(self, COMMANDS)
        self._letters = contents.letters
        self.ticket_list.view.single_keys = contents.letters
        self._connect()
        self.frame.restore(contents.window)
        self.frame.fill(contents)
        self._arrange()
        follow_language(self._name_list)

    @cached_property
    def shortcuts(self) -> WindowShortcuts:
        """The keys of this window; made right after the first paint."""
        FocusInSight(self, self.overlays.popovers)
        return WindowShortcuts(self, self.commands, self._letters)

    @cached_property
    def pages(self) -> WindowPages:
        """The pages, each built when first opened; the first paint imports none of them."""
        from supportdesk_desktop.ui.window.pages import WindowPages

        return WindowPages(self)

    def view(self) -> View:
        return self.rail.current()

    def show_view(self, view: View) -> None:
        """Show a view of tickets or an activity, and emit ``view_changed``."""
        self.overlays.forget_aside()
        self.overlays.hide_popovers()
        if view in TICKET_VIEWS:
            self._view_of_tickets = view
        self.ticket_list.set_opening("")
        self.rail.set_current(view)
        self.body.read_detail(False)
        self.show_page_of_view()
        self.view_changed.emit(view)

    def go(self, view: View) -> None:
        self.show_view(view)
        self.focus_page()

    def show_page_of_view(self) -> None:
        """Show the page of the present view again, after one that covered it."""
        self._name_list()
        self.body.pages.setCurrentWidget(self._page_of_view() or self.ticket_list)
        self.follow_page()

    def _page_of_view(self) -> OutboxPage | NotificationsPage | StatisticsPage | None:
        """Return the page of an activity, None for a view of tickets."""
        match self.view():
            case View.OUTBOX:
                return self.pages.outbox()
            case View.NOTIFICATIONS:
                return self.pages.notifications()
            case View.STATISTICS:
                return self.pages.statistics()
        return None

    def follow_page(self) -> None:
        """Show the detail beside a page of tickets, and beside no other."""
        has_tickets = self.ticket_model.ticket_count() > 0
        of_tickets = self.view() in TICKET_VIEWS and not self.overlays.aside_is_shown()
        self.body.set_detail_wanted(of_tickets and has_tickets)

    def show_shortcuts(self) -> None:
        page = self.pages.shortcuts()
        page.set_letters(self._letters)
        self.overlays.show_aside(page)

    def show_help(self, *, news: bool = False) -> None:
        """Show the guide, or what is new; Escape comes back to view and row."""
        page = self.pages.help()
        page.show_document(news=news)
        self.overlays.show_aside(page)

    def show_news(self) -> None:
        """Come to the front with what is new."""
        self.raise_window()
        self.show_help(news=True)

    def toggle_palette(self) -> None:
        self.overlays.toggle_palette(self.commands)

    def search_for(self, query: str) -> None:
        """Search for a query as if it was typed, and go to what it finds."""
        self.top_bar.search.setText(query)
        self.focus_page()

    def open_detail(self) -> None:
        """Bring the detail forward: on a narrow window it takes the place of the list."""
        if self.view() not in TICKET_VIEWS or self.overlays.aside_is_shown():
            self.show_view(self.view() if self.view() in TICKET_VIEWS else View.MINE)
        self.body.read_detail(True)
        self.regions.enter_detail()

    def open_new_ticket(self) -> None:
        """Show the filing panel; the focus comes back to where it was."""
        panel = self.pages.new_ticket()
        if not self.body.panel_is_open():
            self._back_to = self.focusWidget()
        self.body.open_panel(True)
        self.overlays.place()
        panel.focus_first()

    def start_ticket(self, priority: Priority | None = None) -> None:
        """Open the filing panel for a new ticket."""
        self.open_new_ticket()
        self.new_ticket_opened.emit(priority)

    def detach_new_ticket(self) -> None:
        """Make the filing panel a window of its own; the next one is built anew."""
        self.close_new_ticket()
        panel = self.pages.take_new_ticket()
        if panel is not None:
            panel.become_window()

    def close_new_ticket(self) -> None:
        """Hide the filing panel; what was typed stays in it."""
        if not self.body.panel_is_open():
            return
        self.body.open_panel(False)
        self.overlays.place()
        back, self._back_to = self._back_to, None
        self.overlays.restore_focus(back)

    def show_first_run(self) -> None:
        page = self.pages.first_run()
        page.set_choices(self._language, self._appearance)
        self.frame.show_cover(page)

    def hide_first_run(self) -> None:
        self.frame.show_cover(None)
        self.focus_page()

    def first_run_is_shown(self) -> bool:
        return self.frame.is_covered()

    def set_choices(self, language: str, appearance: str) -> None:
        """Note the language and theme in use, for the menu and the first-run page."""
        self._language, self._appearance = language, appearance

    def tell(self, toast: Toast) -> None:
        """Show a message at the foot of the window."""
        self.overlays.toasts().show_toast(toast)

    def say(self, text: str) -> None:
        """Show why something cannot be done, or does not work."""
        from supportdesk_desktop.ui.window.toasts import Sign, Toast

        self.tell(Toast(text, Sign.WARNING))

    def let_close(self) -> None:
        """Make the next close event close the window: the application is shutting down."""
        self._may_close = True

    def state(self) -> dict[str, object]:
        return self.frame.state()

    def raise_window(self) -> None:
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin_in_list()
        if not self._completing:
            self._completing = True
            # The next turn may be the one that paints, and ends when we return: wait one more.
            later(0, self, lambda: later(0, self, self._complete))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the application whether closing hides the window or quits."""
        event.setAccepted(self._may_close)
        if not self._may_close:
            self.close_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step back by Escape, where nothing inside took the key."""
        act_on_escape(event, self.step_back, super().keyPressEvent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def step_back(self) -> None:
        """Close or leave the innermost thing: journal, panel, detail, search, activity."""
        if self.overlays.step_back():
            return
        if self.body.panel_is_open():
            self.pages.new_ticket().close_panel()
        elif self.body.is_reading():
            self.body.read_detail(False)
            self.focus_page()
        elif self._focus_is_beside():
            self.focus_page()
        elif self.view() is View.OUTBOX and self.pages.outbox().step_back():
            return
        elif self.view() in TICKET_VIEWS and len(self.ticket_model.selection):
            self.ticket_model.selection.clear()
        elif self.top_bar.search.text():
            self.top_bar.search.clear()
            self.focus_page()
        elif self.view() not in TICKET_VIEWS:
            self.go(self._view_of_tickets)

    def _focus_is_beside(self) -> bool:
        focus = self.focusWidget()
        beside = self.body.side_is_shown() and not self.body.pages.isHidden()
        return beside and focus is not None and self.body.side().isAncestorOf(focus)

    def focus_page(self) -> None:
        """Give the focus to the list of the page that is shown."""
        if self.overlays.focus_aside():
            return
        page = self._page_of_view()
        if page is None:
            self.ticket_list.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            page.focus_list()

    def set_letters(self, enabled: bool) -> None:
        self._letters = enabled
        self.shortcuts.set_letters(enabled)
        self.ticket_list.view.single_keys = enabled

    def choose_letters(self, enabled: bool) -> None:
        """Let single letters act in lists, or not, and have it stored."""
        self.set_letters(enabled)
        self.letters_chosen.emit(enabled)

    def step_ticket(self, key: Qt.Key) -> None:
        """Go to another ticket as the arrow would in the list; the focus stays where it is."""
        press_key(self.ticket_list.view, key)

    def show_snoozed(self) -> None:
        self._search_snoozed()
        self.focus_page()

    def ask_dnd(self) -> None:
        """Show the page of notifications with the choices of Do not disturb."""
        self.go(View.NOTIFICATIONS)
        self.pages.notifications().open_dnd()

    def _connect(self) -> None:
        self.rail.view_chosen.connect(self.show_view)
        self.rail.snoozed_wanted.connect(self._search_snoozed)
        self.rail.menu_requested.connect(self._open_menu)
        self.top_bar.new.clicked.connect(lambda: self.start_ticket())
        self.top_bar.commands.clicked.connect(self.toggle_palette)
        self.top_bar.search.left.connect(self.focus_page)
        self.top_bar.back.clicked.connect(self.step_back)
        self.body.reading_changed.connect(self.top_bar.back.setVisible)
        self.ticket_list.view.clicked.connect(self._on_ticket_clicked)
        self.ticket_list.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.ticket_list.view.customContextMenuRequested.connect(self._open_ticket_menu)
        self.detail.came.connect(self.regions.follow_detail)
        self.detail.menu_opened.connect(lambda menu: fill_ticket_menu(menu, self.commands))
        self.ticket_list.new_ticket_requested.connect(self.start_ticket)
        self.ticket_list.verify_requested.connect(self.verify_now_requested)
        self.ticket_list.ticket_opened.connect(self.open_detail)
        self.ticket_list.table_shown.connect(self.body.set_detail_on_demand)
        self.ticket_model.has_changed.connect(self.follow_page)
        self.ticket_model.has_changed.connect(self._begin_in_list)
        self.strip.journal_requested.connect(self.overlays.toggle_journal)
        self.strip.details_requested.connect(self.overlays.toggle_details)
        self.strip.outbox_requested.connect(partial(self.go, View.OUTBOX))
        self.strip.notifications_requested.connect(partial(self.go, View.NOTIFICATIONS))
        theme().changed.connect(self._arrange)

    def _search_snoozed(self) -> None:
        """Show snoozed tickets; a keyboard focus in the rail stays there."""
        # The first paint needs no language of queries.
        from supportdesk_desktop.core.query import canonical_term
        from supportdesk_desktop.core.query_language import Flag, FlagFilter

        query = canonical_term(FlagFilter((Flag.SNOOZED,)), language_now())
        self.top_bar.search.setText(query)

    def _arrange(self) -> None:
        self.frame.arrange()
        self.overlays.place()

    def _complete(self) -> None:
        """Make what the first paint does not show: the keys and the icon of the window."""
        self.shortcuts.set_letters(self._letters)
        self.setWindowIcon(brand_icon())

    def _begin_in_list(self) -> None:
        """Focus the list as soon as it has tickets, unless something else has the focus."""
        focus = self.focusWidget()
        untouched = focus is None or self.regions.has_focus(self.rail)
        if self._begun or not self.ticket_list.view.isVisible():
            return
        self._begun = True
        if untouched:
            self.focus_page()

    def _name_list(self) -> None:
        if self.view() in TICKET_VIEWS:
            self.ticket_list.set_title(self.rail.name(self.view()))

    def _on_ticket_clicked(self, index: QModelIndex) -> None:
        """On a narrow window one click opens what a wide one already shows beside the list."""
        if (
            self.frame.layout_mode() == "narrow"
            and self.ticket_model.id_at(index.row()) is not None
        ):
            self.open_detail()

    def ticket_menu(self) -> QMenu:
        """Return the menu of the chosen ticket, empty where there is none."""
        menu = named(QMenu(self), "ticket-menu")
        menu.setAccessibleName(self.tr("Actions du ticket"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_ticket_menu(menu, self.commands)
        return menu

    def _open_ticket_menu(self, place: QPoint) -> None:
        menu = self.ticket_menu()
        if not menu.isEmpty():
            menu.popup(self.ticket_list.view.viewport().mapToGlobal(place))

    def _open_menu(self, point: QPoint) -> None:
        menu = AppMenu(self, self.commands, self._language, self._appearance)
        menu.theme_chosen.connect(self.theme_chosen)
        menu.language_chosen.connect(self.language_chosen)
        menu.popup(point - QPoint(0, menu.sizeHint().height() + 4))
