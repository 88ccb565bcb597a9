"""The window: rail, top bar, page, detail and trust strip; it knows no service.

It can be built and painted before anything else exists: pages that are not shown are built when
they are asked for, and ``built`` tells the presenters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedLayout, QVBoxLayout, QWidget

from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.ui import commands
from supportdesk_desktop.ui.models.ticket_list import TicketListModel
from supportdesk_desktop.ui.panes.detail import DetailPane
from supportdesk_desktop.ui.panes.rail import Rail
from supportdesk_desktop.ui.panes.ticket_list import TicketListPane
from supportdesk_desktop.ui.panes.top_bar import TopBar
from supportdesk_desktop.ui.panes.trust_strip import TrustStrip
from supportdesk_desktop.ui.shortcuts import WindowShortcuts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.views import TICKET_VIEWS, View
from supportdesk_desktop.ui.widgets.brand_mark import brand_icon
from supportdesk_desktop.ui.window_body import WindowBody
from supportdesk_desktop.ui.window_contents import WindowContents
from supportdesk_desktop.ui.window_pages import WindowPages
from supportdesk_desktop.ui.window_regions import WindowRegions
from supportdesk_desktop.ui.window_state import (
    MIN_HEIGHT,
    MIN_WIDTH,
    Rect,
    WindowState,
    decode,
    encode,
    layout_of,
)

__all__ = ["MainWindow", "WindowContents"]


class MainWindow(QMainWindow):
    """The one window. Intents are signals; ``pages`` has what is built when first needed."""

    view_changed = Signal(object)
    """A ``View``, chosen by the agent."""
    new_ticket_opened = Signal(object)
    """The agent asked for the filing panel: with a ``Priority``, or None for the usual one."""
    journal_opened = Signal(object)
    """The journal, filled with the strip's intervals; a presenter may bring more days."""
    close_requested = Signal()
    quit_requested = Signal()
    verify_now_requested = Signal()
    dnd_chosen = Signal(object)
    """None to end Do not disturb, else its end in milliseconds since the epoch."""
    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    scale_chosen = Signal(float)
    new_key_requested = Signal()

    def __init__(self, contents: WindowContents | None = None) -> None:
        super().__init__()
        contents = contents or WindowContents()
        self.setObjectName("main-window")
        self._may_close = False
        self._language, self._appearance = contents.language, contents.appearance
        self._rail_icons: bool | None = None
        self._back_to: QWidget | None = None
        self._begun = False
        # Each part is made inside its parent: moving it there later would style it twice.
        root = QWidget(self)
        self.setCentralWidget(root)
        self._root = QStackedLayout(root)
        self._desk = QWidget(root)
        self.rail = Rail(self._desk)
        self.top_bar = TopBar(self._desk)
        self.stage = QWidget(self._desk)
        self.body = WindowBody(self.stage)
        self.ticket_model = TicketListModel(self)
        self.ticket_list = TicketListPane(self.ticket_model, self.body.pages)
        self.detail = DetailPane(self.body.sides)
        self.strip = TrustStrip(self._desk)
        self.pages = WindowPages(self)
        self._regions = WindowRegions(self)
        self._lay_out()
        self._actions = self._make_actions()
        self.shortcuts = WindowShortcuts(self, self._actions)
        self._connect()
        self._restore(contents.window)
        self._fill(contents)
        self._arrange()
        self.retranslate()

    def view(self) -> View:
        """Return the view or activity that is shown."""
        return self.rail.current()

    def show_view(self, view: View) -> None:
        """Show a view of tickets, the outbox or the notifications; tell it by ``view_changed``."""
        self.rail.set_current(view)
        self.body.read_detail(False)
        if view in TICKET_VIEWS:
            self.body.pages.setCurrentWidget(self.ticket_list)
            self._name_list()
        elif view is View.OUTBOX:
            self.body.pages.setCurrentWidget(self.pages.outbox())
        else:
            self.body.pages.setCurrentWidget(self.pages.notifications())
        self._want_detail()
        self.view_changed.emit(view)

    def open_detail(self) -> None:
        """Bring the detail forward: on a narrow window it takes the place of the list."""
        if self.view() not in TICKET_VIEWS:
            self.show_view(View.MINE)
        self.body.read_detail(True)
        self.focus_side()

    def open_new_ticket(self) -> None:
        """Show the filing panel; the focus comes back to where it was."""
        panel = self.pages.new_ticket()
        if not self.body.panel_is_open():
            self._back_to = self.focusWidget()
        self.body.open_panel(True)
        panel.focus_first()

    def close_new_ticket(self) -> None:
        """Hide the filing panel; what was typed stays in it."""
        if not self.body.panel_is_open():
            return
        self.body.open_panel(False)
        back, self._back_to = self._back_to, None
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_page()

    def show_first_run(self) -> None:
        """Cover everything with the first-run page."""
        page = self.pages.first_run()
        page.set_choices(self._language, self._appearance)
        self._root.setCurrentWidget(page)

    def hide_first_run(self) -> None:
        """Show the desk again."""
        self._root.setCurrentWidget(self._desk)
        self.focus_page()

    def add_cover(self, page: QWidget) -> None:
        """Keep a page that covers the whole window."""
        self._root.addWidget(page)

    def first_run_is_shown(self) -> bool:
        """Return whether the first-run page covers the desk."""
        return self._root.currentWidget() is not self._desk

    def set_choices(self, language: str, appearance: str) -> None:
        """Note the language and theme in use, for the menu and the first-run page."""
        self._language, self._appearance = language, appearance

    def say(self, text: str) -> None:
        """Show a message that needs no answer."""
        self.pages.message().say(text)

    def offer_undo(self, text: str, seconds: float, undo: Callable[[], None]) -> None:
        """Show what was done, with Annuler for so long; ``undo`` is called if it is pressed."""
        self.pages.undo_notice().offer(text, seconds, undo)

    def let_close(self) -> None:
        """Let the next close event end the window: the application is shutting down."""
        self._may_close = True

    def state(self) -> dict[str, object]:
        """Return what to remember for the next start."""
        normal = self.normalGeometry()
        rect = Rect(normal.x(), normal.y(), normal.width(), normal.height())
        state = WindowState(
            rect if normal.isValid() else None,
            self.isMaximized(),
            self.body.detail_width(),
            self._rail_icons,
            self.view().value,
        )
        return encode(state)

    def set_stored_view(self, view: str) -> None:
        """Show the view remembered from the last time, if there still is such a one."""
        if view in set(View):
            self.show_view(View(view))

    def raise_window(self) -> None:
        """Come to the front."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def retranslate(self) -> None:
        """Set every text in the present language."""
        self._name_list()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the list."""
        super().showEvent(event)
        self._begin_in_list()
        if self.windowIcon().isNull():
            QTimer.singleShot(0, self._set_icon)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave it to the application whether closing hides or ends."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step back by Escape, where nothing inside took the key."""
        if event.key() == Qt.Key.Key_Escape:
            self.step_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def step_back(self) -> None:
        """Close or leave the innermost thing: journal, panel, detail, search."""
        if self.pages.journal_is_open():
            self.close_journal()
        elif self.body.panel_is_open():
            self.pages.new_ticket().close_panel()
        elif self.body.is_reading():
            self.body.read_detail(False)
            self.focus_page()
        elif self.view() is View.OUTBOX and self.pages.outbox().step_back():
            return
        elif self.top_bar.search.text():
            self.top_bar.search.clear()
            self.focus_page()

    def toggle_rail(self) -> None:
        """Switch the rail between names and icons, whatever the width."""
        self._rail_icons = not self.rail.icons_only()
        self._arrange()

    def focus_page(self) -> None:
        """Give the focus to the list of the page that is shown."""
        self._regions.focus_page()

    def focus_side(self) -> None:
        """Give the focus to the first control of detail or panel."""
        self._regions.focus_side()

    def open_journal(self) -> None:
        """Show the journal of blind intervals over the strip, or close it."""
        if self.pages.journal_is_open():
            self.close_journal()
            return
        journal = self.pages.journal()
        journal.show_status(self.strip.status(), self.strip.intervals())
        journal.place_over(self._room())
        self.journal_opened.emit(journal)
        journal.show()
        journal.raise_()
        journal.focus_table()

    def close_journal(self) -> None:
        """Hide the journal; the focus goes back to the timeline."""
        self.pages.journal().hide()
        self.strip.focus_timeline()

    def _lay_out(self) -> None:
        self.setMinimumSize(MIN_WIDTH, MIN_HEIGHT)
        self.resize(1440, 900)
        self.body.set_contents(self.ticket_list, self.detail)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        stage = QVBoxLayout(self.stage)
        stage.setContentsMargins(0, 0, 0, 0)
        stage.addWidget(self.body)
        right.addWidget(self.stage, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(right, 1)
        desk = QVBoxLayout(self._desk)
        desk.setContentsMargins(0, 0, 0, 0)
        desk.setSpacing(0)
        desk.addLayout(upper, 1)
        desk.addWidget(self.strip)
        self._root.addWidget(self._desk)

    def _make_actions(self) -> dict[commands.Command, Callable[[], object]]:
        return {
            commands.NEW_TICKET: self._start_ticket,
            commands.NEW_URGENT_TICKET: lambda: self._start_ticket(Priority.URGENT),
            commands.SEARCH: self.top_bar.focus_search,
            commands.SAVE_VIEW: self.ticket_list.save_view_requested.emit,
            commands.VERIFY_NOW: self.verify_now_requested.emit,
            commands.TOGGLE_RAIL: self.toggle_rail,
            commands.NEXT_REGION: lambda: self._regions.move(1),
            commands.PREVIOUS_REGION: lambda: self._regions.move(-1),
            commands.CLOSE: self.step_back,
            commands.BACK: self.step_back,
            commands.DO_NOT_DISTURB: self._ask_dnd,
            commands.LARGER_TEXT: lambda: self.scale_chosen.emit(theme().scale + 0.1),
            commands.SMALLER_TEXT: lambda: self.scale_chosen.emit(theme().scale - 0.1),
            commands.NORMAL_TEXT: lambda: self.scale_chosen.emit(1.0),
            commands.SHOW_MINE: lambda: self._go(View.MINE),
            commands.SHOW_URGENT: lambda: self._go(View.URGENT),
            commands.SHOW_NOTIFICATIONS: lambda: self._go(View.NOTIFICATIONS),
            commands.SHOW_OUTBOX: lambda: self._go(View.OUTBOX),
            commands.QUIT: self.quit_requested.emit,
        }

    def _connect(self) -> None:
        self.rail.view_chosen.connect(self.show_view)
        self.rail.menu_requested.connect(self._open_menu)
        self.top_bar.new_ticket_requested.connect(self._start_ticket)
        self.top_bar.results_wanted.connect(self.focus_page)
        self.top_bar.back_requested.connect(self.step_back)
        self.body.reading_changed.connect(self.top_bar.set_back_shown)
        self.ticket_list.view.clicked.connect(self._on_ticket_clicked)
        self.ticket_list.new_ticket_requested.connect(self._start_ticket)
        self.ticket_list.verify_requested.connect(self.verify_now_requested)
        self.ticket_list.ticket_opened.connect(self.open_detail)
        self.ticket_model.has_changed.connect(self._want_detail)
        self.ticket_model.has_changed.connect(self._begin_in_list)
        self.strip.journal_requested.connect(self.open_journal)
        self.strip.outbox_requested.connect(lambda: self._go(View.OUTBOX))
        self.strip.notifications_requested.connect(lambda: self._go(View.NOTIFICATIONS))
        theme().changed.connect(self._arrange)

    def _fill(self, contents: WindowContents) -> None:
        self.ticket_model.set_rows(contents.rows)
        self.ticket_model.set_order(contents.order)
        if contents.detail is not None:
            self.detail.show_detail(contents.detail)
            self.ticket_list.select(contents.detail.row.id)
        self.rail.set_shop(contents.shop, sample_data=contents.sample_data)
        self.rail.set_agent(contents.agent_name, contents.agent_level)
        if contents.counts is not None:
            self.rail.set_counts(contents.counts)
        if contents.status is not None:
            self.strip.set_status(contents.status)
        self.strip.set_intervals(contents.intervals)
        self.top_bar.set_stored_count(contents.stored_count)
        product = "SupportDesk Desktop"
        self.setWindowTitle(f"{contents.shop} – {product}" if contents.shop else product)

    def _restore(self, stored: Mapping[str, object]) -> None:
        areas = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        screens = [Rect(area.x(), area.y(), area.width(), area.height()) for area in areas]
        state = decode(stored, screens)
        self.body.set_detail_width(state.detail_width)
        self._rail_icons = state.rail_icons
        if state.rect is not None:
            rect = state.rect
            self.setGeometry(QRect(rect.x, rect.y, rect.width, rect.height))
        if state.maximized:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def _arrange(self) -> None:
        """Arrange rail, page and side by the effective width of the window."""
        mode = layout_of(self.width(), theme().scale)
        icons = mode != "wide" if self._rail_icons is None or mode == "narrow" else self._rail_icons
        self.rail.set_icons_only(icons)
        self.body.set_layout_mode(mode)
        if self.pages.journal_is_open():
            self.pages.journal().place_over(self._room())

    def _room(self) -> QRect:
        """Return the part of the window above the strip."""
        return self._desk.rect().adjusted(0, 0, 0, -self.strip.height())

    def _set_icon(self) -> None:
        """Draw the icon of the window, after its first paint."""
        self.setWindowIcon(brand_icon())

    def _begin_in_list(self) -> None:
        """Put the first focus into the list, as soon as it has tickets; never take it away."""
        focus = self.focusWidget()
        untouched = focus is None or self._regions.has_focus(self.rail)
        if self._begun or not self.ticket_list.view.isVisible():
            return
        self._begun = True
        if untouched:
            self.focus_page()

    def _want_detail(self) -> None:
        has_tickets = self.ticket_model.ticket_count() > 0
        self.body.set_detail_wanted(self.view() in TICKET_VIEWS and has_tickets)

    def _name_list(self) -> None:
        titles = {
            View.MINE: self.tr("Mes tickets"),
            View.URGENT: self.tr("Urgents"),
            View.TODAY: self.tr("Nouveau aujourd’hui"),
            View.PINNED: self.tr("Épinglés"),
        }
        title = titles.get(self.view())
        if title is not None:
            self.ticket_list.set_title(title)

    def _start_ticket(self, priority: Priority | None = None) -> None:
        self.open_new_ticket()
        self.new_ticket_opened.emit(priority)

    def _go(self, view: View) -> None:
        self.show_view(view)
        self.focus_page()

    def _on_ticket_clicked(self, index: QModelIndex) -> None:
        """On a narrow window one click opens what a wide one already shows beside the list."""
        narrow = layout_of(self.width(), theme().scale) == "narrow"
        if narrow and self.ticket_model.id_at(index.row()) is not None:
            self.open_detail()

    def _ask_dnd(self) -> None:
        self._go(View.NOTIFICATIONS)
        self.pages.notifications().open_dnd()

    def _open_menu(self, point: QPoint) -> None:
        menu = self.pages.menu(self._actions, self._language, self._appearance)
        menu.theme_chosen.connect(self.theme_chosen)
        menu.language_chosen.connect(self.language_chosen)
        menu.new_key_requested.connect(self.new_key_requested)
        menu.popup(point - QPoint(0, menu.sizeHint().height() + 4))
