"""The parts of the window in their places, and how they are arranged in its width."""

from __future__ import annotations

from collections.abc import Mapping

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

from supportdesk_desktop.core.rows import VISIBLE_ROWS
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.widgets.layouts import hbox, vbox
from supportdesk_desktop.ui.window.rail import Rail
from supportdesk_desktop.ui.window.state import (
    DETAIL_DEFAULT,
    DETAIL_MAX,
    DETAIL_MIN,
    Rect,
    WindowState,
    clamp_detail,
    decode,
    encode,
    layout_of,
)
from supportdesk_desktop.ui.window.top_bar import TopBar

PANEL_WIDTH = 640
_MEDIUM_DETAIL, _MEDIUM_DETAIL_MIN = 470, 380
_ANY_WIDTH = 16777215


class WindowBody(QSplitter):
    """Arranges one page and its side by the layout of the window."""

    reading_changed = Signal(bool)
    """The detail hides the page, or stands beside one that took its place; or no longer."""
    detail_resized = Signal(int)
    """The agent moved the splitter: the new width of the detail in unscaled pixels."""

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
        self._detail_width = DETAIL_DEFAULT
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

    def set_layout_mode(self, mode: str) -> None:
        """Arrange for ``wide``, ``medium`` or ``narrow``."""
        self._layout = mode
        self.arrange()

    def set_detail_width(self, width: int) -> None:
        """Give the detail this width (unscaled pixels) where there is room."""
        self._detail_width = clamp_detail(width)
        self.arrange()

    def detail_width(self) -> int:
        """Return the width that the detail has on a wide window, in unscaled pixels."""
        return self._detail_width

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
        """Let the filing panel go: it becomes a window of its own."""
        panel, self._panel = self._panel, None
        self.open_panel(False)
        if panel is not None:
            self.sides.removeWidget(panel)

    def open_panel(self, opened: bool) -> None:
        """Show the filing panel in place of the detail, or the detail again."""
        self._panel_open = opened and self._panel is not None
        self.arrange()

    def panel_is_open(self) -> bool:
        """Return whether the filing panel is shown."""
        return self._panel_open

    def read_detail(self, reading: bool) -> None:
        """Show the detail instead of the page, or beside one that took its place; or no longer."""
        self._reading = reading
        self.arrange()

    def is_reading(self) -> bool:
        """Return whether the detail was opened, and closing it is the next step back."""
        asked = self._layout == "narrow" or self._detail_on_demand
        return asked and self._reading and self._detail_wanted and not self._panel_open

    def side_is_shown(self) -> bool:
        """Return whether detail or panel can take the focus."""
        return not self.sides.isHidden()

    def side(self) -> QWidget:
        """Return what stands beside the page: the detail or the panel."""
        return self._panel if self._panel_open and self._panel is not None else self._detail

    def arrange(self) -> None:
        """Show and size page and side."""
        self.sides.setCurrentWidget(self.side())
        alone = self._panel_open and self._layout != "wide"
        hides = self.is_reading() and self._layout == "narrow"
        self.pages.setVisible(not (alone or hides))
        asked = self._layout == "narrow" or self._detail_on_demand
        detail = self._detail_wanted and (not asked or self.is_reading())
        self.sides.setVisible(self._panel_open or detail)
        self._bound_side()
        if self._was_reading != self.is_reading():
            self._was_reading = self.is_reading()
            self.reading_changed.emit(self._was_reading)
        if self._sized and not self.pages.isHidden() and not self.sides.isHidden():
            width = self._side_width()
            self.setSizes([max(1, self.width() - width), width])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the width of the side; the page takes the rest."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._sized = True
            self.arrange()

    def _side_width(self) -> int:
        look = theme()
        if self._panel_open:
            return min(look.px(PANEL_WIDTH), self.width() - look.px(360))
        if self._layout == "medium":
            return min(look.px(_MEDIUM_DETAIL), self.width() - look.px(360))
        return min(look.px(self._detail_width), self.width() - look.px(360))

    def _bound_side(self) -> None:
        look = theme()
        if self.pages.isHidden():
            self.sides.setMinimumWidth(0)
            self.sides.setMaximumWidth(_ANY_WIDTH)
        elif self._panel_open:
            self.sides.setMinimumWidth(look.px(DETAIL_MIN))
            self.sides.setMaximumWidth(look.px(DETAIL_MAX))
        else:
            least = DETAIL_MIN if self._layout == "wide" else _MEDIUM_DETAIL_MIN
            self.sides.setMinimumWidth(look.px(least))
            self.sides.setMaximumWidth(look.px(DETAIL_MAX))

    def _note_width(self) -> None:
        if self._layout == "wide" and not self._panel_open:
            self._detail_width = clamp_detail(round(self.sides.width() / theme().scale))
            self.detail_resized.emit(self._detail_width)


