"""The line over a ticket: its number, how fresh it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDateTimeEdit, QMenu, QWidget, QWidgetAction

from supportdesk_desktop.core.tickets import Agent, Ticket
from supportdesk_desktop.core.times import SnoozeKind, snooze_choices, tomorrow
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADER, XL, XS, M, S
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton, QuietButton
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named
from supportdesk_desktop.ui.window.commands import COPY_NUMBER

_COMPACT = 520


class DetailHeader(QWidget):
    """Number, channel or age of the state, and the buttons; narrow, the buttons are icons."""

    agent_chosen = Signal(str)
    agents_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._channel = ""
        self._stale = ""
        self._compact = False
        self._agents: tuple[Agent, ...] = ()
        self._number = named(Label("", "bodystrong", "text2", self), "detail-number")
        self._aside = named(ElidedLabel("", "caption", "text2", self), "detail-channel")
        self.finish = named(QuietButton("", "check", parent=self), "finish")
        self.pass_on = named(QuietButton("", "user", parent=self), "pass-on")
        self.copy = named(IconButton("copy", parent=self), "copy-number")
        self.more = named(IconButton("more", parent=self), "more")
        self._menu = named(QMenu(self), "pass-on-menu")
        self._menu.aboutToShow.connect(self.agents_wanted)
        self.pass_on.setMenu(self._menu)
        told = (self._number, XS, (self._aside, 1))
        buttons = (self.finish, self.pass_on, self.copy, self.more)
        hbox(*told, *buttons, of=self, margins=(XL, S, XL - S, 0), spacing=XS)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)

    def show_ticket(self, number: str, channel: str) -> None:
        self._number.setText(number)
        self._channel = channel
        self._show_aside()

    def show_desk(self, agents: tuple[Agent, ...], *, actions: bool, stale: str) -> None:
        """Offer Marquer traité and Passer à… with these agents, or not.

        ``stale`` says up to when the state is verified; empty shows the channel.
        """
        self.finish.setVisible(actions)
        self.pass_on.setVisible(actions)
        self._agents, self._stale = agents, stale
        self._fill_menu()
        self._show_aside()

    def open_agents(self) -> None:
        self._menu.popup(below(self.pass_on))

    def _retranslate(self) -> None:
        self._show_words()
        self._show_aside()
        self.copy.set_name(COPY_NUMBER.title())
        self.copy.setToolTip(COPY_NUMBER.tip())
        self.more.set_name(self.tr("Plus d’actions"))
        self._fill_menu()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the words of the buttons off where they do not fit."""
        super().resizeEvent(event)
        compact = self.width() < theme().px(_COMPACT)
        if compact != self._compact:
            self._compact = compact
            self._show_words()

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(HEADER))

    def _fill_menu(self) -> None:
        self._menu.clear()
        for agent in self._agents:
            level = f", {agent.level}" if agent.level else ""
            name = texts.one_line(agent.name).replace("&", "&&") + level
            action = self._menu.addAction(name)
            action.triggered.connect(lambda _=False, to=agent.id: self.agent_chosen.emit(to))
        if not self._agents:
            self._menu.addAction(self.tr("Aucun autre agent connu")).setEnabled(False)

    def _show_words(self) -> None:
        finish, pass_on = self.tr("Marquer traité"), self.tr("Passer à…")
        for button, words in ((self.finish, finish), (self.pass_on, pass_on)):
            button.setText("" if self._compact else words)
            button.setAccessibleName(words)
            button.setToolTip(words if self._compact else "")

    def _show_aside(self) -> None:
        name = texts.one_line(self._channel)
        channel = self.tr("canal {name}").format(name=name) if name else ""
        self._aside.set_tone("warn" if self._stale else "text2")
        self._aside.setText(self._stale or channel)


def below(button: QWidget) -> QPoint:
    """Return where a menu of a button opens, on the screen."""
    return button.mapToGlobal(QPoint(0, button.height()))


