"""The parts of the window: what they show first, their places and how they share its width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QMainWindow,
    QSplitter,
    QStackedLayout,
    QStackedWidget,
    QWidget,
)

from supportdesk_desktop.core.arrangement import ColumnState, ViewLayout
from supportdesk_desktop.core.feed_status import FeedStatus
from supportdesk_desktop.core.rows import (
    SNOOZED,
    VISIBLE_ROWS,
    Over,
    RailCounts,
    TicketRow,
    WaitLimits,
)
from supportdesk_desktop.core.saved_views import SavedViewId, Views, find
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import DRAWER_FOOT, HEADER, TOP_BAR
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.tickets.row_painting import Matches
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.widgets.layouts import hbox, vbox
from supportdesk_desktop.ui.window.rail import Rail
from supportdesk_desktop.ui.window.state import (
    DETAIL_DEFAULT,
    DETAIL_MAX,
    DETAIL_MIN,
    View,
    clamp_detail,
    layout_of,
    restored_rect,
    sides,
    stored_width,
)
from supportdesk_desktop.ui.window.top_bar import TopBar

PRODUCT = "SupportDesk Desktop"
PANEL_WIDTH = 640
_MEDIUM_DETAIL, _MEDIUM_DETAIL_MIN = 470, 380
_ANY_WIDTH = 16777215


class WindowContents(msgspec.Struct, frozen=True):
    """Contents of the first paint, read before any service exists.

    ``lines`` has the tickets of the view in its ``layout``, of a big view the first of ``total``.
    ``rows`` are those that will be visible; with ``over`` they are those that the saved view began
    with, which is to be searched again.
    """

    view: View = View.MINE
    over: Over | None = None
    saved_views: Views = ()
    layout: ViewLayout = ViewLayout()
    lines: TicketLines | None = None
    total: int | None = None
    columns: Sequence[ColumnState] = ()
    rows: Sequence[TicketRow] = ()
    counts: RailCounts | None = None
    shop: str = ""
    agent_name: str = ""
    agent_level: str | None = None
    sample_data: bool = False
    status: FeedStatus | None = None
    window: Mapping[str, object] = {}
    language: str = "fr"
    appearance: str = "system"
    letters: bool = True
    waits: WaitLimits = WaitLimits()


class WindowBody(QSplitter):
    """Arranges one page and its side by the layout of the window."""

    reading_changed = Signal(bool)
    """The detail hides the page, or stands beside one that took its place; or no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("body")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.pages = QStackedWidget(self)
        self.sides = QStackedWidget(self)
        self._detail: QWidget
        self._panel: QWidget | None = None
        self._layout = "wide"
        self.detail_width = DETAIL_DEFAULT
        """The width that the detail has on a wide window, in unscaled pixels."""
        self._detail_wanted = True
        self._detail_on_demand = False
        self._reading = False
        self._was_reading = False
        self._panel_open = False
        self._sized = False
        for stack in (self.pages, self.sides):
            stack.setFrameShape(QFrame.Shape.NoFrame)
            self.addWidget(stack)
        self.setStretchFactor(0, 1)
        self.splitterMoved.connect(self._note_width)

    def set_contents(self, page: QWidget, detail: QWidget) -> None:
        """Take the first page and the detail, both made inside ``pages`` and ``sides``.

        Comes before anything else.
        """
        self.pages.addWidget(page)
        self._detail = detail
        self.sides.addWidget(detail)

    def set_detail_width(self, width: int) -> None:
        """Give the detail this width (unscaled pixels) where there is room."""
        self.detail_width = clamp_detail(width)
        self.arrange()

    def set_detail_wanted(self, wanted: bool) -> None:
        """Say whether the page that is shown has a detail beside it."""
        if wanted != self._detail_wanted:
            self._detail_wanted = wanted
            self.arrange()

    def set_detail_on_demand(self, on_demand: bool) -> None:
        """Say whether the page takes the place of the detail until a ticket is opened."""
        if on_demand != self._detail_on_demand:
            self._detail_on_demand, self._reading = on_demand, False
            self.arrange()

    def set_panel(self, panel: QWidget) -> None:
        """Keep the filing panel, once it was built."""
        self._panel = panel
        self.sides.addWidget(panel)

    def take_panel(self) -> None:
        """Remove the filing panel, which becomes a window of its own."""
        panel, self._panel = self._panel, None
        self.open_panel(False)
        if panel is not None:
            self.sides.removeWidget(panel)

    def open_panel(self, opened: bool) -> None:
        """Show the filing panel in place of the detail, or the detail again."""
        self._panel_open = opened and self._panel is not None
        self.arrange()

    def panel_is_open(self) -> bool:
        return self._panel_open

    def read_detail(self, reading: bool) -> None:
        """Show the detail instead of the page, or beside one that took its place; or no longer."""
        self._reading = reading
        self.arrange()

    def is_reading(self) -> bool:
        """Return whether the detail was opened, and closing it is the next step back."""
        opened = self._reading and self._detail_wanted and not self._panel_open
        return opened and self._opens_detail()

    def _opens_detail(self) -> bool:
        """Return whether the detail is shown only once it is opened."""
        return self._layout == "narrow" or self._detail_on_demand

    def side_is_shown(self) -> bool:
        """Return whether detail or panel can take the focus."""
        return not self.sides.isHidden()

    def side(self) -> QWidget:
        return self._panel if self._panel_open and self._panel is not None else self._detail

    def arrange(self, mode: str | None = None) -> None:
        """Show and size page and side, for another layout of the window where one is given."""
        self._layout = mode or self._layout
        self.sides.setCurrentWidget(self.side())
        reading = self.is_reading()
        alone = self._panel_open and self._layout != "wide"
        self.pages.setVisible(not (alone or (reading and self._layout == "narrow")))
        detail = self._detail_wanted and (reading or not self._opens_detail())
        self.sides.setVisible(self._panel_open or detail)
        self._bound_side()
        if self._was_reading != reading:
            self._was_reading = reading
            self.reading_changed.emit(reading)
        if self._sized and not self.pages.isHidden() and not self.sides.isHidden():
            width = self._side_width()
            self.setSizes([max(1, self.width() - width), width])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._sized = True
            self.arrange()

    def _side_width(self) -> int:
        width = _MEDIUM_DETAIL if self._layout == "medium" else self.detail_width
        look = theme()
        return min(look.px(PANEL_WIDTH if self._panel_open else width), self.width() - look.px(360))

    def _bound_side(self) -> None:
        look = theme()
        if self.pages.isHidden():
            self.sides.setMinimumWidth(0)
            self.sides.setMaximumWidth(_ANY_WIDTH)
        else:
            wide = self._panel_open or self._layout == "wide"
            self.sides.setMinimumWidth(look.px(DETAIL_MIN if wide else _MEDIUM_DETAIL_MIN))
            self.sides.setMaximumWidth(look.px(DETAIL_MAX))

    def _note_width(self) -> None:
        if self._layout == "wide" and not self._panel_open:
            self.detail_width = clamp_detail(round(self.sides.width() / theme().scale))


