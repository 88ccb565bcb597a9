"""Opens the store of a profile, builds its services and starts what its owner runs. No Qt."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from supportdesk_desktop.core.errors import (
    DeskError,
    KeyMissing,
    KeyRefused,
    ProfileError,
    ServerError,
    StoreDamaged,
    StoreError,
)
from supportdesk_desktop.core.pacing import full_jitter_s
from supportdesk_desktop.core.profile import DeskFacts, Profile
from supportdesk_desktop.core.wording import sentences
from supportdesk_desktop.net.http import to_loopback
from supportdesk_desktop.services.account import CredentialsService
from supportdesk_desktop.services.actions import TicketActions
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.desk import DeskService
from supportdesk_desktop.services.feed.service import FeedService
from supportdesk_desktop.services.filing.service import FilingService
from supportdesk_desktop.services.filing.worker import OutboxWorker
from supportdesk_desktop.services.health import KEEP_HOUSE, HealthService, HouseKeeper, Troubles
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.services.preferences import PreferenceService
from supportdesk_desktop.services.search import SearchService
from supportdesk_desktop.services.waking import WakeService
from supportdesk_desktop.store import directory, feed_state
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.filing_acts import SeenRef
from supportdesk_desktop.store.rescue import Rescue, is_suspect, rescue
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.host import host_watches
from supportdesk_desktop.system.key_variable import environment_with_key
from supportdesk_desktop.system.keyring import SystemKeyVault
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.system.notifications.notifier import HandOverJournal, Notifier
from supportdesk_desktop.system.paths import ProfilePaths, make_private_dir, restrict_contents
from supportdesk_desktop.tasks import Ending, TaskOwner, declare, end_each

log = logging.getLogger(__name__)

LEARN_DESK = declare("services.learn_desk", part="feed")

Tell = Callable[[str], None]
"""Takes a sentence for the person."""


def print_on_stderr(sentence: str) -> None:
    """Print a sentence on stderr, as commands print their errors."""
    sys.stderr.write(sentence + "\n")


@dataclass(frozen=True, slots=True)
class Setup:
    """Options that a profile is opened with. ``key`` may come later, by ``Services.use_key``.

    ``tell`` takes what the person must know of the store, e.g. that it was mended.
    """

    paths: ProfilePaths
    base_url: str
    key: str | None
    lang: str
    tell: Tell = print_on_stderr


class Services:
    """The services of one profile, wired. ``open_services`` makes them."""

    def __init__(self, setup: Setup, store: Store, notifier: Notifier | None) -> None:
        self.setup = setup
        self.store = store
        self.notifier = notifier
        self.bus = Bus()
        self.clock = Clock()
        usual = store, self.bus, self.clock
        self.desk = DeskService(*usual, setup.base_url, setup.key)
        self.connection, self.rest = self.desk.access, self.desk.rest
        journal = HandOverJournal(setup.paths.hand_overs)
        self.notices = NoticeService(*usual, notifier, journal, setup.lang)
        self.notices.announcer.shop = self._shop
        self.filings = FilingService(*usual, self.desk, self.nudge)
        self.outbox = OutboxWorker(*usual, self.desk)
        self.feed = FeedService(
            *usual, desk=self.desk, notices=self.notices, refs_seen=self._refs_seen
        )
        self.actions = TicketActions(*usual, self.desk)
        self.waking = WakeService(
            feed=self.feed,
            nudge_outbox=self.outbox.nudge,
            on_this_computer=lambda: to_loopback(self.connection.base_url),
            clock=self.clock,
            watches=host_watches(self.bus.report),
        )
        self.search = SearchService(store, self.clock)
        self.preferences = PreferenceService(store, self.bus)
        self.health = HealthService(*usual)
        self.troubles = Troubles(self.bus, self.clock)
        self.owns = False
        self._started: list[Callable[[], Awaitable[None]]] = []
        self._desk_unasked = asyncio.Event()
        self._desk_asked = False
        self._whoami_tries = 0
        self._tasks = TaskOwner("services", self.bus.report)

    async def start_owner(self) -> None:
        """Run what only one process of a profile runs: notices, outbox, feed, actions.

        A part that fails keeps no other from its start; called again, this starts what is left.

        Raises:
            Exception: the first that a part raised.
        """
        self.owns = True
        starts = [
            self.desk.start,
            self.notices.start,
            self.outbox.start,
            self.feed.start,
            self.actions.start,
            self._start_loops,
            self.waking.start,
        ]
        if self.notifier is not None:
            starts.insert(0, self.notifier.start)
        problems: list[Exception] = []
        for start in starts:
            if start in self._started:
                continue
            try:
                await start()
                self._started.append(start)
            except Exception as problem:
                problems.append(problem)
        if problems:
            raise problems[0]

    async def _start_loops(self) -> None:
        self._tasks.loop(LEARN_DESK, self._learn_desk, wake=self._desk_unasked)
        self._tasks.loop(KEEP_HOUSE, HouseKeeper(self.store, self.clock).step)

    async def start_outbox_only(self) -> None:
        """Run the outbox alone: a command that files and ends."""
        self.owns = True
        await self.outbox.start()
        self._tasks.loop(LEARN_DESK, self._learn_desk, wake=self._desk_unasked)

    def use_key(self, key: str | None) -> None:
        """Take a new key: the feed and the queue go on with it at once."""
        self.connection.key = key
        self.feed.key_changed()
        self.outbox.resume()
        self.actions.nudge()
        self._desk_asked = False
        self._desk_unasked.set()

    async def moved(self, base_url: str) -> None:
        """Follow the local desk to the port of its new child."""
        self.connection.base_url = base_url
        self.rest.move(base_url)
        self.feed.retry_now()
        self.outbox.nudge()

    async def aclose(self) -> None:
        """Stop in order: accept nothing new, finish sending, close sockets, then the store."""
        await end_each(
            ("services", self._tasks.aclose),
            ("waking", self.waking.aclose),
            *(self._owners_endings() if self.owns else ()),
            # A follower has one too, where a test was announced.
            *(() if self.notifier is None else (("notifier", self.notifier.aclose),)),
            ("rest", self.rest.aclose),
            ("store", self.store.aclose),
        )

    def _owners_endings(self) -> tuple[Ending, ...]:
        return (
            ("feed", self.feed.aclose),
            ("actions", self.actions.aclose),
            ("outbox", self.outbox.aclose),
            ("notices", self.notices.aclose),
        )

    def nudge(self) -> None:
        """Look for filings and actions to send: this process or another stored one."""
        self.outbox.nudge()
        self.actions.nudge()

    def _shop(self) -> str:
        return "" if self.desk.facts is None else self.desk.facts.name or ""

    async def _refs_seen(self, refs: Sequence[SeenRef]) -> None:
        """Confirm filings by tickets of the feed; no event announces these a second time."""
        try:
            await self.filings.refs_seen(refs)
        except StoreError as problem:
            log.warning("what the feed proves is written down later: %s", problem)
            self.outbox.settle_interrupted()

    async def _learn_desk(self) -> float | None:
        """Ask ``whoami`` until it answers; a refused key waits for another one."""
        if self._desk_asked:
            return None
        key = self.connection.key
        try:
            await self.desk.identify()
        except (KeyRefused, KeyMissing):
            pass
        except ProfileError:
            if key == self.connection.key:
                log.warning("this key belongs to another profile")
                self.feed.belongs_elsewhere()
        except ServerError as problem:
            log.info("whoami did not answer: %s", problem)
            self._whoami_tries += 1
            return full_jitter_s(self._whoami_tries, self.clock.fraction())
        else:
            self.feed.keeper.relayed(self.desk.is_relay)
            self.outbox.nudge()
            with contextlib.suppress(DeskError):
                await self.learn_tags()
        self._whoami_tries = 0
        self._desk_asked = key == self.connection.key
        return None

    async def learn_tags(self) -> None:
        """Fill the tag book from the desk, where it is our own. Raises ``ServerError``."""
        key = self.connection.key
        if key is None or self.desk.facts is None or not self.desk.facts.features:
            return
        await self.desk.budget.take()
        await self.store.feed.write(directory.learn_tags, await self.rest.tags(key))


async def open_services(setup: Setup, notifier: Notifier | None = None) -> Services:
    """Open the store and wire the services; nothing runs yet.

    Raises:
        StoreError: the store cannot be opened.
    """
    store = await open_store(setup.paths, setup.lang, setup.tell)
    services = Services(setup, store, notifier)
    await services.desk.load()
    await services.preferences.load()
    return services


class ProfileKeys:
    """The environment's key, else the keyring's."""

    def __init__(self, credentials: CredentialsService, profile: Profile) -> None:
        self._credentials = credentials
        self._profile = profile

    async def current(self) -> str | None:
        """Return the key, None where there is none. Raises ``VaultError``, ``KeyRefused``."""
        return await self._credentials.key(self._profile)

    async def describe(self) -> str:
        return await self._credentials.describe()


class LocalDeskKey:
    """The local desk's throw-away key: neither environment nor keyring are read."""

    def __init__(self, key: str) -> None:
        self._key = key

    async def current(self) -> str | None:
        return self._key

    async def describe(self) -> str:
        return "local-desk"


