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
from supportdesk_desktop.app import session as session_module
from supportdesk_desktop.app.owner_requests import (
    FOLLOWERS_TELL,
    MOST_BYTES,
    ChangeItem,
    NudgeRequest,
    OwnerRequests,
)
from supportdesk_desktop.app.services import (
    KeySource,
    LocalDeskKey,
    Services,
    Setup,
    open_services,
)
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.core.changes import (
    Change,
    EventNote,
    FeedChanged,
    MarksChanged,
    TicketsChanged,
)
from supportdesk_desktop.core.errors import DeskError, StoreFull, Unreachable, VaultError
from supportdesk_desktop.core.feed_policy import Hear, HostEvent
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import Arrival
from supportdesk_desktop.core.settings import THEME
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.control import ControlClient, ControlServer
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.system.paths import ProfilePaths
from tests.integration.services.conftest import WAIT_S, eventually

KEY = "sk_live_agent_" + "a" * 48
NEW_KEY = "sk_live_agent_" + "b" * 48
NOWHERE = "http://127.0.0.1:9/api/v1"


class ScriptedOwner:
    """An owner that holds the lock and says on its stream exactly what a test wants."""

    def __init__(self, paths: ProfilePaths) -> None:
        self._paths = paths
        self._lock = OwnerLock(paths.owner)
        self._says: asyncio.Queue[Change | None] = asyncio.Queue()
        self.answers = asyncio.Event()
        self.answers.set()
        self._server = ControlServer(
            paths.socket(), {"pause": self._pause}, {"changes": self._changes}
        )

    async def start(self) -> None:
        note = OwnerNote(os.getpid(), os.fspath(self._paths.socket()), "watch")
        assert self._lock.try_acquire(note)
        await self._server.start()

    def says(self, change: Change) -> None:
        self._says.put_nowait(change)

    def cuts(self) -> None:
        """End the stream and keep the lock."""
        self._says.put_nowait(None)

    async def aclose(self) -> None:
        """End as an owner that is killed does: its lock is free, and nothing was said."""
        await self._server.aclose()
        self._lock.release()

    async def _pause(self, _payload: msgspec.Raw) -> None:
        await self.answers.wait()

    async def _changes(self, _payload: msgspec.Raw) -> AsyncGenerator[object, None]:
        while (change := await self._says.get()) is not None:
            yield ChangeItem.of(change)


class ToldHost:
    """A computer whose sleep is what a test says."""

    def __init__(self) -> None:
        self.tell: Hear | None = None

    async def start(self, hear: Hear) -> None:
        self.tell = hear

    async def aclose(self) -> None:
        self.tell = None


class ChangingKeys(LocalDeskKey):
    """A keyring whose key is another now, or that does not answer."""

    problem: DeskError | None = None

    async def current(self) -> str | None:
        if self.problem is not None:
            raise self.problem
        return NEW_KEY


class Follower:
    """The services of one process, without Qt, and all that its bus said."""

    def __init__(self, services: Services, session: ProfileSession) -> None:
        self.services = services
        self.session = session
        self.feed: list[FeedStatus] = []
        self.tickets: list[TicketsChanged] = []
        self.marks: list[MarksChanged] = []
        services.bus.subscribe(FeedChanged, lambda change: self.feed.append(change.status))
        services.bus.subscribe(TicketsChanged, self.tickets.append)
        services.bus.subscribe(MarksChanged, self.marks.append)

    @property
    def state(self) -> FeedState | None:
        """What a window would say last."""
        return self.feed[-1].state if self.feed else None


@contextlib.asynccontextmanager
async def part(paths: ProfilePaths, keys: KeySource | None = None) -> AsyncIterator[Follower]:
    """Take part in a profile as a window does."""
    services = await open_services(Setup(paths, NOWHERE, KEY, "fr"))
    requests = OwnerRequests(services, keys or LocalDeskKey(KEY))
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


@pytest.fixture
async def follower(paths: ProfilePaths, owner: ScriptedOwner) -> AsyncIterator[Follower]:
    """A process that believes what the owner has just proved."""
    async with part(paths) as one:
        owner.says(proven(60))
        await eventually(lambda: one.state is FeedState.VERIFIED)
        yield one


