"""The session bus, as far as the notification service is concerned."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from supportdesk_desktop.core.errors import NotificationAbsent, NotificationRefused
from supportdesk_desktop.system.notifications.notifier import WriteObserver

log = logging.getLogger(__name__)

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
DBUS = "org.freedesktop.DBus"
PROPERTIES = "org.freedesktop.DBus.Properties"
CLOSE_S = 1.0

Signal = Callable[[str, Sequence[Any]], None]
"""Called with the member and the arguments of a signal of the service, or with the name of a
property, its interface and its value."""


class Reply(msgspec.Struct, frozen=True):
    """The answer to a call. Times are CLOCK_MONOTONIC: written to the bus, reply read."""

    body: list[Any]
    sent_ns: int
    read_ns: int


_ABSENT_ERRORS = (
    f"{DBUS}.Error.ServiceUnknown",
    f"{DBUS}.Error.NameHasNoOwner",
    f"{DBUS}.Error.Spawn",
    f"{DBUS}.Error.Disconnected",
)

_RULES = (
    f"type='signal',interface='{NAME}'",
    f"type='signal',interface='{PROPERTIES}',path='{PATH}'",
    f"type='signal',sender='{DBUS}',member='NameOwnerChanged',arg0='{NAME}'",
)


class NotificationBus:
    """A connection to the session bus, for one well-known service.

    Attributes:
        owner: the unique name of the service, empty while nobody has it.
        guid: of the bus itself, which never gives a unique name a second time.
        activatable: the bus starts the service when it is called.
    """

    def __init__(
        self, on_signal: Signal, on_property: Signal, on_owner: Callable[[], None]
    ) -> None:
        self._on_signal = on_signal
        self._on_property = on_property
        self._on_owner = on_owner
        self._bus: MessageBus | None = None
        self._watch: asyncio.Task[None] | None = None
        self._replies: dict[int, asyncio.Future[tuple[Message, int]]] = {}
        self.owner = self.guid = ""
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
                self.guid = (await self.call("GetId", name=DBUS)).body[0]
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
        interface: str = "",
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
            interface=interface or name,
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

    async def is_set(self, interface: str, name: str) -> bool:
        """Return a property of the service; False where it has none of this name."""
        try:
            reply = await self.call("Get", "ss", [interface, name], interface=PROPERTIES)
        except NotificationRefused:
            return False
        value = reply.body[0] if reply.body else None
        return isinstance(value, Variant) and value.value is True

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
        elif message.member == "PropertiesChanged" and self.owner and message.sender == self.owner:
            interface, changed, _ = message.body
            for name, value in changed.items():
                self._on_property(name, (interface, value.value))