KeySource = ProfileKeys | LocalDeskKey
"""Gives the key of a profile, and says which keyring keeps it."""


def credentials_of(paths: ProfilePaths) -> CredentialsService:
    """Return the credentials of a profile on this system."""
    return CredentialsService(paths, SystemKeyVault(), environment_with_key())


@contextlib.asynccontextmanager
async def opened_store(paths: ProfilePaths, lang: str, tell: Tell) -> AsyncIterator[Store]:
    """Open the store for the block alone. Raises as ``open_store``."""
    store = await open_store(paths, lang, tell)
    try:
        yield store
    finally:
        await store.aclose()


async def bind_store(paths: ProfilePaths, lang: str, tell: Tell, facts: DeskFacts) -> None:
    """Bind the store, opened for this alone, to app and agent. Raises ``ProfileError`` too."""
    async with opened_store(paths, lang, tell) as store:
        await store.feed.write(feed_state.bind, facts, store.profile)


async def open_store(paths: ProfilePaths, lang: str, tell: Tell) -> Store:
    """Open the store; say what was kept if a new one had to replace a damaged one.

    Raises:
        StoreNewer: written by a newer version; nothing was touched.
        StoreDamaged: it must be set aside, and another process works on it.
        StoreReadOnly, StoreFull: by what the system says.
    """
    restrict_contents(make_private_dir(paths.folder))
    if is_suspect(paths.store):
        await _renew(paths, lang, tell, certain=False)
    try:
        return await Store.open(paths.store)
    except StoreDamaged:
        if not await _renew(paths, lang, tell, certain=True):
            raise
        return await Store.open(paths.store)


async def _renew(paths: ProfilePaths, lang: str, tell: Tell, *, certain: bool) -> bool:
    """Begin a new store while nobody owns the profile; returns whether that was possible."""
    lock = OwnerLock(paths.owner)
    if not lock.try_acquire(OwnerNote(os.getpid(), what="rescue")):
        return False
    try:
        mark = time.strftime("%Y%m%d-%H%M%S")
        done = await asyncio.to_thread(rescue, paths.store, mark, certain=certain)
    except StoreDamaged:
        return False
    finally:
        lock.release()
    if done is not None:
        tell(_sentence(done, lang))
    return True


def _sentence(done: Rescue, lang: str) -> str:
    words = sentences().rescue
    doubts = words["doubts"].say(lang, count=done.doubtful) if done.doubtful else ""
    lost = "" if done.is_whole else words["lost"].say(lang)
    return words["done"].say(
        lang,
        aside=str(done.aside),
        filings=done.filings,
        drafts=done.drafts,
        notes=done.notes,
        doubts=doubts,
        lost=lost,
    )
