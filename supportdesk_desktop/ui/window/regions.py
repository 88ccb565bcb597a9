"""The regions of the window, and the way of the focus between and into them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from supportdesk_desktop.ui.window.frame import WindowFrame

if TYPE_CHECKING:
    from supportdesk_desktop.core.ids import TicketId


class WindowRegions:
    """Rail, top bar, page, detail or panel, strip: those that are shown, in this order."""

    def __init__(self, frame: WindowFrame, focus_page: Callable[[], None]) -> None:
        """Know the parts of ``frame``; ``focus_page`` gives the focus to the page shown."""
        self._frame = frame
        self._focus_page = focus_page
        self._opening: TicketId | None = None

    def move(self, step: int) -> None:
        """Give the focus to the next region (``step`` 1) or the one before (-1).

        A region without a control that can take it is passed over.
        """
        regions = self._shown()
        here = next((at for at, (one, _) in enumerate(regions) if self.has_focus(one)), None)
        start = here if here is not None else (-1 if step > 0 else 0)
        for distance in range(1, len(regions) + 1):
            region, focus = regions[(start + step * distance) % len(regions)]
            focus()
            if self.has_focus(region):
                return

    def has_focus(self, region: QWidget) -> bool:
        """Return whether the focus is in a region."""
        focus = self._frame.window.focusWidget()
        return focus is not None and (focus is region or region.isAncestorOf(focus))

    def move_row(self, step: int) -> None:
        """Go a line down (1) or up (-1), as the arrow would in the list that has the focus."""
        if not isinstance(QApplication.focusWidget(), QAbstractItemView):
            self._focus_page()
        target = QApplication.focusWidget()
        if not isinstance(target, QAbstractItemView):
            return
        key = Qt.Key.Key_Down if step > 0 else Qt.Key.Key_Up
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(target, event)

    def focus_side(self) -> None:
        """Give the focus to the first control of detail or panel."""
        side = self._frame.body.side()
        # A part that was built late stands at the end of the chain, apart from its side.
        target = side.nextInFocusChain()
        while target is not None and target is not side:
            tab = target.focusPolicy() & Qt.FocusPolicy.TabFocus
            inside = side.isAncestorOf(target)
            if inside and tab and target.isVisibleTo(side) and target.isEnabled():
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
            target = target.nextInFocusChain()

    def enter_detail(self) -> None:
        """Give the focus to the detail, to the chosen ticket's as soon as that is read."""
        frame = self._frame
        unread = frame.detail.ticket_id is None
        self._opening = frame.ticket_list.view.current if unread else None
        self.focus_side()

    def follow_detail(self) -> None:
        """Let the focus go on to a ticket that was opened before it was read."""
        opening, self._opening = self._opening, None
        if opening == self._frame.detail.ticket_id and self.has_focus(self._frame.body.pages):
            self.focus_side()

    def _shown(self) -> list[tuple[QWidget, Callable[[], None]]]:
        frame = self._frame
        regions: list[tuple[QWidget, Callable[[], None]]] = [
            (frame.rail, frame.rail.focus_current),
            (frame.top_bar, frame.top_bar.focus_search),
        ]
        if not frame.body.pages.isHidden():
            regions.append((frame.body.pages, self._focus_page))
        if frame.body.side_is_shown():
            regions.append((frame.body.side(), self.focus_side))
        return [*regions, (frame.strip, frame.strip.focus_first)]
