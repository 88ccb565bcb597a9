"""The client's real parts (reducer, session, notices, store) on one connection after another."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from msgspec import convert

from supportdesk_desktop.core.changes import NoticesChanged, TicketsChanged, TraceMark
from supportdesk_desktop.core.errors import StoreError
from supportdesk_desktop.core.feed import (
    CloseReason,
    ErrorSeen,
    FeedReducer,
)
from supportdesk_desktop.core.feed_policy import Ending, EndingKind, next_step
from supportdesk_desktop.core.feed_status import FeedStatus
from supportdesk_desktop.core.frames import Ack, ClientInfo, Cursor, Hello, PresenceState, Welcome
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.net.feed import FeedSocket
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.feed.session import FeedSession, SessionParts
from supportdesk_desktop.services.feed.status import FeedStatusKeeper
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.store import feed_state, snapshots, tickets
from supportdesk_desktop.store import notices as stored_notices
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.filing_acts import SeenRef
from supportdesk_desktop.store.schema import HELD, connect, prepare
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.notifications.notifier import HandOverJournal
from tests.fakes.notifier import FakeNotifier
from tests.fakes.tickets import WIRE_AGENT
from tests.property.faulty_line import FaultyLine
from tests.property.model_server import Held, SeenTicket

T = TypeVar("T")

FAILURES = ("BEFORE INSERT ON timeline", "BEFORE UPDATE OF seq ON feed")
"""A full disk in the middle of a transaction, and at its last write: all of it must go."""


@dataclass(frozen=True)
class Observation:
    """What the store held after one commit; ``replaced`` where it was that of a snapshot."""

    cursor: Cursor | None
    held: Held
    replaced: bool


@dataclass(frozen=True)
class StoredNotice:
    """One row of the ledger of notices."""

    key: tuple[str, str]
    late: bool
    outcome: str | None


class ModelClient:
    """One profile on a real file. It remembers what it was seen to hold and to say.

    Attributes:
        observed: the store after each commit since ``forget``, oldest first; one without a cursor
            where it was dropped.
        verified: what was said at each heartbeat that was believed since ``forget``, and the
            cursor stored at that moment.
        acknowledged: acks since ``forget``, and the cursor stored at that moment.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "store.db"
        self._journal = HandOverJournal(folder / "hand-over.journal")
        self._path.write_bytes(empty_store())
        self._runner = asyncio.Runner()
        self._clock = Clock()
        self.notifier = FakeNotifier()
        self.forget()
        self._run(self._open())

    def forget(self) -> None:
        """Forget what was observed, verified and acknowledged so far."""
        self.observed: list[Observation] = []
        self.verified: list[tuple[FeedStatus, Cursor | None]] = []
        self.acknowledged: list[tuple[Cursor, Cursor | None]] = []

    def connect(self, line: FaultyLine) -> Ending | None:
        """Follow one connection to its end; None where the process died on it."""
        return self._run(self._connect(line))

    def restart(self) -> None:
        """End the process and begin a new one on the same store."""
        self._run(self._close())
        self._run(self._open())

    def settle(self) -> None:
        """Wait until every announcement that was begun has its outcome."""
        self._run(self._settled())

    def close(self) -> None:
        """Let go of everything."""
        self._run(self._close())
        self._runner.close()

    def look(self, *, replaced: bool = False) -> Observation:
        """Return what the store holds now."""
        # One transaction: neither cursor nor set of another moment.
        self._eyes.execute("BEGIN")
        epoch, seq = self._eyes.execute("SELECT epoch, seq FROM feed").fetchone()
        rows = self._eyes.execute(
            f"SELECT id, version, subject, assigned_at, unreadable FROM tickets WHERE {HELD}"
        ).fetchall()
        self._eyes.execute("COMMIT")
        cursor = None if epoch is None else Cursor(epoch=epoch, seq=seq)
        return Observation(cursor, {row[0]: _seen(*row[1:]) for row in rows}, replaced)

    def notices(self) -> list[StoredNotice]:
        """Return the whole ledger of notices."""
        rows = self._eyes.execute("SELECT ticket_id, assigned_at, late, outcome FROM notices")
        return [StoredNotice((one, at), bool(late), outcome) for one, at, late, outcome in rows]

    def announced(self) -> Counter[str]:
        """Return how often each ticket was announced by itself."""
        return Counter(
            str(one.ticket_id) for one in self.notifier.announced if one.ticket_id is not None
        )

    def acknowledge(self, ack: Ack) -> None:
        """Remember an ack beside what is stored at that moment."""
        said = Cursor(epoch=ack.epoch, seq=ack.seq)
        self.acknowledged.append((said, self.look().cursor))

    def fail_store(self, which: int) -> None:
        """Let the transactions of the feed fail until the connection is over."""
        self._mend_store()
        self._eyes.execute(
            f"CREATE TRIGGER store_fails {FAILURES[which % len(FAILURES)]}"
            " BEGIN SELECT RAISE(ABORT, 'a full disk'); END"
        )

    def _mend_store(self) -> None:
        self._eyes.execute("DROP TRIGGER IF EXISTS store_fails")

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    async def _open(self) -> None:
        self._store = await Store.open(self._path)
        # Opening a store lets go of every lock that this process holds on its file.
        self._eyes = connect(self._path)
        self._bus = Bus()
        self._bus.subscribe(TicketsChanged, self._on_tickets)
        self._bus.subscribe(TraceMark, self._on_trace)
        # As ``whoami`` does before the feed is first followed.
        await self._store.feed.write(feed_state.bind_agent, convert(WIRE_AGENT, Agent))
        await self._begin_services()

    async def _begin_services(self) -> None:
        self._notices = NoticeService(
            self._store, self._bus, self._clock, self.notifier, self._journal, "fr"
        )
        self._keeper = FeedStatusKeeper(self._store, self._bus, self._clock)
        await self._keeper.load()
        await self._notices.start()

    async def _close(self) -> None:
        await self._notices.aclose()
        self._eyes.close()
        await self._store.aclose()

    async def _die(self) -> None:
        """Lose all that is in memory, as a process that is killed does."""
        await self._notices.aclose()
        await self._begin_services()

    def _on_tickets(self, change: TicketsChanged) -> None:
        self.observed.append(self.look(replaced=change.replaced))

    def _on_trace(self, mark: TraceMark) -> None:
        if mark.what == "feed_verified":
            self.verified.append((self._keeper.status, self.look().cursor))

    async def _connect(self, line: FaultyLine) -> Ending | None:
        """As ``FeedService`` does it, without its waits."""
        before = self.look()
        await snapshots.drop_staged(self._store.feed)
        memory = await self._store.read(feed_state.load)
        reducer = FeedReducer(
            memory.cursor,
            await self._store.feed.read(tickets.held_versions),
            None if memory.agent is None else memory.agent.id,
        )
        client = ClientInfo(name="supportdesk-desktop", version="1", instance_id="i1")
        hello = Hello(protocol=1, client=client, resume=memory.cursor)
        session = FeedSession(cast(FeedSocket, line), reducer, self._parts())
        ending = await _until_it_ends_or_crashes(session.run(hello), line.crash)
        self._mend_store()
        if ending is None:
            await self._die()
        else:
            await self._count(ending)
        self._observe_unpublished(before, line)
        return ending

    def _parts(self) -> SessionParts:
        return SessionParts(
            store=self._store,
            bus=self._bus,
            clock=self._clock,
            notices=self._notices,
            keeper=self._keeper,
            refs_seen=_no_refs,
            welcomed=self._on_welcomed,
            useful=_not_counted,
            presence_seen=_no_presence,
            error_seen=_no_error,
        )

    async def _on_welcomed(self, effect: Welcome) -> None:
        await self._store.feed.write(feed_state.bind_agent, effect.agent)

    async def _count(self, ending: Ending) -> None:
        if ending.kind is EndingKind.OURS and ending.reason is CloseReason.OTHER_AGENT:
            return
        step = next_step(ending, tries=0, protocol_errors=0, had_feed=True, fraction=0.0)
        await self._keeper.lost(ending, step)
        if step.drop_cursor:
            await self._store.feed.write(feed_state.drop_cursor)

    def _observe_unpublished(self, before: Observation, line: FaultyLine) -> None:
        """Look at a commit after which the process died before it said so."""
        now = self.look()
        last = self.observed[-1] if self.observed else before
        if now.cursor != last.cursor:
            snapshot = line.snapshot and not any(one.replaced for one in self.observed)
            self.observed.append(self.look(replaced=snapshot))

    async def _settled(self) -> None:
        settled = asyncio.Event()
        unsubscribe = self._bus.subscribe(NoticesChanged, lambda _change: settled.set())
        async with asyncio.timeout(30):
            while await self._store.read(stored_notices.pending):
                await settled.wait()
                settled.clear()
        unsubscribe()


