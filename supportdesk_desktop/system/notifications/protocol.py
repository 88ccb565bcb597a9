"""What the product needs of a notification service; one real adapter for each system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from supportdesk_desktop.core.ids import TicketId


class Announcement(msgspec.Struct, frozen=True):
    """One announcement, as plain text: the adapter escapes what its service takes for markup.

    ``ticket_id`` names what "Open" leads to (None: the list); an announcement of the same ticket
    replaces the earlier one. ``priority`` gives the urgency.
    """

    title: str
    body: str
    ticket_id: TicketId | None
    priority: str
    open_label: str


class Shown(msgspec.Struct, frozen=True):
    """Both times are CLOCK_MONOTONIC: Notify written to the bus, and its reply."""

    sent_ns: int
    shown_ns: int


Activated = Callable[[TicketId | None, str | None], None]
"""Called with the ticket and the activation token (Wayland) when a person chose "Open"."""


class Notifier(Protocol):
    """Hands announcements to the operating system."""

    async def start(self, activated: Activated) -> None:
        """Connect; a missing service is no error here, only at ``notify``."""

    async def notify(self, announcement: Announcement) -> Shown:
        """Hand one announcement over. The first step of this coroutine writes to the bus.

        Raises:
            NotificationAbsent: there is no service.
            NotificationRefused: it answered with an error, or not within two seconds.
        """
        ...

    def describe(self) -> str:
        """Return the name of the service and its version, or why there is none."""
        ...

    async def aclose(self) -> None:
        """Disconnect."""
