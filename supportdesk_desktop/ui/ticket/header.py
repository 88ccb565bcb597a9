"""The line over a ticket: its number, how fresh it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QMenu, QWidget, QWidgetAction

from supportdesk_desktop.core.tickets import Agent, Ticket
from supportdesk_desktop.core.times import SnoozeKind, snooze_choices, tomorrow
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADER, XL, XS, M, S
from supportdesk_desktop.ui.widgets.buttons import (
    IconButton,
    PlainButton,
    QuietButton,
)
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox
from supportdesk_desktop.ui.window.commands import COPY_NUMBER

_COMPACT = 520


class DetailHeader(QWidget):
    """Number, channel or age of the state, and the buttons; narrow, the buttons are icons."""

    finish_pressed = Signal()
    agent_chosen = Signal(str)
    agents_wanted = Signal()
    copy_pressed = Signal()
    more_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._channel_name = ""
        self._stale_text = ""
        self._compact = False
        self._agents: tuple[Agent, ...] = ()
        self.number = Label("", "bodystrong", "text2", self)
        self.number.setObjectName("detail-number")
        self.channel = ElidedLabel("", "caption", "text2", self)
        self.channel.setObjectName("detail-channel")
        self.finish = QuietButton("", "check", parent=self)
        self.pass_on = QuietButton("", "user", parent=self)
        self.copy = IconButton("copy", parent=self)
        self.more = IconButton("more", parent=self)
        self._menu = QMenu(self)
        self._menu.setObjectName("pass-on-menu")
        self._menu.aboutToShow.connect(self.agents_wanted)
        self.pass_on.setMenu(self._menu)
        self.finish.clicked.connect(self.finish_pressed)
        self.copy.clicked.connect(self.copy_pressed)
        self.more.clicked.connect(self._want_more)
        row = hbox(self.number, of=self, margins=(XL, S, XL - S, 0), spacing=XS)
        row.addSpacing(XS)
        row.addWidget(self.channel, 1)
        for button, name in (
            (self.finish, "finish"),
            (self.pass_on, "pass-on"),
            (self.copy, "copy-number"),
            (self.more, "more"),
        ):
            button.setObjectName(name)
            row.addWidget(button)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)

    def show_ticket(self, number: str, channel: str) -> None:
        """Name the ticket and the channel it came through."""
        self.number.setText(number)
        self._channel_name = channel
        self._show_channel()

    def set_stale(self, since_text: str) -> None:
        """Show up to when the state is verified, or the channel again when empty."""
        self._stale_text = since_text
        self._show_channel()

    def set_actions_available(self, available: bool) -> None:
        """Offer Marquer traité and Passer à…, or not."""
        self.finish.setVisible(available)
        self.pass_on.setVisible(available)

    def set_agents(self, agents: Sequence[Agent]) -> None:
        """Offer these agents in Passer à…."""
        self._agents = tuple(agents)
        self._menu.clear()
        for agent in self._agents:
            level = f", {agent.level}" if agent.level else ""
            name = texts.one_line(agent.name).replace("&", "&&") + level
            action = self._menu.addAction(name)
            action.triggered.connect(lambda _=False, to=agent.id: self.agent_chosen.emit(to))
        if not self._agents:
            none = self._menu.addAction(self.tr("Aucun autre agent connu"))
            none.setEnabled(False)

    def open_agents(self) -> None:
        """Open the choice of agents under its button."""
        self._menu.popup(self.pass_on.mapToGlobal(QPoint(0, self.pass_on.height())))

    def _retranslate(self) -> None:
        self._show_words()
        self._show_channel()
        self.copy.set_name(COPY_NUMBER.title())
        self.copy.setToolTip(COPY_NUMBER.tip())
        self.more.set_name(self.tr("Plus d’actions"))
        self.set_agents(self._agents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the words of the buttons off where they do not fit."""
        super().resizeEvent(event)
        compact = self.width() < theme().px(_COMPACT)
        if compact != self._compact:
            self._compact = compact
            self._show_words()

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(HEADER))

    def _show_words(self) -> None:
        finish, pass_on = self.tr("Marquer traité"), self.tr("Passer à…")
        for button, words in ((self.finish, finish), (self.pass_on, pass_on)):
            button.setText("" if self._compact else words)
            button.setAccessibleName(words)
            button.setToolTip(words if self._compact else "")

    def _show_channel(self) -> None:
        if self._stale_text:
            self.channel.set_tone("warn")
            self.channel.setText(self._stale_text)
        else:
            self.channel.set_tone("text2")
            name = texts.one_line(self._channel_name)
            self.channel.setText(self.tr("canal {name}").format(name=name) if name else "")

    def _want_more(self) -> None:
        self.more_wanted.emit(self.more.mapToGlobal(QPoint(0, self.more.height())))


