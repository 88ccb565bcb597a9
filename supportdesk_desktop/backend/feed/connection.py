"""One feed connection, from the accepted handshake to its close."""

from __future__ import annotations

import asyncio
import logging
from array import array
from collections import deque
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from supportdesk_desktop.backend.assignment import changes_presence, set_presence
from supportdesk_desktop.backend.connections import CUT_EXTENSION, Cut
from supportdesk_desktop.backend.database import UNAVAILABLE
from supportdesk_desktop.backend.desk import Desk, Wakeup
from supportdesk_desktop.backend.feed import frames
from supportdesk_desktop.backend.feed.epoch import FeedEpoch
from supportdesk_desktop.backend.feed.frames import CloseCode, FeedClose
from supportdesk_desktop.backend.feed.log import (
    Standing,
    event_frame,
    read_events,
    read_standing,
    snapshot_reason,
    store_ack,
)
from supportdesk_desktop.backend.keys import Caller
from supportdesk_desktop.backend.rest.answers import Refusal
from supportdesk_desktop.backend.ticket_records import held_numbers, held_tickets
from supportdesk_desktop.core.frames import (
    SNAPSHOT_PAGE_TICKETS,
    Ack,
    Cursor,
    Heartbeat,
    Hello,
    PresenceFrame,
    PresenceState,
    SnapshotEnd,
    Welcome,
)
from supportdesk_desktop.core.times import LATEST_MS, epoch_ms, iso_utc

logger = logging.getLogger(__name__)


