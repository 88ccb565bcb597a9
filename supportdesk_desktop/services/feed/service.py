"""Keeps one connection to the feed: tries, waits, stops, as the close table says."""

from __future__ import annotations

import asyncio
import contextlib
from uuid import uuid4

from supportdesk_desktop import __version__
from supportdesk_desktop.core.backoff import HEALTHY_S
from supportdesk_desktop.core.changes import BlindCause, FeedStatus, PresenceChanged
from supportdesk_desktop.core.errors import Unreachable
from supportdesk_desktop.core.feed import FeedReducer, PresenceSeen, Welcomed
from supportdesk_desktop.core.feed_policy import Ending, Next, next_step
from supportdesk_desktop.core.frames import ClientInfo, Cursor, Hello, Presence, PresenceState
from supportdesk_desktop.net.feed import FeedConnection, FeedEnded, open_feed
from supportdesk_desktop.services.budget import RateBudget
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.services.connection import Connection
from supportdesk_desktop.services.feed.session import FeedSession, RefsSeen, SessionParts
from supportdesk_desktop.services.feed.status import FeedStatusKeeper
from supportdesk_desktop.services.notices import NoticeService
from supportdesk_desktop.services.tasks import TaskOwner
from supportdesk_desktop.store import Store

CLIENT_NAME = "supportdesk-desktop"
PRESENCE_TIMEOUT_S = 6.0


class FeedService:
    """The only follower of the feed in this profile (the owner's lock is held by the caller)."""

    def __init__(
        self,
        *,
        store: Store,
        bus: Bus,
        clock: Clock,
        connection: Connection,
        budget: RateBudget,
        notices: NoticeService,
        refs_seen: RefsSeen,
    ) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock
        self._connection = connection
        self._budget = budget
        self._keeper = FeedStatusKeeper(store, bus, clock)
        self._parts = SessionParts(
            store=store,
            bus=bus,
            clock=clock,
            notices=notices,
            keeper=self._keeper,
            refs_seen=refs_seen,
            welcomed=self._on_welcomed,
            presence_seen=self._on_presence,
        )
        self._tasks = TaskOwner("feed")
        self._wake = asyncio.Event()
        self._socket: FeedConnection | None = None
        self._instance_id = uuid4().hex
        self._drop_cursor = False
        self._tries = 0
        self._protocol_errors = 0
        self._presence: PresenceState | None = None
        self._presence_waiters: list[asyncio.Future[PresenceState]] = []

    @property
    def status(self) -> FeedStatus:
        """What may be said now."""
        return self._keeper.status

    @property
    def presence(self) -> PresenceState | None:
        """The server's last word on our availability, None where it said none."""
        return self._presence

    async def start(self) -> None:
        """Take up the stored place and begin to follow."""
        await self._keeper.load()
        self._tasks.start("follow", self._follow())

    async def aclose(self) -> None:
        """Stop following; the place and the verification are already stored."""
        await self._tasks.aclose()

    def retry_now(self) -> None:
        """Try at once: a person asked, the network is back, or there is a new key."""
        self._tries = 0
        self._wake.set()

    def take_over_here(self) -> None:
        """Follow here although another process took the feed: with a new instance id."""
        self._instance_id = uuid4().hex
        self.retry_now()

    async def verify_now(self) -> None:
        """Ask for the whole list again, whatever the place."""
        self._drop_cursor = True
        if self._socket is not None:
            await self._socket.close(4000, "verify now")
        self.retry_now()

    def relayed(self, relay: bool) -> None:
        """Take note that the server is a relay."""
        self._keeper.relayed(relay)

    async def set_presence(self, *, available: bool, until: str | None) -> PresenceState:
        """Say that this agent is available or away, and wait for the server to confirm it.

        Args:
            available: whether tickets may be assigned.
            until: ISO 8601 time at which it ends, None for no end.

        Raises:
            Unreachable: not connected, or no confirmation within six seconds.
        """
        socket = self._socket
        if socket is None:
            raise Unreachable("the feed is not connected")
        confirmed: asyncio.Future[PresenceState] = asyncio.get_running_loop().create_future()
        self._presence_waiters.append(confirmed)
        try:
            await socket.send(Presence(available=available, until=until))
            return await asyncio.wait_for(confirmed, PRESENCE_TIMEOUT_S)
        except TimeoutError as problem:
            raise Unreachable("no confirmation of availability") from problem
        finally:
            self._presence_waiters.remove(confirmed)

    async def _follow(self) -> None:
        while True:
            key = self._connection.key
            if key is None:
                await self._wait(None)
                continue
            await self._budget.take()
            self._keeper.connecting()
            began_ns = self._clock.monotonic_ns()
            ending = await self._connect_once(key)
            if (self._clock.monotonic_ns() - began_ns) / 1e9 >= HEALTHY_S:
                self._tries = self._protocol_errors = 0
            step = next_step(
                ending,
                tries=self._tries,
                protocol_errors=self._protocol_errors,
                had_feed=self.status.had_feed,
                fraction=self._clock.fraction(),
            )
            self._count(step)
            await self._keeper.lost(ending, step)
            await self._wait(step.delay_s)

    def _count(self, step: Next) -> None:
        self._tries += 1
        self._protocol_errors += step.cause is BlindCause.PROTOCOL
        self._drop_cursor = self._drop_cursor or step.drop_cursor

    async def _wait(self, delay_s: float | None) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), delay_s)
        self._wake.clear()

    async def _connect_once(self, key: str) -> Ending:
        memory = await self._store.feed_state.load()
        cursor = None if self._drop_cursor else memory.cursor
        versions = await self._store.tickets.held_versions()
        agent_id = None if memory.agent is None else memory.agent.id
        reducer = FeedReducer(cursor, versions, agent_id)
        try:
            async with open_feed(
                self._connection.base_url, key, self._connection.user_agent
            ) as socket:
                self._socket = socket
                return await FeedSession(socket, reducer, self._parts).run(self._hello(cursor))
        except FeedEnded as ended:
            return ended.ending
        finally:
            self._socket = None

    def _hello(self, cursor: Cursor | None) -> Hello:
        client = ClientInfo(name=CLIENT_NAME, version=__version__, instance_id=self._instance_id)
        return Hello(protocol=1, client=client, resume=cursor)

    async def _on_welcomed(self, effect: Welcomed) -> None:
        self._drop_cursor = False
        await self._store.feed_state.bind_agent(effect.agent)
        if effect.presence is not None:
            self._on_presence(PresenceSeen(effect.presence))

    def _on_presence(self, effect: PresenceSeen) -> None:
        self._presence = effect.presence
        for waiter in self._presence_waiters:
            if not waiter.done():
                waiter.set_result(effect.presence)
        self._bus.publish(PresenceChanged(effect.presence))
