"""Keeps one connection to the feed: tries, waits, stops, as the close table says."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from uuid import uuid4

import msgspec

from supportdesk_desktop import __version__
from supportdesk_desktop.core.changes import RELOAD_ALL, FeedChanged, PresenceChanged
from supportdesk_desktop.core.errors import RequestRefused, StoreError, Unreachable
from supportdesk_desktop.core.feed import CloseReason, ErrorSeen, FeedReducer
from supportdesk_desktop.core.feed_policy import Ending, EndingKind, next_step
from supportdesk_desktop.core.feed_status import BlindCause, FeedState, FeedStatus
from supportdesk_desktop.core.frames import ClientInfo, Hello, PresenceFrame, PresenceState, Welcome
from supportdesk_desktop.core.pacing import HEALTHY_S, tries_after
from supportdesk_desktop.net.feed import FeedEnded, FeedSocket, open_feed
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.services.desk import USER_AGENT, DeskService
from supportdesk_desktop.services.feed.session import FeedSession, RefsSeen, SessionParts
from supportdesk_desktop.services.feed.status import FeedStatusKeeper
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.store import feed_state, snapshots, tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import declare

log = logging.getLogger(__name__)

CLIENT_NAME = "supportdesk-desktop"
PRESENCE_TIMEOUT_S = 6.0
CUT = 1006
"""The close code of a connection that ended without one."""

FOLLOW = declare("feed.follow", part="feed")

_UNEXPLAINED = frozenset({EndingKind.NO_ROUTE, EndingKind.UNREACHABLE, EndingKind.SILENT})
_REFUSES_PRESENCE = frozenset({"VALIDATION_ERROR", "TOO_MANY_REQUESTS"})
_OTHER_PROFILE = Ending(EndingKind.OURS, reason=CloseReason.OTHER_AGENT)


class FeedService(Service):
    """The only follower of the feed in this profile (the owner's lock is held by the caller)."""

    def __init__(
        self,
        store: Store,
        bus: Bus,
        clock: Clock,
        *,
        desk: DeskService,
        notices: NoticeService,
        refs_seen: RefsSeen,
    ) -> None:
        super().__init__(store, bus, clock)
        self._desk = desk
        self._notices = notices
        self.keeper = FeedStatusKeeper(store, bus, clock)
        self._parts = SessionParts(
            store=store,
            bus=bus,
            clock=clock,
            notices=notices,
            keeper=self.keeper,
            refs_seen=refs_seen,
            welcomed=self._on_welcomed,
            useful=self._on_useful,
            presence_seen=self._on_presence,
            error_seen=self._on_error,
        )
        bus.subscribe(FeedChanged, self._on_feed)
        self._wake = asyncio.Event()
        self._loaded = False
        self._asked = False
        self._rests_until_ns: float = 0
        self._socket: FeedSocket | None = None
        self._opening: asyncio.Timeout | None = None
        self._ended_here: Ending | None = None
        self._expected: BlindCause | None = None
        self._welcomed_ns: int | None = None
        self._instance_id = uuid4().hex
        self._drop_cursor = False
        self._belongs_elsewhere = False
        self._tries = 0
        self._useful = False
        self._protocol_errors = 0
        self.presence: PresenceState | None = None
        """The server's last word on our availability, None where it said none."""
        self._presence_waiters: list[tuple[bool, asyncio.Future[PresenceState]]] = []

    @property
    def status(self) -> FeedStatus:
        """The status of the feed now."""
        return self.keeper.status

    async def start(self) -> None:
        """Take up the stored place and begin to follow."""
        self._tasks.loop(FOLLOW, self._follow, wake=self._wake)

    async def aclose(self) -> None:
        """Stop following; the place and the verification are already stored."""
        await super().aclose()
        self.keeper.close()

    def retry_now(self) -> None:
        """Try at once where nothing is connected: a person asked, or the network is back."""
        self._tries = 0
        self._asked = True
        self._wake.set()

    def key_changed(self) -> None:
        """Go on with the connection's new key, or stop where it has none any more."""
        self._belongs_elsewhere = False
        gone = self._desk.access.key is None
        self._break_off(Ending(EndingKind.NO_KEY if gone else EndingKind.ASKED))

    def slept(self, since_ms: int | None = None) -> None:
        """Connect anew at once: this computer slept, and its socket may be dead without a sign.

        Args:
            since_ms: when it fell asleep (epoch ms), None where nobody knows.
        """
        self._break_off(Ending(EndingKind.ASLEEP, since_ms=since_ms))

    def network_returned(self, since_ms: int | None = None) -> None:
        """Connect anew at once: the network was gone, and took the socket with it or will.

        Args:
            since_ms: when it went (epoch ms), None where nobody knows. What was heard after that
                was observed all the same.
        """
        if since_ms is not None and self.keeper.heard_since(since_ms):
            since_ms = None
        self._break_off(Ending(EndingKind.NO_ROUTE, since_ms=since_ms))

    def expect(self, cause: BlindCause | None) -> None:
        """Set the cause assumed if the connection ends now without a close code of the server."""
        self._expected = cause

    def belongs_elsewhere(self) -> None:
        """Stop until there is another key: ``whoami`` says that this one is of another profile."""
        self._belongs_elsewhere = True
        self._break_off(_OTHER_PROFILE)

    def take_over_here(self) -> None:
        """Follow here although another process took the feed: with a new instance id."""
        self._instance_id = uuid4().hex
        self.retry_now()

    def verify_now(self) -> None:
        """Ask for the whole list again, whatever the place."""
        self._drop_cursor = True
        self._break_off(Ending(EndingKind.ASKED))

    async def set_presence(self, *, available: bool, until: str | None) -> PresenceState:
        """Say that this agent is available or away, and wait for the server to confirm it.

        Args:
            available: whether tickets may be assigned.
            until: ISO 8601 time at which it ends, None for no end.

        Raises:
            RequestRefused: by the server: too far ahead, or too often.
            Unreachable: not connected, or no confirmation within six seconds.
        """
        socket = self._socket
        if socket is None:
            raise Unreachable("the feed is not connected")
        confirmed: asyncio.Future[PresenceState] = asyncio.get_running_loop().create_future()
        waiter = (available, confirmed)
        self._presence_waiters.append(waiter)
        try:
            await socket.send(PresenceFrame(available=available, until=until))
            return await asyncio.wait_for(confirmed, PRESENCE_TIMEOUT_S)
        except TimeoutError as problem:
            raise Unreachable("no confirmation of availability") from problem
        finally:
            self._presence_waiters.remove(waiter)

    async def _follow(self) -> float:
        """Follow one connection to its end, once its time has come or somebody asked."""
        if not self._loaded:
            await self.keeper.load()
            self._loaded = True
        if not self._asked and self._rest_s() > 0:
            return self._rest_s()
        self._asked = False
        ending = await self._attempt()
        healthy = self._healthy()
        self._tries = tries_after(self._tries, healthy=healthy, useful=self._useful)
        if healthy:
            self._protocol_errors = 0
        step = next_step(
            ending,
            tries=self._tries,
            protocol_errors=self._protocol_errors,
            had_feed=self.status.had_feed,
            fraction=self._clock.fraction(),
        )
        if self._expected is not None and _is_unexplained(ending):
            step = msgspec.structs.replace(step, cause=self._expected)
        self._tries += 1
        self._protocol_errors += step.cause is BlindCause.PROTOCOL
        self._drop_cursor = self._drop_cursor or step.drop_cursor
        delay_s = math.inf if step.delay_s is None else step.delay_s
        self._rests_until_ns = self._clock.monotonic_ns() + delay_s * 1e9
        with contextlib.suppress(StoreError):  # tried again before the next connection
            await self._store_dropped_cursor()
        await self.keeper.lost(ending, step)
        return 0 if self._asked else delay_s

    def _rest_s(self) -> float:
        return (self._rests_until_ns - self._clock.monotonic_ns()) / 1e9

    async def _attempt(self) -> Ending:
        """Follow one connection to its end; whatever fails is an ending and never ours."""
        self._ended_here = self._welcomed_ns = None
        self._useful = False
        try:
            ending = await self._connect()
        except Exception as problem:
            # Not left to the loop: the strip tells of this ending like of any other.
            self._bus.report(FOLLOW, problem)
            if self._welcomed_ns is not None:
                self._publish_stored_changes()
            if isinstance(problem, StoreError):
                log.warning("the feed could not be stored: %s", problem)
                ending = Ending(EndingKind.STORE_FAILED)
            else:
                log.exception("following the feed failed")
                ending = Ending(EndingKind.FAILED)
        else:
            self._bus.report(FOLLOW, None)
        return self._ended_here or ending

    def _publish_stored_changes(self) -> None:
        """Publish and announce everything that may have been stored but not published."""
        for change in RELOAD_ALL:
            self._bus.publish(change)
        self._notices.announce_undispatched()

    async def _connect(self) -> Ending:
        if self._desk.access.key is None:
            return Ending(EndingKind.NO_KEY)
        if self._belongs_elsewhere:
            return _OTHER_PROFILE
        await self._desk.budget.take()
        self.keeper.connecting()
        await self._store_dropped_cursor()
        # It may take longer than a server waits for hello.
        await snapshots.drop_staged(self._store.feed)
        memory = await self._store.read(feed_state.load)
        async with contextlib.AsyncExitStack() as stack:
            try:
                socket = await self._open(stack)
            except FeedEnded as ended:
                return ended.ending
            try:
                self._socket = socket
                # Read for a connection that stands, not for each that was only tried.
                versions = await self._store.feed.read(tickets.held_versions)
                agent_id = None if memory.agent is None else memory.agent.id
                reducer = FeedReducer(memory.cursor, versions, agent_id)
                client = ClientInfo(
                    name=CLIENT_NAME, version=__version__, instance_id=self._instance_id
                )
                hello = Hello(protocol=1, client=client, resume=memory.cursor)
                return await FeedSession(socket, reducer, self._parts).run(hello)
            finally:
                self._socket = None

    async def _open(self, stack: contextlib.AsyncExitStack) -> FeedSocket:
        """Make a connection that ``_break_off`` can stop at any moment.

        Raises:
            FeedEnded: it could not be made, or was stopped.
        """
        access = self._desk.access
        key = access.key  # while this try waited, another may have been given, or none
        if self._ended_here is not None or key is None:
            raise FeedEnded(self._ended_here or Ending(EndingKind.NO_KEY))
        opening = open_feed(access.base_url, key, USER_AGENT)
        try:
            async with asyncio.timeout(None) as self._opening:
                return await stack.enter_async_context(opening)
        except TimeoutError as stopped:
            raise FeedEnded(self._ended_here or Ending(EndingKind.UNREACHABLE)) from stopped
        finally:
            self._opening = None

    def _break_off(self, ending: Ending) -> None:
        """Close the connection, made or being made, for a reason of ours, and try again at once."""
        self._ended_here = ending
        self.keeper.doubt()
        if self._socket is not None:
            self._socket.drop()
        if self._opening is not None:
            self._opening.reschedule(asyncio.get_running_loop().time())
        self.retry_now()

    async def _store_dropped_cursor(self) -> None:
        """Write down that the next hello asks for a snapshot: a crash must not forget it."""
        if self._drop_cursor:
            await self._store.feed.write(feed_state.drop_cursor)
            self._drop_cursor = False

    def _healthy(self) -> bool:
        if self._welcomed_ns is None:
            return False
        return (self._clock.monotonic_ns() - self._welcomed_ns) / 1e9 >= HEALTHY_S

    async def _on_welcomed(self, effect: Welcome) -> None:
        await self._store.feed.write(feed_state.bind_agent, effect.agent)
        self._welcomed_ns = self._clock.monotonic_ns()
        # What asked for a try before is answered by this one.
        self._asked = False
        if effect.presence is not None:
            self._on_presence(effect.presence)

    def _on_feed(self, change: FeedChanged) -> None:
        if change.status.state is FeedState.VERIFIED:
            self._bus.report(FOLLOW, None)

    def _on_useful(self) -> None:
        self._useful = True

    def _on_error(self, effect: ErrorSeen) -> None:
        if effect.code not in _REFUSES_PRESENCE:
            return
        for _, confirmed in self._presence_waiters:
            if not confirmed.done():
                confirmed.set_exception(RequestRefused(code=effect.code, message=effect.message))

    def _on_presence(self, presence: PresenceState) -> None:
        self.presence = presence
        for available, confirmed in self._presence_waiters:
            # One that was on its way when this was asked is no answer to it.
            if presence.available is available and not confirmed.done():
                confirmed.set_result(presence)
        self._bus.publish(PresenceChanged(presence))


def _is_unexplained(ending: Ending) -> bool:
    """Return whether the connection ended without an explanation by the server."""
    cut = ending.kind is EndingKind.CLOSED and ending.code == CUT
    return cut or ending.kind in _UNEXPLAINED
