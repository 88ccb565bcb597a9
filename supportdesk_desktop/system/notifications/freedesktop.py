"""Announcing on a Linux desktop, by the Desktop Notifications Specification."""

from __future__ import annotations

import asyncio
import contextlib
import html
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from dbus_fast import Variant

from supportdesk_desktop.core.errors import (
    NotificationAbsent,
    NotificationError,
    NotificationRefused,
)
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import Announcement, NoticeAction
from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.system.notifications.notifier import (
    BODY_MAX,
    TITLE_MAX,
    NotificationSilent,
    Notifier,
    Shown,
    WriteObserver,
    plain,
)
from supportdesk_desktop.system.notifications.session_bus import NAME, NotificationBus, Reply

log = logging.getLogger(__name__)

APP_NAME = "SupportDesk Desktop"
DESKTOP_ENTRY = "supportdesk-desktop"
MESSAGE_SOUND, CRITICAL_SOUND = "message-new-instant", "dialog-warning"
"""Of the freedesktop sound naming specification; each theme has its own for them."""

CALL_S = 2.0
REMEMBERED = 500
"""Number of announcements that can still be opened: daemons keep them in a history."""

_URGENCY: dict[str, int] = {Priority.LOW: 0, Priority.CRITICAL: 2}
_OPENING_ACTIONS = frozenset({"default", "open"})

_FURTHER = frozenset(NoticeAction)

_HOLDING = ((NAME, "Inhibited"), ("org.dunstproject.cmd0", "paused"))
"""Properties (interface, name) by which a service tells of its own Do not disturb."""


