"""Menus: of commands (the application's, a ticket's) and of absences (the agent's, the bell's)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import named, vbox
from supportdesk_desktop.ui.window import commands as known
from supportdesk_desktop.ui.window.command import Command, CommandSet

_FIRST = (known.PALETTE, known.NEW_TICKET, known.SEARCH, known.VERIFY_NOW, known.DO_NOT_DISTURB)
_LOOK = (known.TOGGLE_RAIL, known.LARGER_TEXT, known.SMALLER_TEXT, known.NORMAL_TEXT)
_LAST = (known.SETTINGS, known.SHORTCUTS, known.GUIDE, known.NEW_KEY, known.QUIT)


class AppMenu(QMenu):
    """Made anew each time, so that its words are in the language of the moment."""

    theme_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(
        self, parent: QWidget, commands: CommandSet, language: str, appearance: str
    ) -> None:
        super().__init__(parent)
        self.setObjectName("application-menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Menu de l’application"))
        self._commands = commands
        self._add_commands(_FIRST)
        self.addSeparator()
        looks = {
            "light": self.tr("Clair"),
            "dark": self.tr("Sombre"),
            "system": self.tr("Système"),
        }
        self._add_choices(self.tr("Apparence"), looks, appearance, self.theme_chosen.emit)
        languages = {"fr": "Français", "en": "English"}
        self._add_choices(self.tr("Langue"), languages, language, self.language_chosen.emit)
        self._add_commands(_LOOK)
        self.addSeparator()
        self._add_commands(_LAST)

    def _add_commands(self, commands: Sequence[Command]) -> None:
        for command in commands:
            action = add_command(self, self._commands, command, command.title())
            action.setEnabled(not self._commands.why_not(command))

    def _add_choices(
        self, title: str, choices: dict[str, str], current: str, choose: Callable[[str], None]
    ) -> None:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for key, text in choices.items():
            action = _ticked(menu, text, key == current)
            action.triggered.connect(lambda _=False, key=key: choose(key))
            group.addAction(action)


def fill_ticket_menu(menu: QMenu, commands: CommandSet) -> None:
    """Put what can be done with the ticket at the end of a menu."""
    for command in known.TICKET_COMMANDS:
        if command in commands.known and not commands.why_not(command):
            add_command(menu, commands, command, commands.title(command))


def add_command(menu: QMenu, commands: CommandSet, command: Command, title: str) -> QAction:
    """Put a command at the end of a menu.

    The keys are words of the line: the window's own shortcuts act on them.
    """
    hint = command.key_hint()
    action = named(QAction(f"{title}\t{hint}" if hint else title, menu), command.id)
    action.triggered.connect(lambda _=False: commands.run(command))
    menu.addAction(action)
    return action


def _ticked(menu: QMenu, text: str, ticked: bool) -> QAction:
    """Put a line at the end of a menu that can have a tick."""
    line = QAction(text, menu, checkable=True, checked=ticked)
    menu.addAction(line)
    return line


_NOON_BREAK_ENDS, _DAY_BEGINS = time(14, 0), time(8, 0)


def offered(now: datetime) -> dict[str, int]:
    """Return the absences to offer at ``now`` (local time), each with its end: none that is over.

    They are ``half_hour``, ``break`` and ``tomorrow``; ends are milliseconds since the epoch.
    """
    ends = {
        "half_hour": now + timedelta(minutes=30),
        "break": datetime.combine(now.date(), _NOON_BREAK_ENDS).astimezone(),
        "tomorrow": datetime.combine(now.date() + timedelta(days=1), _DAY_BEGINS).astimezone(),
    }
    return {kind: round(end.timestamp() * 1000) for kind, end in ends.items() if end > now}


class _Absences(QMenu):
    """Lines that say when an absence ends; the present one has a tick."""

    chosen = Signal(object)
    """None for no absence, else its end in milliseconds since the epoch."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _offer(self, text: str, until_ms: int | None, *, ticked: bool) -> None:
        """Add a line that chooses an absence, or its end."""
        line = _ticked(self, text, ticked)
        line.triggered.connect(lambda: self.chosen.emit(until_ms))