translate = QCoreApplication.translate


def more_menu(
    parent: QWidget,
    ticket: Ticket | None,
    fill: Callable[[QMenu], None],
    copy: Callable[[str], None],
) -> QMenu:
    """Return the menu, to be opened once; without a readable ticket it has the commands alone."""
    menu = named(QMenu(parent), "more-menu")
    menu.setAccessibleName(translate("MoreMenu", "Plus d’actions"))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill(menu)
    if ticket is not None:
        menu.addSeparator()
        for words, text in (
            (translate("MoreMenu", "Copier le courriel"), ticket.customer.email),
            (translate("MoreMenu", "Copier le téléphone"), ticket.customer.phone),
        ):
            if text:
                menu.addAction(words).triggered.connect(lambda _=False, text=text: copy(text))
    return menu


_PATTERN = "dd/MM/yyyy HH:mm"


def snoozed_words(until_ms: int, now_ms: int, number: str = "") -> str:
    """Say when a ticket comes back, with the day where that is not today and its number."""
    until, now = (datetime.fromtimestamp(ms / 1000).date() for ms in (until_ms, now_ms))
    time, day = texts.clock(until_ms), texts.short_day(until, now)
    if until == now:
        text = translate("Snooze", "Reporté, de retour à {time}")
        if number:
            text = translate("Snooze", "{number} reporté, de retour à {time}")
    else:
        text = translate("Snooze", "Reporté, de retour le {day} à {time}")
        if number:
            text = translate("Snooze", "{number} reporté, de retour le {day} à {time}")
    return text.format(number=number, day=day, time=time)


class SnoozeMenu(QMenu):
    """Its lines say when the ticket comes back."""

    chosen = Signal(object)
    """Milliseconds since the epoch, None to put it off no longer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("snooze-menu")

    def fill(self, until_ms: int | None, now: datetime) -> None:
        """Make the lines for this local time; ``until_ms`` is when the ticket comes back now."""
        self.clear()
        self.setAccessibleName(self.tr("Reporter"))
        words = {
            SnoozeKind.HOUR: self.tr("Dans une heure"),
            SnoozeKind.AFTERNOON: self.tr("Cet après-midi"),
            SnoozeKind.TOMORROW: self.tr("Demain matin"),
        }
        for kind, until in snooze_choices(now).items():
            self._add(f"snooze-{kind}", words[kind], round(until.timestamp() * 1000))
        self._add_own(now)
        if until_ms is not None:
            self.addSeparator()
            self._add("snooze-end", self.tr("Ne plus reporter"), None)

    def _add(self, name: str, words: str, until_ms: int | None) -> None:
        hint = "" if until_ms is None else f"\t{texts.clock(until_ms)}"
        action = named(self.addAction(words + hint), name)
        action.triggered.connect(lambda: self.chosen.emit(until_ms))

    def _add_own(self, now: datetime) -> None:
        label = Label(self.tr("Jusqu’au"), "body")
        edit = self._edit = named(QDateTimeEdit(), "snooze-time")
        edit.setDisplayFormat(_PATTERN)
        edit.setMinimumDateTime(QDateTime.fromSecsSinceEpoch(int(now.timestamp()) + 60))
        edit.setDateTime(QDateTime.fromSecsSinceEpoch(int(tomorrow(now).timestamp())))
        edit.setAccessibleName(self.tr("Jour et heure du retour"))
        label.setBuddy(edit)
        button = named(PlainButton(self.tr("Reporter")), "snooze-own")
        button.clicked.connect(self._choose_own)
        box = QWidget()
        hbox(label, edit, button, of=box, margins=(M, S, M, S), spacing=S)
        action = QWidgetAction(self)
        action.setDefaultWidget(box)
        self.addAction(action)

    def _choose_own(self) -> None:
        until_ms = self._edit.dateTime().toMSecsSinceEpoch()
        self.close()
        self.chosen.emit(until_ms)