class FreedesktopNotifier(Notifier):
    """``org.freedesktop.Notifications`` over the session bus; finds a restarted service again."""

    def __init__(self, app_icon: str = DESKTOP_ENTRY, timeout_s: float = CALL_S) -> None:
        self._app_icon = app_icon
        self._timeout_s = timeout_s
        self._bus = NotificationBus(self._on_signal, self._on_property, self._on_owner)
        self._connecting = asyncio.Lock()
        self._capabilities: frozenset[str] | None = None
        self._service = ""
        self._absence = "not started"
        self._answers: set[asyncio.Task[Shown]] = set()
        self._tickets: OrderedDict[int, TicketId | None] = OrderedDict()
        self._shown_as: dict[str, int] = {}
        self._tokens: dict[int, str] = {}
        self._withdrawn: set[asyncio.Task[None]] = set()
        self._holding: set[tuple[str, str]] = set()

    async def start(self) -> None:
        """Connect and ask the service what it can do, so that the first announcement is fast."""
        try:
            await self._learn()
        except NotificationError as problem:
            log.info("no notification service: %s", problem)

    @property
    def inhibited(self) -> bool:
        return bool(self._holding)

    @property
    def available(self) -> bool:
        """Whether a service was there, or would be started, when last looked."""
        return self._bus.connected and bool(self._bus.owner or self._bus.activatable)

    async def notify(
        self, announcement: Announcement, observer: WriteObserver | None = None
    ) -> Shown:
        capabilities = await self._learn()
        answer = asyncio.get_running_loop().create_task(
            self._hand_over(announcement, capabilities, observer), name="notifications.answer"
        )
        self._answers.add(answer)
        answer.add_done_callback(self._answered)
        try:
            done, _ = await asyncio.wait((answer,), timeout=self._timeout_s)
        except asyncio.CancelledError:
            answer.cancel()
            raise
        if not done:
            raise NotificationSilent(f"no reply in {self._timeout_s:g} s", answer)
        return answer.result()

    def _answered(self, answer: asyncio.Task[Shown]) -> None:
        """Discard an answer; nobody may wait any more for one that failed late."""
        self._answers.discard(answer)
        if not answer.cancelled():
            answer.exception()

    async def _hand_over(
        self,
        announcement: Announcement,
        capabilities: frozenset[str],
        observer: WriteObserver | None,
    ) -> Shown:
        body = plain(announcement.body, BODY_MAX)
        if "body-markup" in capabilities:
            body = html.escape(body, quote=False)
        actions = []
        if "actions" in capabilities:
            label = plain(announcement.open_label, TITLE_MAX)
            actions = ["default", label, "open", label]
            if self.acted is not None:
                for action, words in announcement.more:
                    actions += [action, plain(words, TITLE_MAX)]
        is_critical = announcement.priority == Priority.CRITICAL
        sound_name = Variant("s", CRITICAL_SOUND if is_critical else MESSAGE_SOUND)
        sound = sound_name if announcement.sound else Variant("b", True)
        arguments = [
            APP_NAME,
            self._shown_as.get(announcement.tag, 0),
            self._app_icon,
            plain(announcement.title, TITLE_MAX),
            body,
            actions,
            {
                "urgency": Variant("y", _URGENCY.get(announcement.priority, 1)),
                "desktop-entry": Variant("s", DESKTOP_ENTRY),
                "sound-name" if announcement.sound else "suppress-sound": sound,
            },
            -1,
        ]
        try:
            reply = await self._bus.call("Notify", "susssasa{sv}i", arguments, observer)
        except NotificationAbsent as problem:
            self._absence = str(problem)
            raise
        if len(reply.body) != 1 or not isinstance(reply.body[0], int):
            raise NotificationRefused(f"an odd reply: {reply.body!r}")
        self._remember(reply.body[0], announcement.tag, announcement.ticket_id)
        return Shown(reply.sent_ns, reply.read_ns, f"{self._instance()}{reply.body[0]}")

    def adopt(self, shown: Mapping[str, TicketId]) -> None:
        for shown_id, ticket_id in shown.items():
            number = self._number_of(shown_id)
            if number is not None:
                self._remember(number, ticket_id, ticket_id)

    def withdraw(self, shown_id: str) -> None:
        number = self._number_of(shown_id)
        if number is not None:
            self._let_go(number)
            closing = asyncio.get_running_loop().create_task(
                self._close(number), name="notifications.withdraw"
            )
            self._withdrawn.add(closing)
            closing.add_done_callback(self._withdrawn.discard)

    async def _close(self, number: int) -> None:
        """Take one from the screen; a service answers with an error that it is there no more."""
        with contextlib.suppress(NotificationError, TimeoutError):
            async with asyncio.timeout(self._timeout_s):
                await self._bus.call("CloseNotification", "u", [number])

    def _instance(self) -> str:
        """Return what no other service, nor this one once restarted, numbers its own by."""
        return f"{self._bus.guid}/{self._bus.owner}/"

    def _number_of(self, shown_id: str) -> int | None:
        """Return the number of one that this very service gave, None for any other."""
        of, slash, number = shown_id.rpartition("/")
        known = self._bus.owner and of + slash == self._instance() and number.isdecimal()
        return int(number) if known else None

    def describe(self) -> str:
        if not self.available:
            return self._absence or "no notification service"
        return self._service or "starts when needed"

    async def aclose(self) -> None:
        for answer in tuple(self._answers):
            answer.cancel()
        # What was just opened must not stay on the screen for want of a moment.
        await asyncio.gather(*self._answers, *self._withdrawn, return_exceptions=True)
        await self._bus.aclose()

    async def _learn(self) -> frozenset[str]:
        """Return the service's capabilities, asked once for each service that comes up."""
        async with self._connecting:
            try:
                if not self._bus.connected:
                    self._forget()
                    await self._bus.connect(self._timeout_s)
                if self._capabilities is None:
                    reply = await self._ask("GetCapabilities")
                    facts = await self._ask("GetServerInformation")
                    self._capabilities = frozenset(reply.body[0])
                    self._service = " ".join(map(str, (facts.body[0], facts.body[2]))).strip()
                    await self._learn_inhibited()
            except NotificationAbsent as problem:
                self._absence = str(problem)
                raise
            except IndexError as problem:
                raise NotificationRefused("an odd reply") from problem
            return self._capabilities

    async def _learn_inhibited(self) -> None:
        before, self._holding = self.inhibited, set()
        async with asyncio.timeout(self._timeout_s):
            for interface, name in _HOLDING:
                if await self._bus.is_set(interface, name):
                    self._holding.add((interface, name))
        if self.inhibited is not before and self.returned is not None:
            self.returned()

    async def _ask(self, member: str) -> Reply:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._bus.call(member)
        except TimeoutError as problem:
            raise NotificationRefused(f"no reply in {self._timeout_s:g} s") from problem

    def _remember(self, number: int, tag: str, ticket_id: TicketId | None) -> None:
        self._shown_as[tag] = number
        self._tickets[number] = ticket_id
        self._tickets.move_to_end(number)
        while len(self._tickets) > REMEMBERED:
            self._let_go(self._tickets.popitem(last=False)[0])

    def _let_go(self, number: int) -> None:
        self._tokens.pop(number, None)
        for tag in [tag for tag, shown in self._shown_as.items() if shown == number]:
            del self._shown_as[tag]

    def _forget(self) -> None:
        """Forget all ids: another service starts its own numbering."""
        self._capabilities = None
        self._service = ""
        self._holding.clear()
        self._tickets.clear()
        self._shown_as.clear()
        self._tokens.clear()

    def _on_owner(self) -> None:
        self._forget()
        if not self._bus.owner:
            ended = "notification service" if self._bus.connected else "session bus"
            self._absence = f"the {ended} ended"
        if self.returned is not None:
            self.returned()

    def _on_signal(self, member: str, arguments: Sequence[Any]) -> None:
        if member == "ActivationToken" and len(arguments) == 2 and arguments[0] in self._tickets:
            self._tokens[arguments[0]] = str(arguments[1])
        elif member == "ActionInvoked" and len(arguments) == 2:
            number, action = arguments
            if number in self._tickets and action in _OPENING_ACTIONS and self.opened:
                self.opened(self._tickets[number], self._tokens.pop(number, None))
            elif (ticket_id := self._tickets.get(number)) and action in _FURTHER and self.acted:
                self.acted(ticket_id, NoticeAction(action))
        elif member == "NotificationClosed" and arguments:
            # The ticket stays known: some services close before they say what was clicked.
            self._let_go(arguments[0])

    def _on_property(self, name: str, arguments: Sequence[Any]) -> None:
        interface, value = arguments
        if (interface, name) not in _HOLDING:
            return
        before = self.inhibited
        (self._holding.add if value is True else self._holding.discard)((interface, name))
        if self.inhibited is not before and self.returned is not None:
            self.returned()