class AvailabilityMenu(_Absences):
    """The menu over the agent's name."""

    def __init__(
        self, parent: QWidget, absent: bool, until_ms: int | None, tickets: int, now: datetime
    ) -> None:
        """Make the lines for this moment.

        Args:
            parent: the rail.
            absent: whether the agent is absent now.
            until_ms: when that ends, where it is known.
            tickets: so many stay with the agent.
            now: local time.
        """
        super().__init__("availability-menu", parent)
        self.setAccessibleName(self.tr("Disponibilité"))
        self._add_words(self.tr("Disponibilité"), "captionstrong", "text3")
        self._offer(self.tr("Disponible"), None, ticked=not absent)
        absences = offered(now)
        if absent and until_ms not in absences.values():
            # It was chosen elsewhere: no line offered here stands for it.
            text = self.tr("Absent")
            if until_ms is not None:
                text = self.tr("Absent jusqu’à {time}").format(time=texts.clock(until_ms))
            _ticked(self, text, True)
        for kind, ends_ms in absences.items():
            words = self._words(kind, ends_ms, now)
            self._offer(words, ends_ms, ticked=absent and until_ms == ends_ms)
        self.addSeparator()
        text = self.tr(
            "Absent : les nouveaux tickets vont aux autres agents N1. "
            "Vos %n tickets restent à vous, le flux et le dépôt continuent.",
            "",
            tickets,
        )
        self._add_words(text, "caption", "text2").setWordWrap(True)

    def _words(self, kind: str, ends_ms: int, now: datetime) -> str:
        time = texts.clock(ends_ms)
        if kind == "half_hour":
            text, hint = self.tr("Absent 30 min"), self.tr("retour à {time}").format(time=time)
        elif kind == "break":
            text = self.tr("Absent jusqu’à {time}").format(time=time)
            minutes = max(1, round((ends_ms / 1000 - now.timestamp()) / 60))
            hint = f"{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else f"{minutes} min"
        else:
            text = self.tr("Absent jusqu’à demain")
            hint = f"{texts.locale().dayName((now + timedelta(days=1)).isoweekday())}, {time}"
        return f"{text}\t{hint}"

    def _add_words(self, text: str, role: str, tone: str) -> Label:
        words = Label(text, role, tone)
        frame = QWidget()
        vbox(words, of=frame, margins=(14, 6, 14, 6))
        frame.setMaximumWidth(theme().px(340))
        action = QWidgetAction(self)
        action.setDefaultWidget(frame)
        action.setEnabled(False)
        self.addAction(action)
        return words


class DoNotDisturbMenu(_Absences):
    """Off, half an hour, until 14:00, until tomorrow."""

    def __init__(self, parent: QWidget, until_ms: int | None, now: datetime) -> None:
        """Make the lines for this moment; ``until_ms`` is when the present one ends."""
        super().__init__("dnd-menu", parent)
        self.setAccessibleName(self.tr("Ne pas déranger"))
        self._offer(self.tr("Notifications actives"), None, ticked=until_ms is None)
        if until_ms is not None:
            text = self.tr("Ne pas déranger jusqu’à {time}").format(time=texts.clock(until_ms))
            self._offer(text, until_ms, ticked=True)
        self.addSeparator()
        words = {
            "half_hour": self.tr("Ne pas déranger 30 min"),
            "break": self.tr("Jusqu’à {time}"),
            "tomorrow": self.tr("Jusqu’à demain"),
        }
        for kind, ends_ms in offered(now).items():
            time = texts.clock(ends_ms)
            hint = self.tr("fin à {time}").format(time=time)
            self._offer(f"{words[kind].format(time=time)}\t{hint}", ends_ms, ticked=False)
