"""One connection from hello to its ending: frames through the reducer into the store."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

import msgspec

from supportdesk_desktop.core.changes import TicketTrace, TraceMark
from supportdesk_desktop.core.errors import OtherAgent
from supportdesk_desktop.core.feed import (
    Applied,
    Close,
    CloseReason,
    Effect,
    ErrorSeen,
    FeedReducer,
    Replaced,
    SnapshotProgress,
    Verified,
)
from supportdesk_desktop.core.feed_policy import Ending, EndingKind
from supportdesk_desktop.core.frames import Ack, Cursor, Hello, PresenceState, Welcome
from supportdesk_desktop.core.pacing import PROVEN_S
from supportdesk_desktop.core.rows import Arrival
from supportdesk_desktop.net.feed import FeedEnded, FeedSocket, Received
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.feed.status import FeedStatusKeeper
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.store import feed_state, snapshots, ticket_events
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.filing_acts import SeenRef
from supportdesk_desktop.store.ticket_events import ReceivedEvent
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import TaskOwner

log = logging.getLogger(__name__)

SILENT = 2.25
"""After so many heartbeat intervals without a frame the connection is dropped."""

WELCOME_S = 15.0
"""The server closes after five seconds without hello: after three times that it will not come."""

BATCH_EVENTS = 64
READ_AHEAD = 128
ACK_EVERY_NS = 1_000_000_000

RefsSeen = Callable[[tuple[SeenRef, ...]], Awaitable[None]]


class SessionParts(msgspec.Struct, frozen=True):
    """The parts of a session; ``useful`` is called each time the connection brought something."""

    store: Store
    bus: Bus
    clock: Clock
    notices: NoticeService
    keeper: FeedStatusKeeper
    refs_seen: RefsSeen
    welcomed: Callable[[Welcome], Awaitable[None]]
    useful: Callable[[], None]
    presence_seen: Callable[[PresenceState], None]
    error_seen: Callable[[ErrorSeen], None]


class FeedSession:
    """Drives one connection. ``run`` returns how it ended; nothing of it outlives that."""

    def __init__(self, connection: FeedSocket, reducer: FeedReducer, parts: SessionParts) -> None:
        self._connection = connection
        self._reducer = reducer
        self._parts = parts
        self._frames: asyncio.Queue[Received | Ending] = asyncio.Queue(READ_AHEAD)
        self._pending: list[ReceivedEvent] = []
        self._head = 0
        self._heartbeat_s: float | None = None
        self._last_frame_ns = parts.clock.monotonic_ns()
        self._proven_ns = 0
        self._last_ack_ns = 0
        self._retry_after_ms: int | None = None

    async def run(self, hello: Hello) -> Ending:
        """Say hello and follow the feed until the connection is over."""
        reader = TaskOwner("feed.reader")
        reader.start("read", self._read())
        try:
            await self._connection.send(hello)
            return await self._work()
        except OtherAgent:
            await self._connection.close(4000, "another agent")
            return Ending(EndingKind.OURS, code=4000, reason=CloseReason.OTHER_AGENT)
        finally:
            await reader.aclose()

    async def _read(self) -> None:
        try:
            while True:
                since_ns = self._parts.clock.monotonic_ns()
                received = await self._connection.receive()
                if received.at_ns - since_ns > self._quiet_ns():
                    # This process was stopped meanwhile: what lay in the socket is old.
                    await self._frames.put(Ending(EndingKind.SILENT))
                    return
                self._last_frame_ns = received.at_ns
                self._parts.keeper.heard()
                await self._frames.put(received)
        except FeedEnded as ended:
            await self._frames.put(ended.ending)
        except Exception:
            log.exception("reading the feed failed")
            await self._frames.put(Ending(EndingKind.FAILED))

    async def _work(self) -> Ending:
        while True:
            item: Received | Ending | None = await self._next_frame()
            if item is None:
                return Ending(EndingKind.SILENT)
            while item is not None:
                if isinstance(item, Ending):
                    await self._commit()
                    return self._with_stated_delay(item)
                # What an error frame states is of the close that follows it at once: with any
                # frame between them it was the answer to something else.
                self._retry_after_ms = None
                for effect in self._reducer.receive(item.frame):
                    ending = await self._take(effect, item.at_ns)
                    if ending is not None:
                        return ending
                item = self._frames.get_nowait() if not self._frames.empty() else None
            await self._commit()
            await self._acknowledge()

    async def _next_frame(self) -> Received | Ending | None:
        """Wait for a frame; None when all is silent."""
        while True:
            if not self._frames.empty():
                return self._frames.get_nowait()
            now_ns = self._parts.clock.monotonic_ns()
            silent_ns = self._last_frame_ns + self._quiet_ns()
            if now_ns >= silent_ns:
                return None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout((silent_ns - now_ns) / 1e9):
                    return await self._frames.get()

    def _quiet_ns(self) -> int:
        """Return after how long without a frame the connection is given up."""
        quiet_s = WELCOME_S if self._heartbeat_s is None else self._heartbeat_s * SILENT
        return round(quiet_s * 1e9)

    async def _take(self, effect: Effect, at_ns: int) -> Ending | None:
        if isinstance(effect, Applied):
            self._pending.append(self._stored_event(effect, at_ns))
            if len(self._pending) >= BATCH_EVENTS:
                await self._commit()
            return None
        await self._commit()
        parts = self._parts
        match effect:
            case Welcome():
                self._head = effect.seq if effect.head is None else effect.head
                self._proven_ns = at_ns + round(PROVEN_S * 1e9)
                self._heartbeat_s = effect.heartbeat_ms / 1000
                await parts.welcomed(effect)
                parts.keeper.welcomed(effect)
            case SnapshotProgress():
                parts.keeper.snapshot_progress(effect.received)
            case Replaced():
                await self._replace(effect)
            case Verified():
                await parts.keeper.verified(effect, at_ns)
                if at_ns >= self._proven_ns:
                    parts.useful()
                parts.bus.publish(
                    TraceMark("feed_verified", parts.clock.monotonic_ns(), seq=effect.cursor.seq)
                )
            case PresenceState():
                parts.presence_seen(effect)
            case ErrorSeen():
                self._retry_after_ms = effect.retry_after_ms
                parts.error_seen(effect)
            case Close():
                if effect.drop_cursor:
                    # Before the farewell, which may take its time: a crash meanwhile must not
                    # resume at a place that was found wrong.
                    await parts.store.feed.write(feed_state.drop_cursor)
                await self._connection.close(effect.code, effect.note[:100])
                return Ending(EndingKind.OURS, code=effect.code, reason=effect.reason)
        return None

    def _stored_event(self, effect: Applied, at_ns: int) -> ReceivedEvent:
        replayed = effect.cursor.seq <= self._head
        self._parts.bus.publish(
            TraceMark("event_received", at_ns, effect.event_id, effect.cursor.seq)
        )
        return ReceivedEvent(
            applied=effect,
            arrival=Arrival.REPLAY if replayed else Arrival.LIVE,
            received_ms=self._parts.clock.wall_ms(),
            received_ns=at_ns,
        )

    async def _commit(self) -> None:
        if not self._pending:
            return
        events, self._pending = self._pending, []
        parts = self._parts
        committed = await parts.store.feed.write(ticket_events.store_events, events)
        parts.useful()
        last = events[-1].applied.cursor
        self._trace_committed(events)
        try:
            await parts.notices.dispatch(committed.notices)
        finally:
            # What is stored is shown, whatever became of its announcement.
            parts.bus.publish(msgspec.structs.replace(committed.changed, traces=_traces(events)))
            parts.keeper.stored(
                epoch=last.epoch,
                seq=last.seq,
                tickets=self._reducer.count,
                replayed=sum(event.arrival is Arrival.REPLAY for event in events),
            )
            await parts.refs_seen(committed.seen_refs)

    async def _replace(self, effect: Replaced) -> None:
        parts = self._parts
        committed = await snapshots.replace_all(
            parts.store.feed, effect.cursor, effect.tickets, parts.clock.wall_ms()
        )
        parts.useful()
        parts.keeper.replaced(
            epoch=effect.cursor.epoch, seq=effect.cursor.seq, tickets=len(effect.tickets)
        )
        try:
            await parts.notices.dispatch(committed.notices)
            if committed.first_sync is not None:
                parts.notices.announce_first_sync(committed.first_sync)
        finally:
            parts.bus.publish(committed.changed)
            await parts.refs_seen(committed.seen_refs)

    async def _acknowledge(self) -> None:
        cursor: Cursor | None = self._reducer.cursor
        now_ns = self._parts.clock.monotonic_ns()
        if cursor is None or now_ns - self._last_ack_ns < ACK_EVERY_NS:
            return
        self._last_ack_ns = now_ns
        await self._connection.send(Ack(epoch=cursor.epoch, seq=cursor.seq))

    def _trace_committed(self, events: list[ReceivedEvent]) -> None:
        at_ns = self._parts.clock.monotonic_ns()
        for event in events:
            self._parts.bus.publish(
                TraceMark(
                    "event_committed", at_ns, event.applied.event_id, event.applied.cursor.seq
                )
            )

    def _with_stated_delay(self, ending: Ending) -> Ending:
        if ending.retry_after_s is not None or self._retry_after_ms is None:
            return ending
        return msgspec.structs.replace(ending, retry_after_s=self._retry_after_ms / 1000)


def _traces(events: list[ReceivedEvent]) -> tuple[TicketTrace, ...]:
    return tuple(
        TicketTrace(
            event.applied.ticket.id,
            event.applied.event_id,
            event.applied.cursor.seq,
            event.received_ns,
        )
        for event in events
        if event.arrival is Arrival.LIVE
    )
