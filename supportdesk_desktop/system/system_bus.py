"""Hears of sleep from ``org.freedesktop.login1`` and of the network from NetworkManager."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from dbus_fast import BusType, Message, MessageFlag, MessageType, Variant
from dbus_fast.aio import MessageBus

from supportdesk_desktop.core.feed_policy import Hear, HostEvent

log = logging.getLogger(__name__)

CONNECT_S = 2.0
CLOSE_S = 1.0

DBUS = "org.freedesktop.DBus"
PROPERTIES = "org.freedesktop.DBus.Properties"
LOGIN = "org.freedesktop.login1"
LOGIN_MANAGER = "org.freedesktop.login1.Manager"
NETWORK = "org.freedesktop.NetworkManager"
NETWORK_PATH = "/org/freedesktop/NetworkManager"

CONNECTED_SITE = 60
"""``NMState``: from here on there is a route beyond this computer's own links."""

UNKNOWN = 0

_RULES = (
    f"type='signal',sender='{LOGIN}',interface='{LOGIN_MANAGER}',member='PrepareForSleep'",
    f"type='signal',sender='{NETWORK}',interface='{NETWORK}',member='StateChanged'",
    f"type='signal',sender='{NETWORK}',interface='{PROPERTIES}',member='PropertiesChanged',"
    f"path='{NETWORK_PATH}',arg0='{NETWORK}'",
    f"type='signal',sender='{DBUS}',member='NameOwnerChanged',arg0='{NETWORK}'",
)


class SystemBusWatch:
    """Signals of the system bus; without one, or without these services, it is silent."""

    def __init__(self) -> None:
        self._bus: MessageBus | None = None
        self._hear: Hear | None = None
        self._connected: bool | None = None

    async def start(self, hear: Hear) -> None:
        """Connect, listen, and ask for the state of the network."""
        self._hear = hear
        try:
            async with asyncio.timeout(CONNECT_S):
                self._bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
                self._bus.add_message_handler(self._on_message)
                for rule in _RULES:
                    await self._call(DBUS, "/org/freedesktop/DBus", DBUS, "AddMatch", rule)
        except Exception as problem:
            # dbus-fast raises whatever parsing the address, the socket or the handshake raised.
            log.info("no system bus: %s", problem)
            await self.aclose()
            return
        await self._ask_state()

    async def _ask_state(self) -> None:
        """Ask for the state of the network; a silent manager may still report changes later."""
        state: Message | None = None
        with contextlib.suppress(Exception):
            async with asyncio.timeout(CONNECT_S):
                state = await self._call(NETWORK, NETWORK_PATH, PROPERTIES, "Get", NETWORK, "State")
        if state is not None and state.body and isinstance(state.body[0], Variant):
            self._network_state(state.body[0].value)

    async def aclose(self) -> None:
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.disconnect()
            with contextlib.suppress(Exception):
                async with asyncio.timeout(CLOSE_S):
                    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def _call(
        self, name: str, path: str, interface: str, member: str, *arguments: str
    ) -> Message | None:
        """Return the reply, None where it is an error: that service is not there."""
        assert self._bus is not None
        reply = await self._bus.call(
            Message(
                destination=name,
                path=path,
                interface=interface,
                member=member,
                signature="s" * len(arguments),
                body=list(arguments),
                # A manager that is installed and not used must not be started by a question.
                flags=MessageFlag.NO_AUTOSTART,
            )
        )
        if reply is None or reply.message_type is MessageType.ERROR:
            return None
        return reply

    def _on_message(self, message: Message) -> None:
        """Handle a signal that matches our rules, but none that was sent to us alone."""
        if message.message_type is not MessageType.SIGNAL or message.destination is not None:
            return
        if message.interface == LOGIN_MANAGER and message.body in ([True], [False]):
            self._notify(HostEvent.FALLS_ASLEEP if message.body[0] else HostEvent.WOKE)
        elif message.interface == NETWORK and len(message.body) == 1:
            self._network_state(message.body[0])
        elif message.interface == PROPERTIES and len(message.body) == 3:
            changed = message.body[1].get("State") if isinstance(message.body[1], dict) else None
            if isinstance(changed, Variant):
                self._network_state(changed.value)
        elif message.member == "NameOwnerChanged" and len(message.body) == 3:
            # A service that ends or begins says nothing of the network until it is asked.
            self._network_state(UNKNOWN)

    def _network_state(self, state: object) -> None:
        """Report a change; both kinds of signal arrive for each."""
        if not isinstance(state, int):
            return
        connected = None if state == UNKNOWN else state >= CONNECTED_SITE
        before, self._connected = self._connected, connected
        if connected is False and before is not False:
            self._notify(HostEvent.NETWORK_GONE)
        elif before is False and connected is not False:
            self._notify(HostEvent.NETWORK_BACK)

    def _notify(self, event: HostEvent) -> None:
        if self._hear is not None:
            self._hear(event, None)
