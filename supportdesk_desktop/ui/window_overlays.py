"""What lies over the desk and goes by Escape: the palette, what the strip opens, a page aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from supportdesk_desktop.ui.panes.help import HelpPage
    from supportdesk_desktop.ui.panes.shortcuts import ShortcutsPage
    from supportdesk_desktop.ui.window import MainWindow


class WindowOverlays:
    """Opens and closes them. The focus comes back to where it was."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._back_to: QWidget | None = None
        self._before_aside: QWidget | None = None
        self._aside: HelpPage | ShortcutsPage | None = None

    def place(self) -> None:
        """Follow the size of the window."""
        window = self._window
        if window.pages.journal_is_open():
            window.pages.journal().place_over(window.frame.room())
        if window.pages.details_are_open():
            window.pages.details().place_over(window.frame.room())
        if window.pages.palette_is_open():
            window.pages.palette().place_over(window.frame.desk.rect())

    def popovers(self) -> list[QWidget]:
        """Return what the strip opened over the desk and is still shown."""
        pages = self._window.pages
        shown: list[QWidget] = []
        if pages.journal_is_open():
            shown.append(pages.journal())
        if pages.details_are_open():
            shown.append(pages.details())
        return shown

    def step_back(self) -> bool:
        """Close what lies on top; return whether there was something."""
        window = self._window
        if window.pages.palette_is_open():
            self.close_palette()
        elif window.pages.journal_is_open():
            self.close_journal()
        elif window.pages.details_are_open():
            self.close_details()
        elif self.aside_is_shown() and not window.body.panel_is_open():
            self.leave_aside()
        else:
            return False
        return True

    def toggle_journal(self) -> None:
        """Show the journal of blind intervals over the strip, or close it."""
        window = self._window
        if window.pages.journal_is_open():
            self.close_journal()
            return
        self._hide_details()
        journal = window.pages.journal()
        strip = window.strip
        journal.show_status(strip.status(), strip.intervals(), strip.first_verified_ms())
        journal.place_over(window.frame.room())
        window.journal_opened.emit(journal)
        journal.show()
        journal.raise_()
        journal.focus_table()

    def close_journal(self) -> None:
        """Hide the journal; the focus goes back to the timeline."""
        self._window.pages.journal().hide()
        self._window.strip.focus_timeline()

    def toggle_details(self) -> None:
        """Show what is verified over the strip, or close it."""
        window = self._window
        if window.pages.details_are_open():
            self.close_details()
            return
        if window.pages.journal_is_open():
            window.pages.journal().hide()
        details = window.pages.details()
        details.show_status(window.strip.status(), window.strip.face())
        details.place_over(window.frame.room())
        window.details_opened.emit(details)
        details.show()
        details.raise_()
        details.focus_first()

    def close_details(self) -> None:
        """Hide what is verified; the focus goes back to the state."""
        self._hide_details()
        self._window.strip.focus_state()

    def _hide_details(self) -> None:
        if self._window.pages.details_are_open():
            self._window.pages.details().hide()

    def toggle_palette(self) -> None:
        """Show the palette over the window, or close it."""
        window = self._window
        if window.pages.palette_is_open():
            self.close_palette()
            return
        self._back_to = window.focusWidget()
        palette = window.pages.palette()
        palette.place_over(window.frame.desk.rect())
        palette.open_with(window.commands)

    def close_palette(self) -> None:
        """Hide the palette; what is done next begins where the focus was."""
        if not self._window.pages.palette_is_open():
            return
        self._window.pages.palette().hide()
        back, self._back_to = self._back_to, None
        self._give_back(back)

    def show_aside(self, page: HelpPage | ShortcutsPage) -> None:
        """Show a page in the place of list and detail; Escape comes back to view and row."""
        pages = self._window.body.pages
        if self._aside is None:
            self._before_aside = self._window.focusWidget()
        self._aside = page
        pages.setCurrentWidget(page)
        self._window.follow_page()

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
        self._window.show_page_of_view()
        self._give_back(back)

    def forget_aside(self) -> None:
        """Another view is being shown in the place of the page."""
        self._aside = self._before_aside = None

    def _give_back(self, back: QWidget | None) -> None:
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._window.focus_page()
