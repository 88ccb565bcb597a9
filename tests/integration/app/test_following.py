"""A process that follows the owner of its profile: what it believes, and what it is told."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

import msgspec
import pytest

from supportdesk_desktop.app import services as app_services
from supportdesk_desktop.app.keys import LocalDeskKey
from supportdesk_desktop.app.owner_requests import ChangeItem, OwnerRequests
from supportdesk_desktop.app.services import Services, Setup, open_services
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.core.changes import Change, FeedChanged
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.waking import HostEvent
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.system.control import ControlServer
from supportdesk_desktop.system.host.watch import Hear
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.system.paths import ProfilePaths
from tests.integration.services.conftest import eventually

KEY = "sk_live_agent_" + "a" * 48
NOWHERE = "http://127.0.0.1:9/api/v1"


class ScriptedOwner:
    """An owner that holds the lock and says on its stream exactly what a test wants."""

    def __init__(self, paths: ProfilePaths) -> None:
        self._paths = paths
        self._lock = OwnerLock(paths.owner)
        self._says: asyncio.Queue[Change | None] = asyncio.Queue()
        self._server = ControlServer(paths.socket(), {}, {"changes": self._changes})

    async def start(self) -> None:
        note = OwnerNote(os.getpid(), os.fspath(self._paths.socket()), "watch")
        assert self._lock.try_acquire(note)
        await self._server.start()

    def says(self, change: Change) -> None:
        """Publish a change."""
        self._says.put_nowait(change)

    def cuts(self) -> None:
        """End the stream and keep the lock."""
        self._says.put_nowait(None)

    async def aclose(self) -> None:
        """End as an owner that is killed does: its lock is free, and nothing was said."""
        await self._server.aclose()
        self._lock.release()

    async def _changes(self, _payload: msgspec.Raw) -> AsyncGenerator[object, None]:
        while (change := await self._says.get()) is not None:
            yield ChangeItem(type(change).__name__, msgspec.Raw(msgspec.json.encode(change)))


class ToldHost:
    """A computer whose sleep is what a test says."""

    def __init__(self) -> None:
        self.tell: Hear | None = None

    async def start(self, hear: Hear) -> None:
        self.tell = hear

    async def aclose(self) -> None:
        self.tell = None


class Follower:
    """The services of one process, without Qt, and all that its bus said."""

    def __init__(self, services: Services, session: ProfileSession) -> None:
        self.services = services
        self.session = session
        self.feed: list[FeedStatus] = []
        services.bus.subscribe(FeedChanged, lambda change: self.feed.append(change.status))

    @property
    def state(self) -> FeedState | None:
        """What a window would say last."""
        return self.feed[-1].state if self.feed else None


@contextlib.asynccontextmanager
async def part(paths: ProfilePaths) -> AsyncIterator[Follower]:
    """Take part in a profile as a window does."""
    services = await open_services(Setup(paths, NOWHERE, KEY, "fr"))
    requests = OwnerRequests(services, LocalDeskKey(KEY))
    one = Follower(
        services, ProfileSession(services, requests, "window", services.start_outbox_only)
    )
    await one.session.start()
    try:
        yield one
    finally:
        await one.session.aclose()


@pytest.fixture
def paths(tmp_path: Path) -> ProfilePaths:
    return ProfilePaths(tmp_path / "data", "boutique")


@pytest.fixture
async def owner(paths: ProfilePaths) -> AsyncIterator[ScriptedOwner]:
    one = ScriptedOwner(paths)
    await one.start()
    yield one
    await one.aclose()


def proven(stands_s: float) -> FeedChanged:
    """Return a verification that stands for so long from now."""
    clock = Clock()
    ends_ns = clock.monotonic_ns() + round(stands_s * 1e9)
    now_ms = clock.wall_ms()
    return FeedChanged(
        FeedStatus(
            FeedState.VERIFIED, since_ms=now_ms, verified_up_to_ms=now_ms, proof_ends_ns=ends_ns
        )
    )


async def test_an_owner_that_falls_silent_is_believed_no_longer_than_its_proof(
    paths: ProfilePaths, owner: ScriptedOwner
) -> None:
    async with part(paths) as one:
        owner.says(proven(0.3))
        await eventually(lambda: one.state is FeedState.VERIFIED)
        await eventually(lambda: one.state is FeedState.UNVERIFIED)
        owner.says(proven(60))
        await eventually(lambda: one.state is FeedState.VERIFIED)


async def test_a_proof_that_was_read_too_late_is_none(
    paths: ProfilePaths, owner: ScriptedOwner
) -> None:
    async with part(paths) as one:
        owner.says(proven(-1))
        await eventually(lambda: one.feed)
        assert one.state is FeedState.UNVERIFIED


async def test_an_owner_that_is_heard_no_more_is_not_believed(
    paths: ProfilePaths, owner: ScriptedOwner
) -> None:
    async with part(paths) as one:
        owner.says(proven(60))
        await eventually(lambda: one.state is FeedState.VERIFIED)
        owner.cuts()
        await eventually(lambda: one.state is FeedState.UNVERIFIED)


async def test_a_wake_ends_what_the_owner_proved(
    paths: ProfilePaths, owner: ScriptedOwner, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = ToldHost()
    monkeypatch.setattr(app_services, "host_watches", lambda _report: [host])
    async with part(paths) as one:
        owner.says(proven(60))
        await eventually(lambda: one.state is FeedState.VERIFIED and host.tell)
        assert host.tell is not None
        host.tell(HostEvent.WOKE, None)
        assert one.state is FeedState.UNVERIFIED