translate = QCoreApplication.translate


def more_menu(
    parent: QWidget,
    ticket: Ticket | None,
    fill: Callable[[QMenu], None],
    copy: Callable[[str], None],
) -> QMenu:
    """Return the menu, to be opened once; without a readable ticket it has the commands alone."""
    menu = QMenu(parent)
    menu.setObjectName("more-menu")
    menu.setAccessibleName(translate("MoreMenu", "Plus d’actions"))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill(menu)
    if ticket is None:
        return menu
    menu.addSeparator()
    for words, text in (
        (translate("MoreMenu", "Copier le courriel"), ticket.customer.email),
        (translate("MoreMenu", "Copier le téléphone"), ticket.customer.phone),
    ):
        if text:
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, copied=text: copy(copied))
    return menu


_PATTERN = "dd/MM/yyyy HH:mm"


def snoozed_words(until_ms: int, now_ms: int) -> str:
    """Say when a ticket comes back, with the day where that is not today."""
    until, now = (datetime.fromtimestamp(ms / 1000).date() for ms in (until_ms, now_ms))
    time = texts.clock(until_ms)
    if until == now:
        return translate("Snooze", "Reporté, de retour à {time}").format(time=time)
    text = translate("Snooze", "Reporté, de retour le {day} à {time}")
    return text.format(day=texts.short_day(until, now), time=time)


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
        for choice in snooze_choices(now):
            hint = texts.clock(choice.until_ms)
            action = self.addAction(f"{words[choice.kind]}\t{hint}")
            action.setObjectName(f"snooze-{choice.kind}")
            action.triggered.connect(lambda _=False, ms=choice.until_ms: self.chosen.emit(ms))
        self._add_own(now)
        if until_ms is not None:
            self.addSeparator()
            end = self.addAction(self.tr("Ne plus reporter"))
            end.setObjectName("snooze-end")
            end.triggered.connect(lambda: self.chosen.emit(None))

    def _add_own(self, now: datetime) -> None:
        box = QWidget()
        label = Label(self.tr("Jusqu’au"), "body")
        edit = self._edit = QDateTimeEdit()
        edit.setObjectName("snooze-time")
        edit.setDisplayFormat(_PATTERN)
        edit.setMinimumDateTime(QDateTime.fromSecsSinceEpoch(int(now.timestamp()) + 60))
        edit.setDateTime(QDateTime.fromSecsSinceEpoch(int(tomorrow(now).timestamp())))
        edit.setAccessibleName(self.tr("Jour et heure du retour"))
        label.setBuddy(edit)
        button = PlainButton(self.tr("Reporter"))
        button.setObjectName("snooze-own")
        button.clicked.connect(self._choose_own)
        row = QHBoxLayout(box)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(S)
        for part in (label, edit, button):
            row.addWidget(part)
        action = QWidgetAction(self)
        action.setDefaultWidget(box)
        self.addAction(action)

    def _choose_own(self) -> None:
        until_ms = self._edit.dateTime().toMSecsSinceEpoch()
        self.close()
        self.chosen.emit(until_ms)
