"""One connection to the model server, with faults: what a client is handed as its socket."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from supportdesk_desktop.core.feed_policy import Ending, EndingKind
from supportdesk_desktop.core.frames import Ack, ClientFrame, Cursor, Hello, decode_frame
from supportdesk_desktop.net.feed import FeedEnded, Received
from tests.fakes.tickets import WIRE_AGENT
from tests.property.model_server import SERVER_TIME, Act, DeskTicket, ModelServer

PAGE_TICKETS = 2
COUNTING = frozenset({"heartbeat", "snapshot.end"})


class Fault(Enum):
    """What happens to the next frame, or before it; those up to ``UNKNOWN`` excuse no close."""

    NONE = "none"
    ACT = "act"
    BREATHE = "breathe"
    REPEAT = "repeat"
    REPEAT_OLD = "repeat_old"
    UNKNOWN = "unknown"
    LOSE = "lose"
    SWAP = "swap"
    LIE_COUNT = "lie_count"
    LIE_SEQ = "lie_seq"
    OTHER_AGENT = "other_agent"
    BEGIN_AGAIN = "begin_again"
    GARBAGE = "garbage"
    CUT = "cut"
    VOID = "void"
    CRASH = "crash"
    STORE_FAILS = "store_fails"


@dataclass(frozen=True)
class Step:
    """One step of a plan; ``act`` is for ``Fault.ACT``, ``which`` says to or with what."""

    fault: Fault
    act: Act
    which: int


@dataclass(frozen=True)
class Habits:
    """What this server does wrong as a rule.

    ``torn`` reads each page of a snapshot when it sends it; ``careless`` resumes whatever the
    epoch of the cursor is.
    """

    torn: bool = False
    careless: bool = False


class FaultyLine:
    """Takes the place of ``FeedConnection``.

    Attributes:
        blameless: nothing happened for which a client may close.
        complete: it went on to the last heartbeat.
        snapshot: the welcome announced one.
        sound: epoch, seq and count of the heartbeats that were no lie, in order.
        crash: set when the client's process is to die.
    """

    def __init__(
        self,
        server: ModelServer,
        plan: list[Step],
        habits: Habits,
        *,
        acknowledged: Callable[[Ack], None],
        fail_store: Callable[[int], None],
    ) -> None:
        self._server = server
        self._plan = deque(plan)
        self._habits = habits
        self._acknowledged = acknowledged
        self._fail_store = fail_store
        self._frames: Iterator[dict[str, Any]] = iter(())
        self._hello: Hello | None = None
        self._greeted = asyncio.Event()
        self._again: deque[dict[str, Any]] = deque()
        self._position: int | None = None
        self.blameless = True
        self.complete = False
        self.snapshot = False
        self.sound: list[tuple[str, int, int]] = []
        self.crash = asyncio.Event()

    async def send(self, frame: ClientFrame) -> None:
        """Take a frame of the client."""
        if isinstance(frame, Hello):
            self._hello = frame
            self._greeted.set()
            self._frames = self._speak(frame.resume)
        elif isinstance(frame, Ack):
            self._acknowledged(frame)

    async def close(self, code: int, reason: str) -> None:
        """The client closes; nobody waits for it."""

    async def receive(self) -> Received:
        """Hand over the next frame, as the plan has it."""
        await self._greeted.wait()
        frame = await self._apply(self._step())
        if frame.get("sound"):
            self.sound.append((self._server.epoch, frame["seq"], frame["count"]))
        return Received(decode_frame(json.dumps(frame)), time.monotonic_ns())

    def _step(self) -> Step:
        """Let the desk act as often as planned, events queue up then; return what follows."""
        while self._plan:
            step = self._plan.popleft()
            if step.fault is not Fault.ACT:
                return step
            self._server.act(step.act, step.which)
        return Step(Fault.NONE, Act.FILE, 0)

    async def _apply(self, step: Step) -> dict[str, Any]:
        match step.fault:
            case Fault.BREATHE:
                for _ in range(8):
                    await asyncio.sleep(0)
            case Fault.UNKNOWN:
                return {"type": "weather", "seq": 1, "count": 0}
            case Fault.GARBAGE:
                raise self._ends(1007)
            case Fault.CUT:
                raise self._ends(1006)
            case Fault.VOID:
                raise self._ends(4410)
            case Fault.STORE_FAILS:
                self._fail_store(step.which)
                self.blameless = False
            case Fault.CRASH:
                self.blameless = False
                self.crash.set()
                await asyncio.Event().wait()
            case Fault.BEGIN_AGAIN if self._hello is not None:
                self._blame()
                self._frames = self._speak(self._hello.resume)
            case Fault.REPEAT_OLD if self._position:
                return self._event(1 + step.which % self._position)
            case _:
                return self._spoil(step, self._next())
        return self._next()

    def _spoil(self, step: Step, frame: dict[str, Any]) -> dict[str, Any]:
        kind = frame["type"]
        match step.fault:
            case Fault.REPEAT:
                self._again.append(frame)
                self.blameless = self.blameless and kind in {"event", "heartbeat"}
            case Fault.LOSE:
                self._blame()
                return self._next()
            case Fault.SWAP:
                self._blame()
                later = self._next()
                self._again.append(frame)
                return later
            case Fault.LIE_COUNT if kind in COUNTING:
                self._blame()
                return {**frame, "count": frame["count"] + 1, "sound": False}
            case Fault.LIE_SEQ if kind in COUNTING:
                self._blame()
                return {**frame, "seq": frame["seq"] + 1, "sound": False}
            case Fault.LIE_COUNT | Fault.LIE_SEQ:
                self._plan.appendleft(step)  # until there is something to lie about
            case Fault.OTHER_AGENT if kind == "welcome":
                self._blame()
                return {**frame, "agent": {**WIRE_AGENT, "id": "ag2"}}
        return frame

    def _blame(self) -> None:
        self.blameless = False

    def _ends(self, code: int) -> FeedEnded:
        return FeedEnded(Ending(EndingKind.CLOSED, code=code))

    def _next(self) -> dict[str, Any]:
        if self._again:
            return self._again.popleft()
        frame = next(self._frames, None)
        if frame is None:
            self.complete = True
            raise self._ends(1006)
        return frame

    def _speak(self, cursor: Cursor | None) -> Iterator[dict[str, Any]]:
        server = self._server
        reason = self._why_snapshot(cursor)
        place = server.head if reason is not None or cursor is None else cursor.seq
        welcome = {
            "type": "welcome",
            "mode": "resume" if reason is None else "snapshot",
            "epoch": server.epoch,
            "seq": place,
            "agent": WIRE_AGENT,
            "heartbeatMs": 20000,
            "serverTime": SERVER_TIME,
        }
        if reason is None:
            yield {**welcome, "head": server.head}
        else:
            self.snapshot = True
            then = dict(server.mine)
            yield {**welcome, "reason": reason}
            yield from self._snapshot(place, then)
        yield from self._follow(place)

    def _why_snapshot(self, cursor: Cursor | None) -> str | None:
        if cursor is None:
            return "no_cursor"
        if cursor.epoch != self._server.epoch:
            if not self._habits.careless or cursor.seq > self._server.head:
                return "epoch_changed"
            self._blame()
        return "history_trimmed" if cursor.seq < self._server.trimmed else None

    def _snapshot(self, place: int, then: dict[str, DeskTicket]) -> Iterator[dict[str, Any]]:
        server = self._server
        ids, count, pages = list(then), 0, 0
        for begin in range(0, len(ids), PAGE_TICKETS):
            now = server.mine if self._habits.torn else then
            tickets = [now[one].wire() for one in ids[begin : begin + PAGE_TICKETS] if one in now]
            count, pages = count + len(tickets), pages + 1
            yield {"type": "snapshot", "page": pages, "tickets": tickets}
        if self._habits.torn:
            until = max(server.head, server.unsure_until.get(server.epoch, 0))
            server.unsure_until[server.epoch] = until
        yield {"type": "snapshot.end", "seq": place, "count": count}

    def _follow(self, place: int) -> Iterator[dict[str, Any]]:
        server = self._server
        self._position = place
        while True:
            while self._position < server.head:
                if self._position < server.trimmed:
                    raise self._ends(4410)
                self._position += 1
                yield self._event(self._position)
            yield self._heartbeat()
            if not self._plan and self._position == server.head:
                return

    def _event(self, seq: int) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(self._server.frame(seq))
        return frame

    def _heartbeat(self) -> dict[str, Any]:
        server = self._server
        return {
            "type": "heartbeat",
            "seq": server.head,
            "count": len(server.mine),
            "serverTime": SERVER_TIME,
            "sound": True,
        }
