"""Announcing on a Linux desktop, by the Desktop Notifications Specification."""

from __future__ import annotations

import asyncio
import contextlib
import html
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from supportdesk_desktop.core.errors import (
    NotificationAbsent,
    NotificationError,
    NotificationRefused,
)
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import Announcement
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

log = logging.getLogger(__name__)

NAME = "org.freedesktop.Notifications"
DBUS = "org.freedesktop.DBus"
CLOSE_S = 1.0

APP_NAME = "SupportDesk Desktop"
DESKTOP_ENTRY = "supportdesk-desktop"
MESSAGE_SOUND = "message-new-instant"
"""Of the freedesktop sound naming specification; each theme has its own for it."""

CALL_S = 2.0
REMEMBERED = 500
"""Number of announcements that can still be opened: daemons keep them in a history."""

_URGENCY: dict[str, int] = {Priority.LOW: 0, Priority.CRITICAL: 2}
_OPENING_ACTIONS = frozenset({"default", "open"})

_ABSENT_ERRORS = (
    f"{DBUS}.Error.ServiceUnknown",
    f"{DBUS}.Error.NameHasNoOwner",
    f"{DBUS}.Error.Spawn",
    f"{DBUS}.Error.Disconnected",
)

_RULES = (
    f"type='signal',interface='{NAME}'",
    f"type='signal',sender='{DBUS}',member='NameOwnerChanged',arg0='{NAME}'",
)

Signal = Callable[[str, Sequence[Any]], None]
"""Called with the member and the arguments of a signal of the service."""


class Reply(msgspec.Struct, frozen=True):
    """The answer to a call. Times are CLOCK_MONOTONIC: written to the bus, reply read."""

    body: list[Any]
    sent_ns: int
    read_ns: int


class NotificationBus:
    """A connection to the session bus, for one well-known service.

    Attributes:
        owner: the unique name of the service, empty while nobody has it.
        activatable: the bus starts the service when it is called.
    """

    def __init__(self, on_signal: Signal, on_owner: Callable[[], None]) -> None:
        self._on_signal = on_signal
        self._on_owner = on_owner
        self._bus: MessageBus | None = None
        self._watch: asyncio.Task[None] | None = None
        self._replies: dict[int, asyncio.Future[tuple[Message, int]]] = {}
        self.owner = ""
        self.activatable = False

    @property
    def connected(self) -> bool:
        return self._bus is not None and self._bus.connected

    async def connect(self, timeout_s: float) -> None:
        """Connect to the session bus and find the service's owner.

        Raises:
            NotificationAbsent: there is no session bus.
        """
        await self.aclose()
        try:
            async with asyncio.timeout(timeout_s):
                self._bus = await MessageBus(bus_type=BusType.SESSION).connect()
                self._bus.add_message_handler(self._on_message)
                self._watch = asyncio.get_running_loop().create_task(
                    self._watch_end(self._bus), name="notifications.bus"
                )
                for rule in _RULES:
                    await self.call("AddMatch", "s", [rule], name=DBUS)
                names = await self.call("ListActivatableNames", name=DBUS)
                self.activatable = NAME in names.body[0]
                with contextlib.suppress(NotificationAbsent):
                    self.owner = (await self.call("GetNameOwner", "s", [NAME], name=DBUS)).body[0]
        except (NotificationAbsent, NotificationRefused):
            await self.aclose()
            raise
        except Exception as problem:
            # dbus-fast raises whatever parsing the address, the socket or the handshake raised.
            await self.aclose()
            log.info("no session bus: %s", problem)
            raise NotificationAbsent("no session bus") from problem

    async def aclose(self) -> None:
        """Disconnect; nothing if not connected."""
        bus, self._bus = self._bus, None
        watch, self._watch = self._watch, None
        self.owner = ""
        if bus is not None:
            bus.disconnect()
        if watch is not None:
            await asyncio.wait((watch,), timeout=CLOSE_S)
            watch.cancel()

    async def _watch_end(self, bus: MessageBus) -> None:
        """Report the end of the connection at once, and fail all calls that wait for a reply."""
        with contextlib.suppress(Exception):
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
        for reply in self._replies.values():
            if not reply.done():
                reply.set_exception(NotificationAbsent("the session bus ended"))
        if bus is self._bus:
            self.owner = ""
            self._on_owner()

    async def call(
        self,
        member: str,
        signature: str = "",
        body: Sequence[Any] = (),
        observer: WriteObserver | None = None,
        name: str = NAME,
    ) -> Reply:
        """Call the service, or the bus by its ``name``; wait for the reply, however long it takes.

        ``MessageBus.call`` would not tell when the call was written. ``send`` writes at once where
        the socket has room, so that the observer hears of it within this step.

        Raises:
            NotificationAbsent: nobody has the name, or the bus is gone.
            NotificationRefused: the reply is an error.
        """
        if self._bus is None or not self._bus.connected:
            raise NotificationAbsent("no session bus")
        message = Message(
            destination=name,
            path="/" + name.replace(".", "/"),
            interface=name,
            member=member,
            signature=signature,
            body=list(body),
            serial=self._bus.next_serial(),
        )
        reply: asyncio.Future[tuple[Message, int]] = asyncio.get_running_loop().create_future()
        self._replies[message.serial] = reply
        try:
            if observer is not None:
                observer.begins()
            written = self._bus.send(message)
            if not written.done():
                await written
            written.result()
            sent_ns = time.monotonic_ns()
            if observer is not None:
                observer.written()
            answer, read_ns = await reply
        except OSError as problem:
            raise NotificationAbsent(f"the session bus is gone: {problem}") from problem
        finally:
            del self._replies[message.serial]
        if answer.message_type is MessageType.ERROR:
            note = f"{answer.error_name}: {answer.body[0] if answer.body else ''}"
            absent = str(answer.error_name).startswith(_ABSENT_ERRORS)
            raise NotificationAbsent(note) if absent else NotificationRefused(note)
        return Reply(answer.body, sent_ns, read_ns)

    def _on_message(self, message: Message) -> bool | None:
        if message.message_type is MessageType.SIGNAL:
            self._on_bus_signal(message)
            return None
        waiting = self._replies.get(message.reply_serial or 0)
        if waiting is None or message.message_type is MessageType.METHOD_CALL:
            return None
        if not waiting.done():
            waiting.set_result((message, time.monotonic_ns()))
        return True

    def _on_bus_signal(self, message: Message) -> None:
        """Accept signals of the service's owner and of the bus itself only."""
        if message.member == "NameOwnerChanged" and message.sender == DBUS:
            name, _, owner = message.body
            if name == NAME:
                self.owner = owner
                self._on_owner()
        elif message.interface == NAME and self.owner and message.sender == self.owner:
            self._on_signal(message.member or "", message.body)


