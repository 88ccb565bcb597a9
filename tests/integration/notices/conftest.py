"""Notices over a real store and a real bus of their own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.store import notices, ticket_events, tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.notices import NewNotice
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.notifications.freedesktop import FreedesktopNotifier
from supportdesk_desktop.system.notifications.notifier import HandOverJournal
from tests.fakes.notification_server import NotificationServer
from tests.fakes.tickets import NOON_MS, a_ticket, an_event

WAIT_S = 20.0


async def eventually(seen: Callable[[], Awaitable[bool]]) -> None:
    """Wait until ``seen`` is true; how long it takes is not judged."""
    async with asyncio.timeout(WAIT_S):
        while not await seen():  # noqa: ASYNC110 - any condition of a test, not one event
            await asyncio.sleep(0.005)


@dataclass
class Moment:
    """A wall clock that a test moves on, from the moment at which the tickets arrive."""

    now_ms: int = NOON_MS

    def __call__(self) -> int:
        return self.now_ms


@dataclass
class Desktop:
    """What announces on one computer, started and stopped as a process would be."""

    path: Path
    wall: Moment = field(default_factory=Moment)
    lang: str = "fr"
    count: int = 0

    async def start(self, timeout_s: float = 5.0, reading: Sequence[TicketId] = ()) -> None:
        """Open the store and take up what is pending; ``reading`` was read before it began."""
        self.store = await Store.open(self.path)
        await self.store.feed.write(tickets.set_mark, "read", reading, True)
        self.notifier = FreedesktopNotifier(timeout_s=timeout_s)
        journal = HandOverJournal(self.path.parent / "hand-overs.log")
        self.clock, self.bus = Clock(wall_ms=self.wall), Bus()
        usual = self.store, self.bus, self.clock
        self.service = NoticeService(*usual, self.notifier, journal, self.lang)
        await self.notifier.start()
        await self.service.start()

    async def stop(self) -> None:
        """End cleanly."""
        await self.service.aclose()
        await self.notifier.aclose()
        await self.store.aclose()

    async def commit(self, count: int = 1, **changes: object) -> Sequence[NewNotice]:
        """Commit assignments that arrived now, without announcing them."""
        numbers = range(self.count + 1, self.count + count + 1)
        self.count += count
        events = [
            msgspec.structs.replace(
                an_event(a_ticket(n, **changes), n),
                received_ms=self.wall.now_ms,
                received_ns=time.monotonic_ns(),
            )
            for n in numbers
        ]
        return (await self.store.feed.write(ticket_events.store_events, events)).notices

    async def assign(self, count: int = 1, **changes: object) -> None:
        """Commit assignments and have them decided on."""
        await self.service.dispatch(await self.commit(count, **changes))

    async def outcomes(self) -> list[NoticeOutcome | None]:
        """Return the outcome of every notice, oldest first."""
        return [one.outcome for one in reversed(await self.store.read(notices.recent))]

    async def until(self, *outcomes: NoticeOutcome | None) -> None:
        """Wait until these are the outcomes."""
        found: list[NoticeOutcome | None] = []

        async def seen() -> bool:
            found[:] = await self.outcomes()
            return found == list(outcomes)

        try:
            await eventually(seen)
        except TimeoutError:
            raise AssertionError(f"{found} instead of {outcomes}") from None


@pytest.fixture
async def server(address: str) -> AsyncIterator[NotificationServer]:
    """A notification service that a test may start."""
    server = NotificationServer(address)
    yield server
    if server.bus is not None and server.bus.connected:
        await server.stop()
    assert server.wrong == []


@pytest.fixture
async def desktop(tmp_path: Path, address: str) -> AsyncIterator[Desktop]:
    """A desktop that a test starts; it is stopped with it."""
    folder = tmp_path / "boutique"
    folder.mkdir(mode=0o700)
    one = Desktop(folder / "store.db")
    yield one
    await one.stop()
