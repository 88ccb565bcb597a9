"""What stands under the list now and then: the bar of a selection, the line of an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supportdesk_desktop.ui.tickets.selection import TicketSelection

if TYPE_CHECKING:
    from supportdesk_desktop.ui.tickets.export import ExportLine
    from supportdesk_desktop.ui.tickets.selection_bar import SelectionBar


class ListFoot(QWidget):
    """Builds each part when it is first needed: the first paint shows none."""

    asked = Signal(str, object)
    """What is asked for, and the ids of the tickets that are chosen."""
    export_cancelled = Signal()

    def __init__(self, selection: TicketSelection, list_view: QWidget, parent: QWidget) -> None:
        """Follow ``selection``; the focus goes back to ``list_view``."""
        super().__init__(parent)
        self._selection = selection
        self._list = list_view
        self._bar: SelectionBar | None = None
        self._line: ExportLine | None = None
        self._can_finish = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        selection.changed.connect(self._follow)

    def set_can_finish(self, can_finish: bool) -> None:
        """Offer to mark as done, where the desk does."""
        self._can_finish = can_finish
        if self._bar is not None:
            self._bar.set_can_finish(can_finish)

    def set_urgent(self, number: int) -> None:
        """Say how many of the chosen tickets are urgent or critical."""
        if self._bar is not None:
            self._bar.set_urgent(number)

    def show_export(self, done: int, total: int) -> None:
        """Say how many of how many tickets are written."""
        if self._line is None:
            from supportdesk_desktop.ui.tickets.export import ExportLine

            self._line = ExportLine(self)
            self._line.cancelled.connect(self.export_cancelled)
            self._column.addWidget(self._line)
        self._line.show_progress(done, total)

    def hide_export(self) -> None:
        """Say no more of the export: it ended."""
        if self._line is not None:
            self._line.hide()

    def _follow(self) -> None:
        if self._bar is None and len(self._selection):
            from supportdesk_desktop.ui.tickets.selection_bar import SelectionBar

            self._bar = SelectionBar(self)
            self._bar.set_can_finish(self._can_finish)
            self._bar.asked.connect(self._ask)
            self._column.insertWidget(0, self._bar)
        if self._bar is not None:
            had_focus = self._bar.isAncestorOf(self.focusWidget() or self)
            self._bar.set_count(len(self._selection))
            if had_focus and not len(self._selection):
                self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, what: str) -> None:
        if what == "clear":
            self._selection.clear()
        else:
            self.asked.emit(what, self._selection.ids)
