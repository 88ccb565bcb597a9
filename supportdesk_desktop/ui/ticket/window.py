"""One ticket in a window of its own, beside the main one; it knows no service."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketDetail, TicketRow
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADER
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.widgets.focus import act_on_escape
from supportdesk_desktop.ui.widgets.layouts import vbox
from supportdesk_desktop.ui.widgets.painting import brand_icon
from supportdesk_desktop.ui.window import commands
from supportdesk_desktop.ui.window.command import Command, CommandSet, Scope
from supportdesk_desktop.ui.window.focus import bind
from supportdesk_desktop.ui.window.frame import screens_now
from supportdesk_desktop.ui.window.menus import fill_ticket_menu
from supportdesk_desktop.ui.window.state import restored_rect, sides
from supportdesk_desktop.ui.window.toasts import Sign, Toast, Toasts

SIZE, LEAST = (640, 780), (340, 240)
"""Width and height at first and at least, in pixels before scaling."""

STEP = 28
"""A window opens so many pixels to the right of and below one that has its place."""

_IN_MAIN = (
    commands.PALETTE,
    commands.SEARCH,
    commands.NEW_TICKET,
    commands.NEW_URGENT_TICKET,
    commands.DO_NOT_DISTURB,
    commands.SHORTCUTS,
)
"""Commands that show something in the main window, which then comes to the front."""

_OF_ALL = (
    commands.VERIFY_NOW,
    commands.SETTINGS,
    commands.LARGER_TEXT,
    commands.SMALLER_TEXT,
    commands.NORMAL_TEXT,
    commands.QUIT,
)
"""Commands that do not belong to one window."""


_KNOWN = {*_IN_MAIN, *_OF_ALL, *commands.TICKET_COMMANDS} - {commands.OPEN_IN_WINDOW}


class TicketWindow(QWidget):
    """Shows one ticket as the main window's detail does, and asks whom that one asks."""

    closed = Signal()
    toggle_read = Signal(str)
    toast_left = Signal(object)
    """The window goes while this ``Toast`` can be answered still."""

    def __init__(self, leader: DetailPane, main: CommandSet) -> None:
        """Make a window without a ticket.

        Args:
            leader: the detail of the main window, which is served.
            main: the commands of the main window, for keys that are not about the ticket.
        """
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("ticket-window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "surface")
        self.detail = DetailPane(self)
        self.detail.follow(leader)
        vbox(self.detail, of=self)
        self.commands = TicketWindowCommands(self, main)
        self.detail.menu_opened.connect(lambda menu: fill_ticket_menu(menu, self.commands))
        bind(self, self.commands, Scope.WINDOW)
        theme().changed.connect(self._fit)
        self._fit()

    def show_detail(self, detail: TicketDetail) -> None:
        """Show the ticket, or what is new of it; scroll and selection stay."""
        self.detail.show_detail(detail)
        number, subject = (texts.one_line(one) for one in (detail.row.number, detail.row.subject))
        title = " – ".join(one for one in (number, subject) if one)
        self.setAccessibleName(title)
        # Qt's place holder for a changed document, doubled, is shown as it is.
        self.setWindowTitle(title.replace("[*]", "[*][*]"))

    def open_at(self, stored: Mapping[str, object], step: int) -> None:
        """Come up in the size and place of the last time, where a screen still shows them.

        Args:
            stored: what ``state`` returned once.
            step: how many windows stand there already.
        """
        self.setWindowIcon(brand_icon())
        screens, least = screens_now(), (self.minimumWidth(), self.minimumHeight())
        rect = restored_rect(stored.get("rect"), screens, least)
        if rect is None:
            room = self.screen().availableSize()
            width, height = (theme().px(one) for one in SIZE)
            self.resize(min(width, room.width()), min(height, room.height()))
        else:
            aside = sides(rect.translated(step * STEP, step * STEP))
            self.setGeometry(restored_rect(aside, screens, least) or rect)
        if stored.get("maximized") is True and not step:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)
        self.raise_window()
        self.detail.sheet().focus_first()

    def state(self) -> dict[str, object]:
        normal = self.normalGeometry()
        rect = sides(normal) if normal.isValid() else None
        return {"rect": rect, "maximized": self.isMaximized()}

    def raise_window(self) -> None:
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    @cached_property
    def toasts(self) -> Toasts:
        """The place of messages, made for the first of them."""
        toasts = Toasts(self, self.commands.main.overlays.toasts())
        toasts.room = lambda: self.rect().adjusted(0, theme().px(HEADER), 0, 0)
        toasts.refocus = lambda: self.detail.sheet().focus_first()
        return toasts

    def tell(self, toast: Toast) -> None:
        """Show a message at the foot of the window."""
        self.toasts.show_toast(toast)

    def say(self, text: str) -> None:
        """Show why something cannot be done, or does not work."""
        self.tell(Toast(text, Sign.WARNING))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape, where nothing inside took the key."""
        act_on_escape(event, self.close, super().keyPressEvent)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Emit the note being written and what can be answered still, and that it closes."""
        self.detail.flush_note()
        for toast in self.toasts.take():
            self.toast_left.emit(toast)
        event.accept()
        self.closed.emit()

    def _fit(self) -> None:
        self.setMinimumSize(*(theme().px(one) for one in LEAST))


class TicketWindowCommands(CommandSet):
    """The ticket's own commands act here, the others as if their keys were pressed in ``main``."""

    def __init__(self, window: TicketWindow, main: CommandSet) -> None:
        super().__init__(
            window,
            [one for one in commands.COMMANDS if one in _KNOWN],
            main.main,
            window.detail,
            toggle_read=window.toggle_read,
            toggle_pin=window.detail.toggle_pin,
            say=window.say,
        )
        self._window = window
        self._of_main = main

    def run(self, command: Command) -> None:
        """Do it here or in the main window, or say why it cannot be done now."""
        if command in _IN_MAIN:
            self.main.raise_window()
        if command in _IN_MAIN or command in _OF_ALL:
            self._of_main.run(command)
        else:
            super().run(command)

    def why_not(self, command: Command) -> str:
        """Return why a command cannot be done now; the main window says it for its own."""
        return super().why_not(command) if command in commands.TICKET_COMMANDS else ""

    def ticket(self) -> TicketId | None:
        return self.detail.ticket_id

    def row(self) -> TicketRow | None:
        return None if self.detail.detail is None else self.detail.detail.row

    def show_detail(self) -> None:
        self._window.raise_window()

    def no_ticket(self) -> str:
        """Return a sentence where the ticket cannot be read."""
        return "" if self.row() else self.tr("Ce ticket n’est pas lisible.")
