"""The parts of the window in their places, and how they are arranged in its width."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedLayout, QVBoxLayout, QWidget

from supportdesk_desktop.store.first_paint import VISIBLE_ROWS
from supportdesk_desktop.ui.models.ticket_list import TicketListModel
from supportdesk_desktop.ui.panes.detail import DetailPane
from supportdesk_desktop.ui.panes.rail import Rail
from supportdesk_desktop.ui.panes.ticket_list import TicketListPane
from supportdesk_desktop.ui.panes.top_bar import TopBar
from supportdesk_desktop.ui.panes.trust_strip import TrustStrip
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.window_body import WindowBody
from supportdesk_desktop.ui.window_state import Rect, WindowState, decode, encode, layout_of


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
        desk = QVBoxLayout(self.desk)
        desk.setContentsMargins(0, 0, 0, 0)
        desk.setSpacing(0)
        desk.addLayout(upper, 1)
        desk.addWidget(self.strip)
        self._covers.addWidget(self.desk)