def screens_now() -> list[Rect]:
    """Return the available rectangles of the screens that exist now."""
    areas = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    return [Rect(area.x(), area.y(), area.width(), area.height()) for area in areas]


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
        self.restored_query = ""
        """What the first paint has in the search field, to be searched once that is possible."""
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
        """Keep a page that covers the whole window."""
        self._covers.addWidget(page)

    def show_cover(self, page: QWidget | None) -> None:
        """Cover the desk with a page, or show it again."""
        self._covers.setCurrentWidget(self.desk if page is None else page)

    def is_covered(self) -> bool:
        """Return whether a page covers the desk."""
        return self._covers.currentWidget() is not self.desk

    def room(self) -> QRect:
        """Return the part of the window above the strip."""
        return self.desk.rect().adjusted(0, 0, 0, -self.strip.height())

    def layout_mode(self) -> str:
        """Return ``wide``, ``medium`` or ``narrow``."""
        return layout_of(self.window.width(), theme().scale)

    def toggle_rail(self) -> None:
        """Switch the rail between names and icons, whatever the width."""
        self._rail_icons = not self.rail.icons_only()
        self.arrange()

    def arrange(self) -> None:
        """Arrange rail, page and side by the effective width of the window."""
        mode = self.layout_mode()
        icons = mode != "wide" if self._rail_icons is None or mode == "narrow" else self._rail_icons
        self.rail.set_icons_only(icons)
        self.body.set_layout_mode(mode)

    def restore(self, stored: Mapping[str, object]) -> None:
        """Put the window back as it was, on screens that exist."""
        state = decode(stored, screens_now())
        self.body.set_detail_width(state.detail_width)
        self._rail_icons = state.rail_icons
        window = self.window
        if state.rect is not None:
            rect = state.rect
            window.setGeometry(QRect(rect.x, rect.y, rect.width, rect.height))
        if state.maximized:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)

    def state(self) -> dict[str, object]:
        """Return what to remember for the next start."""
        normal = self.window.normalGeometry()
        rect = Rect(normal.x(), normal.y(), normal.width(), normal.height())
        state = WindowState(
            rect if normal.isValid() else None,
            self.window.isMaximized(),
            self.body.detail_width(),
            self._rail_icons,
        )
        return encode(state) | self._shown()

    def _shown(self) -> dict[str, object]:
        """Return the view that is shown and what came over it (``store/first_paint.py`` reads it).

        The first tickets that a saved view found are its first paint, until it is searched again.
        """
        over = self.rail.over()
        found = [] if over is None else self.ticket_list.model.ticket_ids()
        return {
            "view": self.rail.current().value,
            "over": over,
            "query": "" if over is None else self.top_bar.search.text(),
            "first": found[:VISIBLE_ROWS],
        }

    def _lay_out(self) -> None:
        self.body.set_contents(self.ticket_list, self.detail)
        right = vbox(self.top_bar, spacing=0)
        vbox(self.body, of=self.stage)
        right.addWidget(self.stage, 1)
        upper = hbox(self.rail, (right, 1), spacing=0)
        vbox((upper, 1), self.strip, of=self.desk, spacing=0)
        self._covers.addWidget(self.desk)
