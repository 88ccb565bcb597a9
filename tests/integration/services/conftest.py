"""Services of a profile against a real desk on a real socket."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from supportdesk_desktop.app import services as app_services
from supportdesk_desktop.app.services import Services, Setup, open_services
from supportdesk_desktop.backend.desk import DeskOptions
from supportdesk_desktop.core.changes import NoticesChanged
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.filing import Filing, FilingState
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.ticket_events import ReceivedEvent
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.paths import ProfilePaths
from tests.fakes.notifier import FakeNotifier
from tests.fakes.tcp_proxy import TcpProxy, tcp_proxy
from tests.fakes.tickets import a_ticket, an_event
from tests.fakes.toy_server import Answer, ToyServer, toy_server
from tests.fakes.vendor import KEY
from tests.integration.backend.feed.live_desk import LiveDesk, start_desk

DAY_MS = 86_400_000

WAIT_S = 10.0


def base_url(port: int) -> str:
    """Return the base URL of a desk on a loopback port."""
    return f"http://127.0.0.1:{port}/api/v1"


async def eventually(seen: Callable[[], object]) -> None:
    """Wait until ``seen`` is true; how long it takes is not judged."""
    async with asyncio.timeout(WAIT_S):
        while not seen():  # noqa: ASYNC110 - any condition of a test, not one event
            await asyncio.sleep(0.01)


class Client:
    """One desktop without a window."""

    def __init__(self, folder: Path) -> None:
        self._paths = ProfilePaths(folder, "boutique")
        self.notifier = FakeNotifier()
        self.settled = 0
        self._open: list[Services] = []

    async def start(self, base_url: str, key: str | None) -> Services:
        """Open the profile's services and run them as its owner."""
        services = await self.open(base_url, key)
        await services.start_owner()
        return services

    async def open(self, base_url: str, key: str | None) -> Services:
        """Open the profile's services and run nothing."""
        services = await open_services(Setup(self._paths, base_url, key, "fr"), self.notifier)
        services.bus.subscribe(NoticesChanged, self._count)
        self._open.append(services)
        return services

    def _count(self, change: NoticesChanged) -> None:
        self.settled += len(change.notice_ids)

    async def stop(self) -> None:
        """Stop what was started last."""
        await self._open.pop().aclose()

    async def aclose(self) -> None:
        """Stop whatever still runs."""
        while self._open:
            await self.stop()


class WrongClock:
    """The wall clock of every profile opened in a test: ahead by as much as it says."""

    ahead_ms = 0

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000 + self.ahead_ms


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> WrongClock:
    clock = WrongClock()
    monkeypatch.setattr(app_services, "Clock", lambda: Clock(wall_ms=clock))
    return clock


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An open, empty store."""
    opened = await Store.open(tmp_path / "store.db")
    yield opened
    await opened.aclose()


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    """A desktop whose data is in a folder of its own."""
    one = Client(tmp_path / "data")
    yield one
    await one.aclose()


@asynccontextmanager
async def running_desk(folder: Path, options: DeskOptions | None = None) -> AsyncIterator[LiveDesk]:
    """Run a desk with one customer on a free port until the block ends."""
    live = await start_desk(folder, options=options)
    try:
        await live.add_customer()
        yield live
    finally:
        await live.stop()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[LiveDesk]:
    """A desk whose heartbeats are too far apart to be seen twice."""
    async with running_desk(tmp_path) as live:
        yield live


@pytest.fixture
async def services(client: Client, desk: LiveDesk) -> Services:
    """The services of an owner, an agent of the desk."""
    _, key = await desk.add_agent()
    return await client.start(base_url(desk.port), key)


@pytest.fixture
async def quick_desk(tmp_path: Path) -> AsyncIterator[LiveDesk]:
    """A desk that sends two heartbeats a second."""
    async with running_desk(tmp_path, DeskOptions(limits=None, heartbeat_ms=500)) as live:
        yield live


@pytest.fixture
async def proxy(quick_desk: LiveDesk) -> AsyncIterator[TcpProxy]:
    """A proxy before the quick desk, gone before the desk is."""
    async with tcp_proxy(quick_desk.port) as one:
        yield one


@asynccontextmanager
async def at(client: Client, answers: Answer) -> AsyncIterator[tuple[Services, ToyServer]]:
    """Run a server that answers so, and the desktop at it, until the block ends."""
    async with toy_server(answers) as server:
        yield await client.start(server.base_url, KEY), server
        await client.stop()


async def reaches(services: Services, filing: Filing, state: FilingState) -> Filing:
    async with asyncio.timeout(60):
        while (now := await services.filings.get(filing.id)).state is not state:  # noqa: ASYNC110 - the store is asked
            await asyncio.sleep(0.01)
    return now


async def attempted(services: Services, filing: Filing, times: int = 1) -> Filing:
    """Return the filing once so many attempts have led to something."""
    async with asyncio.timeout(60):
        while _ended(now := await services.filings.get(filing.id)) < times:  # noqa: ASYNC110 - the store is asked
            await asyncio.sleep(0.01)
    return now


def is_verified(services: Services) -> bool:
    return services.feed.status.state is FeedState.VERIFIED


def _ended(filing: Filing) -> int:
    return sum(attempt.outcome is not None for attempt in filing.attempts)


def left_at(number: int, at_ms: int) -> ReceivedEvent:
    event = an_event(a_ticket(number), number, "ticket.closed")
    return replace(event, applied=replace(event.applied, occurred_at=iso_utc(at_ms)))
