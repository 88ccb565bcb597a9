"""A notifier of the tests, at the Protocol: it remembers what was announced."""

from __future__ import annotations

import time
from collections.abc import Mapping

from supportdesk_desktop.core.errors import NotificationError
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import Announcement
from supportdesk_desktop.system.notifications.notifier import (
    Notifier,
    Shown,
    WriteObserver,
)


class FakeNotifier(Notifier):
    """Takes every announcement, or refuses each with ``problem``."""

    def __init__(self) -> None:
        self.announced: list[Announcement] = []
        self.problem: NotificationError | None = None
        self.withdrawn: list[str] = []

    async def start(self) -> None:
        """There is nothing to connect to."""

    @property
    def available(self) -> bool:
        """Unless it has a problem."""
        return self.problem is None

    async def notify(
        self, announcement: Announcement, observer: WriteObserver | None = None
    ) -> Shown:
        if self.problem is not None:
            raise self.problem
        if observer is not None:
            observer.begins()
        self.announced.append(announcement)
        if observer is not None:
            observer.written()
        now = time.monotonic_ns()
        return Shown(now, now, str(len(self.announced)))

    def adopt(self, shown: Mapping[str, TicketId]) -> None:
        """It has forgotten what an earlier process announced."""

    def withdraw(self, shown_id: str) -> None:
        self.withdrawn.append(shown_id)

    def describe(self) -> str:
        return "fake"

    async def aclose(self) -> None:
        """There is nothing to let go of."""