class FreedesktopNotifier(Notifier):
    """``org.freedesktop.Notifications`` over the session bus; finds a restarted service again."""

    def __init__(self, app_icon: str = DESKTOP_ENTRY, timeout_s: float = CALL_S) -> None:
        self._app_icon = app_icon
        self._timeout_s = timeout_s
        self._bus = NotificationBus(self._on_signal, self._on_owner)
        self._connecting = asyncio.Lock()
        self._capabilities: frozenset[str] | None = None
        self._service = ""
        self._absence = "not started"
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
            reply = await self._bus.call("Notify", "susssasa{sv}i", arguments, observer)
        except NotificationAbsent as problem:
            self._absence = str(problem)
            raise
        if len(reply.body) != 1 or not isinstance(reply.body[0], int):
            raise NotificationRefused(f"an odd reply: {reply.body!r}")
        self._remember(reply.body[0], announcement)
        return Shown(reply.sent_ns, reply.read_ns, str(reply.body[0]))

    def describe(self) -> str:
        if not self.available:
            return self._absence or "no notification service"
        return self._service or "starts when needed"

    async def aclose(self) -> None:
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
                return await self._bus.call(member)
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
        """Forget all ids: another service starts its own numbering."""
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
        if self.returned is not None:
            self.returned()

    def _on_signal(self, member: str, arguments: Sequence[Any]) -> None:
        if member == "ActivationToken" and len(arguments) == 2 and arguments[0] in self._tickets:
            self._tokens[arguments[0]] = str(arguments[1])
        elif member == "ActionInvoked" and len(arguments) == 2:
            number, action = arguments
            if number in self._tickets and action in _OPENING_ACTIONS and self.opened:
                self.opened(self._tickets[number], self._tokens.pop(number, None))
        elif member == "NotificationClosed" and arguments:
            # The ticket stays known: some services close before they say what was clicked.
            self._let_go(arguments[0])
