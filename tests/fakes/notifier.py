"""A notifier of the tests, at the Protocol: it remembers what was announced."""

from __future__ import annotations

import time
from collections.abc import Callable

from supportdesk_desktop.core.errors import NotificationError
from supportdesk_desktop.system.notifications.notifier import (
    Activated,
    Announcement,
    Shown,
    WriteObserver,
)


class FakeNotifier:
    """Takes every announcement, or refuses each with ``problem``.

    Attributes:
        returned: call it to say that a service came up or ended.
    """

    def __init__(self) -> None:
        self.announced: list[Announcement] = []
        self.problem: NotificationError | None = None
        self.returned: Callable[[], None] = lambda: None

    async def start(self) -> None:
        """There is nothing to connect to."""

    @property
    def available(self) -> bool:
        """Unless it has a problem."""
        return self.problem is None

    def on_activated(self, callback: Activated) -> None:
        """Nobody clicks."""

    def on_returned(self, callback: Callable[[], None]) -> None:
        """Keep it for the test to call."""
        self.returned = callback

    async def notify(
        self, announcement: Announcement, observer: WriteObserver | None = None
    ) -> Shown:
        """Remember the announcement."""
        if self.problem is not None:
            raise self.problem
        if observer is not None:
            observer.begins()
        self.announced.append(announcement)
        if observer is not None:
            observer.written()
        now = time.monotonic_ns()
        return Shown(now, now, str(len(self.announced)))

    def describe(self) -> str:
        """Return its name."""
        return "fake"

    async def aclose(self) -> None:
        """There is nothing to let go of."""
