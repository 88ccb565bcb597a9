"""What lies over the desk and goes by Escape: the palette, what the strip opens, a page aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.ui.window.frame import WindowFrame

if TYPE_CHECKING:
    from supportdesk_desktop.ui.days.journal import Journal
    from supportdesk_desktop.ui.help.page import HelpPage
    from supportdesk_desktop.ui.help.shortcuts import ShortcutsPage
    from supportdesk_desktop.ui.trust.details import TrustDetails
    from supportdesk_desktop.ui.window.command_set import CommandSet
    from supportdesk_desktop.ui.window.pages import WindowPages
    from supportdesk_desktop.ui.window.palette import Palette


class WindowOverlays(QObject):
    """Opens and closes them. The focus comes back to where it was."""

    journal_opened = Signal(object)
    """The journal, filled with the strip's intervals; a presenter may bring more days."""
    details_opened = Signal(object)
    """What is verified, with the strip's status; a presenter brings what is written down."""
    aside_shown = Signal()
    """A page took the place of list and detail."""
    aside_left = Signal()
    """Such a page is to make room for the view again."""
    page_wanted = Signal()
    """The focus is to go to the list of the page that is shown."""

    def __init__(self, frame: WindowFrame, pages: Callable[[], WindowPages]) -> None:
        """Lie over ``frame``; ``pages`` is called when something is first opened."""
        super().__init__(frame.window)
        self._frame = frame
        self._pages = pages
        self._journal: Journal | None = None
        self._details: TrustDetails | None = None
        self._palette: Palette | None = None
        self._back_to: QWidget | None = None
        self._before_aside: QWidget | None = None
        self._aside: HelpPage | ShortcutsPage | None = None

    def journal_is_open(self) -> bool:
        """Return whether the journal is shown."""
        return self._journal is not None and self._journal.isVisible()

    def details_are_open(self) -> bool:
        """Return whether the page of what is verified is shown."""
        return self._details is not None and self._details.isVisible()

    def palette_is_open(self) -> bool:
        """Return whether the palette is shown."""
        return self._palette is not None and self._palette.isVisible()

    def place(self) -> None:
        """Follow the size of the window."""
        for popover in self.popovers():
            popover.place_over(self._frame.room())
        if self._palette is not None and self._palette.isVisible():
            self._palette.place_over(self._frame.desk.rect())

    def popovers(self) -> list[Journal | TrustDetails]:
        """Return what the strip opened over the desk and is still shown."""
        opened = (self._journal, self._details)
        return [one for one in opened if one is not None and one.isVisible()]

    def step_back(self) -> bool:
        """Close what lies on top; return whether there was something."""
        if self.palette_is_open():
            self.close_palette()
        elif self.journal_is_open():
            self.close_journal()
        elif self.details_are_open():
            self.close_details()
        elif self.aside_is_shown() and not self._frame.body.panel_is_open():
            self.leave_aside()
        else:
            return False
        return True

    def toggle_journal(self) -> None:
        """Show the journal of blind intervals over the strip, or close it."""
        if self.journal_is_open():
            self.close_journal()
            return
        journal = self._journal = self._pages().journal()
        strip = self._frame.strip
        journal.show_status(strip.status, strip.intervals, strip.first_verified_ms)
        self._open(journal, self.journal_opened)
        journal.focus_table()

    def close_journal(self) -> None:
        """Hide the journal; the focus goes back to the timeline."""
        if self._journal is not None:
            self._journal.hide()
        self._frame.strip.focus_timeline()

    def toggle_details(self) -> None:
        """Show what is verified over the strip, or close it."""
        if self.details_are_open():
            self.close_details()
            return
        details = self._details = self._pages().details()
        strip = self._frame.strip
        details.show_status(strip.status, strip.face())
        self._open(details, self.details_opened)
        details.focus_first()

    def close_details(self) -> None:
        """Hide what is verified; the focus goes back to the state."""
        if self._details is not None:
            self._details.hide()
        self._frame.strip.focus_first()

    def _open(self, popover: Journal | TrustDetails, opened: SignalInstance) -> None:
        """Show a popover in the place of another."""
        for other in self.popovers():
            other.hide()
        popover.place_over(self._frame.room())
        opened.emit(popover)
        popover.show()
        popover.raise_()

    def toggle_palette(self, commands: CommandSet) -> None:
        """Show the palette over the window with these commands, or close it."""
        if self.palette_is_open():
            self.close_palette()
            return
        self._back_to = self._frame.window.focusWidget()
        palette = self._palette = self._pages().palette()
        palette.place_over(self._frame.desk.rect())
        palette.open_with(commands)

    def close_palette(self) -> None:
        """Hide the palette; what is done next begins where the focus was."""
        if self._palette is None or not self._palette.isVisible():
            return
        self._palette.hide()
        back, self._back_to = self._back_to, None
        self._give_back(back)

    def show_aside(self, page: HelpPage | ShortcutsPage) -> None:
        """Show a page in the place of list and detail; Escape comes back to view and row."""
        if self._aside is None:
            self._before_aside = self._frame.window.focusWidget()
        self._aside = page
        self._frame.body.pages.setCurrentWidget(page)
        self.aside_shown.emit()

    def aside_is_shown(self) -> bool:
        """Return whether such a page is shown."""
        return self._aside is not None

    def focus_aside(self) -> bool:
        """Give the focus to such a page; return whether one is shown."""
        if self._aside is None:
            return False
        self._aside.focus_first()
        return True

    def leave_aside(self) -> None:
        """Show view and row again, with the focus where it was."""
        if self._aside is None:
            return
        self._aside = None
        back, self._before_aside = self._before_aside, None
        self.aside_left.emit()
        self._give_back(back)

    def forget_aside(self) -> None:
        """Another view is being shown in the place of the page."""
        self._aside = self._before_aside = None

    def _give_back(self, back: QWidget | None) -> None:
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.page_wanted.emit()
