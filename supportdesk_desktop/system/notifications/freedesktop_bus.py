"""The wire to ``org.freedesktop.Notifications`` (Desktop Notifications Specification 1.3)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

from supportdesk_desktop.core.errors import NotificationAbsent, NotificationRefused
from supportdesk_desktop.system.notifications.notifier import Witness

log = logging.getLogger(__name__)

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
DBUS = "org.freedesktop.DBus"
CLOSE_S = 1.0

_ABSENT_ERRORS = (
    f"{DBUS}.Error.ServiceUnknown",
    f"{DBUS}.Error.NameHasNoOwner",
    f"{DBUS}.Error.Spawn",
    f"{DBUS}.Error.Disconnected",
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
        """Whether the session bus is there."""
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
                await self._ask(DBUS, "AddMatch", f"type='signal',interface='{NAME}'")
                rule = f"type='signal',sender='{DBUS}',member='NameOwnerChanged',arg0='{NAME}'"
                await self._ask(DBUS, "AddMatch", rule)
                names = await self._ask(DBUS, "ListActivatableNames")
                self.activatable = NAME in names.body[0]
                with contextlib.suppress(NotificationAbsent):
                    self.owner = (await self._ask(DBUS, "GetNameOwner", NAME)).body[0]
        except (NotificationAbsent, NotificationRefused):
            await self.aclose()
            raise
        except Exception as problem:
            # dbus-fast raises whatever parsing the address, the socket or the handshake raised.
            await self.aclose()
            log.info("no session bus: %s", problem)
            raise NotificationAbsent("no session bus") from problem

    async def call(
        self, member: str, signature: str, body: list[Any], witness: Witness | None = None
    ) -> Reply:
        """Call the service and wait for its reply, however long it takes.

        Raises:
            NotificationAbsent: nobody has the name, or the bus is gone.
            NotificationRefused: the reply is an error.
        """
        message = Message(
            destination=NAME,
            path=PATH,
            interface=NAME,
            member=member,
            signature=signature,
            body=body,
        )
        return await self._exchange(message, witness)

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
        """Tell at once, and let nobody wait for a reply, when the connection ends."""
        with contextlib.suppress(Exception):
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
        for reply in self._replies.values():
            if not reply.done():
                reply.set_exception(NotificationAbsent("the session bus ended"))
        if bus is self._bus:
            self.owner = ""
            self._on_owner()

    async def _ask(self, name: str, member: str, *arguments: str) -> Reply:
        path = "/" + name.replace(".", "/")
        message = Message(
            destination=name,
            path=path,
            interface=name,
            member=member,
            signature="s" * len(arguments),
            body=list(arguments),
        )
        return await self._exchange(message)

    async def _exchange(self, message: Message, witness: Witness | None = None) -> Reply:
        """Write a call, and return the reply with both times.

        ``MessageBus.call`` would not tell when the call was written. ``send`` writes at once where
        the socket has room, so that the witness hears of it within this step.
        """
        if self._bus is None or not self._bus.connected:
            raise NotificationAbsent("no session bus")
        message.serial = self._bus.next_serial()
        reply: asyncio.Future[tuple[Message, int]] = asyncio.get_running_loop().create_future()
        self._replies[message.serial] = reply
        try:
            if witness is not None:
                witness.begins()
            written = self._bus.send(message)
            if not written.done():
                await written
            written.result()
            sent_ns = time.monotonic_ns()
            if witness is not None:
                witness.written()
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
        """Take signals of the service's owner, and of the bus itself, alone."""
        if message.member == "NameOwnerChanged" and message.sender == DBUS:
            name, _, owner = message.body
            if name == NAME:
                self.owner = owner
                self._on_owner()
        elif message.interface == NAME and self.owner and message.sender == self.owner:
            self._on_signal(message.member or "", message.body)
