"""A notification service of the tests: strict about what it is called with, and it clicks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from dbus_fast import Message, MessageType, NameFlag, Variant
from dbus_fast.aio import MessageBus

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass
class Notified:
    """One call of ``Notify``."""

    app_name: str
    replaces_id: int
    icon: str
    summary: str
    body: str
    actions: list[str]
    hints: dict[str, Variant]
    timeout: int
    number: int


@dataclass
class NotificationServer:
    """Owns the name on the bus at ``address``.

    Attributes:
        refuse: the error to answer ``Notify`` with, None to take it.
        silent: keeps ``Notify`` without a word, until ``go_on``.
        calls: what it took.
        closed: numbers that it was asked to take from the screen.
        inhibited: its own Do not disturb, None where it has no such property.
    """

    address: str
    capabilities: list[str] = field(default_factory=lambda: ["actions", "body", "body-markup"])
    refuse: str | None = None
    silent: bool = False
    calls: list[Notified] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    inhibited: bool | None = None
    wrong: list[str] = field(default_factory=list)
    last_number: int = 0
    kept: list[Message] = field(default_factory=list)
    bus: MessageBus | None = None
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> NotificationServer:
        """Connect and own the name."""
        self.bus = await MessageBus(bus_address=self.address).connect()
        self.bus.add_message_handler(self._on_message)
        await self.bus.request_name(NAME, NameFlag.DO_NOT_QUEUE)
        return self

    async def stop(self) -> None:
        assert self.bus is not None
        self.bus.disconnect()
        await self.bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def go_on(self, count: int | None = None) -> None:
        """Take what was kept, the oldest first; from now on answer at once if that is all."""
        assert self.bus is not None
        self.silent = count is not None
        taken, self.kept = self.kept[:count], self.kept[len(self.kept[:count]) :]
        for message in taken:
            await self.bus.send(self._take(message))

    async def click(self, number: int, action: str = "default", token: str | None = None) -> None:
        """Do what a service does when a person clicks."""
        if token is not None:
            await self.signal("ActivationToken", "us", [number, token])
        await self.signal("ActionInvoked", "us", [number, action])
        await self.signal("NotificationClosed", "uu", [number, 2])

    async def inhibit(self, on: bool) -> None:
        """Begin or end the desktop's own Do not disturb, and tell of it."""
        self.inhibited = on
        changed = {"Inhibited": Variant("b", on)}
        assert self.bus is not None
        await self.bus.send(
            Message.new_signal(
                PATH, PROPERTIES, "PropertiesChanged", "sa{sv}as", [NAME, changed, []]
            )
        )

    async def signal(self, member: str, signature: str, body: list[Any]) -> None:
        """Send one signal to all."""
        assert self.bus is not None
        await self.bus.send(Message.new_signal(PATH, NAME, member, signature, body))

    def _on_message(self, message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        if message.interface == PROPERTIES and message.member == "Get":
            if message.body == [NAME, "Inhibited"] and self.inhibited is not None:
                return Message.new_method_return(message, "v", [Variant("b", self.inhibited)])
            return Message.new_error(message, "org.freedesktop.DBus.Error.InvalidArgs", "none")
        if message.interface != NAME:
            return None
        if message.path != PATH:
            self.wrong.append(f"path {message.path}")
        if message.member == "GetCapabilities":
            return Message.new_method_return(message, "as", [self.capabilities])
        if message.member == "GetServerInformation":
            return Message.new_method_return(
                message, "ssss", ["Service d’essai", "essais", "7.1", "1.3"]
            )
        if message.member == "CloseNotification":
            self.closed += message.body
            return Message.new_method_return(message)
        if message.member == "Notify":
            return self._notify(message)
        return None

    def _notify(self, message: Message) -> Message | bool:
        if message.signature != "susssasa{sv}i":
            self.wrong.append(f"signature {message.signature}")
        self.asked.set()
        if self.silent:
            self.kept.append(message)
            return True
        if self.refuse is not None:
            return Message.new_error(message, self.refuse, "pas maintenant")
        return self._take(message)

    def _take(self, message: Message) -> Message:
        replaces = message.body[1]
        if not replaces:
            self.last_number += 1
        number = replaces or self.last_number
        self.calls.append(Notified(*[*message.body, number]))
        return Message.new_method_return(message, "u", [number])