def screens_now() -> list[QRect]:
    return [screen.availableGeometry() for screen in QGuiApplication.screens()]


class WindowFrame:
    """Rail, top bar, body and strip: the desk, which a page may cover whole."""

    def __init__(self, window: QMainWindow, model: TicketListModel) -> None:
        """Build every part that the first paint shows."""
        # Each part is made inside its parent: moving it there later would style it twice.
        root = QWidget(window)
        window.setCentralWidget(root)
        self.window = window
        self._covers = QStackedLayout(root)
        self._rail_icons: bool | None = None
        """True or False as Ctrl+B chose; None follows the width of the window."""
        self.restored_query = ""
        """Text in the search field at the first paint, to be searched once that is possible."""
        self.desk = QWidget(root)
        self.rail = Rail(self.desk)
        self.top_bar = TopBar(self.desk)
        self.stage = QWidget(self.desk)
        self.body = WindowBody(self.stage)
        self.ticket_list = TicketListPane(model, self.body.pages)
        self.detail = DetailPane(self.body.sides)
        self.strip = TrustStrip(self.desk)
        self._lay_out()

    def add_cover(self, page: QWidget) -> None:
        self._covers.addWidget(page)

    def show_cover(self, page: QWidget | None) -> None:
        """Cover the desk with a page, or show it again."""
        self._covers.setCurrentWidget(self.desk if page is None else page)

    def is_covered(self) -> bool:
        return self._covers.currentWidget() is not self.desk

    def room(self) -> QRect:
        """Return the part of the window above the strip."""
        return self.desk.rect().adjusted(0, 0, 0, -self.strip.height())

    def room_of_toasts(self) -> QRect:
        """Return where messages may lie: under the headers, over the foot of an open panel."""
        look = theme()
        foot = look.px(DRAWER_FOOT) if self.body.panel_is_open() else 0
        return self.room().adjusted(0, look.px(TOP_BAR + HEADER), 0, -foot)

    def layout_mode(self) -> str:
        return layout_of(self.window.width(), theme().scale)

    def toggle_rail(self) -> None:
        """Switch the rail between names and icons, whatever the width."""
        self._rail_icons = not self.rail.icons_only
        self.arrange()

    def arrange(self) -> None:
        """Arrange rail, page and side by the effective width of the window."""
        mode = self.layout_mode()
        icons = mode != "wide" if self._rail_icons is None or mode == "narrow" else self._rail_icons
        self.rail.set_icons_only(icons)
        self.body.arrange(mode)

    def restore(self, stored: Mapping[str, object]) -> None:
        """Put the window back as it was, on screens that exist.

        ``stored`` is what ``state`` returned once, possibly by another version or damaged: whatever
        cannot be used falls back to its default.
        """
        self.body.set_detail_width(stored_width(stored.get("detailWidth")))
        icons = stored.get("railIcons")
        self._rail_icons = icons if isinstance(icons, bool) else None
        rect = restored_rect(stored.get("rect"), screens_now())
        if rect is not None:
            self.window.setGeometry(rect)
        if stored.get("maximized") is True:
            self.window.setWindowState(self.window.windowState() | Qt.WindowState.WindowMaximized)

    def fill(self, contents: WindowContents) -> None:
        if contents.counts is not None:
            self.rail.set_counts(contents.counts)
        self.rail.set_current(contents.view)
        self._show_saved_views(contents.saved_views)
        self.ticket_list.view.set_limits(contents.waits)
        self.ticket_list.model.set_rows(contents.rows)
        if contents.lines is not None:
            self.ticket_list.view.table.set_columns(contents.columns)
            self.ticket_list.set_layout(contents.layout)
            self.ticket_list.model.set_lines(contents.lines, contents.total)
        if contents.over is not None:
            self._show_over(contents.over, contents.rows)
        self.rail.set_shop(contents.shop, sample_data=contents.sample_data)
        self.rail.set_agent(contents.agent_name, contents.agent_level)
        if contents.status is not None:
            self.strip.set_status(contents.status)
        self.window.setWindowTitle(f"{contents.shop} – {PRODUCT}" if contents.shop else PRODUCT)

    def _show_saved_views(self, views: Views) -> None:
        """Show the saved views; the query of one that is chosen is searched once it can be."""

        def choose(view_id: SavedViewId) -> None:
            view = find(views, view_id)
            if view is not None:
                self.top_bar.search.setText(view.query)

        self.rail.saved_views.show_views(views)
        self.rail.saved_views.chosen.connect(choose)

    def _show_over(self, over: Over, rows: Sequence[TicketRow]) -> None:
        """Show what a search is about to find again: its mark, its query, and how it began."""
        self.restored_query = over.query
        self.top_bar.search.show_text(over.query, coloured=False)
        self.ticket_list.model.set_results(rows, Matches(), has_more=False)
        if over.what == SNOOZED:
            self.rail.mark_snoozed()
        else:
            self.rail.mark_saved_view(SavedViewId(over.what))
        self.ticket_list.set_opening(self.rail.name_over())

    def state(self) -> dict[str, object]:
        """Return what to remember for the next start (``store/first_paint.py`` reads the view)."""
        normal = self.window.normalGeometry()
        over = self.rail.over()
        # The first tickets that a saved view found are its first paint, until it is searched again.
        found = [] if over is None else self.ticket_list.model.ticket_ids()
        return {
            "rect": sides(normal) if normal.isValid() else None,
            "maximized": self.window.isMaximized(),
            "detailWidth": self.body.detail_width,
            "railIcons": self._rail_icons,
            "view": self.rail.current().value,
            "over": over,
            "query": "" if over is None else self.top_bar.search.text(),
            "first": found[:VISIBLE_ROWS],
        }

    def _lay_out(self) -> None:
        self.body.set_contents(self.ticket_list, self.detail)
        vbox(self.body, of=self.stage)
        right = vbox(self.top_bar, (self.stage, 1), spacing=0)
        upper = hbox(self.rail, (right, 1), spacing=0)
        vbox((upper, 1), self.strip, of=self.desk, spacing=0)
        self._covers.addWidget(self.desk)
