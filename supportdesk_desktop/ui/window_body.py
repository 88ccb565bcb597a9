"""What stands between rail, top bar and strip: a page at the left, detail or filing panel beside.

Wide: both. Medium: both, the filing panel covers both. Narrow: one at a time. A page that takes the
place of the detail has it beside it only while it is read.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QWidget

from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.window_state import (
    DETAIL_DEFAULT,
    DETAIL_MAX,
    DETAIL_MIN,
    clamp_detail,
)

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