def decoded(item: msgspec.Raw) -> Change | None:
    """Return what a follower may tell and the owner sent."""
    return msgspec.json.decode(item, type=ChangeItem).decoded(FOLLOWERS_TELL)


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
    follower: Follower, owner: ScriptedOwner
) -> None:
    owner.cuts()
    await eventually(lambda: follower.state is FeedState.UNVERIFIED)


@pytest.mark.parametrize(
    "event", [HostEvent.WOKE, HostEvent.FALLS_ASLEEP, HostEvent.CLOCK_SET_BACK]
)
async def test_a_wake_or_a_clock_set_back_ends_what_the_owner_proved(
    paths: ProfilePaths, owner: ScriptedOwner, monkeypatch: pytest.MonkeyPatch, event: HostEvent
) -> None:
    host = ToldHost()
    monkeypatch.setattr(app_services, "host_watches", lambda _report: [host])
    async with part(paths) as one:
        owner.says(proven(60))
        await eventually(lambda: one.state is FeedState.VERIFIED and host.tell)
        assert host.tell is not None
        host.tell(event, None)
        assert one.state is FeedState.UNVERIFIED


@pytest.mark.parametrize("ends", [False, True], ids=["is heard again", "ends"])
async def test_an_owner_that_does_not_answer_is_trouble_until_it(
    paths: ProfilePaths, owner: ScriptedOwner, monkeypatch: pytest.MonkeyPatch, ends: bool
) -> None:
    monkeypatch.setattr(session_module, "ANSWER_S", 0.05)
    owner.answers.clear()
    async with part(paths) as one:
        await eventually(lambda: one.services.troubles.now)
        assert [trouble.code for trouble in one.services.troubles.now] == ["owner_silent"]
        if ends:
            await owner.aclose()
        else:
            owner.answers.set()
            owner.says(MarksChanged(ids(1)))
        await eventually(lambda: one.session.owns is ends and one.services.troubles.now == ())


def ids(count: int) -> tuple[TicketId, ...]:
    return tuple(TicketId(f"clxxxxxxxxxxxxxxxxxxxx{number:05d}") for number in range(count))


async def test_a_change_too_large_for_a_line_is_told_as_read_everything_again(
    paths: ProfilePaths,
) -> None:
    async with part(paths) as owner, part(paths) as follower:
        await eventually(lambda: follower.tickets)
        many = ids(20_000)
        notes = tuple(
            EventNote("assigned", one, "INV-1", "Paiement", "HIGH", None, Arrival.SNAPSHOT)
            for one in many
        )
        owner.services.bus.publish(TicketsChanged(upserted=many, replaced=True, notes=notes))
        owner.services.bus.publish(MarksChanged(many[:1]))
        await eventually(lambda: len(follower.tickets) == 2)
        assert follower.tickets[1] == TicketsChanged(replaced=True)
        owner.services.bus.publish(MarksChanged(many[1:2]))
        await eventually(lambda: follower.marks)
        assert follower.marks[-1] == MarksChanged(many[1:2])


async def test_what_waits_for_a_follower_that_does_not_read_is_bounded(
    paths: ProfilePaths,
) -> None:
    async with part(paths) as owner:
        bus, client = owner.services.bus, ControlClient(paths.socket())
        stream = contextlib.aclosing(client.stream("changes"))
        async with asyncio.timeout(WAIT_S), stream as changes:
            read = [await anext(changes)]
            for number in range(2000):
                bus.publish(MarksChanged(ids(100)))
                if number % 100 == 0:
                    await asyncio.sleep(0)
            while sum(b"TicketsChanged" in bytes(one) for one in read) < 2:
                read.append(await anext(changes))
            bus.publish(MarksChanged(ids(1)))
            while decoded(read[-1]) != MarksChanged(ids(1)):
                read.append(await anext(changes))
    assert sum(len(bytes(one)) for one in read) < 3 * MOST_BYTES


async def test_who_takes_over_reads_again_what_a_dead_owner_did_not_tell(
    follower: Follower, owner: ScriptedOwner, paths: ProfilePaths
) -> None:
    reached: list[bool] = []
    # Once others reach this process: what they stored before, they could tell nobody.
    follower.services.bus.subscribe(
        TicketsChanged, lambda _change: reached.append(paths.socket().exists())
    )
    await owner.aclose()
    await eventually(lambda: follower.session.owns and follower.tickets)
    assert (follower.tickets, reached) == ([TicketsChanged(replaced=True)], [True])


