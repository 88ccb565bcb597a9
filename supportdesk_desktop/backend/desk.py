"""The state that every part of the desk shares, and what wakes its readers after a commit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Row, insert, select

from supportdesk_desktop.backend.database import Database, Writing
from supportdesk_desktop.backend.keys import FailedKeys, Pace, new_id
from supportdesk_desktop.backend.rest.idempotency import KeysInProgress
from supportdesk_desktop.backend.tables import app
from supportdesk_desktop.core.pacing import DOCUMENTED_LIMITS, RateLimit
from supportdesk_desktop.tasks import TaskOwner

FIRST_TICKET_NUMBER = 1001
PRESENCE_CHANGES = RateLimit(10, 60)
MAIL = "mail"
"""The topic of the mail outbox; every other topic is an agent's id."""


def wall_ms() -> int:
    """Return the present in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


class Wakeup(asyncio.Event):
    """Wakes one reader. It stays set until the reader takes it, so that none is lost."""

    async def take(self, timeout_s: float | None = None) -> bool:
        """Wait until it is set and clear it; read the tables only after this returns.

        Returns:
            False where ``timeout_s`` seconds passed before.
        """
        try:
            async with asyncio.timeout(timeout_s):
                await self.wait()
        except TimeoutError:
            return False
        self.clear()
        return True


class Wakeups:
    """All readers of this process that wait for a commit, by topic."""

    def __init__(self) -> None:
        self._readers: dict[str, set[Wakeup]] = {}

    def subscribe(self, topic: str) -> Wakeup:
        """Return a new reader's wake-up for one topic, for as long as there is a desk."""
        wakeup = Wakeup()
        self._readers.setdefault(topic, set()).add(wakeup)
        return wakeup

    @contextmanager
    def subscribed(self, topic: str) -> Iterator[Wakeup]:
        """Subscribe to one topic until the end of the block."""
        wakeup = self.subscribe(topic)
        try:
            yield wakeup
        finally:
            readers = self._readers[topic]
            readers.discard(wakeup)
            if not readers:
                del self._readers[topic]

    def notify(self, topic: str) -> None:
        """Wake every reader of a topic, now or at its next wait."""
        for wakeup in self._readers.get(topic, ()):
            wakeup.set()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLimits:
    """Time limits of the feed, by default those of the contract.

    Seconds: ``hello_s`` until hello is due, ``stall_s`` that a send may take, ``farewell_s`` that
    the error frame before a close may take. A client may send ``frames`` in any ``frames_s``, and
    an agent have ``sockets`` after hello.
    """

    hello_s: float = 5.0
    stall_s: float = 30.0
    farewell_s: float = 2.0
    frames: int = 240
    frames_s: float = 60.0
    sockets: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOptions:
    """Options that a desk runs with.

    ``limits`` is None for no rate limits at all; ``quota`` tickets a month, None for no end.
    ``allowed_hosts`` are the ``Host`` values that are served, None for all (the local desk names
    its own, against DNS rebinding). ``behind_proxy``: a proxy says in ``X-Forwarded-For`` where a
    request comes from. ``allow_origins`` may call from a browser and open the feed.
    """

    app_name: str = "SupportDesk Desktop"
    app_slug: str = "supportdesk-desktop"
    limits: tuple[RateLimit, ...] | None = DOCUMENTED_LIMITS
    quota: int | None = None
    allow_origins: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] | None = None
    behind_proxy: bool = False
    new_epoch: bool = False
    mail_dir: Path | None = None
    smtp_url: str | None = field(default=None, repr=False)
    heartbeat_ms: int = 20_000
    feed: FeedLimits = FeedLimits()
    body_timeout_s: float = 10.0


@dataclass(slots=True)
class Desk:
    """One open desk: its database, its readers' wake-ups and its background tasks.

    ``app`` is the row of the app whose tickets it holds.
    """

    database: Database
    app: Row[Any]
    options: DeskOptions
    clock: Callable[[], int] = wall_ms
    wakeups: Wakeups = field(default_factory=Wakeups)
    tasks: TaskOwner = field(default_factory=lambda: TaskOwner("desk"))
    failed_keys: FailedKeys = field(default_factory=FailedKeys)
    keys_in_progress: KeysInProgress = field(default_factory=KeysInProgress)
    # Kept in memory: one gateway has all sockets of an agent.
    presence_pace: Pace = field(default_factory=lambda: Pace(PRESENCE_CHANGES))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Writing]:
        """Begin a write transaction; after its commit, wake the readers of the feeds it changed."""
        async with self.database.writing() as writing:
            yield writing
        for topic in writing.touched:
            self.wakeups.notify(topic)

    async def aclose(self) -> None:
        """End the background tasks, then close the database."""
        await self.tasks.aclose()
        await self.database.aclose()


async def open_desk(
    database_url: str,
    options: DeskOptions | None = None,
    clock: Callable[[], int] = wall_ms,
) -> Desk:
    """Open, migrate and, where it is new, found the desk at ``database_url``.

    Raises:
        DatabaseUrlError: an address that cannot be used.
    """
    chosen = options or DeskOptions()
    database = await Database.open(database_url)
    try:
        async with database.writing() as writing:
            row = await _ensure_app(writing, chosen, clock())
    except BaseException:
        await database.aclose()
        raise
    return Desk(database, row, chosen, clock)


async def _ensure_app(writing: Writing, options: DeskOptions, now_ms: int) -> Row[Any]:
    row: Row[Any] | None = (await writing.conn.execute(select(app))).first()
    if row is not None:
        return row
    new = insert(app).values(
        id=new_id(),
        slug=options.app_slug,
        name=options.app_name,
        last_ticket_number=FIRST_TICKET_NUMBER - 1,
        created_ms=now_ms,
    )
    founded: Row[Any] = (await writing.conn.execute(new.returning(app))).one()
    return founded
