"""The commands of one window: what each does there, and why it cannot be done now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QScrollArea, QWidget

from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui.window import commands
from supportdesk_desktop.ui.window.command import Command, Where
from supportdesk_desktop.ui.window.commands import COMMANDS
from supportdesk_desktop.ui.window.rail_items import RailItem

Act = Callable[[], object]
WhyNot = Callable[[], str]


class CommandSet(QObject):
    """Runs commands. A command that cannot be done now says why instead."""

    def __init__(self, parent: QObject, say: Callable[[str], None]) -> None:
        """Make a set without commands; ``say`` shows a sentence in the window."""
        super().__init__(parent)
        self._say = say
        self._acts: dict[Command, Act] = {}
        self._reasons: dict[Command, WhyNot] = {}

    def add(self, command: Command, act: Act, why_not: WhyNot | None = None) -> None:
        """Say what a command does; ``why_not`` returns a sentence while it cannot be done."""
        self._acts[command] = act
        if why_not is not None:
            self._reasons[command] = why_not

    def known(self) -> tuple[Command, ...]:
        """Return the commands that this window has, in the order of the registry."""
        return tuple(command for command in commands.COMMANDS if command in self._acts)

    def why_not(self, command: Command) -> str:
        """Return why a command cannot be done now, empty where it can."""
        reason = self._reasons.get(command)
        return "" if reason is None else reason()

    def come_forward(self) -> None:
        """Bring the window to the front, where what is done next shows in it."""

    def row(self) -> TicketRow | None:
        """Return the row of the ticket that commands are about, None where there is none."""
        return None

    def title(self, command: Command) -> str:
        """Return the words of a command for the ticket that it would act on."""
        row = self.row() if command in (commands.TOGGLE_PIN, commands.TOGGLE_READ) else None
        if row is None:
            return command.title()
        if command == commands.TOGGLE_PIN:
            return self.tr("Désépingler") if row.pinned else self.tr("Épingler")
        return self.tr("Marquer lu") if row.unread else self.tr("Marquer non lu")

    def fill_ticket_menu(self, menu: QMenu) -> None:
        """Put what can be done with the ticket at the end of a menu."""
        for command in commands.TICKET_COMMANDS:
            if command not in self._acts or self.why_not(command):
                continue
            hint = command.key_hint()
            title = self.title(command)
            action = menu.addAction(f"{title}\t{hint}" if hint else title)
            action.setObjectName(command.id)
            action.triggered.connect(lambda _=False, command=command: self.run(command))

    def run(self, command: Command) -> None:
        """Do it, or say why it cannot be done now."""
        reason = self.why_not(command)
        if reason:
            self._say(reason)
        else:
            self._acts[command]()


_HEARD_ELSEWHERE = (Where.UNCLAIMED, Where.SAVED_VIEW, Where.FIELD)


def bind(window: QWidget, commands: CommandSet) -> None:
    """Let a window without a list hear the keys of its commands; single letters are of lists."""
    for command in commands.known():
        if command.where is Where.WINDOW:
            _bound(window, commands, command)


class WindowShortcuts(QObject):
    """Keys of the window. Those of lists are on only while a list or the rail has the focus."""

    def __init__(self, window: QWidget, commands: CommandSet) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._of_lists: list[QShortcut] = []
        self.letters = True
        for command in COMMANDS:
            if command.where not in _HEARD_ELSEWHERE:
                self._add(command)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self._follow_focus(None, QApplication.focusWidget())

    def set_letters(self, enabled: bool) -> None:
        """Let single letters act in lists, or not."""
        self.letters = enabled
        self._follow_focus(None, QApplication.focusWidget())

    def _add(self, command: Command) -> None:
        made = _bound(self._window, self._commands, command)
        if command.where is Where.LIST:
            self._of_lists.extend(made)

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        in_list = isinstance(now, QAbstractItemView | RailItem)
        for shortcut in self._of_lists:
            shortcut.setEnabled(self.letters and in_list)


def _bound(window: QWidget, commands: CommandSet, command: Command) -> list[QShortcut]:
    made: list[QShortcut] = []
    for keys in command.keys:
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.setObjectName(command.id)
        shortcut.setAutoRepeat(command.repeats)
        shortcut.activated.connect(partial(commands.run, command))
        made.append(shortcut)
    return made


class FocusInSight(QObject):
    """Follows the focus in every window of the application.

    Qt scrolls for a Tab within a scroll area; not for one that comes from outside of it.
    """

    def __init__(self, window: QWidget, popovers: Callable[[], Sequence[QWidget]]) -> None:
        """Follow the focus; ``popovers`` returns what lies over ``window`` at the moment."""
        super().__init__(window)
        self._window = window
        self._popovers = popovers
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return
        if now.visibleRegion().isEmpty():
            _scroll_to(now)
        self._uncover(now)

    def _uncover(self, now: QWidget) -> None:
        """Hide a popover that the focus left for something under it."""
        if now.window() is not self._window:
            return
        place = QRect(now.mapTo(self._window, now.rect().topLeft()), now.size())
        for over in self._popovers():
            covers = QRect(over.mapTo(self._window, over.rect().topLeft()), over.size())
            if not over.isAncestorOf(now) and over is not now and covers.contains(place):
                over.hide()


def _scroll_to(widget: QWidget) -> None:
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(widget)
        area = area.parentWidget()