@pytest.mark.parametrize(
    ("problem", "key"), [(None, NEW_KEY), (VaultError("locked"), KEY)], ids=["another", "locked"]
)
async def test_who_takes_over_uses_the_key_as_it_is_now(
    paths: ProfilePaths, owner: ScriptedOwner, problem: DeskError | None, key: str
) -> None:
    keys = ChangingKeys(KEY)
    keys.problem = problem
    async with part(paths, keys) as one:
        owner.says(proven(60))
        await eventually(lambda: one.feed)
        await owner.aclose()
        await eventually(lambda: one.session.owns and one.tickets)
        assert one.services.connection.key == key


async def test_what_one_follower_changes_is_told_to_all_once(paths: ProfilePaths) -> None:
    async with part(paths) as owner, part(paths) as writer, part(paths) as reader:
        await eventually(lambda: writer.tickets and reader.tickets)
        writer.services.bus.publish(MarksChanged(ids(1)))
        await eventually(lambda: owner.marks and reader.marks)
        writer.services.bus.publish(MarksChanged(ids(2)))
        await eventually(lambda: MarksChanged(ids(2)) in reader.marks)
        assert owner.marks == reader.marks == [MarksChanged(ids(1)), MarksChanged(ids(2))]


async def test_more_than_a_line_holds_is_told_to_the_owner_as_read_everything_again(
    paths: ProfilePaths,
) -> None:
    async with part(paths) as owner, part(paths) as writer:
        await eventually(lambda: writer.tickets)
        for _ in range(3):
            writer.services.bus.publish(MarksChanged(ids(30_000)))
        await eventually(lambda: owner.tickets == [TicketsChanged(replaced=True)])
        writer.services.bus.publish(MarksChanged(ids(1)))
        await eventually(lambda: owner.marks == [MarksChanged(ids(1))])


async def test_no_follower_says_what_the_owner_alone_knows(paths: ProfilePaths) -> None:
    async with part(paths) as owner:
        claims: tuple[Change, ...] = (proven(60), TicketsChanged(ids(1)), MarksChanged(ids(1)))
        items = tuple(ChangeItem.of(one) for one in claims)
        await ControlClient(paths.socket()).request("nudge", NudgeRequest(items))
        assert (owner.feed, owner.tickets, owner.marks) == ([], [], [MarksChanged(ids(1))])


async def test_a_follower_that_could_not_ask_for_the_lock_says_so_no_longer_than_that(
    paths: ProfilePaths, owner: ScriptedOwner, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = OwnerLock.try_acquire

    def is_full_once(lock: OwnerLock, note: OwnerNote) -> bool:
        monkeypatch.setattr(OwnerLock, "try_acquire", asked)
        raise StoreFull("no room")

    monkeypatch.setattr(OwnerLock, "try_acquire", is_full_once)
    async with part(paths) as one:
        assert [trouble.code for trouble in one.services.troubles.now] == ["store_full"]
        owner.says(MarksChanged(ids(1)))
        await eventually(lambda: one.marks)
        assert one.services.troubles.now == ()


async def test_the_owners_key_of_another_agent_says_nothing_of_the_key_of_a_follower(
    paths: ProfilePaths, owner: ScriptedOwner
) -> None:
    async with part(paths) as one:
        owner.says(FeedChanged(FeedStatus(FeedState.OTHER_AGENT, since_ms=0)))
        await eventually(lambda: one.state is FeedState.OTHER_AGENT)
        with pytest.raises(Unreachable):
            await one.services.desk.identify()


async def test_a_setting_chosen_in_one_window_counts_in_all(paths: ProfilePaths) -> None:
    async with part(paths) as owner, part(paths) as writer, part(paths) as reader:
        await eventually(lambda: writer.tickets and reader.tickets)
        await writer.services.preferences.put(THEME, "dark")
        await eventually(lambda: themes(owner, writer, reader) == {"dark"})
        await owner.services.preferences.put(THEME, "system")
        await eventually(lambda: themes(owner, writer, reader) == {"system"})


def themes(*windows: Follower) -> set[str]:
    return {one.services.preferences.value(THEME) for one in windows}
