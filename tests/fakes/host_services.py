"""login1 and NetworkManager of the tests: they own their names on a bus and send signals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

LOGIN = "org.freedesktop.login1"
NETWORK = "org.freedesktop.NetworkManager"
PROPERTIES = "org.freedesktop.DBus.Properties"
DISCONNECTED, CONNECTING, CONNECTED_LOCAL, CONNECTED_SITE, CONNECTED = 20, 40, 50, 60, 70


@dataclass
class HostServices:
    """Both services on the bus at ``address``; ``state`` is NetworkManager's at its start."""

    address: str
    state: int = CONNECTED
    bus: MessageBus | None = None

    async def start(self, *names: str) -> HostServices:
        """Connect and own these names, or both."""
        self.bus = await MessageBus(bus_address=self.address).connect()
        self.bus.add_message_handler(self._on_message)
        for name in names or (LOGIN, NETWORK):
            await self.bus.request_name(name)
        return self

    async def stop(self) -> None:
        """Leave the bus, as services that end do."""
        assert self.bus is not None
        self.bus.disconnect()
        await self.bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def sleep(self) -> None:
        """Tell that this computer falls asleep."""
        await self._signal("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", True)

    async def wake(self) -> None:
        """Tell that this computer woke."""
        await self._signal("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", False)

    async def network(self, state: int) -> None:
        """Tell of a state of the network, in both ways in which NetworkManager does."""
        self.state = state
        path = "/org/freedesktop/NetworkManager"
        assert self.bus is not None
        changed = {"State": Variant("u", state)}
        await self.bus.send(
            Message.new_signal(
                path, PROPERTIES, "PropertiesChanged", "sa{sv}as", [NETWORK, changed, []]
            )
        )
        await self.bus.send(Message.new_signal(path, NETWORK, "StateChanged", "u", [state]))

    async def forge(self, destination: str) -> None:
        """Send a wake to one program alone, as a stranger could."""
        assert self.bus is not None
        message = Message.new_signal(
            "/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", "b", [False]
        )
        message.destination = destination
        await self.bus.send(message)

    async def _signal(self, path: str, interface: str, member: str, value: bool) -> None:
        assert self.bus is not None
        await self.bus.send(Message.new_signal(path, interface, member, "b", [value]))

    def _on_message(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL or message.interface != PROPERTIES:
            return None
        answer: list[Any] = [Variant("u", self.state)]
        return Message.new_method_return(message, "v", answer)
