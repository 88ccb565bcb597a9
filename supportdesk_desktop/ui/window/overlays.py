"""What lies over the desk: palette, cards of the strip, a page at the side, messages."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from supportdesk_desktop.ui.days.journal import Journal
    from supportdesk_desktop.ui.help.page import HelpPage
    from supportdesk_desktop.ui.help.shortcuts import ShortcutsPage
    from supportdesk_desktop.ui.trust.details import TrustDetails
    from supportdesk_desktop.ui.window.command import CommandSet
    from supportdesk_desktop.ui.window.palette import Palette
    from supportdesk_desktop.ui.window.toasts import Toasts
    from supportdesk_desktop.ui.window.window import MainWindow


class WindowOverlays(QObject):
    """Opens and closes them. The focus comes back to where it was."""

    journal_opened = Signal(object)
    """The journal, filled with the strip's intervals; a presenter may bring more days."""
    details_opened = Signal(object)
    """The card of what is verified, with the strip's status; a presenter adds what is stored."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._frame = window, window.frame
        self._popover: Journal | TrustDetails | None = None
        self._opener: Callable[[], None] = self._frame.strip.focus_first
        self._palette: Palette | None = None
        self._back_to: QWidget | None = None
        self._before_aside: QWidget | None = None
        self._aside: HelpPage | ShortcutsPage | None = None
        self._toasts: Toasts | None = None
        self._before_toasts: QWidget | None = None

    def toasts(self) -> Toasts:
        """Return the place of messages, made for the first of them."""
        if self._toasts is None:
            from supportdesk_desktop.ui.window.toasts import Toasts

            self._toasts = Toasts(self._frame.desk)
            self._toasts.room = self._frame.room_of_toasts
            self._toasts.refocus = self._leave_toasts
        return self._toasts

    def toasts_are_shown(self) -> bool:
        return self._toasts is not None and self._toasts.isVisible()

    def focus_toasts(self) -> None:
        """Give the focus to the newest message; it comes back to where it is now."""
        focus = self._window.focusWidget()
        if not self.toasts().isAncestorOf(focus):
            self._before_toasts = focus
        self.toasts().focus_first()

    def withdraw_toasts(self, ids: Collection[str], *, opened: bool) -> None:
        """Withdraw messages about what was opened, or left."""
        if self._toasts is not None:
            self._toasts.withdraw(ids, opened=opened)

    def _leave_toasts(self) -> None:
        back, self._before_toasts = self._before_toasts, None
        self.restore_focus(back)

    def palette_is_open(self) -> bool:
        return self._palette is not None and self._palette.isVisible()

    def place(self) -> None:
        for popover in self.popovers():
            popover.place_over(self._frame.room())
        if self._palette is not None and self.palette_is_open():
            self._palette.place_over(self._frame.desk.rect())
        if self._toasts is not None:
            self._toasts.place()

    def popovers(self) -> list[Journal | TrustDetails]:
        """Return what the strip opened over the desk and is still shown."""
        opened = self._popover
        return [opened] if opened is not None and opened.isVisible() else []

    def hide_popovers(self) -> None:
        """Hide what was opened over a page that is left."""
        for popover in self.popovers():
            popover.hide()

    def step_back(self) -> bool:
        """Close what lies on top; return whether there was something."""
        if self.palette_is_open():
            self.close_palette()
        elif self.popovers():
            self.close_popover()
        elif self.aside_is_shown() and not self._frame.body.panel_is_open():
            self.leave_aside()
        else:
            return False
        return True

    def toggle_journal(self) -> None:
        """Show the journal of blind intervals over the strip, or close it."""
        journal, strip = self._window.pages.journal(), self._frame.strip
        if journal in self.popovers():
            self.close_popover()
            return
        journal.show_status(strip.status, strip.intervals, strip.first_verified_ms)
        self._open(journal, self.journal_opened, strip.focus_timeline)
        journal.focus_table()

    def toggle_details(self) -> None:
        """Show what is verified over the strip, or close it."""
        details, strip = self._window.pages.details(), self._frame.strip
        if details in self.popovers():
            self.close_popover()
            return
        details.show_status(strip.status, strip.face)
        self._open(details, self.details_opened, strip.focus_first)
        details.focus_first()

    def close_popover(self) -> None:
        """Hide what the strip opened; the focus goes back to the part that opens it."""
        if self._popover is not None:
            self._popover.hide()
        self._opener()

    def _open(
        self,
        popover: Journal | TrustDetails,
        opened: SignalInstance,
        opener: Callable[[], None],
    ) -> None:
        self.hide_popovers()
        self._popover, self._opener = popover, opener
        popover.place_over(self._frame.room())
        opened.emit(popover)
        popover.show()
        popover.raise_()

    def toggle_palette(self, commands: CommandSet) -> None:
        """Show the palette over the window with these commands, or close it."""
        if self.palette_is_open():
            self.close_palette()
            return
        self._back_to = self._window.focusWidget()
        palette = self._palette = self._window.pages.palette()
        palette.place_over(self._frame.desk.rect())
        palette.open_with(commands)

    def close_palette(self) -> None:
        """Hide the palette; what is done next begins where the focus was."""
        if self._palette is not None and self.palette_is_open():
            self._palette.hide()
            back, self._back_to = self._back_to, None
            self.restore_focus(back)

    def show_aside(self, page: HelpPage | ShortcutsPage) -> None:
        """Show a page in the place of list and detail; Escape comes back to view and row."""
        if self._aside is None:
            self._before_aside = self._window.focusWidget()
        self._aside = page
        self.hide_popovers()
        self._frame.body.pages.setCurrentWidget(page)
        self._window.follow_page()
        page.focus_first()

    def aside_is_shown(self) -> bool:
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
        self._window.show_page_of_view()
        self.restore_focus(back)

    def forget_aside(self) -> None:
        """Another view is being shown in the place of the page."""
        self._aside = self._before_aside = None

    def restore_focus(self, back: QWidget | None) -> None:
        """Give the focus back, to the page where it cannot be."""
        # What had the focus may be gone: the buttons of an empty list, for one.
        if back in QApplication.allWidgets() and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._window.focus_page()