@cache
def empty_store() -> bytes:
    """Return the file of a store without content: it takes longer to make than to follow one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        prepare(path)
        return path.read_bytes()


async def _until_it_ends_or_crashes(
    work: Coroutine[Any, Any, Ending], crash: asyncio.Event
) -> Ending | None:
    session = asyncio.ensure_future(work)
    dying = asyncio.ensure_future(crash.wait())
    await asyncio.wait({session, dying}, return_when=asyncio.FIRST_COMPLETED)
    dead = not session.done()
    session.cancel()
    dying.cancel()
    ended = await asyncio.gather(session, dying, return_exceptions=True)
    if dead:
        return None
    if isinstance(ended[0], StoreError):
        return Ending(EndingKind.STORE_FAILED)
    if isinstance(ended[0], BaseException):
        raise ended[0]
    return ended[0]


async def _no_refs(refs: tuple[SeenRef, ...]) -> None:
    assert not refs, "nothing was filed here"


def _not_counted() -> None:
    return


def _no_error(_effect: ErrorSeen) -> None:
    return


def _no_presence(_effect: PresenceState) -> None:
    raise AssertionError("nobody spoke of presence")


def _seen(version: int, subject: str, assigned_at: str, unreadable: str | None) -> SeenTicket:
    if unreadable is not None:
        return SeenTicket(None, None, assigned_at)
    return SeenTicket(version, subject, assigned_at)
