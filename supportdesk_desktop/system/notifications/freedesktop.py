"""Announcing on a Linux desktop, by the Desktop Notifications Specification."""

from __future__ import annotations

import asyncio
import html
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from dbus_fast import Variant

from supportdesk_desktop.core.errors import (
    NotificationAbsent,
    NotificationError,
    NotificationRefused,
)
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.system.notifications.freedesktop_bus import NotificationBus, Reply
from supportdesk_desktop.system.notifications.notifier import (
    BODY_MAX,
    TITLE_MAX,
    Activated,
    Announcement,
    NotificationSilent,
    Shown,
    Witness,
    plain,
)

log = logging.getLogger(__name__)

APP_NAME = "SupportDesk Desktop"
DESKTOP_ENTRY = "supportdesk-desktop"
MESSAGE_SOUND = "message-new-instant"
"""Of the freedesktop sound naming specification; each theme has its own for it."""

CALL_S = 2.0
REMEMBERED = 500
"""How many announcements can still be opened: daemons keep them in a history."""

_URGENCY: dict[str, int] = {Priority.LOW: 0, Priority.CRITICAL: 2}
_OPENING_ACTIONS = frozenset({"default", "open"})


class FreedesktopNotifier:
    """``org.freedesktop.Notifications`` over the session bus; finds a restarted service again."""

    def __init__(self, app_icon: str = DESKTOP_ENTRY, timeout_s: float = CALL_S) -> None:
        self._app_icon = app_icon
        self._timeout_s = timeout_s
        self._bus = NotificationBus(self._on_signal, self._on_owner)
        self._connecting = asyncio.Lock()
        self._capabilities: frozenset[str] | None = None
        self._service = ""
        self._absence = "not started"
        self._callback: Activated | None = None
        self._returned: Callable[[], None] | None = None
        self._answers: set[asyncio.Task[Shown]] = set()
        self._tickets: OrderedDict[int, TicketId | None] = OrderedDict()
        self._shown_as: dict[str, int] = {}
        self._tokens: dict[int, str] = {}

    async def start(self) -> None:
        """Connect and ask the service what it can do, so that the first announcement is fast."""
        try:
            await self._learn()
        except NotificationError as problem:
            log.info("no notification service: %s", problem)

    @property
    def available(self) -> bool:
        """Whether a service was there, or would be started, when last looked."""
        return self._bus.connected and bool(self._bus.owner or self._bus.activatable)

    async def notify(self, announcement: Announcement, witness: Witness | None = None) -> Shown:
        """Hand one announcement over and wait for the service's word.

        Raises:
            NotificationAbsent: there is no session bus or no service.
            NotificationSilent: the service has it and did not answer in time; it may yet.
            NotificationRefused: the service answered with an error.
        """
        capabilities = await self._learn()
        answer = asyncio.get_running_loop().create_task(
            self._hand_over(announcement, capabilities, witness), name="notifications.answer"
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
        """Let go of an answer; nobody may be waiting any more for one that failed late."""
        self._answers.discard(answer)
        if not answer.cancelled():
            answer.exception()

    async def _hand_over(
        self, announcement: Announcement, capabilities: frozenset[str], witness: Witness | None
    ) -> Shown:
        body = plain(announcement.body, BODY_MAX)
        if "body-markup" in capabilities:
            body = html.escape(body, quote=False)
        actions = []
        if "actions" in capabilities:
            label = plain(announcement.open_label, TITLE_MAX)
            actions = ["default", label, "open", label]
        sound = Variant("s", MESSAGE_SOUND) if announcement.sound else Variant("b", True)
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
            reply = await self._bus.call("Notify", "susssasa{sv}i", arguments, witness)
        except NotificationAbsent as problem:
            self._absence = str(problem)
            raise
        if len(reply.body) != 1 or not isinstance(reply.body[0], int):
            raise NotificationRefused(f"an odd reply: {reply.body!r}")
        self._remember(reply.body[0], announcement)
        return Shown(reply.sent_ns, reply.read_ns, str(reply.body[0]))

    def on_activated(self, callback: Activated) -> None:
        """Call ``callback`` when a person opens an announcement."""
        self._callback = callback

    def on_returned(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` when a service takes the name or leaves it."""
        self._returned = callback

    def describe(self) -> str:
        """Return the name and version of the service, or why there is none."""
        if not self.available:
            return self._absence or "no notification service"
        return self._service or "starts when needed"

    async def aclose(self) -> None:
        """Disconnect; what is shown stays."""
        for answer in tuple(self._answers):
            answer.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)
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
            except NotificationAbsent as problem:
                self._absence = str(problem)
                raise
            except IndexError as problem:
                raise NotificationRefused("an odd reply") from problem
            return self._capabilities

    async def _ask(self, member: str) -> Reply:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._bus.call(member, "", [])
        except TimeoutError as problem:
            raise NotificationRefused(f"no reply in {self._timeout_s:g} s") from problem

    def _remember(self, number: int, announcement: Announcement) -> None:
        self._shown_as[announcement.tag] = number
        self._tickets[number] = announcement.ticket_id
        self._tickets.move_to_end(number)
        while len(self._tickets) > REMEMBERED:
            self._let_go(self._tickets.popitem(last=False)[0])

    def _let_go(self, number: int) -> None:
        self._tokens.pop(number, None)
        for tag in [tag for tag, shown in self._shown_as.items() if shown == number]:
            del self._shown_as[tag]

    def _forget(self) -> None:
        """Another service counts from the beginning: its ids are not those known here."""
        self._capabilities = None
        self._service = ""
        self._tickets.clear()
        self._shown_as.clear()
        self._tokens.clear()

    def _on_owner(self) -> None:
        self._forget()
        if not self._bus.owner:
            ended = "notification service" if self._bus.connected else "session bus"
            self._absence = f"the {ended} ended"
        if self._returned is not None:
            self._returned()

    def _on_signal(self, member: str, arguments: Sequence[Any]) -> None:
        if member == "ActivationToken" and len(arguments) == 2 and arguments[0] in self._tickets:
            self._tokens[arguments[0]] = str(arguments[1])
        elif member == "ActionInvoked" and len(arguments) == 2:
            number, action = arguments
            if number in self._tickets and action in _OPENING_ACTIONS and self._callback:
                self._callback(self._tickets[number], self._tokens.pop(number, None))
        elif member == "NotificationClosed" and arguments:
            # The ticket stays known: some services close before they say what was clicked.
            self._let_go(arguments[0])