class FeedConnection:
    """Sends one agent's feed to one desktop, and takes its acks and presence."""

    def __init__(self, desk: Desk, epoch: FeedEpoch, websocket: WebSocket, caller: Caller) -> None:
        self._desk = desk
        self._epoch = epoch
        self._limits = desk.options.feed
        self._socket = websocket
        self._key_id = caller.key_id
        self.agent_id = caller.agent.id
        self.instance_id = ""
        """The desktop's process, as its hello names it."""
        self._wakeup = Wakeup()
        self._ended: FeedClose | None = None
        self._head = 0
        self._acked = 0
        self._presence_sent: PresenceState | None = None
        self._presence_asked = False
        self._received: deque[float] = deque()

    def end(self, close: FeedClose) -> None:
        """Close the connection, at its next step."""
        self._ended = self._ended or close
        self._wakeup.set()

    async def greet(self) -> Hello:
        """Wait for hello.

        Raises:
            FeedClose: 4408, 4400, 4406.
            WebSocketDisconnect: the client left.
        """
        try:
            async with asyncio.timeout(self._limits.hello_s):
                text = await self._receive()
        except TimeoutError as problem:
            raise FeedClose(CloseCode.NO_HELLO) from problem
        hello = frames.read_hello(text)
        self.instance_id = hello.client.instance_id
        return hello

    async def serve(self, hello: Hello) -> None:
        """Serve the feed until either side ends the connection.

        Raises:
            FeedClose: the server ends it.
        """
        with self._desk.wakeups.subscribed(self.agent_id) as self._wakeup:
            try:
                async with asyncio.TaskGroup() as halves:
                    halves.create_task(self._write(hello.resume), name="feed write")
                    halves.create_task(self._read(), name="feed read")
            except* WebSocketDisconnect:
                pass
            except* FeedClose as closes:
                for close in closes.exceptions:
                    assert isinstance(close, FeedClose), "a task raises no group"
                    self.end(close)
        if self._ended is not None:
            raise self._ended

    async def close(self, close: FeedClose) -> None:
        """Send the reason in an error frame, and close; abort if the peer does not read."""
        logger.info("feed of %s closed: %s", self.agent_id, close)
        if close.code is CloseCode.TOO_SLOW:
            self._cut(close.code)
            return
        try:
            async with asyncio.timeout(self._limits.farewell_s):
                await self._socket.send_text(frames.error(close))
                await self._socket.close(close.code.number, close.code.name)
        except TimeoutError:
            self._cut(close.code)
        except (WebSocketDisconnect, RuntimeError):
            # It left meanwhile.
            return

    def _cut(self, code: CloseCode) -> None:
        cut: Cut | None = self._socket.scope.get("extensions", {}).get(CUT_EXTENSION)
        if cut is not None:
            cut(code.number)

    async def _receive(self) -> str | None:
        """Return the next text frame, None for a binary one."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1006))
        text: str | None = message.get("text")
        return text

    async def _send(self, text: str) -> None:
        if self._socket.client_state is WebSocketState.DISCONNECTED:
            raise WebSocketDisconnect(1006)
        try:
            async with asyncio.timeout(self._limits.stall_s):
                await self._socket.send_text(text)
        except TimeoutError as problem:
            raise FeedClose(CloseCode.TOO_SLOW) from problem
        except RuntimeError as problem:
            # uvicorn's word for a socket that it has closed itself, e.g. for a frame over 4 KiB.
            raise WebSocketDisconnect(1006) from problem

    async def _read(self) -> None:
        while True:
            frame = frames.read_frame(await self._receive())
            self._count_frame()
            match frame:
                case Ack():
                    await self._on_ack(frame)
                case PresenceFrame():
                    await self._on_presence(frame)

    def _count_frame(self) -> None:
        now = asyncio.get_running_loop().time()
        self._received.append(now)
        while self._received[0] <= now - self._limits.frames_s:
            self._received.popleft()
        if len(self._received) > self._limits.frames:
            delay_ms = int(self._limits.frames_s * 1000)
            raise FeedClose(CloseCode.TOO_MANY_REQUESTS, retry_after_ms=delay_ms)

    async def _on_ack(self, ack: Ack) -> None:
        if ack.epoch != self._epoch.of(self.agent_id) or not self._acked < ack.seq <= self._head:
            return
        cursor = Cursor(epoch=ack.epoch, seq=ack.seq)
        now_ms = self._desk.clock()
        try:
            async with self._desk.writing() as writing:
                await store_ack(writing, self.agent_id, self.instance_id, cursor, now_ms)
        except UNAVAILABLE as problem:
            # A later one says as much, and the feed itself needs no write.
            logger.warning("an ack of %s is not stored: %s", self.agent_id, problem)
        else:
            self._acked = ack.seq

    async def _on_presence(self, asked: PresenceFrame) -> None:
        try:
            until_ms = None if asked.until is None else epoch_ms(asked.until)
        except OverflowError:
            until_ms = LATEST_MS
        except ValueError as problem:
            message = "until doit être une date avec son décalage."
            raise FeedClose(CloseCode.WRONG_TYPE, message) from problem
        try:
            await self._store_presence(asked.available, until_ms)
        except Refusal as refusal:
            await self._send(frames.error(refusal))
            return
        except UNAVAILABLE as problem:
            # No answer says that it is not so; the feed itself needs no write.
            logger.warning("a presence of %s is not stored: %s", self.agent_id, problem)
            return
        # Whoever asks gets an answer, also where nothing changed; not before it is stored.
        self._presence_asked = True
        self._wakeup.set()

    async def _store_presence(self, available: bool, until_ms: int | None) -> None:
        """Store what is new; raises ``Refusal`` where nothing is to be stored."""
        now_ms = int(asyncio.get_running_loop().time() * 1000)
        desk = self._desk
        async with desk.database.reading() as conn:
            said = (self.agent_id, available, until_ms, desk.clock())
            if not await changes_presence(conn, *said):
                return
        desk.presence_pace.require_turn(self.agent_id, now_ms)
        desk.presence_pace.count(self.agent_id, now_ms)
        async with desk.writing() as writing:
            await set_presence(writing, self.agent_id, available, until_ms, desk.clock())

    async def _write(self, resume: Cursor | None) -> None:
        position = await self._welcome(resume)
        clock = asyncio.get_running_loop().time
        interval_s = self._desk.options.heartbeat_ms / 1000
        heartbeat_due = clock()
        while self._ended is None:
            # Taken before the read: what was asked while it goes on is not in what it finds.
            asked, self._presence_asked = self._presence_asked, False
            standing, events = await self._next(position)
            await self._send_presence(standing.presence, asked=asked)
            position = await self._send_events(position, events)
            if position < standing.head and events:
                continue
            if position != standing.head:
                raise FeedClose(CloseCode.CURSOR_VOID)
            if clock() >= heartbeat_due:
                now = iso_utc(self._desk.clock())
                frame = Heartbeat(seq=standing.head, count=standing.held, server_time=now)
                await self._send(frames.encode(frame))
                heartbeat_due = clock() + interval_s
            # Whoever writes wakes us; writers outside this process are seen by the desk's watch.
            await self._wakeup.take(max(0.0, heartbeat_due - clock()))
        raise self._ended

    async def _next(self, position: int) -> tuple[Standing, list[tuple[int, str]]]:
        """Read the agent's standing and the events after a position, from one state."""
        async with self._desk.database.reading() as conn:
            standing = await self._standing(conn)
            if standing.head == position:
                return standing, []
            return standing, await read_events(conn, self.agent_id, position)

    async def _send_events(self, position: int, events: list[tuple[int, str]]) -> int:
        if not events:
            return position
        last = events[-1][0]
        if [seq for seq, _ in events] != list(range(position + 1, last + 1)):
            raise FeedClose(CloseCode.CURSOR_VOID)
        await self._epoch.reach(self.agent_id, last)
        for event in events:
            await self._send(event_frame(*event))
        return last

    async def _send_presence(self, presence: PresenceState, *, asked: bool) -> None:
        if asked or presence != self._presence_sent:
            self._presence_sent = presence
            frame = PresenceFrame(available=presence.available, until=presence.until)
            await self._send(frames.encode(frame))

    async def _welcome(self, resume: Cursor | None) -> int:
        """Answer hello, with a snapshot where the cursor cannot be resumed; return the position."""
        epoch = self._epoch.of(self.agent_id)
        async with self._desk.database.reading() as conn:
            now_ms = self._desk.clock()
            standing = await self._standing(conn)
            reason = await snapshot_reason(conn, self.agent_id, epoch, standing.head, resume)
            numbers = array("q")
            if reason is not None:
                numbers = await held_numbers(conn, self.agent_id)
                if len(numbers) != standing.held:
                    counted = (self.agent_id, len(numbers), standing.held)
                    logger.error("%s holds %d, counted %d", *counted)
        self._presence_sent = standing.presence
        resumes = resume is not None and reason is None
        seq = resume.seq if resume is not None and resumes else standing.head
        if not resumes:
            await self._epoch.reach(self.agent_id, seq)
        welcome = Welcome(
            mode="resume" if resumes else "snapshot",
            head=standing.head if resumes else None,
            reason=reason,
            epoch=epoch,
            seq=seq,
            agent=standing.agent,
            presence=standing.presence,
            heartbeat_ms=self._desk.options.heartbeat_ms,
            server_time=iso_utc(now_ms),
        )
        await self._send(frames.encode(welcome))
        if not resumes:
            count = await self._send_snapshot(numbers)
            await self._send(frames.encode(SnapshotEnd(seq=seq, count=count)))
        return seq

    async def _send_snapshot(self, numbers: Sequence[int]) -> int:
        """Send tickets part by part; returns how many.

        No transaction lasts as long as a slow peer. A part may therefore be ahead of the snapshot's
        seq, and lack who has left; the events that follow say the same again.
        """
        page, count = 1, 0
        while numbers:
            async with self._desk.database.reading() as conn:
                standing = await self._standing(conn)
                part = numbers[:SNAPSHOT_PAGE_TICKETS]
                tickets, done = await held_tickets(conn, self.agent_id, part)
            # What is newer than the snapshot's seq is told as well: no restore may undo it unseen.
            await self._epoch.reach(self.agent_id, standing.head)
            for text in frames.snapshot_pages(tickets, page):
                await self._send(text)
                page += 1
            count += len(tickets)
            numbers = numbers[done:]
        return count

    async def _standing(self, conn: AsyncConnection) -> Standing:
        now_ms = self._desk.clock()
        standing = await read_standing(conn, self.agent_id, self._key_id, now_ms)
        if standing is None:
            raise FeedClose(CloseCode.AUTH_API_KEY_INVALID)
        self._head = standing.head
        return standing
